#include "platform/media/thumbnail.hpp"

#include <stb/stb_image.h>
#include <stb/stb_image_resize.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

#include "platform/core/text.hpp"
#include "platform/media/jpeg.hpp"

namespace sigap {

namespace {

using namespace std::string_view_literals;

struct Magic {
    std::size_t offset;
    std::string_view bytes, type;
};
constexpr Magic magics[] = {
    {0, "\xff\xd8\xff"sv, "image/jpeg"},   {0, "\x89PNG\r\n\x1a\n"sv, "image/png"}, {0, "GIF8"sv, "image/gif"},
    {8, "WEBP"sv, "image/webp"},           {4, "ftypheic"sv, "image/heic"},         {4, "ftypavif"sv, "image/avif"},
    {4, "ftyp"sv, "video/mp4"},            {0, "%PDF-"sv, "application/pdf"},       {0, "BM"sv, "image/bmp"},
    {0, "PK\x03\x04"sv, "application/zip"},
};
struct Ending {
    std::string_view end, type;
};
constexpr Ending endings[] = {
    {".txt", "text/plain"}, {".log", "text/plain"}, {".csv", "text/csv"}, {".json", "application/json"},
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
};

constexpr std::size_t most_encoded = 64U << 20U;
constexpr int jpeg_quality = 80;

RgbPixels turned(const RgbPixels& from, int orientation) {
    const bool across = orientation >= 5;
    RgbPixels to{across ? from.height : from.width, across ? from.width : from.height, std::vector<unsigned char>(from.rgb.size())};
    for (int y = 0; y < to.height; ++y)
        for (int x = 0; x < to.width; ++x) {
            int from_x = across ? y : x, from_y = across ? x : y;
            if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) from_x = from.width - 1 - from_x;
            if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) from_y = from.height - 1 - from_y;
            const auto source = (static_cast<std::size_t>(from_y) * static_cast<std::size_t>(from.width) + static_cast<std::size_t>(from_x)) * 3;
            const auto target = (static_cast<std::size_t>(y) * static_cast<std::size_t>(to.width) + static_cast<std::size_t>(x)) * 3;
            std::copy_n(from.rgb.begin() + static_cast<std::ptrdiff_t>(source), 3, to.rgb.begin() + static_cast<std::ptrdiff_t>(target));
        }
    return to;
}

Result<RgbPixels> shrunk(const unsigned char* pixels, int width, int height, int channels, int side) {
    const int longest = std::max(width, height);
    const int small_width = longest <= side ? width : std::max(1, static_cast<int>(std::int64_t{width} * side / longest));
    const int small_height = longest <= side ? height : std::max(1, static_cast<int>(std::int64_t{height} * side / longest));
    const std::size_t count = static_cast<std::size_t>(small_width) * static_cast<std::size_t>(small_height);
    std::vector<unsigned char> small(count * static_cast<std::size_t>(channels));
    if (longest <= side) std::copy_n(pixels, small.size(), small.begin());
    else if (!stbir_resize_uint8(pixels, width, height, 0, small.data(), small_width, small_height, 0, channels))
        return fail(ErrorCode::limit, "the picture could not be made smaller");
    if (channels == 3) return RgbPixels{small_width, small_height, std::move(small)};
    // A JPEG has no transparency: it lies on white.
    RgbPixels flat{small_width, small_height, {}};
    flat.rgb.reserve(count * 3);
    for (std::size_t i = 0; i < small.size(); i += 4)
        for (std::size_t c = 0; c < 3; ++c)
            flat.rgb.push_back(static_cast<unsigned char>((small[i + c] * small[i + 3] + 255 * (255 - small[i + 3])) / 255));
    return flat;
}

Result<RgbPixels> read_any(std::string_view bytes, int side) {
    const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
    const int size = static_cast<int>(std::min(bytes.size(), most_encoded));
    int width = 0, height = 0, channels = 0;
    if (bytes.empty() || bytes.size() > most_encoded || !stbi_info_from_memory(data, size, &width, &height, &channels))
        return fail(ErrorCode::invalid, "not a picture of a kind that is read here", "no_picture");
    if (std::int64_t{width} * height > most_pixels) return too_many_pixels();
    const std::unique_ptr<stbi_uc, decltype(&std::free)> pixels(stbi_load_from_memory(data, size, &width, &height, &channels, 4), &std::free);
    if (!pixels) return fail(ErrorCode::invalid, "the picture is damaged", "no_picture");
    return shrunk(pixels.get(), width, height, 4, side);
}

}  // namespace

std::string media_type_of(std::string_view first_bytes, std::string_view name) {
    std::string_view type = "application/octet-stream";
    for (const auto& magic : magics)
        if (first_bytes.size() >= magic.offset && first_bytes.substr(magic.offset).starts_with(magic.bytes)) {
            type = magic.type;
            break;
        }
    // An office document is a zip, too: only its name tells.
    if (!type.starts_with("application/zip") && !type.starts_with("application/octet")) return std::string(type);
    const std::string lower = lower_ascii(name);
    for (const auto& ending : endings)
        if (lower.ends_with(ending.end)) return std::string(ending.type);
    return std::string(type);
}

Result<RgbPixels> read_picture(std::string_view bytes, int side) {
    auto picture = read_jpeg(bytes, side);
    if (picture) picture = shrunk(picture->rgb.data(), picture->width, picture->height, 3, side);
    // What the one does not read the other may: more kinds, and JPEGs of a printer's four colours.
    else if (picture.error().code != ErrorCode::limit) picture = read_any(bytes, side);
    if (!picture) return picture.error();
    if (const int orientation = orientation_of(bytes); orientation != 1) *picture = turned(*picture, orientation);
    return picture;
}

Result<std::string> make_thumbnail(std::string_view bytes, int side) {
    const auto picture = read_picture(bytes, side);
    if (!picture) return picture.error();
    return write_jpeg(*picture, jpeg_quality);
}

}  // namespace sigap
