// The state of PowerCutVfs's disk, without SQLite: files, what of them is synced, locks and shared memory.
// Not locked itself: PowerCutVfs holds its mutex around every call.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "platform/core/random.hpp"

namespace sigap::testing {

// One file, by any name or none: a deleted file lives on in the handles that hold it.
struct DiskFile {
    struct Change {
        std::uint64_t number = 0;
        bool truncates = false;
        bool journaled = false;  // a truncation that a later sync of any file has made durable
        std::size_t offset = 0;  // or the new size
        std::vector<std::uint8_t> bytes;
    };

    std::vector<std::uint8_t> now;     // as processes read it
    std::vector<std::uint8_t> synced;  // as the disk surely holds it
    std::vector<Change> unsynced;

    int shared = 0;
    const void* reserved = nullptr;  // the handle that holds RESERVED, PENDING or EXCLUSIVE
    const void* pending = nullptr;
    const void* exclusive = nullptr;

    struct SharedMemory {
        std::vector<std::unique_ptr<std::uint8_t[]>> regions;
        std::array<int, 8> readers{};
        std::array<const void*, 8> writer{};
        int handles = 0;
    } memory;
};

using DiskFilePtr = std::shared_ptr<DiskFile>;

class DiskState {
public:
    DiskFilePtr find(const std::string& name) const;
    DiskFilePtr create(const std::string& name);
    void remove(const std::string& name);
    void write(DiskFile& file, std::size_t offset, std::span<const std::uint8_t> bytes);
    void truncate(DiskFile& file, std::size_t size);
    void sync(DiskFile& file);
    void sync_names();

    // A disk whose files are all synced: what every process saw, or what a power cut leaves of it.
    DiskState after_kill() const;
    DiskState after_cut(Random& random) const;

    const std::map<std::string, DiskFilePtr>& names() const { return names_; }

private:
    struct NameChange {
        std::uint64_t number;
        std::string name;
        DiskFilePtr file;  // null: deleted
    };

    std::map<std::string, DiskFilePtr> names_;
    std::map<std::string, DiskFilePtr> synced_names_;
    std::vector<NameChange> unsynced_names_;
    std::uint64_t next_number_ = 1;
    std::uint64_t journal_start_ = 1;  // number of the first change after the last sync
};

}  // namespace sigap::testing
