// Lines drawn on a photo by hand. Any thread; takes hostile input.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/result.hpp"

namespace sigap {

struct StrokePoint {
    float x = 0, y = 0;  // 0 to 1 across the upright photo
};
struct Stroke {
    std::uint8_t red = 0, green = 0, blue = 0;
    std::vector<StrokePoint> points;
};
// A line's width, as a share of the photo's longer side.
inline constexpr float stroke_width = 1.0f / 110;

// The photo as it is kept (platform/media/photo.hpp) with the lines in it, as JPEG. Errors as make_thumbnail.
Result<std::string> drawn_on(std::string_view photo, const std::vector<Stroke>& strokes);

// The lines alone, finer, on white paper of so many pixels, as JPEG.
Result<std::string> drawn_on_paper(int width, int height, const std::vector<Stroke>& strokes);

}  // namespace sigap
