#include "platform/core/asset_tag.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sigap;

TEST_CASE("the check character agrees with a published Mod 37,36 number") {
    // The example of the Global Release Identifier, which uses the same scheme.
    CHECK(asset_tag_check("A12425GABC1234002") == 'M');
    CHECK(asset_tag_check("A1-2425G-ABC1234002") == 'M');
    CHECK(asset_tag_check("a1-2425g-abc1234002") == 'M');
}

TEST_CASE("a made tag is accepted in any case and blanks, and kept in capitals") {
    const auto tag = make_asset_tag("LTP", 4711);
    REQUIRE(tag);
    CHECK(tag->substr(0, 10) == "LTP-004711");
    CHECK(kind_of_asset_tag(*tag) == AssetTagKind::checked);
    std::string typed = " " + *tag + "\n";
    for (char& c : typed)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    CHECK(accept_asset_tag(typed).value() == *tag);
}

TEST_CASE("every single wrong character and every swap of neighbours is found") {
    const std::string good = make_asset_tag("PC", 120345).value();
    const std::string all = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const char c : all) {
            std::string bad = good;
            bad[at] = c;
            if (bad != good) CHECK(kind_of_asset_tag(bad) != AssetTagKind::checked);
        }
        std::string swapped = good;
        if (at + 1 < good.size()) std::swap(swapped[at], swapped[at + 1]);
        if (swapped != good) CHECK(kind_of_asset_tag(swapped) != AssetTagKind::checked);
    }
}

TEST_CASE("a tag of our shape with a wrong check character is refused with its word") {
    std::string tag = make_asset_tag("LTP", 1).value();
    tag.back() = tag.back() == 'A' ? 'B' : 'A';
    const auto accepted = accept_asset_tag(tag);
    REQUIRE_FALSE(accepted);
    CHECK(accepted.error().detail == "asset_tag_check");
}

TEST_CASE("tags of other shapes are taken as they are") {
    for (const char* tag :
         {"inv/2019/00042", "LTP-00471", "L-0047110", "ABCDE-0047110", "LTP-00471100", "Laptop Budi"}) {
        CHECK(kind_of_asset_tag(tag) == AssetTagKind::other);
        CHECK(accept_asset_tag(tag).value() == tag);
    }
    CHECK_FALSE(accept_asset_tag("  "));
    CHECK_FALSE(
        accept_asset_tag("AB\x1d"
                         "12"));
}

TEST_CASE("prefixes and numbers that cannot make a tag are refused") {
    CHECK_FALSE(make_asset_tag("L", 1));
    CHECK_FALSE(make_asset_tag("LAPTO", 1));
    CHECK_FALSE(make_asset_tag("lt", 1));
    CHECK_FALSE(make_asset_tag("LT", 1000000));
}
