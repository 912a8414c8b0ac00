// FaultVfs: a disk that fails when told to, in front of the system's VFS or of a PowerCutVfs.
// Any thread; give its name() to OpenOptions::vfs; it must outlive every connection that uses it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace sigap::testing {

struct FaultPlan;

class FaultVfs {
public:
    // `any` counts all the others: open, read, write, sync, truncate, remove.
    enum class Call { any, open, read, write, sync, truncate, remove };

    // base: a registered VFS's name; empty is the system's.
    explicit FaultVfs(const std::string& base = {});
    ~FaultVfs();
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    const std::string& name() const;

    // The nth such call from now (1 is the next one) fails without touching the disk, and each one after it too when
    // `stays`. code: SQLite's; 0 is the usual I/O error of that call.
    void fail_nth(Call call, std::uint64_t nth, int code = 0, bool stays = false);
    // Writes beyond this many bytes from now fail as on a full disk.
    void fill_after(std::uint64_t bytes);
    // Failures end.
    void heal();
    // Calls so far, and calls failed so far.
    std::uint64_t calls(Call call) const;
    std::uint64_t failures() const;

private:
    std::unique_ptr<FaultPlan> plan_;
};

}  // namespace sigap::testing
