// The text of a record that a hash is made of: a line that names it, then each value as NAME ":" LENGTH ":" VALUE "\n". LENGTH counts
// the bytes of VALUE; numbers are decimal, times UTC milliseconds, a list its size and then its elements. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/core/clock.hpp"

namespace sigap {

class CanonicalText {
public:
    explicit CanonicalText(std::string_view title) : out_(std::string(title) + '\n') {}

    void text(std::string_view name, std::string_view value) {
        out_.append(name).append(":").append(std::to_string(value.size())).append(":").append(value).append("\n");
    }
    void number(std::string_view name, std::int64_t value) { text(name, std::to_string(value)); }
    void time(std::string_view name, Timestamp value) { number(name, value.ms); }
    template <typename T, typename Each>
    void list(std::string_view name, const std::vector<T>& all, Each each) {
        number(name, static_cast<std::int64_t>(all.size()));
        for (const auto& one : all) each(one);
    }
    std::string take() { return std::move(out_); }

private:
    std::string out_;
};

}  // namespace sigap
