// What happened in one seed, a line each: when, to whom, what. Printed when the seed fails. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sigap::simulation {

class Trace {
public:
    // `ms` is the true time since the seed began.
    void add(std::int64_t ms, std::string_view who, std::string what);
    const std::vector<std::string>& lines() const { return lines_; }

private:
    std::vector<std::string> lines_;
};

}  // namespace sigap::simulation
