// A photo as it is kept and sent: no larger than a screen or a page can show, upright, and without what the camera wrote into it.
// Any thread; takes hostile input.
#pragma once

#include <string>
#include <string_view>

#include "platform/core/result.hpp"

namespace sigap {

inline constexpr int photo_side = 2048;

// A JPEG; one that is small enough and upright stays as it was compressed, and so do a small PNG, whose letters and lines a JPEG
// would blur, and a GIF. Errors as make_thumbnail.
Result<std::string> kept_photo(std::string_view bytes);

}  // namespace sigap
