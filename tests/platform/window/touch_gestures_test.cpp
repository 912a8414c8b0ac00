#include "platform/window/touch_gestures.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <vector>

using sigap::Gesture;
using sigap::TouchGestures;
using Kind = Gesture::Kind;

namespace {

std::vector<Kind> kinds(const TouchGestures::Gestures& gestures) {
    std::vector<Kind> out;
    for (const Gesture& gesture : gestures) out.push_back(gesture.kind);
    return out;
}

// Drags from y 500 upwards at a speed (pixels a millisecond) and lets go after `ms`; returns the time.
std::int64_t throw_up(TouchGestures& touch, float speed, std::int64_t ms = 100) {
    touch.down(1, 100, 500, 0);
    for (std::int64_t at = 10; at <= ms; at += 10) touch.move(1, 100, 500 - speed * static_cast<float>(at), at);
    touch.up(1, 100, 500 - speed * static_cast<float>(ms), ms);
    return ms;
}

float glide(TouchGestures& touch, std::int64_t from, std::int64_t step) {
    float moved = 0;
    for (std::int64_t at = from + step; touch.busy() && at < from + 10'000; at += step)
        for (const Gesture& gesture : touch.advance(at)) moved += gesture.dy;
    return moved;
}

}  // namespace

TEST_CASE("a finger that leaves where it came taps there, once") {
    TouchGestures touch;
    CHECK(kinds(touch.down(1, 10, 20, 0)) == std::vector{Kind::press});
    const auto out = touch.up(1, 12, 22, 80);
    REQUIRE(kinds(out) == std::vector{Kind::tap});
    CHECK(out[0].x == 10);
    CHECK(out[0].y == 20);
    CHECK_FALSE(touch.busy());
    CHECK(touch.up(1, 12, 22, 90).empty());
}

TEST_CASE("a finger may tremble within the slop, and drags beyond it") {
    TouchGestures touch;
    touch.down(1, 100, 100, 0);
    CHECK(touch.move(1, 106, 108, 10).empty());
    CHECK(kinds(touch.move(1, 100, 111, 20)) == std::vector{Kind::drag_start, Kind::scroll});
    const auto more = touch.move(1, 103, 131, 30);
    REQUIRE(kinds(more) == std::vector{Kind::scroll});
    CHECK(more[0].dx == 3);
    CHECK(more[0].dy == 20);
    touch.move(1, 103, 131, 400);
    CHECK(kinds(touch.up(1, 103, 131, 500)) == std::vector{Kind::stop});
}

TEST_CASE("what was dragged is scrolled in full, and nothing of it taps") {
    TouchGestures touch;
    touch.down(1, 0, 0, 0);
    float moved = 0;
    std::vector<Kind> seen;
    for (int i = 1; i <= 20; ++i)
        for (const Gesture& gesture : touch.move(1, 0, static_cast<float>(i * 5), i * 10)) {
            moved += gesture.dy;
            seen.push_back(gesture.kind);
        }
    CHECK(moved == 100);  // the slop too, so that the finger stays on what it grabbed
    for (const Kind kind : seen) CHECK(kind != Kind::tap);
}

TEST_CASE("a resting finger holds for the menu at half a second, and then taps no more") {
    TouchGestures touch;
    touch.down(1, 10, 20, 1000);
    CHECK(touch.deadline() == 1500);
    CHECK(touch.advance(1499).empty());
    CHECK(kinds(touch.advance(1500)) == std::vector{Kind::long_press});
    CHECK(touch.advance(2000).empty());
    CHECK_FALSE(touch.deadline());
    CHECK(touch.move(1, 300, 300, 2100).empty());
    CHECK(touch.up(1, 300, 300, 2200).empty());
    CHECK_FALSE(touch.busy());
}

TEST_CASE("a late release holds, even when no time was told in between") {
    TouchGestures touch;
    touch.down(1, 10, 20, 0);
    CHECK(kinds(touch.up(1, 10, 20, 900)) == std::vector{Kind::long_press});
}

TEST_CASE("a thrown list glides on, slows down and stops") {
    TouchGestures touch;
    const std::int64_t released = throw_up(touch, 1);
    REQUIRE(touch.busy());
    CHECK(touch.deadline() == released + 16);
    const float moved = glide(touch, released, 16);
    CHECK(moved < -200);
    CHECK(moved > -500);
    CHECK_FALSE(touch.busy());
    CHECK_FALSE(touch.deadline());
}

TEST_CASE("a glide ends at the same place at any frame rate") {
    TouchGestures smooth, rough;
    const float a = glide(smooth, throw_up(smooth, 2), 16), b = glide(rough, throw_up(rough, 2), 50);
    CHECK(std::abs(a - b) < 20);
}

TEST_CASE("a finger that rested before it left does not throw") {
    TouchGestures touch;
    touch.down(1, 100, 500, 0);
    for (std::int64_t at = 10; at <= 100; at += 10) touch.move(1, 100, 500 - static_cast<float>(at), at);
    CHECK(kinds(touch.up(1, 100, 400, 300)) == std::vector{Kind::stop});
    CHECK_FALSE(touch.busy());
}

TEST_CASE("a touch during a glide stops it and does not tap") {
    TouchGestures touch;
    const std::int64_t at = throw_up(touch, 3);
    CHECK(kinds(touch.down(2, 50, 50, at + 20)) == std::vector{Kind::stop, Kind::drag_start});
    CHECK(kinds(touch.up(2, 50, 50, at + 60)) == std::vector{Kind::stop});
}

TEST_CASE("the end of the content stops a glide") {
    TouchGestures touch;
    throw_up(touch, 3);
    CHECK(kinds(touch.stop_fling()) == std::vector{Kind::stop});
    CHECK_FALSE(touch.busy());
    CHECK(touch.stop_fling().empty());
}

TEST_CASE("a second finger cancels a press and is otherwise ignored") {
    TouchGestures touch;
    touch.down(1, 10, 10, 0);
    CHECK(kinds(touch.down(2, 90, 90, 10)) == std::vector{Kind::cancel});
    CHECK(touch.up(2, 90, 90, 20).empty());
    CHECK(touch.up(1, 10, 10, 30).empty());
    CHECK(kinds(touch.down(1, 10, 10, 40)) == std::vector{Kind::press});
}

TEST_CASE("a cancelled press, drag or glide leaves nothing behind") {
    TouchGestures touch;
    CHECK(touch.cancel().empty());
    touch.down(1, 10, 10, 0);
    CHECK(kinds(touch.cancel()) == std::vector{Kind::cancel});
    touch.down(1, 10, 10, 100);
    touch.move(1, 10, 60, 110);
    CHECK(kinds(touch.cancel()) == std::vector{Kind::stop});
    throw_up(touch, 3);
    CHECK(kinds(touch.cancel()) == std::vector{Kind::stop});
    CHECK_FALSE(touch.busy());
    CHECK_FALSE(touch.deadline());
}
