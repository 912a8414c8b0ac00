#include "platform/media/thumbnail.hpp"

#include <stb/stb_image.h>
#include <stb/stb_image_resize.h>
#include <stb/stb_image_write.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

#include "platform/core/text.hpp"

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

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t length, bool little) {
    std::uint32_t out = 0;
    if (at > bytes.size() || bytes.size() - at < length) return 0;
    for (std::size_t i = 0; i < length; ++i)
        out = out << 8U | static_cast<unsigned char>(bytes[at + (little ? length - 1 - i : i)]);
    return out;
}

// The picture turned as the orientation says; three bytes a pixel.
struct Upright {
    int width = 0, height = 0;
    std::vector<unsigned char> rgb;
};

Upright turned(const Upright& from, int orientation) {
    const bool across = orientation >= 5;
    Upright to{across ? from.height : from.width, across ? from.width : from.height, std::vector<unsigned char>(from.rgb.size())};
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

int orientation_of(std::string_view jpeg) {
    if (!jpeg.starts_with("\xff\xd8")) return 1;
    for (std::size_t at = 2; at + 4 <= jpeg.size() && jpeg[at] == '\xff';) {
        const auto marker = static_cast<unsigned char>(jpeg[at + 1]);
        const std::size_t length = number_at(jpeg, at + 2, 2, false);
        if (marker == 0xda || length < 2) return 1;
        const std::string_view segment = jpeg.substr(at + 4, length - 2);
        at += 2 + length;
        if (marker != 0xe1 || !segment.starts_with("Exif\0\0"sv)) continue;
        const std::string_view tiff = segment.substr(6);
        const bool little = tiff.starts_with("II");
        const std::size_t directory = number_at(tiff, 4, 4, little);
        const std::size_t entries = number_at(tiff, directory, 2, little);
        for (std::size_t i = 0; i < entries && directory + 2 + i * 12 + 12 <= tiff.size(); ++i) {
            const std::size_t entry = directory + 2 + i * 12;
            if (number_at(tiff, entry, 2, little) != 0x0112) continue;
            const auto value = number_at(tiff, entry + 8, 2, little);
            return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
        }
        return 1;
    }
    return 1;
}

Result<std::string> make_thumbnail(std::string_view bytes, int side) {
    const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
    const int size = static_cast<int>(std::min(bytes.size(), most_encoded));
    int width = 0, height = 0, channels = 0;
    if (bytes.empty() || bytes.size() > most_encoded || !stbi_info_from_memory(data, size, &width, &height, &channels))
        return fail(ErrorCode::invalid, "not a picture of a kind that is read here", "no_picture");
    if (std::int64_t{width} * height > most_pixels)
        return fail(ErrorCode::limit, "the picture has more than 40 million pixels", "too_many_pixels");
    const std::unique_ptr<stbi_uc, decltype(&std::free)> pixels(stbi_load_from_memory(data, size, &width, &height, &channels, 4), &std::free);
    if (!pixels) return fail(ErrorCode::invalid, "the picture is damaged", "no_picture");
    const int longest = std::max(width, height);
    const int small_width = longest <= side ? width : std::max(1, static_cast<int>(std::int64_t{width} * side / longest));
    const int small_height = longest <= side ? height : std::max(1, static_cast<int>(std::int64_t{height} * side / longest));
    std::vector<unsigned char> small(static_cast<std::size_t>(small_width) * static_cast<std::size_t>(small_height) * 4);
    if (!stbir_resize_uint8(pixels.get(), width, height, 0, small.data(), small_width, small_height, 0, 4))
        return fail(ErrorCode::limit, "the picture could not be made smaller");
    // A JPEG has no transparency: it lies on white.
    Upright flat{small_width, small_height, {}};
    flat.rgb.reserve(small.size() / 4 * 3);
    for (std::size_t i = 0; i < small.size(); i += 4)
        for (std::size_t c = 0; c < 3; ++c)
            flat.rgb.push_back(static_cast<unsigned char>((small[i + c] * small[i + 3] + 255 * (255 - small[i + 3])) / 255));
    if (const int orientation = orientation_of(bytes); orientation != 1) flat = turned(flat, orientation);
    std::string out;
    const auto append = [](void* to, void* from, int count) {
        static_cast<std::string*>(to)->append(static_cast<const char*>(from), static_cast<std::size_t>(count));
    };
    if (!stbi_write_jpg_to_func(append, &out, flat.width, flat.height, 3, flat.rgb.data(), jpeg_quality))
        return fail(ErrorCode::limit, "the small picture could not be written");
    return out;
}

}  // namespace sigap
