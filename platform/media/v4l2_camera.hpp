// Cameras of Linux (Video4Linux 2, streaming into mapped memory): Motion JPEG, else YUYV. One thread at a time.
#pragma once

#include <chrono>

#include "platform/media/camera.hpp"
#include "platform/media/jpeg.hpp"

namespace sigap {

// The calls that the kernel answers, so that a test may answer them.
class VideoDevice {
public:
    virtual ~VideoDevice() = default;
    // ioctl; 0, or the errno.
    virtual int control(unsigned long request, void* argument) = 0;
    // Null where it fails; it stays mapped as long as the device.
    virtual const unsigned char* map(std::size_t length, std::size_t offset) = 0;
    // False where nothing came in time.
    virtual bool wait(std::chrono::milliseconds patience) = 0;
};

// Errors: not_found "no_camera", busy "camera_busy", denied "camera_denied".
Result<std::unique_ptr<VideoDevice>> open_video_device(const std::filesystem::path& path);
// Agrees with the device on a format and starts it. Errors: not_found "no_camera" (it takes no pictures), invalid "camera_format", busy
// "camera_busy".
Result<std::unique_ptr<Camera>> make_v4l2_camera(std::unique_ptr<VideoDevice> device);

// Packed YCbCr 4:2:2 (Y0 Cb Y1 Cr, ITU-R BT.601, 16 to 235) with `stride` bytes a row. Error{invalid} where `bytes` are too few or the
// width is odd.
Result<RgbPixels> yuyv_to_rgb(std::string_view bytes, int width, int height, std::size_t stride);

}  // namespace sigap
