// Text: UTF-8 checks and plain helpers. Any thread; nothing here depends on a locale.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sigap {

// Length in bytes of the well-formed sequence (Unicode 15, table 3-7) at `at`; 0 where there is none.
std::size_t utf8_length_at(std::string_view text, std::size_t at);
bool is_utf8(std::string_view text);
void append_utf8(std::string& out, std::uint32_t code_point);

std::string_view trimmed(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string lower_ascii(std::string_view text);
std::string upper_ascii(std::string_view text);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

}  // namespace sigap
