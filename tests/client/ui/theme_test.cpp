#include "client/ui/theme.hpp"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

using namespace sigap::ui;

TEST_CASE("contrast is measured as WCAG does") {
    CHECK(contrast(IM_COL32(0, 0, 0, 255), IM_COL32(255, 255, 255, 255)) == Catch::Approx(21));
    CHECK(contrast(IM_COL32(119, 119, 119, 255), IM_COL32(255, 255, 255, 255)) == Catch::Approx(4.48).margin(0.01));
}

TEST_CASE("every text has a contrast of at least 7 on each of its grounds, in both themes") {
    for (const Palette* palette : {&light_palette(), &dark_palette()})
        for (const TextPair& pair : text_pairs(*palette)) {
            INFO((palette == &light_palette() ? "light: " : "dark: ") << pair.name << " on " << std::hex << pair.ground);
            CHECK(contrast(pair.text, pair.ground) >= 7);
        }
}

TEST_CASE("the edges of fields and boxes have a contrast of at least 3, as has the focus ring") {
    for (const Palette* palette : {&light_palette(), &dark_palette()}) {
        CHECK(contrast(palette->outline, palette->page) >= 3);
        for (const ImU32 ground : {palette->page, palette->selected, palette->hovered, palette->raised})
            CHECK(contrast(palette->focus, ground) >= 3);
    }
}
