// The shape of a digest as text. Any thread.
#pragma once

#include <algorithm>
#include <string_view>

namespace sigap {

inline bool is_lower_hex(std::string_view text, std::size_t digits) {
    return text.size() == digits &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// A SHA-256: the only texts that become a file's name in a FileStore.
inline bool is_file_hash(std::string_view text) { return is_lower_hex(text, 64); }

}  // namespace sigap
