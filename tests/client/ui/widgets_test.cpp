#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <vector>

#include "client/ui/fields.hpp"
#include "client/ui/lists.hpp"
#include "client/ui/overlays.hpp"
#include "client/ui/pad.hpp"
#include "client/ui/widgets.hpp"
#include "tests/client/ui/gallery.hpp"
#include "tests/support/ui_driver.hpp"

using namespace sigap;
using sigap::test::GalleryState;
using sigap::test::UiDriver;

namespace {

struct Jobs {
    GalleryState state;
    UiDriver driver{{}};
    Jobs() {
        driver.show([this](ui::Ui& ui) { draw_jobs(ui, state); });
    }
};

struct Widgets {
    GalleryState state;
    UiDriver driver{{}};
    Widgets() {
        driver.show([this](ui::Ui& ui) { draw_widgets(ui, state); });
    }
};

}  // namespace

TEST_CASE("a tap and a click each activate a button once") {
    Jobs jobs;
    jobs.driver.tap("complete");
    CHECK(jobs.state.completed == 1);
    jobs.driver.click("complete");
    CHECK(jobs.state.completed == 2);
}

TEST_CASE("a finger that drags over a button does not press it") {
    Jobs jobs;
    const ImVec2 at = jobs.driver.entry("complete").middle();
    jobs.driver.drag(at, {at.x, at.y - 40});
    jobs.driver.pass(1000);
    CHECK(jobs.state.completed == 0);
}

TEST_CASE("every target is at least 48 pixels high at 100 %") {
    Jobs jobs;
    Widgets widgets;
    for (const UiDriver* driver : {&jobs.driver, &widgets.driver})
        for (const auto& entry : const_cast<UiDriver*>(driver)->ui().probe().entries()) {
            if (!entry.focusable()) continue;
            INFO(entry.key);
            CHECK(entry.max.y - entry.min.y >= 48);
            CHECK(entry.max.x - entry.min.x >= 48);
        }
}

