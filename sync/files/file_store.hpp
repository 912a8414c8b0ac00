// A folder of files named by the SHA-256 of their bytes, the same on a device and on the server. Always holds: what stands
// under a hash had that hash as a whole, and was durable before anybody was told; what is half here stands apart.
// Any thread; of one hash and owner, one at a time.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>

#include "platform/crypto/hash.hpp"
#include "platform/os/file_system.hpp"

namespace sigap {

inline constexpr std::size_t file_chunk_bytes = 1U << 20U;
inline constexpr std::int64_t partial_lives_ms = 30LL * 86'400'000;
// Kept free for the database: files are refused before an edit is.
inline constexpr std::uint64_t reserved_bytes = 64U << 20U;

struct StoredFile {
    std::string hash;
    std::uint64_t bytes = 0;
};

class FileStore {
public:
    // `files` must outlive the store. Both ends have chunks of one length; another than the protocol's is for tests alone.
    FileStore(FileSystem& files, std::filesystem::path folder, std::size_t chunk_bytes = file_chunk_bytes)
        : files_(files), folder_(std::move(folder)), chunk_bytes_(chunk_bytes) {}
    // The folder, and what a killed process left in it, durable; before anything else.
    Result<void> prepare();
    std::size_t chunk_bytes() const { return chunk_bytes_; }

    // Up to so many bytes from an offset; fewer only at the end.
    using Source = std::function<Result<std::string>(std::uint64_t offset, std::size_t most)>;
    // Reads the source to its end and keeps it: temporary file, fsync, rename, fsync of the folder. Error{limit} past
    // `most_bytes`, Error{storage} "disk_full"; then nothing stays.
    Result<StoredFile> put(const Source& source, std::uint64_t most_bytes);
    Result<StoredFile> put(std::string_view bytes);

    // The size of a whole file; none where it is not here whole.
    std::optional<std::uint64_t> size(std::string_view hash);
    Result<std::string> read(std::string_view hash, std::uint64_t offset, std::size_t most = file_chunk_bytes);

    // Where the next chunk starts of a file of `total` bytes that `owner` (a device; letters, digits, '-') brings. Owners are
    // apart, so that nobody spoils what another one brings.
    std::uint64_t received(std::string_view hash, std::string_view owner, std::uint64_t total);
    struct Appended {
        std::uint64_t received = 0;
        bool whole = false;  // it has been verified and stands under its hash
    };
    // The chunk at `offset` of a file of `total` bytes, durable when this returns; all chunks but the last are full. A chunk
    // that is here already changes nothing. Errors: invalid (the chunk's shape), refused "offset" (it starts past
    // received()), refused "wrong_hash" (all is here and is not the file: nothing of it stays), storage.
    Result<Appended> append(std::string_view hash, std::string_view owner, std::uint64_t total, std::uint64_t offset,
                            std::string_view chunk);
    Result<void> drop_partial(std::string_view hash, std::string_view owner);

    // Reads the whole file again. False where it is not what it was: it is then set aside and no longer here.
    Result<bool> verify(std::string_view hash);

    // A whole file that can be had elsewhere; good where it is gone already.
    Result<void> remove(std::string_view hash);
    Result<DiskSpace> space() { return files_.space(folder_); }

    // All that lies in the folder; give it to sweep(), whole or in parts. Removes partial and damaged files that are older than
    // 30 days, leftovers older than a day, and whole files for which `live` says no and that are older than a day; `live` is
    // asked immediately before.
    Result<std::vector<FolderEntry>> entries();
    struct Swept {
        std::int64_t files = 0;
        std::uint64_t bytes = 0;
    };
    Result<Swept> sweep(std::span<const FolderEntry> entries, Timestamp now, const std::function<bool(const std::string& hash)>& live);

    std::uint64_t partial_bytes(std::string_view owner);

private:
    struct Hashing {
        Sha256Stream stream;
        std::uint64_t bytes = 0;
    };
    std::filesystem::path whole(std::string_view hash) const { return folder_ / std::string(hash); }
    std::filesystem::path partial(std::string_view hash, std::string_view owner) const;
    Result<void> check_room(std::uint64_t bytes);
    Result<std::string> hash_of(const std::filesystem::path& file, std::uint64_t total);
    void hash_chunk(const std::string& name, std::uint64_t offset, std::string_view chunk);
    std::optional<std::string> hashed(const std::string& name, std::uint64_t total);
    Result<void> keep(const std::filesystem::path& from, std::string_view hash);

    FileSystem& files_;
    std::filesystem::path folder_;
    std::size_t chunk_bytes_;
    std::mutex keeping_;                        // a name is given, or taken back, by one at a time
    std::mutex mutex_;                          // of the two below
    std::map<std::string, Hashing> hashing_;    // of partial files that came in one piece so far
    std::uint64_t next_temporary_ = 0;
};

}  // namespace sigap
