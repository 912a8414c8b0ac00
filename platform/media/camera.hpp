// A camera of this machine. One thread at a time, which may wait for it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "platform/core/result.hpp"

namespace sigap {

class Camera {
public:
    virtual ~Camera() = default;
    // What it sees next, as a JPEG. Errors: offline "camera_gone" (pulled out), busy "camera_silent".
    virtual Result<std::string> picture() = 0;
};

// The first that can be used of these: a device (/dev/video0), or a picture or a folder of pictures, which are shown in turn. Error{not_found}
// "no_camera" where there is none, Error{busy} "camera_busy" where another program has it.
Result<std::unique_ptr<Camera>> open_camera(const std::vector<std::filesystem::path>& sources);
// SIGAP_CAMERA where it is set, else every /dev/video*.
std::vector<std::filesystem::path> camera_sources();

}  // namespace sigap
