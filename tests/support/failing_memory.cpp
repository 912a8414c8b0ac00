#include "tests/support/failing_memory.hpp"

#include <sqlcipher/sqlite3.h>

#include <atomic>

namespace sigap::testing {

namespace {

sqlite3_mem_methods system_memory;
std::atomic<std::uint64_t> fail_in{0};
std::atomic<std::uint64_t> failed{0};
std::atomic<bool> failing{false};
std::atomic<bool> lasting{false};

bool fails() {
    if (fail_in.load() != 0 && --fail_in == 0) failing = true;
    if (!failing.load()) return false;
    failing = lasting.load();
    ++failed;
    return true;
}

void* allocate(int size) { return fails() ? nullptr : system_memory.xMalloc(size); }
void* reallocate(void* old, int size) { return fails() ? nullptr : system_memory.xRealloc(old, size); }

// Before main, hence before SQLite is first used. Without lookaside every allocation comes by here.
[[maybe_unused]] const bool installed = [] {
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &system_memory);
    sqlite3_mem_methods ours = system_memory;
    ours.xMalloc = allocate;
    ours.xRealloc = reallocate;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) == SQLITE_OK && sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK;
}();

}  // namespace

std::uint64_t fail_allocation(std::uint64_t nth, bool stays) {
    failing = false;
    lasting = stays;
    fail_in = nth;
    return failed.exchange(0);
}

}  // namespace sigap::testing
