#include "platform/media/thumbnail.hpp"

#include "platform/media/jpeg.hpp"
#include "platform/media/photo.hpp"

#include <catch2/catch_test_macros.hpp>
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>

#include <cstdlib>
#include <memory>
#include <vector>

using namespace sigap;
using namespace std::string_view_literals;

namespace {

struct Pixels {
    int width = 0, height = 0;
    std::vector<unsigned char> rgb;
    // 0 red, 1 green, 2 blue, 3 white, 4 black: the nearest.
    char colour(int x, int y) const {
        const auto* p = &rgb[(static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 3];
        const bool r = p[0] > 128, g = p[1] > 128, b = p[2] > 128;
        return r && g && b ? 'w' : r ? 'r' : g ? 'g' : b ? 'b' : 'k';
    }
};

Pixels decoded(const std::string& jpeg) {
    Pixels out;
    int channels = 0;
    const std::unique_ptr<unsigned char, decltype(&std::free)> pixels(
        stbi_load_from_memory(reinterpret_cast<const unsigned char*>(jpeg.data()), static_cast<int>(jpeg.size()), &out.width, &out.height,
                              &channels, 3),
        &std::free);
    REQUIRE(pixels);
    out.rgb.assign(pixels.get(), pixels.get() + static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 3);
    return out;
}

void append_bytes(void* to, void* from, int count) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(from), static_cast<std::size_t>(count));
}

// Red above on the left, green above on the right, blue below on the left, white below on the right.
std::string quarters(int width, int height, bool png, unsigned char alpha = 255) {
    std::vector<unsigned char> rgba;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const bool right = x >= width / 2, below = y >= height / 2;
            for (const bool on : {right == below, right, below}) rgba.push_back(on ? 255 : 0);
            rgba.push_back(alpha);
        }
    std::string out;
    if (png) stbi_write_png_to_func(append_bytes, &out, width, height, 4, rgba.data(), width * 4);
    else stbi_write_jpg_to_func(append_bytes, &out, width, height, 4, rgba.data(), 95);
    return out;
}

// The JPEG with an Exif segment that names the orientation, in either order of bytes.
std::string held(const std::string& jpeg, char orientation, bool little) {
    std::string tiff(little ? "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"sv : "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01"sv);
    if (little) tiff += std::string{orientation, 0, 0, 0};
    else tiff += std::string{0, orientation, 0, 0};
    const std::string segment = "Exif" + std::string(2, '\0') + tiff;
    return jpeg.substr(0, 2) + "\xff\xe1" + std::string{0, static_cast<char>(segment.size() + 2)} + segment + jpeg.substr(2);
}

std::string corners(const std::string& jpeg) {
    const Pixels p = decoded(jpeg);
    const int right = p.width * 3 / 4, below = p.height * 3 / 4;
    return {p.colour(p.width / 4, p.height / 4), p.colour(right, p.height / 4), p.colour(p.width / 4, below), p.colour(right, below)};
}

}  // namespace

