// A file system in memory that can fail, be killed and lose power: for FileStore on both ends. One thread.
// In a simulation: one MemoryFiles for each device and one for the server, FileStore(files, "files") on it; give the stores to
// FileLane and FileService; after a crash make the FileStore anew on the same MemoryFiles, after cut_power() too.
// Where a machine has other disks, too, `stopped` says that it is down: each call then fails.
// Set `kill_at` or `fail_at` to the number of a call from now on; `room` is what is free of `disk`.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>

#include "platform/core/random.hpp"
#include "platform/os/file_system.hpp"

namespace sigap::testing {

// Thrown in the middle of a call: the process ends here. What was written stays, as after kill -9.
struct Killed : std::runtime_error {
    Killed() : std::runtime_error("killed") {}
};

class MemoryFiles final : public FileSystem {
public:
    explicit MemoryFiles(const Clock& clock) : clock_(clock) {}

    std::uint64_t room = std::uint64_t{1} << 40U, disk = std::uint64_t{1} << 41U;
    std::int64_t calls = 0;                 // that change or secure something
    std::optional<std::int64_t> kill_at;    // counted in `calls`: before the call's effect
    std::optional<std::int64_t> fail_at;    // the call does nothing and answers Error{storage}
    std::int64_t bytes_written = 0;
    std::function<bool()> stopped;

    // All files as every process sees them, and a disk of these files, all synced: a restored backup, a copied disk.
    struct File {
        std::string bytes;
        Timestamp changed_at;
    };
    using Files = std::map<std::string, File>;
    Files files() const;
    void load(const Files& files);

    // Unsynced writes are lost, kept or torn; unsynced names are lost from some point on.
    void cut_power(Random& random);
    // A bit of the file turns over.
    void rot(const std::filesystem::path& file, std::size_t at);
    bool has(const std::filesystem::path& file) const { return names_.contains(file.string()); }
    std::size_t count() const { return names_.size(); }

    Result<void> make_folder(const std::filesystem::path&) override { return {}; }
    Result<std::string> read(const std::filesystem::path& file, std::uint64_t offset, std::size_t most) override;
    Result<void> write(const std::filesystem::path& file, std::uint64_t offset, std::string_view bytes) override;
    Result<void> sync(const std::filesystem::path& file) override;
    Result<void> sync_folder(const std::filesystem::path& folder) override;
    Result<void> rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
    Result<void> remove(const std::filesystem::path& file) override;
    Result<std::uint64_t> size(const std::filesystem::path& file) override;
    Result<std::vector<FolderEntry>> list(const std::filesystem::path& folder) override;
    Result<DiskSpace> space(const std::filesystem::path&) override { return DiskSpace{room, disk}; }

private:
    struct Node {
        std::string now, synced;
        Timestamp changed_at;
    };
    using NodePtr = std::shared_ptr<Node>;
    Result<void> step();
    Result<NodePtr> find(const std::filesystem::path& file) const;
    void set_name(const std::string& name, NodePtr node);

    const Clock& clock_;
    std::map<std::string, NodePtr> names_, synced_names_;
    std::vector<std::pair<std::string, NodePtr>> unsynced_;  // null: gone
};

}  // namespace sigap::testing
