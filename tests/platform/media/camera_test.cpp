#include <catch2/catch_test_macros.hpp>
#include <linux/videodev2.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <fstream>
#include <optional>

#include "platform/media/v4l2_camera.hpp"
#include "tests/support/temp_folder.hpp"

using namespace sigap;

namespace {

RgbPixels plain(int width, int height, int red, int green, int blue) {
    RgbPixels out{width, height, {}};
    for (int i = 0; i < width * height; ++i)
        for (const int value : {red, green, blue}) out.rgb.push_back(static_cast<unsigned char>(value));
    return out;
}

// A camera as the kernel shows one: it refuses what comes in the wrong order.
struct FakeCamera {
    unsigned capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
    std::vector<unsigned> formats{V4L2_PIX_FMT_YUYV, V4L2_PIX_FMT_MJPEG};
    unsigned width = 1280, height = 720;  // the nearest that it can
    int busy = 0;                         // what S_FMT and REQBUFS answer
    struct Frame {
        std::string bytes;
        bool damaged = false;
    };
    std::deque<Frame> frames;
    bool gone = false;

    std::optional<v4l2_pix_format> agreed;
    std::vector<std::string> memory;
    std::deque<unsigned> queued;
    bool streaming = false, ended = false;
};

class FakeDevice final : public VideoDevice {
public:
    explicit FakeDevice(FakeCamera& camera) : camera_(camera) {}
    int control(unsigned long request, void* argument) override {
        FakeCamera& my = camera_;
        switch (request) {
            case VIDIOC_QUERYCAP: static_cast<v4l2_capability*>(argument)->capabilities = my.capabilities; return 0;
            case VIDIOC_ENUM_FMT: {
                auto& format = *static_cast<v4l2_fmtdesc*>(argument);
                if (format.index >= my.formats.size()) return EINVAL;
                format.pixelformat = my.formats[format.index];
                return 0;
            }
            case VIDIOC_S_FMT: {
                if (my.busy != 0) return my.busy;
                auto& format = static_cast<v4l2_format*>(argument)->fmt.pix;
                format.width = my.width, format.height = my.height, format.bytesperline = my.width * 2;
                my.agreed = format;
                return 0;
            }
            case VIDIOC_REQBUFS:
                if (!my.agreed) return EINVAL;
                my.memory.assign(static_cast<v4l2_requestbuffers*>(argument)->count, std::string(my.width * my.height * 2, '\0'));
                return 0;
            case VIDIOC_QUERYBUF: {
                auto& buffer = *static_cast<v4l2_buffer*>(argument);
                if (buffer.index >= my.memory.size()) return EINVAL;
                buffer.length = static_cast<unsigned>(my.memory[buffer.index].size());
                buffer.m.offset = buffer.index * 4096;
                return 0;
            }
            case VIDIOC_QBUF: my.queued.push_back(static_cast<v4l2_buffer*>(argument)->index); return 0;
            case VIDIOC_STREAMON: return my.queued.empty() ? EINVAL : (my.streaming = true, 0);
            case VIDIOC_STREAMOFF: my.streaming = false, my.ended = true; return 0;
            case VIDIOC_DQBUF: {
                if (my.gone) return ENODEV;
                if (!my.streaming || my.queued.empty()) return EINVAL;
                if (my.frames.empty()) return EAGAIN;
                auto& buffer = *static_cast<v4l2_buffer*>(argument);
                const auto frame = my.frames.front();
                my.frames.pop_front();
                buffer.index = my.queued.front();
                my.queued.pop_front();
                buffer.bytesused = static_cast<unsigned>(frame.bytes.size());
                buffer.flags = frame.damaged ? V4L2_BUF_FLAG_ERROR : 0;
                std::memcpy(my.memory[buffer.index].data(), frame.bytes.data(), frame.bytes.size());
                return 0;
            }
            default: return ENOTTY;
        }
    }
    const unsigned char* map(std::size_t, std::size_t offset) override { return reinterpret_cast<const unsigned char*>(camera_.memory[offset / 4096].data()); }
    bool wait(std::chrono::milliseconds) override { return camera_.gone || !camera_.frames.empty(); }

private:
    FakeCamera& camera_;
};

Result<std::unique_ptr<Camera>> opened(FakeCamera& camera) { return make_v4l2_camera(std::make_unique<FakeDevice>(camera)); }

std::string without_tables(const std::string& jpeg) {
    std::string out = jpeg.substr(0, 2);
    for (std::size_t at = 2; at + 4 <= jpeg.size();) {
        const auto marker = static_cast<unsigned char>(jpeg[at + 1]);
        const std::size_t length = 2 + static_cast<std::size_t>(static_cast<unsigned char>(jpeg[at + 2]) * 256 + static_cast<unsigned char>(jpeg[at + 3]));
        if (marker == 0xda) return out + jpeg.substr(at);
        if (marker != 0xc4) out += jpeg.substr(at, length);
        at += length;
    }
    return out;
}

}  // namespace

