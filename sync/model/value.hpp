// One field's value, without its type's name: absent, a whole number, text or an id. Any thread.
// Absent is the type's default everywhere: 0, false, "", the nil id and the time "never" are stored as absent; a choice
// is always its word.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "platform/core/ids.hpp"

namespace sigap {

using Absent = std::monostate;
using Value = std::variant<Absent, std::int64_t, std::string, Uuid>;

enum class FieldType : std::uint8_t {
    text,
    integer,
    boolean,    // 0 or 1
    time,       // UTC milliseconds
    reference,  // the id of another record
    choice,     // one of a list of snake_case words; a newer version may know more of them
};

std::string_view name_of(FieldType type);

}  // namespace sigap
