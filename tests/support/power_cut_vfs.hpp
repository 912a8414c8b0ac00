// PowerCutVfs: a disk in memory under SQLite that forgets what was not synced, as a machine does when its power is cut.
// Any thread; give its name() to OpenOptions::vfs; it must outlive every connection that uses it.
//
// What a cut leaves, per 512-byte sector written since the file's last sync: the old sector, the new one, or one torn
// at any byte, each chosen alone, so writes are reordered too. Bytes beside a write are never harmed (as SQLite assumes
// of real disks, "powersafe overwrite"). Creations, deletions and truncations are a journal: a cut loses its unsynced
// end; any sync writes it down, as ext4 and NTFS do. SQLite's VFS knows no rename.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "platform/core/random.hpp"

namespace sigap::testing {

struct SimulatedMachine;

class PowerCutVfs {
public:
    struct Options {
        bool lie = false;  // a sync reports success and does nothing
    };
    // The disk's files as every process sees them.
    using Files = std::map<std::string, std::vector<std::uint8_t>>;

    PowerCutVfs() : PowerCutVfs(Options()) {}
    explicit PowerCutVfs(Options options);
    ~PowerCutVfs();
    PowerCutVfs(const PowerCutVfs&) = delete;
    PowerCutVfs& operator=(const PowerCutVfs&) = delete;

    const std::string& name() const;

    // Calls that change the disk, so far: write, truncate, sync, delete, and open when it creates.
    std::uint64_t changes() const;
    // The machine stops at the n-th such call from now (1 is the next one): it and all later calls fail with an I/O
    // error. A write that is stopped may still reach the disk, in part. 0: never.
    void crash_at(std::uint64_t nth);
    void crash();
    bool crashed() const;

    // Both end a crash; connections from before see I/O errors for ever, and are to be closed.
    void restart();            // the process was killed: what it wrote is there
    void cut(Random& random);  // the power failed: see above

    Files files() const;
    // A disk of these files, all synced: a restored backup, a cloned device.
    void load(const Files& files);

private:
    std::unique_ptr<SimulatedMachine> machine_;
};

}  // namespace sigap::testing
