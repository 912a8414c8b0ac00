#include "platform/media/drawn_on.hpp"

#include <algorithm>
#include <cmath>

#include "platform/media/photo.hpp"
#include "platform/media/thumbnail.hpp"

namespace sigap {

namespace {

constexpr int jpeg_quality = 88;

struct Dot {
    float x, y;  // pixels
};

float distance_to(const Dot& at, const Dot& a, const Dot& b) {
    const float dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
    const float share = length > 0 ? std::clamp(((at.x - a.x) * dx + (at.y - a.y) * dy) / length, 0.0f, 1.0f) : 0;
    return std::hypot(at.x - a.x - share * dx, at.y - a.y - share * dy);
}

// A piece of a line with round ends; its edge is soft by a pixel.
void draw_piece(RgbPixels& on, const Stroke& stroke, const Dot& a, const Dot& b, float radius) {
    const auto from = [](float at) { return std::max(0, static_cast<int>(std::floor(at))); };
    const auto to = [](float at, int size) { return std::min(size - 1, static_cast<int>(std::ceil(at))); };
    const float around = radius + 1;
    for (int y = from(std::min(a.y, b.y) - around); y <= to(std::max(a.y, b.y) + around, on.height); ++y)
        for (int x = from(std::min(a.x, b.x) - around); x <= to(std::max(a.x, b.x) + around, on.width); ++x) {
            const float share = std::clamp(radius + 0.5f - distance_to({static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f}, a, b), 0.0f, 1.0f);
            if (share <= 0) continue;
            auto* pixel = &on.rgb[(static_cast<std::size_t>(y) * static_cast<std::size_t>(on.width) + static_cast<std::size_t>(x)) * 3];
            const std::uint8_t ink[] = {stroke.red, stroke.green, stroke.blue};
            for (int c = 0; c < 3; ++c)
                pixel[c] = static_cast<unsigned char>(static_cast<float>(ink[c]) * share + static_cast<float>(pixel[c]) * (1 - share) + 0.5f);
        }
}

void draw_strokes(RgbPixels& on, const std::vector<Stroke>& strokes, float share) {
    const float radius = std::max(1.0f, static_cast<float>(std::max(on.width, on.height)) * share / 2);
    const auto dot = [&](const StrokePoint& point) {
        return Dot{std::clamp(point.x, 0.0f, 1.0f) * static_cast<float>(on.width), std::clamp(point.y, 0.0f, 1.0f) * static_cast<float>(on.height)};
    };
    for (const auto& stroke : strokes)
        for (std::size_t i = 0; i < stroke.points.size(); ++i) draw_piece(on, stroke, dot(stroke.points[i == 0 ? 0 : i - 1]), dot(stroke.points[i]), radius);
}

}  // namespace

Result<std::string> drawn_on(std::string_view photo, const std::vector<Stroke>& strokes) {
    auto picture = read_picture(photo, photo_side);
    if (!picture) return picture.error();
    draw_strokes(*picture, strokes, stroke_width);
    return write_jpeg(*picture, jpeg_quality);
}

Result<std::string> drawn_on_paper(int width, int height, const std::vector<Stroke>& strokes) {
    RgbPixels paper{width, height, {}};
    paper.rgb.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, 255);
    draw_strokes(paper, strokes, stroke_width / 2);
    return write_jpeg(paper, jpeg_quality);
}

}  // namespace sigap
