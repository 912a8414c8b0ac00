#include "platform/media/picture.hpp"

#include <algorithm>

#include "platform/media/jpeg.hpp"
#include "platform/media/thumbnail.hpp"

namespace sigap {

namespace {

PrintPicture picture_of(BareJpeg bare, int orientation) {
    return {std::make_shared<const std::string>(std::move(bare.bytes)), bare.width, bare.height, orientation};
}

}  // namespace

Result<PrintPicture> print_picture(std::string_view bytes) {
    if (bytes.size() <= most_print_bytes)
        if (auto jpeg = bare_jpeg(bytes); jpeg && std::max(jpeg->width, jpeg->height) <= most_print_side)
            return picture_of(std::move(*jpeg), orientation_of(bytes));
    const auto smaller = make_thumbnail(bytes, print_side);
    if (!smaller) return smaller.error();
    auto jpeg = bare_jpeg(*smaller);
    if (!jpeg) return fail(ErrorCode::limit, "the picture could not be compressed", "no_picture");
    return picture_of(std::move(*jpeg), 1);
}

}  // namespace sigap
