#include "platform/window/window.hpp"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <thread>

using namespace sigap;

namespace {

struct Headless {
    ManualClock clock;
    std::unique_ptr<Window> window;
    int drawn = 0;
    Window::Draw draw = [this] { ++drawn; };

    Headless() {
        auto opened = Window::open({.width = 64, .height = 32, .headless = true}, clock);
        REQUIRE(opened);
        window = *std::move(opened);
    }
    void settle() {
        for (int i = 0; i < 100 && window->wants_frame(); ++i) clock.advance(16), window->step(draw);
        REQUIRE_FALSE(window->wants_frame());
    }
    int frames_in(std::int64_t ms) {
        const int before = drawn;
        for (std::int64_t at = 0; at < ms; ++at) clock.advance(1), window->step(draw);
        return drawn - before;
    }
};

InputEvent event(InputEvent::Kind kind) {
    InputEvent out;
    out.kind = kind;
    return out;
}

}  // namespace

TEST_CASE("a window draws until it has settled, and then nothing") {
    Headless my;
    my.settle();
    CHECK(my.drawn > 0);
    CHECK(my.frames_in(5000) == 0);
    CHECK(my.window->frames_drawn() == static_cast<std::uint64_t>(my.drawn));
}

TEST_CASE("a deadline draws once when it comes, and never early") {
    Headless my;
    my.settle();
    my.window->redraw_at(my.clock.monotonic_ms() + 1000);
    my.window->redraw_at(my.clock.monotonic_ms() + 3000);
    CHECK(my.frames_in(999) == 0);
    CHECK(my.frames_in(4000) == 1);
}

TEST_CASE("a key brings frames, and any thread wakes the window") {
    Headless my;
    my.settle();
    InputEvent key = event(InputEvent::Kind::key_down);
    key.key = ImGuiKey_A;
    my.window->post(key);
    CHECK(my.frames_in(100) > 0);
    my.settle();
    std::thread([&my] { my.window->wake(); }).join();
    CHECK(my.frames_in(100) > 0);
    CHECK(my.frames_in(100) == 0);
}

TEST_CASE("a long sleep counts as a short frame") {
    Headless my;
    my.settle();
    my.clock.advance(60'000);
    my.window->redraw();
    float delta = 0;
    my.window->step([&delta] { delta = ImGui::GetIO().DeltaTime; });
    CHECK(delta <= 0.05f);
}

TEST_CASE("a closed window stops, and draws no more") {
    Headless my;
    my.settle();
    my.window->post(event(InputEvent::Kind::close));
    const int before = my.drawn;
    CHECK_FALSE(my.window->step(my.draw));
    CHECK(my.drawn == before);
}

TEST_CASE("the picture is what was drawn, in the background's colour") {
    Headless my;
    CHECK_FALSE(my.window->screenshot());
    my.window->set_background(IM_COL32(10, 20, 30, 255));
    my.draw = [] { ImGui::GetForegroundDrawList()->AddRectFilled({2, 2}, {4, 4}, IM_COL32(200, 0, 0, 255)); };
    my.settle();
    const auto picture = my.window->screenshot();
    REQUIRE(picture);
    CHECK(picture.value().width == 64);
    CHECK(picture.value().at(0, 0)[1] == 20);
    CHECK(picture.value().at(3, 3)[0] == 200);
}

TEST_CASE("a picture is drawn where it is asked for, and what is dropped on the window is told once") {
    Headless my;
    Image image = Image::blank(2, 1);
    for (int x = 0; x < 2; ++x) image.at(x, 0)[x] = 255, image.at(x, 0)[3] = 255;
    const ImTextureID picture = my.window->add_picture(image);
    REQUIRE(picture);
    my.draw = [&] { ImGui::GetForegroundDrawList()->AddImage(picture, {8, 8}, {24, 16}); };
    my.settle();
    const auto shown = my.window->screenshot();
    REQUIRE(shown);
    CHECK(shown->at(9, 12)[0] == 255);
    CHECK(shown->at(9, 12)[1] == 0);
    CHECK(shown->at(22, 12)[0] == 0);
    CHECK(shown->at(22, 12)[1] == 255);
    CHECK(shown->at(30, 12)[1] == 255);
    CHECK(shown->at(30, 12)[2] == 255);
    my.draw = [] {};
    my.settle();
    my.window->drop_picture(picture);

    InputEvent dropped = event(InputEvent::Kind::dropped);
    const std::string path = "/tmp/a.jpg";
    dropped.text = path;
    my.window->post(dropped);
    my.settle();
    const auto files = my.window->take_dropped();
    REQUIRE(files.size() == 1);
    CHECK(files[0] == path);
    CHECK(my.window->take_dropped().empty());
}