TEST_CASE("keys in the probe are unique") {
    Jobs jobs;
    std::vector<std::string> keys;
    for (const auto& entry : jobs.driver.ui().probe().entries()) keys.push_back(entry.key);
    std::sort(keys.begin(), keys.end());
    CHECK(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
}

TEST_CASE("the page is walked and used by keyboard alone") {
    Jobs jobs;
    UiDriver& driver = jobs.driver;
    std::vector<std::string> visited;
    for (int i = 0; i < 14; ++i) {
        driver.press(ImGuiKey_Tab);
        visited.push_back(driver.ui().focused());
    }
    CHECK(visited == std::vector<std::string>{"nav.jobs", "nav.assets", "nav.sync", "nav.settings", "header.status", "row.1",
                                              "row.2", "row.3", "row.4", "row.5", "scan", "step.1", "step.2", "step.3"});
    driver.press(ImGuiKey_Space);
    CHECK(jobs.state.boxes[2]);
    driver.press(ImGuiKey_Tab);
    driver.press(ImGuiKey_Enter);
    CHECK(jobs.state.completed == 1);
    driver.press(ImGuiKey_Tab, true);
    CHECK(driver.ui().focused() == "step.3");
    driver.press(ImGuiKey_UpArrow);
    CHECK(driver.ui().focused() == "step.2");
}

TEST_CASE("a long press and a right click open the same menu, which answers once and closes") {
    Jobs jobs;
    UiDriver& driver = jobs.driver;
    driver.hold("row.2");
    REQUIRE(driver.has("menu.accept"));
    CHECK(jobs.state.job == 0);
    driver.tap("menu.accept");
    CHECK(jobs.state.accepted == 1);
    CHECK_FALSE(driver.has("menu.accept"));
    CHECK(jobs.state.menu_calls == 1);
    driver.hold("row.3");
    driver.press(ImGuiKey_Escape);
    CHECK_FALSE(driver.has("menu.accept"));
    driver.hold("row.3");
    driver.tap("nav.settings");
    CHECK_FALSE(driver.has("menu.accept"));
    CHECK(jobs.state.rail == 0);
}

TEST_CASE("a dialog keeps the page from answering, holds the focus, and gives it back") {
    Jobs jobs;
    UiDriver& driver = jobs.driver;
    driver.ui().focus("hand_over");
    driver.settle();
    driver.press(ImGuiKey_Enter);
    REQUIRE(driver.has("hand_over.ask"));
    driver.tap("complete");
    CHECK(jobs.state.completed == 0);
    for (int i = 0; i < 5; ++i) {
        driver.press(ImGuiKey_Tab);
        CHECK(driver.entry(driver.ui().focused()).layer == 1);
    }
    driver.press(ImGuiKey_Escape);
    CHECK_FALSE(driver.has("hand_over.ask"));
    CHECK(driver.ui().focused() == "hand_over");
    driver.tap("hand_over");
    driver.tap("hand_over.ask.accept");
    CHECK(jobs.state.accepted == 1);
    CHECK_FALSE(driver.has("hand_over.ask"));
}

TEST_CASE("by keyboard alone words are written into a sheet, whether the page or a menu gave way to it") {
    const bool by_menu = GENERATE(false, true);
    const int lines = GENERATE(1, 3);
    UiDriver driver({});
    bool open = false;
    std::string reason;
    driver.show([&](ui::Ui& ui) {
        begin_pane(ui, "pane", {{0, 0}, {600, 800}}, {0, 0});
        if (button(ui, "skip", "Skip")) open = !by_menu, by_menu ? ui.open_menu("menu", {100, 100}) : void();
        end_pane(ui);
        if (begin_menu(ui, "menu")) {
            if (menu_item(ui, "menu.skip", nullptr, "Skip")) open = true;
            end_menu(ui);
        }
        if (!open) return;
        open = begin_modal(ui, "sheet", "Why?");
        text_field(ui, "reason", reason, {.lines = lines});
        if (button(ui, "accept", "Skip it")) open = false;
        end_modal(ui);
        if (!open) ui.window().redraw();
    });
    driver.press(ImGuiKey_Tab);
    driver.press(ImGuiKey_Enter);
    if (by_menu) driver.press(ImGuiKey_Enter);
    REQUIRE(driver.has("sheet"));
    for (int i = 0; i < 3 && driver.ui().focused() != "reason"; ++i) driver.press(ImGuiKey_Tab);
    CHECK(driver.ui().focused() == "reason");
    CHECK(driver.ui().text_active());
    driver.type("no spare part");
    CHECK(reason == "no spare part");
    driver.press(ImGuiKey_Tab);
    CHECK(driver.ui().focused() == "accept");
    driver.press(ImGuiKey_Enter);
    CHECK_FALSE(driver.has("sheet"));
    CHECK(driver.ui().focused() == "skip");
}

TEST_CASE("what a finger or the mouse draws on a pad is kept in its own units, and neither scrolls nor taps what lies around it") {
    UiDriver driver({.width = 800, .height = 480});
    ui::PadLines lines;
    int taps = 0;
    driver.show([&](ui::Ui& ui) {
        begin_pane(ui, "pane", {{0, 0}, {800, 480}}, {0, 0});
        pad(ui, "pad", lines, 500, {.label = "Sign", .hint = "Sign here"});
        for (int i = 0; i < 20; ++i) taps += button(ui, "button." + std::to_string(i), "Below");
        end_pane(ui);
    });
    driver.drag({100, 50}, {300, 150});
    driver.settle();
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].size() > 5);
    CHECK(lines[0].front().x == 200);
    CHECK(lines[0].front().y == 100);
    CHECK(lines[0].back().x == 600);
    CHECK(driver.entry("pad").min.y == 0);
    // Beyond its edge the line stays on the pad, and nothing there is pressed.
    driver.drag({400, 100}, {700, 300});
    driver.settle();
    CHECK(lines.at(1).back().x == 1000);
    CHECK(lines.at(1).back().y == 400);
    CHECK(taps == 0);
    driver.tap("button.0");
    CHECK(taps == 1);
    driver.drag({100, 400}, {100, 300});
    driver.settle();
    CHECK(driver.entry("pad").min.y < 0);
    CHECK(lines.size() == 2);
    // What has scrolled away draws nothing, and a settled pad no frames.
    driver.pass(3000);
    const std::uint64_t before = driver.window().frames_drawn();
    driver.pass(5000);
    CHECK(driver.window().frames_drawn() == before);
}

