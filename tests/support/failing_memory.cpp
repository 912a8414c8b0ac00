#include "tests/support/failing_memory.hpp"

#include <sqlcipher/sqlite3.h>

#include <atomic>

#if defined(__SANITIZE_ADDRESS__)
#define SIGAP_FINDS_LEAKS
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SIGAP_FINDS_LEAKS
#endif
#endif
#ifdef SIGAP_FINDS_LEAKS
#include <sanitizer/lsan_interface.h>
#endif

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

// SQLCipher forgets the key's memory when more of it cannot be had: while a failure is planned, leaks are no finding.
class LeaksOverlooked {
public:
    LeaksOverlooked() {
#ifdef SIGAP_FINDS_LEAKS
        if (planned_) __lsan_disable();
#endif
    }
    ~LeaksOverlooked() {
#ifdef SIGAP_FINDS_LEAKS
        if (planned_) __lsan_enable();
#endif
    }
    LeaksOverlooked(const LeaksOverlooked&) = delete;
    LeaksOverlooked& operator=(const LeaksOverlooked&) = delete;

private:
    [[maybe_unused]] const bool planned_ = fail_in.load() != 0;
};

void* allocate(int size) {
    const LeaksOverlooked overlooked;
    return fails() ? nullptr : system_memory.xMalloc(size);
}
void* reallocate(void* old, int size) {
    const LeaksOverlooked overlooked;
    return fails() ? nullptr : system_memory.xRealloc(old, size);
}

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
