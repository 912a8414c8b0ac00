// `sigap-bench simulate`: lives of a small organisation under every fault, on all cores.
#pragma once

#include <cstdint>

namespace sigap::bench {

struct SimulateOptions {
    std::uint64_t seeds = 100;
    std::uint64_t first = 1;
    unsigned threads = 0;  // 0: one for each core
    bool json = false;
};

// Prints what failed, with its trace, on standard error, and the totals on standard output. False where a seed failed.
bool run_simulation(const SimulateOptions& options);

}  // namespace sigap::bench
