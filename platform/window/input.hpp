// What a person does to the window, free of SDL, so that tests say it too; and its way into ImGui. UI thread.
#pragma once

#include <cstdint>
#include <functional>
#include <imgui.h>
#include <optional>
#include <string>
#include <vector>

#include "platform/window/touch_gestures.hpp"

namespace sigap {

struct InputEvent {
    enum class Kind {
        pointer_move, pointer_down, pointer_up, pointer_left,  // a mouse; positions in pixels
        wheel,                                                 // x, y in notches
        finger_down, finger_move, finger_up, finger_cancel,
        key_down, key_up,
        text,                                                  // UTF-8
        dropped,                                               // a file was let fall on the window; `text` is its path
        focus_lost, resized, close, woken,
    };
    Kind kind = Kind::woken;
    float x = 0, y = 0;
    int button = 0;  // 0 left, 1 right, 2 middle
    std::int64_t finger = 0;
    ImGuiKey key = ImGuiKey_None;
    std::string text;
};

// Feeds one ImGui context, which must be current in every call. A finger never presses ImGui's mouse button before it
// is known to tap, so that dragging over a button does nothing but scroll.
class InputFeeder {
public:
    // Sees presses before anything else; true means: taken, tell ImGui nothing of this finger or button. `alone`: no other finger
    // is down whose press was taken.
    using PressFilter = std::function<bool(float x, float y, bool alone)>;

    // Where a press that the filter took, alone, goes on to, until it is over; a palm beside it leads nowhere.
    using PressFollower = std::function<void(float x, float y)>;

    void feed(const InputEvent& event, std::int64_t now_ms);
    // Long presses and flings; call before each frame.
    void advance(std::int64_t now_ms);
    // Moves the window under the finger by what was dragged; call between NewFrame and the first widget.
    void scroll_windows();
    std::optional<std::int64_t> deadline() const { return gestures_.deadline(); }

    void set_press_filter(PressFilter filter) { filter_ = std::move(filter); }
    void set_press_follower(PressFollower follower) { follower_ = std::move(follower); }
    // Touch screens that only pretend to be a mouse: the left button is treated as a finger.
    void set_mouse_is_finger(bool yes) { mouse_is_finger_ = yes; }
    void set_slop(float pixels);
    bool last_press_by_touch() const { return last_press_by_touch_; }

private:
    void apply(const TouchGestures::Gestures& gestures);
    void follow(const InputEvent& event) const;
    void let_go(std::int64_t finger);
    bool feed_finger(const InputEvent& event, std::int64_t now_ms);
    void release_touch();

    TouchGestures gestures_;
    PressFilter filter_;
    PressFollower follower_;
    bool mouse_is_finger_ = false;
    bool last_press_by_touch_ = false;
    bool press_taken_ = false;               // the mouse's
    std::vector<std::int64_t> taken_;        // fingers that are down
    std::optional<std::int64_t> followed_;   // one of them
    float drag_x_ = 0, drag_y_ = 0;          // where the drag began
    float pending_x_ = 0, pending_y_ = 0;    // dragged, not yet scrolled
    ImGuiID target_ = 0;                     // the window that this drag scrolls
    float scroll_y_ = 0, scroll_x_ = 0;      // its position, unrounded
};

}  // namespace sigap
