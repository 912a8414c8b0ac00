#include "platform/window/input.hpp"

#include <algorithm>
#include <cfloat>

#include <imgui_internal.h>

namespace sigap {

namespace {

constexpr std::int64_t mouse_finger = -1;

ImGuiWindow* scrollable_at(ImVec2 at) {
    ImGuiContext& context = *ImGui::GetCurrentContext();
    for (int i = context.Windows.Size - 1; i >= 0; --i) {
        ImGuiWindow* window = context.Windows[i];
        if (!window->WasActive || window->Hidden || (window->Flags & ImGuiWindowFlags_NoMouseInputs)) continue;
        if (!window->OuterRectClipped.Contains(at)) continue;
        while (window && window->ScrollMax.y <= 0 && window->ScrollMax.x <= 0) window = window->ParentWindow;
        return window;
    }
    return nullptr;
}

void feed_key(ImGuiKey key, bool down) {
    ImGuiIO& io = ImGui::GetIO();
    if (key == ImGuiKey_LeftCtrl || key == ImGuiKey_RightCtrl) io.AddKeyEvent(ImGuiMod_Ctrl, down);
    if (key == ImGuiKey_LeftShift || key == ImGuiKey_RightShift) io.AddKeyEvent(ImGuiMod_Shift, down);
    if (key == ImGuiKey_LeftAlt || key == ImGuiKey_RightAlt) io.AddKeyEvent(ImGuiMod_Alt, down);
    io.AddKeyEvent(key, down);
}

}  // namespace

void InputFeeder::set_slop(float pixels) {
    TouchGestures::Limits limits;
    limits.slop = pixels;
    limits.min_fling = pixels * 6;
    limits.max_fling = pixels * 600;
    gestures_.set_limits(limits);
}

void InputFeeder::feed(const InputEvent& event, std::int64_t now_ms) {
    using Kind = InputEvent::Kind;
    ImGuiIO& io = ImGui::GetIO();
    if (feed_finger(event, now_ms)) return;
    switch (event.kind) {
        case Kind::pointer_move:
            if (press_taken_) follow(event);
            io.AddMouseSourceEvent(ImGuiMouseSource_Mouse);
            io.AddMousePosEvent(event.x, event.y);
            break;
        case Kind::pointer_down:
        case Kind::pointer_up: {
            const bool down = event.kind == Kind::pointer_down;
            if (down) {
                apply(gestures_.stop_fling());
                press_taken_ = filter_ && filter_(event.x, event.y, true);
                if (!press_taken_) last_press_by_touch_ = false;
            }
            if (press_taken_) {
                press_taken_ = down;
                break;
            }
            io.AddMouseSourceEvent(ImGuiMouseSource_Mouse);
            io.AddMousePosEvent(event.x, event.y);
            io.AddMouseButtonEvent(event.button, down);
            break;
        }
        case Kind::pointer_left: io.AddMousePosEvent(-FLT_MAX, -FLT_MAX); break;
        case Kind::wheel:
            apply(gestures_.stop_fling());
            io.AddMouseWheelEvent(event.x, event.y);
            break;
        case Kind::key_down:
        case Kind::key_up:
            // Whoever types on real keys needs none on the screen.
            last_press_by_touch_ = false;
            feed_key(event.key, event.kind == Kind::key_down);
            break;
        case Kind::text: io.AddInputCharactersUTF8(event.text.c_str()); break;
        case Kind::focus_lost:
            taken_.clear();
            followed_.reset();
            apply(gestures_.cancel());
            io.AddFocusEvent(false);
            break;
        default: break;
    }
}

void InputFeeder::follow(const InputEvent& event) const {
    if (follower_) follower_(event.x, event.y);
}

void InputFeeder::let_go(std::int64_t finger) {
    std::erase(taken_, finger);
    if (followed_ == finger) followed_.reset();
}

bool InputFeeder::feed_finger(const InputEvent& event, std::int64_t now_ms) {
    using Kind = InputEvent::Kind;
    const bool pretends = mouse_is_finger_ && event.button == 0;
    const std::int64_t finger = pretends ? mouse_finger : event.finger;
    if (event.kind == Kind::finger_down || (pretends && event.kind == Kind::pointer_down)) {
        let_go(finger);
        const bool alone = taken_.empty();
        if (filter_ && filter_(event.x, event.y, alone)) {
            taken_.push_back(finger);
            if (alone) followed_ = finger;
            return true;
        }
        last_press_by_touch_ = true;
        apply(gestures_.down(finger, event.x, event.y, now_ms));
        return true;
    }
    const bool taken = std::ranges::find(taken_, finger) != taken_.end();
    if (event.kind == Kind::finger_move || (pretends && event.kind == Kind::pointer_move && (gestures_.busy() || taken))) {
        if (followed_ == finger) follow(event);
        else if (!taken) apply(gestures_.move(finger, event.x, event.y, now_ms));
        return true;
    }
    if (event.kind == Kind::finger_up || (pretends && event.kind == Kind::pointer_up)) {
        if (!taken) apply(gestures_.up(finger, event.x, event.y, now_ms));
        let_go(finger);
        return true;
    }
    if (event.kind == Kind::finger_cancel) {
        taken_.clear();
        followed_.reset();
        apply(gestures_.cancel());
        return true;
    }
    return false;
}

void InputFeeder::advance(std::int64_t now_ms) { apply(gestures_.advance(now_ms)); }

void InputFeeder::release_touch() { ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX); }

void InputFeeder::apply(const TouchGestures::Gestures& gestures) {
    ImGuiIO& io = ImGui::GetIO();
    for (const Gesture& gesture : gestures) {
        switch (gesture.kind) {
            case Gesture::Kind::press:
                io.AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
                io.AddMousePosEvent(gesture.x, gesture.y);
                break;
            case Gesture::Kind::tap:
            case Gesture::Kind::long_press: {
                const int button = gesture.kind == Gesture::Kind::tap ? 0 : 1;
                io.AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
                io.AddMousePosEvent(gesture.x, gesture.y);
                io.AddMouseButtonEvent(button, true);
                io.AddMouseButtonEvent(button, false);
                release_touch();
                break;
            }
            case Gesture::Kind::drag_start:
                release_touch();
                target_ = 0;
                drag_x_ = gesture.x, drag_y_ = gesture.y;
                pending_x_ = pending_y_ = 0;
                break;
            case Gesture::Kind::scroll: pending_x_ += gesture.dx, pending_y_ += gesture.dy; break;
            case Gesture::Kind::stop: break;
            case Gesture::Kind::cancel: release_touch(); break;
        }
    }
}

void InputFeeder::scroll_windows() {
    if (pending_x_ == 0 && pending_y_ == 0) return;
    ImGuiWindow* window = target_ ? ImGui::FindWindowByID(target_) : scrollable_at({drag_x_, drag_y_});
    if (window && !target_) {
        target_ = window->ID;
        scroll_x_ = window->Scroll.x, scroll_y_ = window->Scroll.y;
    }
    if (window) {
        scroll_x_ = std::clamp(scroll_x_ - pending_x_, 0.0f, window->ScrollMax.x);
        scroll_y_ = std::clamp(scroll_y_ - pending_y_, 0.0f, window->ScrollMax.y);
        const bool moved = scroll_x_ != window->Scroll.x || scroll_y_ != window->Scroll.y;
        ImGui::SetScrollX(window, scroll_x_);
        ImGui::SetScrollY(window, scroll_y_);
        if (!moved) apply(gestures_.stop_fling());
    } else {
        apply(gestures_.stop_fling());
    }
    pending_x_ = pending_y_ = 0;
}

}  // namespace sigap
