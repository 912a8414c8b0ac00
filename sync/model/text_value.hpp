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
// What a text may hold: a line (a title, a serial number) so many characters, prose so many bytes.
inline constexpr std::size_t longest_line = 1000;
inline constexpr std::size_t longest_text = 256 * 1024;
// Checks a value that came from outside: its type, its word, its sign, a time in the calendar, well-formed UTF-8 without NUL
// and not too long (detail "too_long").
Result<void> check_value(const ArgumentInfo& shape, const Value& value);
// Appends the value as JSON: null, true/false, a number or a string.
void append_json_value(std::string& out, FieldType type, const Value& value);
// {"id":...,"kind":...,field:value,...} with every field in its declared order.
void append_json_record(std::string& out, const KindInfo& kind, const Record& record);

}  // namespace sigap
