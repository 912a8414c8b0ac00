// One computer of the simulated world: a disk that loses what was not synced, and that can be told to fail, with a database
// and files on it; a clock that is wrong by as much as one likes. One thread.
#pragma once

#include "platform/core/clock.hpp"
#include "platform/storage/database.hpp"
#include "sync/files/file_store.hpp"
#include "tests/support/fault_vfs.hpp"
#include "tests/support/memory_files.hpp"
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
    // What happens to files is drawn from a stream of its own, so that a seed's life is otherwise the same without them.
    explicit Machine(const Clock& clock) : files(clock) {
        files.stopped = [this] { return disk.crashed(); };
    }

    testing::PowerCutVfs disk;
    testing::FaultVfs faults{disk.name()};
    testing::MemoryFiles files;

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
    void end(Ending ending, Random& random, Random& of_files) {
        faults.heal();
        calm_files();
        if (ending == Ending::cut) disk.cut(random), files.cut_power(of_files);
        else disk.restart();
    }
    // At one of the next few calls about files the machine stops, or its disk fails or is full; some are never met.
    void shake_files(Random& random) {
        const std::int64_t at = files.calls + 1 + static_cast<std::int64_t>(random.below(8));
        switch (random.below(4)) {
            case 0: files.fail_at = at; break;
            case 1: files.room = reserved_bytes + random.below(2000); break;
            default: files.kill_at = at;
        }
    }
    void calm_files() {
        files.kill_at.reset();
        files.fail_at.reset();
        files.room = std::uint64_t{1} << 40U;
    }
};

}  // namespace sigap::simulation
