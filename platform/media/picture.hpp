// Pictures made ready to be printed: JPEGs without what the camera wrote into them (its place, its owner). Any thread; takes
// hostile input.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "platform/core/result.hpp"

namespace sigap {

// About 400 dots an inch at half the width of a page; what is larger is made smaller.
inline constexpr int print_side = 1600;
inline constexpr int most_print_side = 2048;
inline constexpr std::size_t most_print_bytes = 1U << 20U;

// A JPEG of one or three 8-bit components. `width` and `height` are those of its pixels as they lie in the file; `orientation`
// says how they are to be turned (orientation_of).
struct PrintPicture {
    std::shared_ptr<const std::string> jpeg;
    int width = 0, height = 0;
    int orientation = 1;

    bool turned() const { return orientation >= 5; }
    int upright_width() const { return turned() ? height : width; }
    int upright_height() const { return turned() ? width : height; }
};

// A JPEG of up to most_print_side pixels and most_print_bytes stays as it was compressed, any other picture is compressed anew.
// Errors as make_thumbnail.
Result<PrintPicture> print_picture(std::string_view bytes);

}  // namespace sigap
