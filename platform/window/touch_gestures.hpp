// One finger's drag, tap, long press and fling, as a pure state machine: no SDL, no ImGui, no clock of its own.
// UI thread. A press ends in exactly one of tap, long_press, drag or nothing (cancelled); a drag never taps.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace sigap {

struct Gesture {
    enum class Kind {
        press,       // a finger rests at x, y: show it
        tap,         // and left again: activate what lies there
        long_press,  // it stayed: open the menu of what lies there
        drag_start,  // it moves from x, y on: nothing will be activated
        scroll,      // content follows by dx, dy pixels (also while it flings)
        stop,        // the movement is over
        cancel,      // the press came to nothing
    };
    Kind kind;
    float x = 0, y = 0;    // pixels; where the press began
    float dx = 0, dy = 0;  // pixels
};

class TouchGestures {
public:
    struct Limits {
        float slop = 10;                 // pixels a resting finger may wander
        std::int64_t long_press_ms = 500;
        float min_fling = 60;            // pixels a second
        float max_fling = 6000;
        float half_life_ms = 220;        // a fling loses half of its speed in this time
    };
    using Gestures = std::vector<Gesture>;

    TouchGestures() = default;
    explicit TouchGestures(Limits limits) : limits_(limits) {}
    void set_limits(Limits limits) { limits_ = limits; }

    // Times are milliseconds of a monotonic clock; positions are pixels. A second finger cancels a press and is
    // otherwise ignored, as is any event of a finger that is not followed.
    Gestures down(std::int64_t finger, float x, float y, std::int64_t now_ms);
    Gestures move(std::int64_t finger, float x, float y, std::int64_t now_ms);
    Gestures up(std::int64_t finger, float x, float y, std::int64_t now_ms);
    Gestures cancel();
    // What time alone brings: the long press, the steps of a fling.
    Gestures advance(std::int64_t now_ms);
    // When advance() next has something to say.
    std::optional<std::int64_t> deadline() const;
    // The content reached its end: a fling stops there.
    Gestures stop_fling();

    bool busy() const { return state_ != State::idle; }

private:
    enum class State { idle, pressed, held, dragging, flinging };
    struct Sample {
        std::int64_t at;
        float x, y;
    };
    bool follows(std::int64_t finger) const { return finger_ && *finger_ == finger; }
    void remember(float x, float y, std::int64_t now_ms);
    Gesture make(Gesture::Kind kind, float dx = 0, float dy = 0) const { return {kind, start_.x, start_.y, dx, dy}; }

    static constexpr std::int64_t fling_step_ms = 16;
    Limits limits_{};
    State state_ = State::idle;
    std::optional<std::int64_t> finger_;
    Sample start_{};
    Sample last_{};
    std::deque<Sample> trail_;  // the last 100 ms, for the speed at release
    float speed_x_ = 0, speed_y_ = 0;  // pixels a second
    std::int64_t fling_at_ = 0;
};

}  // namespace sigap
