#include "sync/model/value.hpp"

namespace sigap {

std::string_view name_of(FieldType type) {
    static constexpr std::string_view names[] = {"text", "integer", "boolean", "time", "reference", "choice"};
    return names[static_cast<std::size_t>(type)];
}

}  // namespace sigap
