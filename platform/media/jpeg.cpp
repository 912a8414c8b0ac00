#include "platform/media/jpeg.hpp"

#include <turbojpeg.h>

#include <algorithm>
#include <memory>

namespace sigap {

namespace {

using namespace std::string_view_literals;

struct Destroy {
    void operator()(void* handle) const { tjDestroy(handle); }
};
using Turbo = std::unique_ptr<void, Destroy>;

Error damaged() { return fail(ErrorCode::invalid, "the picture is damaged", "no_picture"); }

unsigned byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

// Where the next marker stands: within the bits 0xff is followed by 0 or, at a restart, by 0xd0 to 0xd7 (T.81, B.1.1.5).
std::size_t end_of_scan(std::string_view jpeg, std::size_t at) {
    for (at = jpeg.find('\xff', at); at != std::string_view::npos && at + 1 < jpeg.size(); at = jpeg.find('\xff', at + 1)) {
        const unsigned after = byte_at(jpeg, at + 1);
        if (after != 0 && after != 0xff && (after < 0xd0 || after > 0xd7)) return at;
    }
    return jpeg.size();
}

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t length, bool little) {
    std::uint32_t out = 0;
    if (at > bytes.size() || bytes.size() - at < length) return 0;
    for (std::size_t i = 0; i < length; ++i)
        out = out << 8U | static_cast<unsigned char>(bytes[at + (little ? length - 1 - i : i)]);
    return out;
}

}  // namespace

Error too_many_pixels() {
    return fail(ErrorCode::limit, "the picture has more than 40 million pixels", "too_many_pixels");
}

Result<RgbPixels> read_jpeg(std::string_view bytes, int side) {
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    const Turbo turbo(tjInitDecompress());
    int width = 0, height = 0, sampling = 0, colours = 0;
    if (!turbo || !bytes.starts_with("\xff\xd8") || tjDecompressHeader3(turbo.get(), data, bytes.size(), &width, &height, &sampling, &colours) != 0 ||
        colours == TJCS_CMYK || colours == TJCS_YCCK)
        return damaged();
    if (std::int64_t{width} * height > most_pixels) return too_many_pixels();
    // The decoder leaves out what a smaller picture does not show: much faster than decoding all of it.
    int count = 0;
    const tjscalingfactor* factors = tjGetScalingFactors(&count);
    const int longest = std::max(width, height);
    tjscalingfactor best{1, 1};
    for (int i = 0; i < count; ++i)
        if (TJSCALED(longest, factors[i]) >= std::min(side, longest) && TJSCALED(longest, factors[i]) < TJSCALED(longest, best)) best = factors[i];
    RgbPixels out{TJSCALED(width, best), TJSCALED(height, best), {}};
    out.rgb.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 3);
    if (tjDecompress2(turbo.get(), data, bytes.size(), out.rgb.data(), out.width, 0, out.height, TJPF_RGB,
                      TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS) != 0)
        return damaged();
    return out;
}

Result<std::string> write_jpeg(const RgbPixels& pixels, int quality) {
    const Turbo turbo(tjInitCompress());
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    const bool written = turbo && tjCompress2(turbo.get(), pixels.rgb.data(), pixels.width, 0, pixels.height, TJPF_RGB, &bytes, &size,
                                              TJSAMP_420, quality, 0) == 0;
    const std::unique_ptr<unsigned char, decltype(&tjFree)> owned(bytes, &tjFree);
    if (!written) return fail(ErrorCode::limit, "the small picture could not be written");
    return std::string(reinterpret_cast<const char*>(bytes), size);
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

// ITU-T T.81, annex B: a file is marker segments, with the bits of a scan behind each SOS, up to EOI. What stands behind that is no
// part of the picture: another one, a film with its place.
std::optional<BareJpeg> bare_jpeg(std::string_view jpeg) {
    constexpr unsigned baseline = 0xc0, progressive = 0xc2, end = 0xd9, scan = 0xda, app0 = 0xe0, app14 = 0xee, app15 = 0xef, comment = 0xfe;
    if (!jpeg.starts_with("\xff\xd8")) return std::nullopt;
    BareJpeg out;
    out.bytes = jpeg.substr(0, 2);
    for (std::size_t at = 2; at + 2 <= jpeg.size();) {
        const unsigned marker = byte_at(jpeg, at + 1);
        if (byte_at(jpeg, at) == 0xff && marker == end && out.width > 0 && out.height > 0) {
            out.bytes += jpeg.substr(at, 2);
            return out;
        }
        const std::size_t length = at + 4 <= jpeg.size() ? byte_at(jpeg, at + 2) << 8U | byte_at(jpeg, at + 3) : 0;
        if (byte_at(jpeg, at) != 0xff || length < 2 || at + 2 + length > jpeg.size()) return std::nullopt;
        if (marker >= baseline && marker <= progressive) {
            constexpr std::size_t up_to_components = 10;
            if (at + up_to_components > jpeg.size() || length < 8 || byte_at(jpeg, at + 4) != 8) return std::nullopt;
            out.height = static_cast<int>(byte_at(jpeg, at + 5) << 8U | byte_at(jpeg, at + 6));
            out.width = static_cast<int>(byte_at(jpeg, at + 7) << 8U | byte_at(jpeg, at + 8));
            const unsigned components = byte_at(jpeg, at + 9);
            if (components != 1 && components != 3) return std::nullopt;
        }
        // JFIF, and Adobe's, which says what the components mean, are part of the picture.
        const bool told = (marker > app0 && marker <= app15 && marker != app14) || marker == comment;
        const std::size_t next = marker == scan ? end_of_scan(jpeg, at + 2 + length) : at + 2 + length;
        if (!told) out.bytes += jpeg.substr(at, next - at);
        at = next;
    }
    return std::nullopt;
}

}  // namespace sigap
