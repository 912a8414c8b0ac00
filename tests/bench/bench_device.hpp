// The device's process of `sigap-bench sync`: a replica and a session over libcurl, measured step by step.
#pragma once

#include <filesystem>

#include "tests/bench/process.hpp"
#include "tests/bench/workload.hpp"

namespace sigap::bench {

struct Step {
    double seconds = 0;
    std::uint64_t bytes_up = 0, bytes_down = 0;  // HTTP, heads included
};

struct DeviceFigures {
    Step first_pull, push, one_change, idle;
    double indexing = 0;   // seconds of what the first pull left to make: indexes of the large tables
    double editing = 0;    // seconds that the edits took on the device before the push, not waiting for the disk
    double pull_back = 0;  // seconds of the pull that ends the push's session
    std::int64_t database_bytes = 0;
    std::int64_t peak_bytes = 0;
};

std::string to_line(const DeviceFigures& figures);
DeviceFigures from_line(const std::string& line);

// Enrols at the server that speaks through `server`, and measures. `server_folder` holds the authority's certificate.
DeviceFigures measure_device(const std::filesystem::path& folder, const std::filesystem::path& server_folder,
                             Lines& server, std::size_t records, std::uint64_t seed, bool keyed);

}  // namespace sigap::bench
