// What can befall a simulated computer at its nth call of disk or memory from now on. One thread.
#pragma once

#include "tests/simulation/machine.hpp"
#include "tests/support/failing_memory.hpp"

namespace sigap::simulation {

enum class Fault { open, read, write, sync, truncate, remove, full, memory, killed, cut };
inline constexpr Fault all_faults[] = {Fault::open,   Fault::read, Fault::write,  Fault::sync,   Fault::truncate,
                                       Fault::remove, Fault::full, Fault::memory, Fault::killed, Fault::cut};
inline constexpr const char* fault_words[] = {"open",   "read",      "write",      "sync", "truncate",
                                              "delete", "full disk", "allocation", "kill", "power cut"};

inline void arm(Machine& machine, Fault fault, std::uint64_t nth) {
    switch (fault) {
        case Fault::full: return machine.faults.fill_after((nth - 1) * 512);
        case Fault::memory: testing::fail_allocation(nth); return;
        case Fault::killed:
        case Fault::cut: return machine.disk.crash_at(nth);
        default: return machine.faults.fail_nth(static_cast<testing::FaultVfs::Call>(static_cast<int>(fault) + 1), nth);
    }
}

// Whether it has been met since, when the machine had failed so often; no memory fails from then on.
inline bool was_met(const Machine& machine, std::uint64_t failures_before) {
    return testing::fail_allocation(0) > 0 || machine.disk.crashed() || machine.faults.failures() > failures_before;
}

inline Ending ending_of(Fault fault) {
    return fault == Fault::cut ? Ending::cut : fault == Fault::killed ? Ending::killed : Ending::closed;
}

// Of the many allocations, and of the bytes that a disk may have left, not each is tried where `thin`.
inline std::uint64_t next_nth(Fault fault, std::uint64_t nth, bool thin) {
    if (thin && fault == Fault::memory) return nth + 1 + nth / 3;
    // Less than a page of SQLite's, and no divisor of it: full in the midst of pages, too.
    if (thin && fault == Fault::full) return nth + 7;
    return nth + 1;
}

}  // namespace sigap::simulation
