#include "platform/media/v4l2_camera.hpp"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace sigap {

namespace {

using namespace std::chrono_literals;

constexpr int jpeg_quality = 92;
constexpr unsigned buffers_wanted = 3;
constexpr auto patience = 2s;

class KernelDevice final : public VideoDevice {
public:
    explicit KernelDevice(int file) : file_(file) {}
    ~KernelDevice() override {
        for (const auto& [at, length] : maps_) ::munmap(at, length);
        ::close(file_);
    }
    int control(unsigned long request, void* argument) override {
        int answer = 0;
        do answer = ::ioctl(file_, request, argument);
        while (answer < 0 && errno == EINTR);
        return answer < 0 ? errno : 0;
    }
    const unsigned char* map(std::size_t length, std::size_t offset) override {
        void* at = ::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED, file_, static_cast<off_t>(offset));
        if (at == MAP_FAILED) return nullptr;
        maps_.emplace_back(at, length);
        return static_cast<const unsigned char*>(at);
    }
    bool wait(std::chrono::milliseconds time) override {
        pollfd waiting{file_, POLLIN, 0};
        return ::poll(&waiting, 1, static_cast<int>(time.count())) > 0;
    }

private:
    int file_;
    std::vector<std::pair<void*, std::size_t>> maps_;
};

Error no_camera() { return fail(ErrorCode::not_found, "this device takes no pictures", "no_camera"); }
Error silent() { return fail(ErrorCode::busy, "the camera sends no picture", "camera_silent"); }

Error trouble(int code) {
    if (code == EBUSY) return fail(ErrorCode::busy, "another program uses the camera; close it, then try again", "camera_busy");
    if (code == EACCES || code == EPERM) return fail(ErrorCode::denied, "you may not use the camera", "camera_denied");
    if (code == ENODEV) return fail(ErrorCode::offline, "the camera was pulled out", "camera_gone");
    return no_camera();
}

// Cameras leave out the tables that every Motion JPEG shares; readers of files want them.
bool has_tables(std::string_view jpeg) { return jpeg.find("\xff\xc4") != std::string_view::npos; }

class V4l2Camera final : public Camera {
public:
    explicit V4l2Camera(std::unique_ptr<VideoDevice> device) : device_(std::move(device)) {}
    ~V4l2Camera() override {
        int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        if (started_) (void)device_->control(VIDIOC_STREAMOFF, &type);
    }

    Result<void> start() {
        SIGAP_TRY(check());
        SIGAP_TRY(agree());
        v4l2_requestbuffers asked{};
        asked.count = buffers_wanted;
        asked.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        asked.memory = V4L2_MEMORY_MMAP;
        if (const int code = device_->control(VIDIOC_REQBUFS, &asked)) return trouble(code);
        for (unsigned i = 0; i < asked.count; ++i) {
            v4l2_buffer buffer = numbered(i);
            if (const int code = device_->control(VIDIOC_QUERYBUF, &buffer)) return trouble(code);
            const unsigned char* at = device_->map(buffer.length, buffer.m.offset);
            if (!at) return no_camera();
            buffers_.push_back({reinterpret_cast<const char*>(at), buffer.length});
            if (const int code = device_->control(VIDIOC_QBUF, &buffer)) return trouble(code);
        }
        int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        if (buffers_.empty()) return no_camera();
        if (const int code = device_->control(VIDIOC_STREAMON, &type)) return trouble(code);
        started_ = true;
        return {};
    }

    Result<std::string> picture() override {
        // A few come damaged while the camera finds its light.
        constexpr int most_tries = 30;
        for (int i = 0; i < most_tries; ++i) {
            if (!device_->wait(patience)) return silent();
            v4l2_buffer buffer = numbered(0);
            const int code = device_->control(VIDIOC_DQBUF, &buffer);
            if (code == EAGAIN) continue;
            if (code != 0 || buffer.index >= buffers_.size()) return fail(ErrorCode::offline, "the camera was pulled out", "camera_gone");
            const std::string bytes(buffers_[buffer.index].substr(0, buffer.bytesused));
            const bool damaged = (buffer.flags & V4L2_BUF_FLAG_ERROR) != 0;
            if (device_->control(VIDIOC_QBUF, &buffer) != 0) return fail(ErrorCode::offline, "the camera was pulled out", "camera_gone");
            auto jpeg = damaged ? Result<std::string>(silent()) : jpeg_of(bytes);
            if (jpeg) return jpeg;
        }
        return silent();
    }

private:
    static v4l2_buffer numbered(unsigned index) {
        v4l2_buffer buffer{};
        buffer.index = index;
        buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        buffer.memory = V4L2_MEMORY_MMAP;
        return buffer;
    }