TEST_CASE("a camera is asked for Motion JPEG first, its pictures come as they are, damaged ones are left out, and it is stopped at the end") {
    FakeCamera fake;
    const std::string jpeg = *write_jpeg(plain(1280, 720, 200, 40, 40), 90);
    fake.frames = {{"\xff\xd8 half", true}, {"", false}, {jpeg, false}};
    {
        const auto camera = opened(fake);
        REQUIRE(camera);
        CHECK(fake.agreed->pixelformat == V4L2_PIX_FMT_MJPEG);
        const auto picture = (*camera)->picture();
        REQUIRE(picture);
        CHECK(*picture == jpeg);
        // Each buffer is given back: pictures go on coming for ever.
        for (int i = 0; i < 10; ++i) {
            fake.frames.push_back({jpeg, false});
            CHECK((*camera)->picture());
        }
        CHECK((*camera)->picture().error().detail == "camera_silent");
        fake.gone = true;
        CHECK((*camera)->picture().error().detail == "camera_gone");
    }
    CHECK(fake.ended);
}

TEST_CASE("a Motion JPEG without its tables becomes one that every reader of files knows") {
    FakeCamera fake;
    const std::string bare = without_tables(*write_jpeg(plain(64, 48, 30, 160, 60), 90));
    REQUIRE(bare.find("\xff\xc4") == std::string::npos);
    fake.frames = {{bare, false}};
    const auto camera = opened(fake);
    REQUIRE(camera);
    const auto picture = (*camera)->picture();
    REQUIRE(picture);
    CHECK(picture->find("\xff\xc4") != std::string::npos);
    const auto pixels = read_jpeg(*picture, 64);
    REQUIRE(pixels);
    CHECK(pixels->rgb[1] > 140);
    CHECK(pixels->rgb[0] < 60);
}

TEST_CASE("a camera without Motion JPEG sends YUYV, which becomes the same colours") {
    FakeCamera fake;
    fake.formats = {V4L2_PIX_FMT_H264, V4L2_PIX_FMT_YUYV};
    fake.width = 64, fake.height = 48;
    std::string red;
    for (int i = 0; i < 64 * 48 / 2; ++i) red += std::string{81, 90, 81, static_cast<char>(240)};
    fake.frames = {{red, false}};
    const auto camera = opened(fake);
    REQUIRE(camera);
    CHECK(fake.agreed->pixelformat == V4L2_PIX_FMT_YUYV);
    const auto picture = (*camera)->picture();
    REQUIRE(picture);
    const auto pixels = read_jpeg(*picture, 64);
    REQUIRE(pixels);
    CHECK(pixels->width == 64);
    CHECK(pixels->rgb[0] > 245);
    CHECK(pixels->rgb[1] < 12);
    CHECK(pixels->rgb[2] < 12);
}

TEST_CASE("YUYV is turned by the numbers of BT.601, rows may be padded, and what is cut short is refused") {
    const auto rgb = [](std::string bytes) { return yuyv_to_rgb(bytes, 2, 1, 4)->rgb; };
    using Colours = std::vector<unsigned char>;
    CHECK((rgb({16, static_cast<char>(128), static_cast<char>(235), static_cast<char>(128)}) == Colours{0, 0, 0, 255, 255, 255}));
    const std::string padded = std::string{126, static_cast<char>(128), 126, static_cast<char>(128)} + "pad!" + std::string{16, static_cast<char>(128), 16, static_cast<char>(128)};
    const auto two = yuyv_to_rgb(padded, 2, 2, 8);
    REQUIRE(two);
    CHECK(two->rgb[0] == 128);
    CHECK(two->rgb[6] == 0);
    CHECK_FALSE(yuyv_to_rgb(padded, 2, 3, 8));
    CHECK_FALSE(yuyv_to_rgb(padded, 3, 1, 8));
    CHECK_FALSE(yuyv_to_rgb(padded, 2, 2, 2));
    CHECK_FALSE(yuyv_to_rgb("", 0, 0, 0));
}

TEST_CASE("what is no camera, has no format of ours or is in use says so") {
    FakeCamera radio;
    radio.capabilities = V4L2_CAP_TUNER;
    CHECK(opened(radio).error().detail == "no_camera");
    FakeCamera strange;
    strange.formats = {V4L2_PIX_FMT_H264};
    CHECK(opened(strange).error().detail == "camera_format");
    FakeCamera taken;
    taken.busy = EBUSY;
    CHECK(opened(taken).error().detail == "camera_busy");
    CHECK(open_camera({}).error().detail == "no_camera");
    CHECK(open_camera({"/dev/no-such-camera"}).error().detail == "no_camera");
    CHECK(open_camera({"/dev/null"}).error().detail == "no_camera");
}

TEST_CASE("pictures in a folder stand in for a camera, in turn") {
    const sigap::testing::TempFolder folder;
    for (const char* name : {"a", "b"}) std::ofstream(folder.path() / name) << name;
    const auto camera = open_camera({folder.path()});
    REQUIRE(camera);
    CHECK(*(*camera)->picture() == "a");
    CHECK(*(*camera)->picture() == "b");
    CHECK(*(*camera)->picture() == "a");
}
