#include "platform/window/touch_gestures.hpp"

#include <algorithm>
#include <cmath>

namespace sigap {

namespace {

constexpr std::int64_t trail_ms = 100;

float length(float x, float y) { return std::sqrt(x * x + y * y); }

}  // namespace

void TouchGestures::remember(float x, float y, std::int64_t now_ms) {
    last_ = {now_ms, x, y};
    trail_.push_back(last_);
    while (now_ms - trail_.front().at > trail_ms) trail_.pop_front();
}

TouchGestures::Gestures TouchGestures::down(std::int64_t finger, float x, float y, std::int64_t now_ms) {
    if (finger_) {
        if (state_ != State::pressed) return {};
        state_ = State::held;
        return {make(Gesture::Kind::cancel)};
    }
    Gestures out;
    const bool caught = state_ == State::flinging;
    if (caught) out.push_back(make(Gesture::Kind::stop));
    finger_ = finger;
    trail_.clear();
    remember(x, y, now_ms);
    start_ = last_;
    if (caught) {
        // A finger that stops a fling means only that; it may drag on.
        state_ = State::dragging;
        out.push_back(make(Gesture::Kind::drag_start));
    } else {
        state_ = State::pressed;
        out.push_back(make(Gesture::Kind::press));
    }
    return out;
}

TouchGestures::Gestures TouchGestures::move(std::int64_t finger, float x, float y, std::int64_t now_ms) {
    if (!follows(finger)) return {};
    Gestures out = advance(now_ms);
    const float dx = x - last_.x, dy = y - last_.y;
    if (state_ == State::pressed) {
        if (length(x - start_.x, y - start_.y) <= limits_.slop) return out;
        state_ = State::dragging;
        out.push_back(make(Gesture::Kind::drag_start));
    }
    remember(x, y, now_ms);
    if (state_ == State::dragging && (dx != 0 || dy != 0)) out.push_back(make(Gesture::Kind::scroll, dx, dy));
    return out;
}

TouchGestures::Gestures TouchGestures::up(std::int64_t finger, float x, float y, std::int64_t now_ms) {
    if (!follows(finger)) return {};
    Gestures out = move(finger, x, y, now_ms);
    finger_.reset();
    if (state_ == State::pressed) {
        state_ = State::idle;
        out.push_back(make(Gesture::Kind::tap));
        return out;
    }
    if (state_ == State::held) {
        state_ = State::idle;
        return out;
    }
    const Sample first = trail_.front();
    const auto span = static_cast<float>(std::max<std::int64_t>(now_ms - first.at, 1));
    // A finger that rested before it left does not throw.
    const bool moving = trail_.size() > 1 && now_ms - trail_[trail_.size() - 2].at < trail_ms / 2;
    speed_x_ = moving ? (x - first.x) * 1000 / span : 0;
    speed_y_ = moving ? (y - first.y) * 1000 / span : 0;
    const float speed = length(speed_x_, speed_y_);
    if (speed < limits_.min_fling) {
        state_ = State::idle;
        out.push_back(make(Gesture::Kind::stop));
        return out;
    }
    const float factor = std::min(1.0f, limits_.max_fling / speed);
    speed_x_ *= factor;
    speed_y_ *= factor;
    fling_at_ = now_ms;
    state_ = State::flinging;
    return out;
}

TouchGestures::Gestures TouchGestures::cancel() {
    finger_.reset();
    const State was = state_;
    state_ = State::idle;
    if (was == State::pressed) return {make(Gesture::Kind::cancel)};
    if (was == State::dragging || was == State::flinging) return {make(Gesture::Kind::stop)};
    return {};
}

TouchGestures::Gestures TouchGestures::advance(std::int64_t now_ms) {
    if (state_ == State::pressed && now_ms - start_.at >= limits_.long_press_ms) {
        state_ = State::held;
        return {make(Gesture::Kind::long_press)};
    }
    if (state_ != State::flinging || now_ms - fling_at_ < fling_step_ms) return {};
    // Distance of an exponentially slowing movement, so that the frame rate does not change where it ends.
    const auto elapsed = static_cast<float>(now_ms - fling_at_);
    const float kept = std::exp2(-elapsed / limits_.half_life_ms);
    const float seconds = (1 - kept) * limits_.half_life_ms / 1000 / std::log(2.0f);
    Gestures out{make(Gesture::Kind::scroll, speed_x_ * seconds, speed_y_ * seconds)};
    speed_x_ *= kept;
    speed_y_ *= kept;
    fling_at_ = now_ms;
    if (length(speed_x_, speed_y_) < limits_.min_fling) {
        state_ = State::idle;
        out.push_back(make(Gesture::Kind::stop));
    }
    return out;
}

std::optional<std::int64_t> TouchGestures::deadline() const {
    if (state_ == State::pressed) return start_.at + limits_.long_press_ms;
    if (state_ == State::flinging) return fling_at_ + fling_step_ms;
    return std::nullopt;
}

TouchGestures::Gestures TouchGestures::stop_fling() {
    if (state_ != State::flinging) return {};
    state_ = State::idle;
    return {make(Gesture::Kind::stop)};
}

}  // namespace sigap