    Result<void> check() {
        v4l2_capability can{};
        if (device_->control(VIDIOC_QUERYCAP, &can) != 0) return no_camera();
        const unsigned all = (can.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? can.device_caps : can.capabilities;
        if ((all & V4L2_CAP_VIDEO_CAPTURE) == 0 || (all & V4L2_CAP_STREAMING) == 0) return no_camera();
        return {};
    }

    // Motion JPEG gives large pictures over a thin cable; YUYV every camera has.
    Result<void> agree() {
        std::vector<unsigned> offered;
        for (unsigned i = 0; i < 64; ++i) {
            v4l2_fmtdesc format{};
            format.index = i;
            format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
            if (device_->control(VIDIOC_ENUM_FMT, &format) != 0) break;
            offered.push_back(format.pixelformat);
        }
        struct Wanted {
            unsigned format, width, height;
        };
        for (const Wanted& wanted : {Wanted{V4L2_PIX_FMT_MJPEG, 1920, 1080}, {V4L2_PIX_FMT_JPEG, 1920, 1080}, {V4L2_PIX_FMT_YUYV, 1280, 720}}) {
            if (std::ranges::find(offered, wanted.format) == offered.end()) continue;
            v4l2_format format{};
            format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
            format.fmt.pix.width = wanted.width;
            format.fmt.pix.height = wanted.height;
            format.fmt.pix.pixelformat = wanted.format;
            format.fmt.pix.field = V4L2_FIELD_ANY;
            const int code = device_->control(VIDIOC_S_FMT, &format);
            if (code == EBUSY) return trouble(code);
            // The device answers with the nearest that it can.
            if (code != 0 || format.fmt.pix.pixelformat != wanted.format) continue;
            format_ = format.fmt.pix;
            return {};
        }
        return fail(ErrorCode::invalid, "the camera has no format that is read here", "camera_format");
    }

    Result<std::string> jpeg_of(const std::string& bytes) const {
        if (format_.pixelformat == V4L2_PIX_FMT_YUYV) {
            const auto stride = format_.bytesperline != 0 ? format_.bytesperline : format_.width * 2;
            const auto pixels = yuyv_to_rgb(bytes, static_cast<int>(format_.width), static_cast<int>(format_.height), stride);
            return pixels ? write_jpeg(*pixels, jpeg_quality) : Result<std::string>(pixels.error());
        }
        if (!bytes.starts_with("\xff\xd8")) return silent();
        if (has_tables(bytes)) return bytes;
        const auto pixels = read_jpeg(bytes, static_cast<int>(std::max(format_.width, format_.height)));
        return pixels ? write_jpeg(*pixels, jpeg_quality) : Result<std::string>(pixels.error());
    }

    std::unique_ptr<VideoDevice> device_;
    v4l2_pix_format format_{};
    std::vector<std::string_view> buffers_;
    bool started_ = false;
};

}  // namespace

Result<std::unique_ptr<VideoDevice>> open_video_device(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) return trouble(errno);
    return std::unique_ptr<VideoDevice>(std::make_unique<KernelDevice>(file));
}

Result<std::unique_ptr<Camera>> make_v4l2_camera(std::unique_ptr<VideoDevice> device) {
    auto camera = std::make_unique<V4l2Camera>(std::move(device));
    SIGAP_TRY(camera->start());
    return std::unique_ptr<Camera>(std::move(camera));
}

Result<RgbPixels> yuyv_to_rgb(std::string_view bytes, int width, int height, std::size_t stride) {
    const auto row_bytes = static_cast<std::size_t>(std::max(width, 0)) * 2;
    if (width <= 0 || height <= 0 || width % 2 != 0 || std::int64_t{width} * height > most_pixels || stride < row_bytes ||
        bytes.size() < stride * static_cast<std::size_t>(height - 1) + row_bytes)
        return fail(ErrorCode::invalid, "the camera's picture is cut short", "no_picture");
    RgbPixels out{width, height, {}};
    out.rgb.reserve(row_bytes / 2 * static_cast<std::size_t>(height) * 3);
    const auto put = [&](int value) { out.rgb.push_back(static_cast<unsigned char>(std::clamp((value + 128) >> 8, 0, 255))); };
    for (int y = 0; y < height; ++y) {
        const auto* row = reinterpret_cast<const unsigned char*>(bytes.data()) + stride * static_cast<std::size_t>(y);
        for (int x = 0; x < width; x += 2, row += 4) {
            const int blue = row[1] - 128, red = row[3] - 128;
            for (const int luma : {row[0], row[2]}) {
                const int light = 298 * (luma - 16);
                put(light + 409 * red);
                put(light - 100 * blue - 208 * red);
                put(light + 516 * blue);
            }
        }
    }
    return out;
}

}  // namespace sigap
