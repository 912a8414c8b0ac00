// Time as an injected thing, so that every test may set it. Any thread.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/core/result.hpp"

namespace sigap {

// UTC milliseconds since 1970; 0 means "never", the absent value.
struct Timestamp {
    std::int64_t ms = 0;
    auto operator<=>(const Timestamp&) const = default;
    explicit operator bool() const { return ms != 0; }
};

class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
    // Milliseconds from any fixed point; never goes back. For time-outs and lock-outs.
    virtual std::int64_t monotonic_ms() const = 0;
};

class SystemClock final : public Clock {
public:
    Timestamp now() const override;
    std::int64_t monotonic_ms() const override;
};

class ManualClock final : public Clock {
public:
    explicit ManualClock(Timestamp start = {1'767'225'600'000}) : now_(start.ms) {}
    Timestamp now() const override { return {now_.load()}; }
    std::int64_t monotonic_ms() const override { return monotonic_.load(); }
    void advance(std::int64_t ms) { now_ += ms, monotonic_ += ms; }
    void set_wall(Timestamp wall) { now_ = wall.ms; }

private:
    std::atomic<std::int64_t> now_;
    std::atomic<std::int64_t> monotonic_{0};
};

// RFC 3339 in UTC with milliseconds: "2026-03-01T08:30:00.000Z". An absent time is the empty string.
std::string to_rfc3339(Timestamp time);
// Accepts any offset, "Z", and a missing fraction of seconds.
Result<Timestamp> parse_rfc3339(std::string_view text);

}  // namespace sigap
