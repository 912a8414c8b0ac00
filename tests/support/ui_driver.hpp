// Drives a headless window the way a person would, by the keys of the probe. One thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "client/ui/ui.hpp"
#include "platform/core/clock.hpp"
#include "platform/window/window.hpp"

namespace sigap::test {

class UiDriver {
public:
    struct Options {
        int width = 1280, height = 800;
        float scale = 1;
        ui::Appearance appearance{};
    };

    explicit UiDriver(const Options& options);
    // What is drawn; set it before anything else.
    void show(std::function<void(ui::Ui&)> page);

    // Draws until nothing more is wanted; throws after 300 frames. 16 ms pass with each.
    void settle();
    // Time passes in steps of 16 ms, and frames are drawn as they are wanted.
    void pass(std::int64_t ms);

    // Each of these settles. A key that is not in the probe, cannot be used, or stays out of sight throws
    // std::runtime_error with the keys there are.
    void tap(std::string_view key);         // a finger
    void click(std::string_view key);       // a mouse
    void hold(std::string_view key);        // a long press
    void drag(ImVec2 from, ImVec2 to, std::int64_t ms = 200);
    void press(ImGuiKey key, bool shift = false, bool ctrl = false);
    void type(std::string_view text);       // on real keys

    bool has(std::string_view key) const { return ui_->probe().find(key) != nullptr; }
    const ui::ProbeEntry& entry(std::string_view key) const;
    Image picture();

    ui::Ui& ui() { return *ui_; }
    Window& window() { return *window_; }
    ManualClock& clock() { return clock_; }

private:
    void step();
    void post(InputEvent::Kind kind, ImVec2 at);
    ImVec2 reach(std::string_view key);

    ManualClock clock_;
    std::unique_ptr<Window> window_;
    std::unique_ptr<ui::Ui> ui_;
    std::function<void(ui::Ui&)> page_;
    Window::Draw draw_;
};

}  // namespace sigap::test
