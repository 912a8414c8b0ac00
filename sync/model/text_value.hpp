// Values as people and programs write them: text for the command line and CSV, JSON for output. Any thread.
#pragma once

#include "sync/model/command.hpp"

namespace sigap {

// A choice's word, an RFC 3339 time, an id, a number, "true"; an absent value is "" (a boolean's is "false").
std::string value_to_text(FieldType type, const Value& value);
// The reverse, with a line that names the field and says what it takes.
Result<Value> value_from_text(const ArgumentInfo& shape, std::string_view text);
// Whether RFC 3339 can write it: 1970 to 9999, the absent time included.
inline bool in_calendar(Timestamp time) { return time.ms >= 0 && time.ms < 253'402'300'800'000; }
// Checks a value that came from outside: its type, its word, a time in the calendar, well-formed UTF-8 without NUL, at most
// 256 KiB.
Result<void> check_value(const ArgumentInfo& shape, const Value& value);
inline ArgumentInfo shape_of(const FieldInfo& field) {
    return {field.name, field.type, field.target, field.words, field.required};
}
// Appends the value as JSON: null, true/false, a number or a string.
void append_json_value(std::string& out, FieldType type, const Value& value);
// {"id":...,"kind":...,field:value,...} with every field in its declared order.
void append_json_record(std::string& out, const KindInfo& kind, const Record& record);

}  // namespace sigap
