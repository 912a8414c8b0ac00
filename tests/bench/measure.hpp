// Small tools of measuring: a stop watch, the median, this process's memory. Any thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace sigap::bench {

class StopWatch {
public:
    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count(); }

private:
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

// The share-th value of them in order: 0.5 the median. 0 where there is none.
template <typename T>
T quantile(std::vector<T> values, double share) {
    if (values.empty()) return {};
    const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
    return values[at];
}

template <typename T>
T median(std::vector<T> values) {
    return quantile(std::move(values), 0.5);
}

// The most that this process ever held in memory, and what it holds now; bytes.
std::int64_t peak_memory();
std::int64_t resident_memory();

// Of the database with its write-ahead log.
std::int64_t database_size(const std::filesystem::path& file);

}  // namespace sigap::bench
