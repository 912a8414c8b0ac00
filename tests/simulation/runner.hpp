// Runs seeds, one after the other or on all cores. A seed's outcome depends on nothing but its number. Any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/simulation/life.hpp"

namespace sigap::simulation {

struct SeedOutcome {
    std::uint64_t seed = 0;
    int steps = 0;
    std::vector<std::string> broken;  // none: all promises held
    std::vector<std::string> trace;   // of a seed that failed
};

SeedOutcome run_seed(std::uint64_t seed);

// What failed, how to see it again, and what happened.
std::string report(const SeedOutcome& outcome);

struct RunTotals {
    std::uint64_t seeds = 0;
    std::uint64_t failed = 0;
    std::uint64_t steps = 0;
};

// Seeds first to first+count-1 on so many threads; on_failure is called for one at a time. Stops soon after `most_failures`.
RunTotals run_seeds(std::uint64_t first, std::uint64_t count, unsigned threads, std::uint64_t most_failures,
                    const std::function<void(const SeedOutcome&)>& on_failure);

}  // namespace sigap::simulation
