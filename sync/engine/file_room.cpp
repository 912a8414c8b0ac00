#include "sync/engine/file_room.hpp"

#include <algorithm>

namespace sigap {

namespace {

constexpr std::uint64_t plenty_bytes = 2ULL << 30U;

}  // namespace

bool is_scarce(const DiskSpace& space) {
    return space.free < plenty_bytes && space.free < space.total / 10;
}

bool disk_is_scarce(FileStore& files) {
    const auto space = files.space();
    return space && is_scarce(*space);
}

Result<std::uint64_t> make_room(Replica& replica, FileStore& files, std::uint64_t wanted) {
    auto entries = files.entries();
    if (!entries) return entries.error();
    std::ranges::sort(*entries, {}, &FolderEntry::changed_at);
    FileJobs jobs(replica);
    std::uint64_t freed = 0;
    for (const bool sent_lately : {false, true})
        for (const auto& entry : *entries) {
            if (freed >= wanted) return freed;
            const auto gives_way = replica.read(
                [&]() -> Result<bool> { return jobs.can_be_fetched(entry.name) && jobs.was_sent_lately(entry.name) == sent_lately; });
            if (!gives_way) return gives_way.error();
            if (!*gives_way) continue;
            SIGAP_TRY(files.remove(entry.name));
            // Where the disk is too full to note it, the daily tidying does.
            (void)jobs.want_again(entry.name);
            freed += entry.bytes;
        }
    return freed;
}

}  // namespace sigap
