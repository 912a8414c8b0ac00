// Whether the network of now is paid by the byte, as far as this machine can know. Any thread.
#pragma once

#include <filesystem>

namespace sigap {

// True where all default routes (/proc/net/route) lead over mobile network cards (wwan, ppp, rmnet, or a telephone on USB). A
// telephone that shares its network over Wi-Fi looks like any other. `root` is where /proc lies.
bool is_metered(const std::filesystem::path& root = "/");

}  // namespace sigap
