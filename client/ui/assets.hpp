// The files of assets/ that are built into the program (platform/cmake/Embed.cmake). Any thread.
#pragma once

#include <string_view>

namespace sigap {

// The bytes of e.g. "assets/fonts/Inter-Regular.otf"; empty for a name that was not embedded.
std::string_view embedded_asset(std::string_view path);

}  // namespace sigap