TEST_CASE("a thumbnail is a JPEG of 256 pixels at most, in the picture's own proportion") {
    for (const bool png : {false, true}) {
        const auto made = make_thumbnail(quarters(1200, 800, png));
        REQUIRE(made);
        const Pixels p = decoded(*made);
        CHECK(p.width == 256);
        CHECK(p.height == 170);
        CHECK(corners(*made) == "rgbw");
        CHECK(made->size() < 20'000);
    }
    const Pixels small = decoded(make_thumbnail(quarters(40, 20, false)).value());
    CHECK(small.width == 40);
    CHECK(small.height == 20);
    CHECK(decoded(make_thumbnail(quarters(3000, 2, true)).value()).height == 1);
}

TEST_CASE("what is transparent lies on white") {
    CHECK(corners(make_thumbnail(quarters(100, 100, true, 0)).value()) == "wwww");
}

TEST_CASE("a photo taken with the camera on its side stands upright, whatever way it was held") {
    const std::string jpeg = quarters(300, 200, false);
    // Where the picture's first row and column lie (Exif 2.32, table 6): top left, top right, bottom right, bottom left, and
    // the same with rows and columns exchanged.
    constexpr std::string_view expected[] = {"rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"};
    for (char orientation = 1; orientation <= 8; ++orientation) {
        for (const bool little : {true, false}) {
            INFO("orientation " << int{orientation});
            const std::string photo = held(jpeg, orientation, little);
            CHECK(orientation_of(photo) == orientation);
            const auto made = make_thumbnail(photo);
            REQUIRE(made);
            CHECK(corners(*made) == expected[orientation - 1]);
            CHECK((decoded(*made).width > decoded(*made).height) == (orientation < 5));
            CHECK(made->find("Exif") == std::string::npos);
        }
    }
    CHECK(orientation_of(held(jpeg, 9, true)) == 1);
    CHECK(orientation_of(jpeg) == 1);
}

TEST_CASE("a photo is kept upright, no larger than needed and without what its camera wrote, the rest as it is") {
    const std::string large = held(quarters(3000, 2000, false), 6, true);
    const auto kept = kept_photo(large);
    REQUIRE(kept);
    CHECK(corners(*kept) == "brwg");
    CHECK(decoded(*kept).width == 1365);
    CHECK(decoded(*kept).height == 2048);
    CHECK(kept->find("Exif") == std::string::npos);
    // Small and upright: the same picture to the byte, without the camera's words.
    const std::string small = quarters(300, 200, false);
    CHECK((kept_photo(held(small, 1, false)).value() == small));
    CHECK(corners(kept_photo(held(small, 3, false)).value()) == "wbgr");
    CHECK((kept_photo(held(small, 1, true) + "MPF and a film with its place").value() == small));
    const std::string drawing = quarters(300, 200, true);
    CHECK((kept_photo(drawing).value() == drawing));
    CHECK(media_type_of(kept_photo(quarters(2100, 3, true)).value(), {}) == "image/jpeg");
    const std::string moving = "GIF89a and so on";
    CHECK((kept_photo(moving).value() == moving));
    CHECK(kept_photo("%PDF-1.7").error().detail == "no_picture");
    CHECK(kept_photo(large.substr(0, 500)).error().detail == "no_picture");
}

TEST_CASE("a large JPEG is read no larger than is asked for, and a small one as it is") {
    const std::string jpeg = quarters(1600, 800, false);
    CHECK(read_jpeg(jpeg, 256).value().width == 400);
    CHECK(read_jpeg(jpeg, 1000).value().width == 1000);
    CHECK(read_jpeg(jpeg, 1001).value().width == 1200);
    CHECK(read_jpeg(jpeg, 5000).value().width == 1600);
    CHECK(read_jpeg("", 10).error().detail == "no_picture");
    CHECK(read_jpeg(quarters(4, 4, true), 10).error().detail == "no_picture");
}

TEST_CASE("what is no picture has no thumbnail, and a cut or changed one never does harm") {
    CHECK(make_thumbnail("").error().detail == "no_picture");
    CHECK(make_thumbnail("%PDF-1.7 and so on").error().detail == "no_picture");
    const std::string photo = held(quarters(60, 40, false), 6, true);
    for (std::size_t length = 0; length < photo.size(); ++length) {
        (void)make_thumbnail(photo.substr(0, length));
        (void)orientation_of(photo.substr(0, length));
    }
    std::string changed = photo;
    for (std::size_t at = 0; at < 200 && at < changed.size(); ++at) {
        changed[at] = static_cast<char>(changed[at] ^ 0x55);
        (void)orientation_of(changed);
        (void)make_thumbnail(changed);
        changed[at] = photo[at];
    }
}

TEST_CASE("a picture that claims to be huge is refused before it is decoded") {
    std::string bomb = quarters(10, 10, true);
    // Width and height in the IHDR chunk: 8,000 by 6,000.
    bomb.replace(16, 4, "\0\0\x1f\x40"sv);
    bomb.replace(20, 4, "\0\0\x17\x70"sv);
    const auto made = make_thumbnail(bomb);
    REQUIRE_FALSE(made);
    CHECK(made.error().detail == "too_many_pixels");
}

TEST_CASE("the kind of a file is told by its first bytes, else by its name") {
    CHECK(media_type_of(quarters(4, 4, false), "x") == "image/jpeg");
    CHECK(media_type_of(quarters(4, 4, true), "x.jpg") == "image/png");
    CHECK(media_type_of("%PDF-1.7", "") == "application/pdf");
    CHECK(media_type_of("PK\x03\x04", "Report.XLSX") == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    CHECK(media_type_of("a,b", "list.csv") == "text/csv");
    CHECK(media_type_of("", "") == "application/octet-stream");
    CHECK(media_type_of("....ftypheic", "IMG.HEIC") == "image/heic");
}
