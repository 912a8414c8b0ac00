#include "platform/media/photo.hpp"

#include <stb/stb_image.h>

#include <algorithm>

#include "platform/media/jpeg.hpp"
#include "platform/media/thumbnail.hpp"

namespace sigap {

namespace {

constexpr std::size_t most_drawn_bytes = 1U << 20U;

bool is_small_drawing(std::string_view bytes) {
    int width = 0, height = 0, channels = 0;
    return media_type_of(bytes, {}) == "image/png" && bytes.size() <= most_drawn_bytes &&
           stbi_info_from_memory(reinterpret_cast<const stbi_uc*>(bytes.data()), static_cast<int>(bytes.size()), &width, &height, &channels) != 0 &&
           std::max(width, height) <= photo_side;
}

}  // namespace

Result<std::string> kept_photo(std::string_view bytes) {
    // A GIF may move.
    if (is_small_drawing(bytes) || media_type_of(bytes, {}) == "image/gif") return std::string(bytes);
    if (auto jpeg = bare_jpeg(bytes); jpeg && std::max(jpeg->width, jpeg->height) <= photo_side && orientation_of(bytes) == 1)
        return std::move(jpeg->bytes);
    return make_thumbnail(bytes, photo_side);
}

Result<ShownPicture> shown_picture(std::string_view bytes, int side) {
    const auto picture = read_picture(bytes, side);
    if (!picture) return picture.error();
    ShownPicture out{picture->width, picture->height, {}};
    out.rgba.resize(picture->rgb.size() / 3 * 4, 255);
    for (std::size_t i = 0; i < picture->rgb.size() / 3; ++i) std::copy_n(picture->rgb.begin() + static_cast<std::ptrdiff_t>(i * 3), 3, out.rgba.begin() + static_cast<std::ptrdiff_t>(i * 4));
    return out;
}

}  // namespace sigap
