// A photo as it is kept and sent: no larger than a screen or a page can show, upright, and without what the camera wrote into it.
// Any thread; takes hostile input.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/result.hpp"

namespace sigap {

inline constexpr int photo_side = 2048;

// A JPEG; one that is small enough and upright stays as it was compressed, and so do a small PNG, whose letters and lines a JPEG
// would blur, and a GIF. Errors as make_thumbnail.
Result<std::string> kept_photo(std::string_view bytes);

// A photo as a screen shows it: RGBA, 4 bytes a pixel, rows from the top.
struct ShownPicture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;
};
// Upright, at most `side` pixels a side. Errors as make_thumbnail.
Result<ShownPicture> shown_picture(std::string_view bytes, int side);

}  // namespace sigap
