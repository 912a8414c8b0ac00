#include "tests/bench/measure.hpp"

#include <fstream>
#include <string>

namespace sigap::bench {

namespace {

std::int64_t status_bytes(const std::string& key) {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::int64_t kib = 0;
        if (word == key && status >> kib) return kib * 1024;
    }
    return 0;
}

}  // namespace

std::int64_t peak_memory() { return status_bytes("VmHWM:"); }

std::int64_t resident_memory() { return status_bytes("VmRSS:"); }

std::int64_t database_size(const std::filesystem::path& file) {
    std::int64_t bytes = 0;
    for (const char* part : {"", "-wal"}) {
        std::error_code missing;
        const auto size = std::filesystem::file_size(file.string() + part, missing);
        if (!missing) bytes += static_cast<std::int64_t>(size);
    }
    return bytes;
}

}  // namespace sigap::bench
