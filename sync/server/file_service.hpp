// The server's side of the files' lane (sync/PROTOCOL.md, "Files"): who may read and bring which file, its chunks, and the sweep
// of files that no row mentions. One thread, the store's.
#pragma once

#include "platform/net/http.hpp"
#include "sync/files/file_store.hpp"
#include "sync/protocol/file_messages.hpp"
#include "sync/server/store.hpp"

namespace sigap {

struct FileLimits {
    std::uint64_t most_coming_bytes = std::uint64_t{4} << 30U;  // of one device's files that are not whole yet
    std::int64_t orphan_lives_ms = 30LL * 86'400'000;           // a file's, after the last row that mentions it
    std::int64_t sweep_every_ms = 86'400'000;
    std::size_t sweep_step = 200;                               // files looked at beside one request
};

class FileService {
public:
    FileService(Store& store, FileStore& files, FileLimits limits = {}) : store_(store), files_(files), limits_(limits) {}
    // Who asks, and the buckets that they may see.
    struct Caller {
        Device device;
        Person person;
        std::vector<std::string> buckets;
    };
    Result<std::string> ask(const std::string& body, const Caller& caller);
    // `expected` becomes the offset to go on from where the Error is "offset".
    Result<std::string> take_chunk(std::string_view target, const std::string& chunk, const Caller& caller, std::int64_t& expected);
    Result<std::string> give_chunk(std::string_view target, const Caller& caller);

    // Goes on with the sweep where one is due. A file goes 30 days after a sweep first found no row that mentions it: to a
    // restored server devices offer again the rows that its backup lacks.
    void sweep_step();

private:
    bool sees(const std::string& hash, std::optional<std::uint64_t> bytes, const Caller& caller) const;
    bool wrote(const std::string& hash, std::uint64_t bytes, const Caller& caller) const;
    bool lives(const std::string& hash, Timestamp now);

    Store& store_;
    FileStore& files_;
    FileLimits limits_;
    std::vector<FolderEntry> to_sweep_;
    std::optional<std::int64_t> last_sweep_ms_;  // by the monotonic clock
};

}  // namespace sigap
