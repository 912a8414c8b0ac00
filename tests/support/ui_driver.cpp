#include "tests/support/ui_driver.hpp"

#include <stdexcept>

namespace sigap::test {

namespace {

constexpr std::int64_t frame_ms = 16;
constexpr int most_frames = 300;

}  // namespace

UiDriver::UiDriver(const Options& options) {
    auto window = Window::open(
        {.width = options.width, .height = options.height, .headless = true, .scale = options.scale}, clock_);
    if (!window) throw std::runtime_error(window.error().message);
    window_ = *std::move(window);
    ui_ = std::make_unique<ui::Ui>(*window_, clock_);
    ui_->set_appearance(options.appearance);
    draw_ = ui_->drawing([this] {
        if (page_) page_(*ui_);
    });
}

void UiDriver::show(std::function<void(ui::Ui&)> page) {
    page_ = std::move(page);
    window_->redraw();
    settle();
}

void UiDriver::step() {
    clock_.advance(frame_ms);
    window_->step(draw_);
}

void UiDriver::settle() {
    for (int frames = 0; window_->wants_frame(); ++frames) {
        if (frames == most_frames) throw std::runtime_error("the window never settles");
        step();
    }
}

void UiDriver::pass(std::int64_t ms) {
    for (std::int64_t passed = 0; passed < ms; passed += frame_ms) step();
    settle();
}

const ui::ProbeEntry& UiDriver::entry(std::string_view key) const {
    if (const ui::ProbeEntry* found = ui_->probe().find(key)) return *found;
    std::string keys;
    for (const auto& other : ui_->probe().entries()) keys += " " + other.key;
    throw std::runtime_error("no \"" + std::string(key) + "\" among:" + keys);
}

ImVec2 UiDriver::reach(std::string_view key) {
    if (!entry(key).visible) {
        ui_->reveal(key);
        settle();
    }
    const ui::ProbeEntry& target = entry(key);
    if (!target.visible) throw std::runtime_error(std::string(key) + " is out of sight");
    if (!target.enabled) throw std::runtime_error(std::string(key) + " is disabled");
    return target.middle();
}

void UiDriver::post(InputEvent::Kind kind, ImVec2 at) {
    InputEvent event;
    event.kind = kind;
    event.x = at.x, event.y = at.y;
    window_->post(event);
}

void UiDriver::tap(std::string_view key) {
    const ImVec2 at = reach(key);
    post(InputEvent::Kind::finger_down, at);
    settle();
    post(InputEvent::Kind::finger_up, at);
    settle();
}

void UiDriver::click(std::string_view key) {
    const ImVec2 at = reach(key);
    post(InputEvent::Kind::pointer_move, at);
    settle();
    post(InputEvent::Kind::pointer_down, at);
    settle();
    post(InputEvent::Kind::pointer_up, at);
    settle();
}

void UiDriver::hold(std::string_view key) {
    const ImVec2 at = reach(key);
    post(InputEvent::Kind::finger_down, at);
    pass(700);
    post(InputEvent::Kind::finger_up, at);
    settle();
}

void UiDriver::drag(ImVec2 from, ImVec2 to, std::int64_t ms) {
    post(InputEvent::Kind::finger_down, from);
    step();
    const std::int64_t steps = std::max<std::int64_t>(1, ms / frame_ms);
    for (std::int64_t i = 1; i <= steps; ++i) {
        const float share = static_cast<float>(i) / static_cast<float>(steps);
        post(InputEvent::Kind::finger_move, {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share});
        step();
    }
    post(InputEvent::Kind::finger_up, to);
    step();
}

void UiDriver::press(ImGuiKey key, bool shift, bool ctrl) {
    const auto send = [this](ImGuiKey which, InputEvent::Kind kind) {
        InputEvent event;
        event.kind = kind;
        event.key = which;
        window_->post(event);
    };
    if (shift) send(ImGuiKey_LeftShift, InputEvent::Kind::key_down);
    if (ctrl) send(ImGuiKey_LeftCtrl, InputEvent::Kind::key_down);
    send(key, InputEvent::Kind::key_down);
    settle();
    send(key, InputEvent::Kind::key_up);
    if (shift) send(ImGuiKey_LeftShift, InputEvent::Kind::key_up);
    if (ctrl) send(ImGuiKey_LeftCtrl, InputEvent::Kind::key_up);
    settle();
}

void UiDriver::type(std::string_view text) {
    InputEvent event;
    event.kind = InputEvent::Kind::text;
    event.text = text;
    window_->post(event);
    settle();
}

Image UiDriver::picture() {
    settle();
    auto image = window_->screenshot();
    if (!image) throw std::runtime_error(image.error().message);
    return *std::move(image);
}

}  // namespace sigap::test
