#include <catch2/catch_test_macros.hpp>
#include <string>

#include "tests/client/ui/gallery.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/ui_driver.hpp"

using namespace sigap;
using sigap::test::GalleryState;
using sigap::test::UiDriver;

namespace {

struct Look {
    const char* name;
    UiDriver::Options options;
};

UiDriver::Options look(int width, int height, bool dark, float zoom, const char* language) {
    return {.width = width, .height = height, .appearance = {.dark = dark, .zoom = zoom, .language = language}};
}

const Look looks[] = {
    {"light", look(1280, 800, false, 1, "en")},     {"dark", look(1280, 800, true, 1, "id")},
    {"zoomed", look(1280, 800, false, 2, "id")},    {"small", look(800, 480, false, 1, "id")},
    {"small-zoomed", look(800, 480, true, 2, "en")},
};

}  // namespace

TEST_CASE("the jobs page looks as it did when a person found it good") {
    for (const Look& one : looks) {
        UiDriver driver(one.options);
        GalleryState state;
        driver.show([&state](ui::Ui& ui) { draw_jobs(ui, state); });
        if (driver.has("note")) driver.tap("note");
        CHECK(test::golden_mismatch(std::string("ui-jobs-") + one.name, driver.picture()) == "");
    }
}

TEST_CASE("every widget looks as it did when a person found it good") {
    for (const Look& one : looks) {
        UiDriver driver(one.options);
        GalleryState state;
        driver.show([&state](ui::Ui& ui) { draw_widgets(ui, state); });
        CHECK(test::golden_mismatch(std::string("ui-widgets-") + one.name, driver.picture()) == "");
    }
}

TEST_CASE("menu, dialog and on-screen keyboard look as they did when a person found them good") {
    UiDriver driver(looks[0].options);
    GalleryState state;
    driver.show([&state](ui::Ui& ui) { draw_jobs(ui, state); });
    driver.hold("row.2");
    CHECK(test::golden_mismatch("ui-menu", driver.picture()) == "");
    driver.press(ImGuiKey_Escape);
    driver.tap("hand_over");
    CHECK(test::golden_mismatch("ui-dialog", driver.picture()) == "");

    UiDriver small(looks[3].options);
    small.show([&state](ui::Ui& ui) { draw_widgets(ui, state); });
    small.tap("name");
    CHECK(test::golden_mismatch("ui-keyboard", small.picture()) == "");
}
