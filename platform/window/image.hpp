// A picture in memory and its PNG form (RFC 2083). Any thread; pixels are always width * height * 4 bytes, RGBA, rows
// from the top, no padding.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/result.hpp"

namespace sigap {

struct Image {
    int width = 0;   // pixels
    int height = 0;  // pixels
    std::vector<std::uint8_t> rgba;

    static Image blank(int width, int height);
    std::uint8_t* at(int x, int y);
    const std::uint8_t* at(int x, int y) const;
};

// The bytes of a PNG file; `limit` when the picture is empty or too large for the encoder.
Result<std::string> encode_png(const Image& image);
// `invalid` for what is no PNG, `limit` past 8192 pixels a side.
Result<Image> decode_png(std::string_view bytes);
// `storage` when the file cannot be written or read.
Result<> write_png(const std::string& path, const Image& image);
Result<Image> read_png(const std::string& path);

}  // namespace sigap
