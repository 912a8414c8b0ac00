// Files by path as an injected thing, so that each of the disk's faults can be rehearsed. Any thread; one file belongs to one
// thread at a time. Nothing is durable before sync() of the file and, for a name that is new or gone, sync_folder().
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/core/result.hpp"

namespace sigap {

struct FolderEntry {
    std::string name;
    std::uint64_t bytes = 0;
    Timestamp changed_at;
};

struct DiskSpace {
    std::uint64_t free = 0;  // what this user may still write
    std::uint64_t total = 0;
};

// Errors: not_found, denied, storage (detail "disk_full" where there is no room).
class FileSystem {
public:
    virtual ~FileSystem() = default;
    // For this user only, with its parents; good where it is there.
    virtual Result<void> make_folder(const std::filesystem::path& folder) = 0;
    // Fewer bytes than `most` only where the file ends.
    virtual Result<std::string> read(const std::filesystem::path& file, std::uint64_t offset, std::size_t most) = 0;
    // Makes the file (mode 0600) where there is none.
    virtual Result<void> write(const std::filesystem::path& file, std::uint64_t offset, std::string_view bytes) = 0;
    virtual Result<void> sync(const std::filesystem::path& file) = 0;
    virtual Result<void> sync_folder(const std::filesystem::path& folder) = 0;
    // Replaces what is at `to` in one step.
    virtual Result<void> rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
    // Good where it is gone already.
    virtual Result<void> remove(const std::filesystem::path& file) = 0;
    virtual Result<std::uint64_t> size(const std::filesystem::path& file) = 0;
    // Plain files only, in no order.
    virtual Result<std::vector<FolderEntry>> list(const std::filesystem::path& folder) = 0;
    // Of the disk that holds the folder.
    virtual Result<DiskSpace> space(const std::filesystem::path& folder) = 0;
};

// The operating system's own.
class DiskFileSystem final : public FileSystem {
public:
    Result<void> make_folder(const std::filesystem::path& folder) override;
    Result<std::string> read(const std::filesystem::path& file, std::uint64_t offset, std::size_t most) override;
    Result<void> write(const std::filesystem::path& file, std::uint64_t offset, std::string_view bytes) override;
    Result<void> sync(const std::filesystem::path& file) override;
    Result<void> sync_folder(const std::filesystem::path& folder) override;
    Result<void> rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
    Result<void> remove(const std::filesystem::path& file) override;
    Result<std::uint64_t> size(const std::filesystem::path& file) override;
    Result<std::vector<FolderEntry>> list(const std::filesystem::path& folder) override;
    Result<DiskSpace> space(const std::filesystem::path& folder) override;
};

}  // namespace sigap
