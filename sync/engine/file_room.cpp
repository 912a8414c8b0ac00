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
    const auto give_way = [&](const FolderEntry& entry) -> Result<void> {
        SIGAP_TRY(files.remove(entry.name));
        // Where the disk is too full to note it, the daily tidying does.
        (void)jobs.want_again(entry.name);
        freed += entry.bytes;
        return {};
    };
    std::vector<FolderEntry> sent_lately;
    for (const auto& entry : *entries) {
        if (freed >= wanted) return freed;
        bool lately = false;
        const auto spare = replica.read([&]() -> Result<bool> {
            if (!jobs.can_be_fetched(entry.name)) return false;
            lately = jobs.was_sent_lately(entry.name);
            return true;
        });
        if (!spare) return spare.error();
        if (lately) sent_lately.push_back(entry);
        else if (*spare) SIGAP_TRY(give_way(entry));
    }
    for (const auto& entry : sent_lately) {
        if (freed >= wanted) return freed;
        SIGAP_TRY(give_way(entry));
    }
    return freed;
}

}  // namespace sigap
