// zstd (RFC 8878) and gzip (RFC 1952), whole buffers. Any thread. Every decompression names the most it may yield.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "platform/core/result.hpp"

namespace sigap {

std::string zstd_compress(std::string_view bytes, int level = 3);
std::string gzip_compress(std::string_view bytes, int level = 6);

// Error{limit} where more than `most` bytes would come out, Error{protocol} where the input is damaged or cut short or
// has bytes behind its end.
Result<std::string> zstd_decompress(std::string_view bytes, std::size_t most);
Result<std::string> gzip_decompress(std::string_view bytes, std::size_t most);

// By the value of Content-Encoding: "" or "identity", "zstd", "gzip"; another one is Error{invalid}.
Result<std::string> decode_content(std::string_view encoding, std::string_view bytes, std::size_t most);

}  // namespace sigap
