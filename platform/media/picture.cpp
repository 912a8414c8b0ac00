#include "platform/media/picture.hpp"

#include <algorithm>
#include <optional>

#include "platform/media/thumbnail.hpp"

namespace sigap {

namespace {

unsigned byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

// ITU-T T.81, annex B: a file is marker segments up to the first scan.
struct BareJpeg {
    std::string bytes;
    int width = 0, height = 0;
};

std::optional<BareJpeg> bare(std::string_view jpeg) {
    constexpr unsigned baseline = 0xc0, progressive = 0xc2, scan = 0xda, app0 = 0xe0, app14 = 0xee, app15 = 0xef, comment = 0xfe;
    if (!jpeg.starts_with("\xff\xd8")) return std::nullopt;
    BareJpeg out;
    out.bytes = jpeg.substr(0, 2);
    for (std::size_t at = 2; at + 4 <= jpeg.size();) {
        const unsigned marker = byte_at(jpeg, at + 1);
        const std::size_t length = byte_at(jpeg, at + 2) << 8U | byte_at(jpeg, at + 3);
        if (byte_at(jpeg, at) != 0xff || length < 2 || at + 2 + length > jpeg.size()) return std::nullopt;
        if (marker == scan) {
            if (out.width == 0 || out.height == 0) return std::nullopt;
            out.bytes += jpeg.substr(at);
            return out;
        }
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
        if (!told) out.bytes += jpeg.substr(at, 2 + length);
        at += 2 + length;
    }
    return std::nullopt;
}

PrintPicture picture_of(BareJpeg bare, int orientation) {
    return {std::make_shared<const std::string>(std::move(bare.bytes)), bare.width, bare.height, orientation};
}

}  // namespace

Result<PrintPicture> print_picture(std::string_view bytes) {
    if (bytes.size() <= most_print_bytes)
        if (auto jpeg = bare(bytes); jpeg && std::max(jpeg->width, jpeg->height) <= most_print_side)
            return picture_of(std::move(*jpeg), orientation_of(bytes));
    const auto smaller = make_thumbnail(bytes, print_side);
    if (!smaller) return smaller.error();
    auto jpeg = bare(*smaller);
    if (!jpeg) return fail(ErrorCode::limit, "the picture could not be compressed", "no_picture");
    return picture_of(std::move(*jpeg), 1);
}

}  // namespace sigap