TEST_CASE("a palm beside the finger that draws adds nothing to its line and does not end it") {
    UiDriver driver({.width = 800, .height = 480});
    ui::PadLines lines;
    bool shown = true;
    int taps = 0;
    driver.show([&](ui::Ui& ui) {
        begin_pane(ui, "pane", {{0, 0}, {800, 480}}, {0, 0});
        if (shown) pad(ui, "pad", lines, 500, {.label = "Sign", .most_lines = 2});
        taps += button(ui, "below", "Below");
        end_pane(ui);
    });
    const auto finger = [&](InputEvent::Kind kind, std::int64_t number, ImVec2 at) {
        InputEvent event;
        event.kind = kind;
        event.finger = number;
        event.x = at.x, event.y = at.y;
        driver.window().post(event);
        driver.settle();
    };
    using Kind = InputEvent::Kind;
    const ImVec2 below = driver.entry("below").middle();
    finger(Kind::finger_down, 1, {100, 100});
    finger(Kind::finger_move, 1, {150, 100});
    for (const ImVec2 palm : {ImVec2{400, 180}, below}) {
        finger(Kind::finger_down, 2, palm);
        finger(Kind::finger_move, 2, {palm.x + 5, palm.y + 5});
        finger(Kind::finger_move, 1, {200, 100});
        finger(Kind::finger_up, 2, palm);
    }
    finger(Kind::finger_move, 1, {250, 100});
    finger(Kind::finger_up, 1, {250, 100});
    REQUIRE(lines.size() == 1);
    CHECK(std::ranges::all_of(lines[0], [](const ImVec2& point) { return point.y == 200; }));
    CHECK(lines[0].back().x == 500);
    CHECK(taps == 0);
    driver.tap("below");
    CHECK(taps == 1);
    // A line too many leaves no trace on the last one.
    driver.drag({100, 50}, {300, 50});
    driver.drag({100, 150}, {300, 150});
    REQUIRE(lines.size() == 2);
    CHECK(std::ranges::all_of(lines[1], [](const ImVec2& point) { return point.y == 100; }));
    // What was being drawn when its paper went away is on no other.
    lines.clear();
    finger(Kind::finger_down, 1, {100, 100});
    shown = false;
    driver.window().redraw();
    driver.settle();
    finger(Kind::finger_move, 1, {200, 100});
    shown = true;
    lines.clear();
    driver.window().redraw();
    driver.settle();
    finger(Kind::finger_move, 1, {250, 100});
    finger(Kind::finger_up, 1, {250, 100});
    CHECK(lines.empty());
}

TEST_CASE("a toast never lies over the field that is written into") {
    UiDriver driver({.width = 800, .height = 480});
    std::string note;
    driver.show([&](ui::Ui& ui) {
        begin_pane(ui, "pane", {{0, 0}, {800, 480}}, {0, 0});
        space(ui, 150);
        text_field(ui, "note", note, {.lines = 3});
        if (button(ui, "save", "Save")) ui.toast("Saved on this device");
        end_pane(ui);
    });
    driver.tap("save");
    driver.tap("note");
    REQUIRE(driver.has("toast"));
    REQUIRE(driver.has("osk.a"));
    const auto &toast = driver.entry("toast"), &field = driver.entry("note");
    CHECK((toast.max.y <= field.min.y || toast.min.y >= field.max.y));
    driver.tap("note");
    driver.type("ok");
    CHECK(note == "ok");
}

TEST_CASE("a toast offers undo and leaves after six seconds") {
    Jobs jobs;
    UiDriver& driver = jobs.driver;
    driver.tap("note");
    REQUIRE(driver.has("toast.action"));
    driver.tap("toast.action");
    CHECK(jobs.state.note == "undone");
    CHECK_FALSE(driver.has("toast"));
    driver.tap("note");
    driver.pass(5500);
    CHECK(driver.has("toast"));
    driver.pass(1000);
    CHECK_FALSE(driver.has("toast"));
}

TEST_CASE("a tap on a toast's words sends it away, and a menu takes its place") {
    Jobs jobs;
    UiDriver& driver = jobs.driver;
    driver.tap("note");
    REQUIRE(driver.has("toast.action"));
    driver.tap("toast");
    CHECK_FALSE(driver.has("toast"));
    CHECK(jobs.state.note != "undone");
    driver.tap("note");
    REQUIRE(driver.has("toast"));
    driver.hold("row.2");
    CHECK(driver.has("menu.accept"));
    CHECK_FALSE(driver.has("toast"));
}

TEST_CASE("text is typed on real keys, and Escape leaves the field without losing it") {
    Widgets widgets;
    UiDriver& driver = widgets.driver;
    driver.click("note");
    driver.type("Fuser replaced \xe2\x80\x93 50 pages");
    driver.press(ImGuiKey_Escape);
    CHECK(widgets.state.note == "Fuser replaced \xe2\x80\x93 50 pages");
    CHECK_FALSE(driver.ui().text_active());
    CHECK_FALSE(driver.has("osk.a"));
    driver.press(ImGuiKey_Tab);
    driver.press(ImGuiKey_Tab, true);
    driver.press(ImGuiKey_End);
    driver.type("!");
    CHECK(widgets.state.note == "Fuser replaced \xe2\x80\x93 50 pages!");
}

