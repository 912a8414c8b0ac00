#include "platform/core/result.hpp"

#include <array>
#include <string_view>

namespace sigap {

std::string_view name_of(ErrorCode code) {
    static constexpr std::array<std::string_view, 11> names{
        "invalid", "not_found", "refused", "denied", "busy", "offline",
        "untrusted", "protocol", "limit", "storage", "expired"};
    return names.at(static_cast<std::size_t>(code));
}

}  // namespace sigap
