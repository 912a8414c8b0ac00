#include "platform/media/camera.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "platform/media/v4l2_camera.hpp"

namespace sigap {

namespace {

namespace fs = std::filesystem;

class PictureFiles final : public Camera {
public:
    explicit PictureFiles(std::vector<fs::path> files) : files_(std::move(files)) {}
    Result<std::string> picture() override {
        std::ifstream file(files_[next_++ % files_.size()], std::ios::binary);
        if (!file) return fail(ErrorCode::offline, "the camera's file is gone", "camera_gone");
        return std::string(std::istreambuf_iterator<char>(file), {});
    }

private:
    std::vector<fs::path> files_;
    std::size_t next_ = 0;
};

std::vector<fs::path> inside(const fs::path& folder, std::string_view begins) {
    std::vector<fs::path> out;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
        if (at->path().filename().string().starts_with(begins)) out.push_back(at->path());
    std::ranges::sort(out);
    return out;
}

}  // namespace

Result<std::unique_ptr<Camera>> open_camera(const std::vector<fs::path>& sources) {
    Error why = fail(ErrorCode::not_found, "no camera was found", "no_camera");
    for (const auto& source : sources) {
        std::error_code unknown;
        if (fs::is_directory(source, unknown)) {
            if (auto files = inside(source, ""); !files.empty()) return std::unique_ptr<Camera>(std::make_unique<PictureFiles>(std::move(files)));
            continue;
        }
        if (fs::is_regular_file(source, unknown)) return std::unique_ptr<Camera>(std::make_unique<PictureFiles>(std::vector{source}));
        auto device = open_video_device(source);
        auto camera = device ? make_v4l2_camera(std::move(*device)) : Result<std::unique_ptr<Camera>>(device.error());
        if (camera) return camera;
        // A camera's second node carries no pictures; that another program has the first says more.
        if (camera.error().detail != "no_camera") why = camera.error();
    }
    return why;
}

std::vector<fs::path> camera_sources() {
    if (const char* chosen = std::getenv("SIGAP_CAMERA"); chosen && *chosen) return {chosen};
    return inside("/dev", "video");
}

}  // namespace sigap
