#include "client/ui/probe.hpp"

#include <catch2/catch_test_macros.hpp>

#include "client/ui/on_screen_keyboard.hpp"

using namespace sigap::ui;

namespace {

ProbeEntry box(std::string key, float x, float y, int layer = 0) {
    ProbeEntry entry;
    entry.key = std::move(key);
    entry.min = {x, y}, entry.max = {x + 100, y + 50};
    entry.layer = layer;
    return entry;
}

std::string from(const Probe& probe, std::string_view key, Direction direction, int layer = 0) {
    const ProbeEntry* to = probe.step_from(key, direction, layer);
    return to ? to->key : "";
}

}  // namespace

TEST_CASE("the focus goes in reading order with Tab and by place with arrows, within its layer") {
    Probe probe;
    probe.begin();
    probe.add(box("a", 0, 0));
    probe.add(box("b", 200, 0));
    probe.add(box("c", 0, 100));
    ProbeEntry off = box("off", 200, 100);
    off.enabled = false;
    probe.add(off);
    probe.add(box("menu", 0, 50, 1));
    probe.finish();
    CHECK(from(probe, "", Direction::next) == "a");
    CHECK(from(probe, "a", Direction::next) == "b");
    CHECK(from(probe, "c", Direction::next) == "a");
    CHECK(from(probe, "a", Direction::previous) == "c");
    CHECK(from(probe, "a", Direction::right) == "b");
    CHECK(from(probe, "a", Direction::down) == "c");
    CHECK(from(probe, "a", Direction::up).empty());
    CHECK(from(probe, "gone", Direction::down) == "a");
    CHECK(from(probe, "", Direction::next, 1) == "menu");
    CHECK(from(probe, "", Direction::next, 2).empty());
}

TEST_CASE("the on-screen keyboard types letters, one capital after shift, symbols and spaces") {
    OnScreenKeyboard keyboard;
    keyboard.lay_out(800, 480, 58);
    CHECK(keyboard.press(400, 470).output == OnScreenKeyboard::Output::none);
    keyboard.show(true);
    CHECK(keyboard.height() <= 480 * 0.62f);
    const auto press = [&keyboard](std::string_view name) {
        for (const KeyCap& key : keyboard.keys())
            if (key.name == name) return keyboard.press((key.x0 + key.x1) / 2, (key.y0 + key.y1) / 2);
        FAIL("no key " << name);
        return OnScreenKeyboard::Press{};
    };
    CHECK(press("osk.q").text == "q");
    CHECK(press("osk.shift").output == OnScreenKeyboard::Output::none);
    CHECK(press("osk.q").text == "Q");
    CHECK(press("osk.q").text == "q");
    press("osk.symbols");
    CHECK(press("osk.7").text == "7");
    press("osk.symbols");
    CHECK(press("osk.space").text == " ");
    CHECK(press("osk.backspace").output == OnScreenKeyboard::Output::backspace);
    CHECK(press("osk.enter").output == OnScreenKeyboard::Output::enter);
    CHECK(press("osk.hide").output == OnScreenKeyboard::Output::hide);
    CHECK(keyboard.covers(10, keyboard.top() + 1));
    CHECK_FALSE(keyboard.covers(10, keyboard.top() - 1));
}

TEST_CASE("no two keys of the on-screen keyboard overlap, and all lie in the window") {
    OnScreenKeyboard keyboard;
    keyboard.show(true);
    for (const float width : {480.0f, 800.0f, 1280.0f}) {
        keyboard.lay_out(width, 480, 58);
        for (const KeyCap& a : keyboard.keys()) {
            CHECK(a.x0 >= 0);
            CHECK(a.x1 <= width);
            CHECK(a.y1 <= 480);
            for (const KeyCap& b : keyboard.keys())
                if (&a != &b) CHECK((a.x1 <= b.x0 || b.x1 <= a.x0 || a.y1 <= b.y0 || b.y1 <= a.y0));
        }
    }
}
