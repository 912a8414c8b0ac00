// What the same library needs for the same columns without anything of ours: no order, no ledger, no network. One
// thread.
#pragma once

#include <filesystem>

#include "tests/bench/workload.hpp"

namespace sigap::bench {

struct Floor {
    double inserts = 0;       // seconds: all records, durable, commits of 2,000
    double updates = 0;       // seconds: the edited ones, three fields each, commits of 500, on one end
    double one_commit = 0;    // seconds: one row, durable
    double point_select = 0;  // seconds: one row by its id
};

// In an empty folder; unkeyed.
Floor measure_floor(const std::filesystem::path& folder, const Workload& workload, std::uint64_t seed);

}  // namespace sigap::bench
