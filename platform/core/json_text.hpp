// Writing JSON (RFC 8259) straight into a string, without a tree. Any thread. Reading is Boost.JSON's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sigap {

// Appends the quoted string; bytes that are no UTF-8 become U+FFFD, so that the document is always valid.
void append_json_string(std::string& out, std::string_view text);
void append_json_number(std::string& out, std::int64_t number);

}  // namespace sigap
