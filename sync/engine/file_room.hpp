// Room on a device's disk: where it runs short, files that the server has, too, give way before an edit is refused.
// The store's thread.
#pragma once

#include "sync/files/file_store.hpp"
#include "sync/replica/file_jobs.hpp"

namespace sigap {

// Nine tenths of the disk are full, and what is left is not plenty.
bool is_scarce(const DiskSpace& space);
// False where the disk cannot tell.
bool disk_is_scarce(FileStore& files);

// Removes originals that the server has and no edit of this device waits with until `wanted` bytes are gone or none is left, the
// longest here first, but last what this device has sent within 30 days; returns how many bytes went. They come again when there is
// room.
Result<std::uint64_t> make_room(Replica& replica, FileStore& files, std::uint64_t wanted);

}  // namespace sigap
