#include "platform/media/pdf_document.hpp"

#include <catch2/catch_test_macros.hpp>
#include <stb/stb_image_write.h>

#include <fstream>
#include <iterator>

#include "tests/support/pdf_reader.hpp"
#include "tests/support/source_folder.hpp"

using namespace sigap;
using namespace sigap::testing;
using namespace std::string_literals;

namespace {

std::string_view font(const char* name) {
    static std::map<std::string, std::string> read;
    auto& bytes = read[name];
    if (bytes.empty()) {
        std::ifstream file(source_folder() + "/assets/fonts/" + name, std::ios::binary);
        bytes = {std::istreambuf_iterator<char>(file), {}};
    }
    return bytes;
}

pdf::Document document(const pdf::About& about = {"Title", "Organisation", {}}) {
    auto made = pdf::Document::make({font("Inter-Regular.otf"), font("Inter-SemiBold.otf")}, about);
    REQUIRE(made);
    return std::move(*made);
}

std::string bytes_of(const pdf::Document& document) {
    const auto bytes = document.bytes();
    REQUIRE(bytes);
    return *bytes;
}

void append_block(void* to, void* from, int count) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(from), static_cast<std::size_t>(count));
}

// Red on the left, blue on the right.
std::string halves(int width, int height, bool png, int quality = 90) {
    std::vector<unsigned char> rgb;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (const int value : {x < width / 2 ? 255 : 0, 0, x < width / 2 ? 0 : 255}) rgb.push_back(static_cast<unsigned char>(value));
    std::string out;
    if (png) stbi_write_png_to_func(append_block, &out, width, height, 3, rgb.data(), width * 3);
    else stbi_write_jpg_to_func(append_block, &out, width, height, 3, rgb.data(), quality);
    return out;
}

// With an Exif segment that says how the camera was held and where it was, and a comment.
std::string told(const std::string& jpeg, char orientation) {
    const std::string tiff = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"s + orientation + "\0\0"s + "GPS 6.2088 S"s;
    const std::string segment = "Exif\0\0"s + tiff;
    return jpeg.substr(0, 2) + "\xff\xe1\0"s + static_cast<char>(segment.size() + 2) + segment + "\xff\xfe\0\x08secret"s + jpeg.substr(2);
}

// 'r', 'b' or 'w' at a point of a page of a P6 file with a pixel a point.
char colour_at(const std::string& ppm, std::size_t x, std::size_t y) {
    const std::size_t width = std::stoul(ppm.substr(3)), start = ppm.find("255\n") + 4;
    const auto value = [&](std::size_t c) { return static_cast<unsigned char>(ppm.at(start + (y * width + x) * 3 + c)); };
    return value(0) > 128 && value(2) > 128 ? 'w' : value(0) > 128 ? 'r' : value(2) > 128 ? 'b' : 'k';
}

}  // namespace

TEST_CASE("a document's text can be read and searched, and its fonts are embedded as subsets") {
    auto made = document({"Report WO-1", "PT Contoh", *parse_rfc3339("2026-03-02T03:30:00Z")});
    const auto first = made.add_page(), second = made.add_page();
    made.text(second, 40, 40, "Selesai – “naïve” €5 \xff", {});
    made.text(first, 40, 40, "Laporan", {pdf::Weight::semibold, 20, {11, 77, 162}});
    const std::string bytes = bytes_of(made);
    const auto pages = pdf_pages(bytes);
    REQUIRE(pages.size() == 2);
    CHECK(pages[0].find("Laporan") != std::string::npos);
    CHECK(pages[1].find("Selesai – “naïve” €5 \xef\xbf\xbd") != std::string::npos);
    const auto fonts = pdf_fonts(bytes);
    CHECK(fonts.size() >= 2);
    for (const auto& one : fonts) {
        INFO(one.name);
        CHECK(one.embedded);
        CHECK(one.subset);
        CHECK(one.name.find("+Inter") != std::string::npos);
    }
    CHECK(bytes.size() < 40'000);
    const auto info = pdf_info(bytes);
    CHECK(info.find("A4") != std::string::npos);
    CHECK(info.find("Report WO-1") != std::string::npos);
    CHECK(info.find("2026-03-02T03:30:00Z") != std::string::npos);
    CHECK(bytes_of(made) == bytes);
}

TEST_CASE("text is measured as it is drawn") {
    auto made = document();
    const pdf::Style body{}, large{pdf::Weight::regular, 20, {}}, strong{pdf::Weight::semibold, 10, {}};
    const double width = made.width_of("Docking station", body);
    CHECK(width > 60);
    CHECK(width < 100);
    CHECK(std::abs(made.width_of("Docking station", large) - 2 * width) < 0.01);
    CHECK(made.width_of("Docking station", strong) > width);
    for (const auto& line : made.wrapped("The docking station of the finance laptop was replaced", body, 90)) CHECK(made.width_of(line, body) <= 90);
    CHECK(made.width_of(made.cut("The docking station of the finance laptop", body, 90), body) <= 90);
}

TEST_CASE("a JPEG goes in as it is, but for what the camera wrote into it, and is turned upright on the page") {
    const std::string jpeg = halves(64, 32, false);
    auto made = document();
    // Held upright, mirrored, upside down, and turned to either side.
    constexpr const char* corners[] = {"rbrb", "brbr", "brbr", "rbrb", "rrbb", "rrbb", "bbrr", "bbrr"};
    const auto page = made.add_page();
    for (char orientation = 1; orientation <= 8; ++orientation) {
        const auto picture = print_picture(told(jpeg, orientation));
        REQUIRE(picture);
        CHECK(*picture->jpeg == jpeg);
        CHECK(picture->upright_width() == (orientation >= 5 ? 32 : 64));
        made.picture(page, 40, orientation * 80.0, 64, 64, *picture);
    }
    const std::string bytes = bytes_of(made);
    CHECK(pdf_pictures(bytes) == std::vector<std::string>(8, "jpeg 64 32"));
    CHECK(bytes.find("GPS") == std::string::npos);
    CHECK(bytes.find("secret") == std::string::npos);
    const std::string drawn = pdf_drawn(bytes, page);
    for (std::size_t orientation = 1; orientation <= 8; ++orientation) {
        const std::size_t top = orientation * 80;
        INFO("orientation " << orientation);
        CHECK(std::string{colour_at(drawn, 60, top + 20), colour_at(drawn, 84, top + 20), colour_at(drawn, 60, top + 44),
                          colour_at(drawn, 84, top + 44)} == corners[orientation - 1]);
    }
}

TEST_CASE("what is no JPEG, or a larger one than paper can show, is compressed anew") {
    auto picture = print_picture(halves(64, 32, true));
    REQUIRE(picture);
    CHECK(picture->width == 64);
    CHECK(picture->jpeg->starts_with("\xff\xd8"));
    picture = print_picture(halves(3000, 1500, false));
    REQUIRE(picture);
    CHECK(picture->width == 1600);
    CHECK(picture->height == 800);
    CHECK_FALSE(print_picture(""));
    CHECK_FALSE(print_picture("\xff\xd8\xff"));
    CHECK_FALSE(print_picture("%PDF-1.7"));
    const std::string jpeg = halves(64, 32, false);
    for (std::size_t size = 0; size < 200; ++size) CHECK_FALSE(print_picture(jpeg.substr(0, size)));
}

TEST_CASE("fonts that are none are an error") {
    CHECK_FALSE(pdf::Document::make({"no font", font("Inter-SemiBold.otf")}, {}));
    CHECK_FALSE(pdf::Document::make({font("Inter-Regular.otf"), ""}, {}));
}
