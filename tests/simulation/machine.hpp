// One computer of the simulated world: a disk that loses what was not synced, and that can be told to fail; a clock that
// is wrong by as much as one likes. One thread.
#pragma once

#include "platform/core/clock.hpp"
#include "platform/storage/database.hpp"
#include "tests/support/fault_vfs.hpp"
#include "tests/support/power_cut_vfs.hpp"

namespace sigap::simulation {

class SkewedClock final : public Clock {
public:
    explicit SkewedClock(const ManualClock& truth) : truth_(truth) {}
    Timestamp now() const override { return {truth_.now().ms + skew_ms}; }
    std::int64_t monotonic_ms() const override { return truth_.monotonic_ms(); }

    std::int64_t skew_ms = 0;

private:
    const ManualClock& truth_;
};

// How a program ends: closed by its user, killed, or with the machine's power.
enum class Ending { closed, killed, cut };

struct Machine {
    testing::PowerCutVfs disk;
    testing::FaultVfs faults{disk.name()};

    OpenOptions open_options(const std::optional<DatabaseKey>& key) const {
        OpenOptions options;
        options.path = "database";
        options.vfs = faults.name();
        options.key = key;
        options.cache_kib = 2048;
        options.checkpoint_pages = 100;  // so that machines fail in the midst of moving the log, too
        return options;
    }
    // After the program's connection is gone. Faults end with it.
    void end(Ending ending, Random& random) {
        faults.heal();
        if (ending == Ending::cut) disk.cut(random);
        else disk.restart();
    }
};

}  // namespace sigap::simulation
