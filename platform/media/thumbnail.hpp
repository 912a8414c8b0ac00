// A small picture of a picture, and what kind of file bytes are. Any thread; takes hostile input: sizes are checked before
// anything is decoded.
#pragma once

#include <string>
#include <string_view>

#include "platform/media/jpeg.hpp"

namespace sigap {

inline constexpr int thumbnail_side = 256;

// By its first bytes, else by the end of its name; "application/octet-stream" where neither says.
std::string media_type_of(std::string_view first_bytes, std::string_view name);

// The picture itself, upright, at most `side` pixels a side. Errors as make_thumbnail.
Result<RgbPixels> read_picture(std::string_view bytes, int side);

// A JPEG of at most `side` pixels a side, upright, without what the camera wrote into the original (its place, its owner).
// Error{invalid} where the bytes are no picture that we read (JPEG, PNG, GIF, BMP), Error{limit} past most_pixels
// (platform/media/jpeg.hpp).
Result<std::string> make_thumbnail(std::string_view bytes, int side = thumbnail_side);

}  // namespace sigap
