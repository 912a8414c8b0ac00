#include "platform/window/image.hpp"

#include <catch2/catch_test_macros.hpp>
#include <imgui_internal.h>

#include "platform/window/raster.hpp"

using namespace sigap;

TEST_CASE("a picture survives its PNG form") {
    Image image = Image::blank(3, 2);
    for (std::size_t i = 0; i < image.rgba.size(); ++i) image.rgba[i] = static_cast<std::uint8_t>(i * 10);
    const auto bytes = encode_png(image);
    REQUIRE(bytes);
    const auto again = decode_png(bytes.value());
    REQUIRE(again);
    CHECK(again.value().width == 3);
    CHECK(again.value().rgba == image.rgba);
}

TEST_CASE("what is no picture is refused with one line") {
    CHECK(decode_png("").error().code == ErrorCode::invalid);
    CHECK(decode_png("<html>").error().code == ErrorCode::invalid);
    const auto bytes = encode_png(Image::blank(20, 20));
    REQUIRE(bytes);
    CHECK_FALSE(decode_png(std::string_view(bytes.value()).substr(0, bytes.value().size() / 2)));
    CHECK_FALSE(encode_png(Image{}));
    CHECK(read_png("/nowhere/at/all.png").error().code == ErrorCode::storage);
    CHECK(write_png("/nowhere/at/all.png", Image::blank(1, 1)).error().code == ErrorCode::storage);
}

TEST_CASE("shapes cover exactly the pixels whose middles they hold, and neighbours share none") {
    const unsigned char white = 255;
    ImDrawListSharedData shared;
    ImDrawList list(&shared);
    list._ResetForNewFrame();
    list.PushClipRect({0, 0}, {8, 8});
    list.PushTextureID(nullptr);
    list.Flags = ImDrawListFlags_None;
    const ImU32 half_red = IM_COL32(255, 0, 0, 128);
    list.AddRectFilled({1, 1}, {3, 3}, IM_COL32(0, 0, 255, 255));
    list.AddTriangleFilled({4, 0}, {8, 0}, {8, 8}, half_red);
    list.AddTriangleFilled({4, 0}, {8, 8}, {4, 8}, half_red);
    ImDrawData data;
    data.Valid = true;
    data.CmdLists.push_back(&list);
    Image target = Image::blank(8, 8);
    rasterise(data, {&white, 1, 1}, IM_COL32(255, 255, 255, 255), target);
    int blue = 0, pink = 0;
    for (int y = 0; y < 8; ++y)
        for (int x = 0; x < 8; ++x) {
            const std::uint8_t* pixel = target.at(x, y);
            blue += pixel[0] == 0 && pixel[2] == 255;
            // Drawn twice it would be darker.
            pink += pixel[0] == 255 && pixel[1] == 127;
        }
    CHECK(blue == 4);
    CHECK(pink == 32);
}