TEST_CASE("the on-screen keyboard comes with a touched field, types into it, and goes") {
    Widgets widgets;
    UiDriver& driver = widgets.driver;
    driver.tap("search");
    REQUIRE(driver.has("osk.a"));
    for (const char* key : {"osk.shift", "osk.p", "osk.c", "osk.space", "osk.symbols", "osk.4", "osk.2", "osk.backspace"})
        driver.tap(key);
    CHECK(widgets.state.search == "Pc 4");
    CHECK(driver.ui().page().max.y < 800);
    driver.tap("osk.hide");
    CHECK_FALSE(driver.has("osk.a"));
    CHECK(driver.ui().page().max.y == 800);
    driver.tap("search.clear");
    CHECK(widgets.state.search.empty());
}

TEST_CASE("a touched field at the bottom stays in sight above the keyboard") {
    GalleryState state;
    UiDriver driver({.width = 800, .height = 480});
    driver.show([&state](ui::Ui& ui) { draw_widgets(ui, state); });
    driver.tap("note");
    REQUIRE(driver.has("osk.a"));
    CHECK(driver.entry("note").visible);
    driver.tap("osk.o");
    driver.tap("osk.k");
    CHECK(state.note == "ok");
}

TEST_CASE("a list of 100,000 rows draws only what shows, and the keyboard reaches its end") {
    UiDriver driver({});
    std::size_t drawn = 0;
    driver.show([&drawn](ui::Ui& ui) {
        drawn = 0;
        begin_pane(ui, "list", {{0, 0}, {600, 800}}, {0, 0});
        virtual_list(ui, "rows", 100'000, row_height(ui), [&](std::size_t i) {
            ++drawn;
            const std::string key = "row." + std::to_string(i);
            return row(ui, key, {.title = key, .subtitle = "INC"});
        });
        end_pane(ui);
    });
    CHECK(drawn < 20);
    driver.press(ImGuiKey_Tab);
    for (int i = 0; i < 30; ++i) driver.press(ImGuiKey_DownArrow);
    CHECK(driver.ui().focused() == "row.30");
    CHECK(driver.entry("row.30").visible);
    driver.press(ImGuiKey_End);
    CHECK(driver.ui().focused() == "row.99999");
    CHECK(driver.entry("row.99999").visible);
    CHECK(drawn < 20);
    driver.press(ImGuiKey_Home);
    CHECK(driver.entry("row.0").visible);
    driver.drag({300, 700}, {300, 300}, 100);
    driver.settle();
    const float thrown = driver.entry("row.0").min.y;
    driver.pass(2000);
    CHECK(thrown < -380);
    CHECK(driver.entry("row.0").min.y < thrown - 100);
}

TEST_CASE("a settled window draws nothing for five seconds") {
    Jobs jobs;
    UiDriver& driver = jobs.driver;
    driver.settle();
    const std::uint64_t before = driver.window().frames_drawn();
    driver.pass(5000);
    CHECK(driver.window().frames_drawn() == before);
    driver.window().wake();
    driver.settle();
    CHECK(driver.window().frames_drawn() > before);
    // Nor does a page that says in each frame how it wants to look.
    driver.show([](ui::Ui& ui) { ui.set_appearance({.dark = true, .zoom = 3, .language = "en"}); });
    const std::uint64_t restated = driver.window().frames_drawn();
    driver.pass(5000);
    CHECK(driver.window().frames_drawn() == restated);
    // Nor does a field with a caret.
    Widgets widgets;
    widgets.driver.click("note");
    const std::uint64_t with_caret = widgets.driver.window().frames_drawn();
    widgets.driver.pass(5000);
    CHECK(widgets.driver.window().frames_drawn() == with_caret);
}

TEST_CASE("language, theme and zoom change at once and lose nothing") {
    Jobs jobs;
    UiDriver& driver = jobs.driver;
    driver.tap("step.2");
    driver.ui().set_appearance({.dark = true, .zoom = 1.5f, .language = "en"});
    driver.settle();
    CHECK(driver.entry("nav.jobs").label == "Jobs");
    CHECK(jobs.state.boxes[1]);
    driver.ui().set_appearance({.language = "id"});
    driver.settle();
    CHECK(driver.entry("nav.jobs").label == "Tugas");
}

TEST_CASE("an empty text without bytes behind it is drawn as nothing") {
    UiDriver driver({});
    driver.show([](ui::Ui& ui) {
        ui::heading(ui, {});
        ui::paragraph(ui, {});
        ui::key_value(ui, {}, {});
        ui::button(ui, "empty", {});
    });
    CHECK(driver.has("empty"));
}
