// JPEG files: read at about the size that is wanted, written, and freed of what stands beside the picture. Any thread; takes
// hostile input.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/result.hpp"

namespace sigap {

inline constexpr std::int64_t most_pixels = 40'000'000;
Error too_many_pixels();

struct RgbPixels {
    int width = 0, height = 0;
    std::vector<unsigned char> rgb;
};

// As it lies in the file, not turned; about as small as `side` allows, never smaller on its longer side (unless the file is).
// Error{invalid} where it is damaged or of other colours, Error{limit} past most_pixels, before anything is decoded.
Result<RgbPixels> read_jpeg(std::string_view bytes, int side);
// `quality` 1 to 100.
Result<std::string> write_jpeg(const RgbPixels& pixels, int quality);

// How a JPEG's camera was held: 1 (upright) to 8 (Exif 2.32, tag 0x0112); 1 where it does not say.
int orientation_of(std::string_view jpeg);

// The same picture, not compressed anew, without what the camera wrote into the file (its place, its owner). None where it is no
// JPEG of one or three 8-bit components.
struct BareJpeg {
    std::string bytes;
    int width = 0, height = 0;
};
std::optional<BareJpeg> bare_jpeg(std::string_view jpeg);

}  // namespace sigap
