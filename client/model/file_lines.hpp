// What people are told of the files of a record: what each is, and where its bytes are. The store's thread, inside Replica::read.
#pragma once

#include "client/model/snapshots.hpp"
#include "sync/engine/file_lane.hpp"

namespace sigap {

// By what is owed, without looking at the disk: right but for what that has lost since. `job` is that of one of its files.
bool is_here(const Replica& replica, const Attachment& attachment, const std::optional<FileJob>& job);
// Without `files` (null) what is here is told by what is owed: right but for what the disk has lost since.
FileLine file_line(Replica& replica, FileStore* files, const Attachment& attachment);
// Of one record, the oldest first; nil: all on this device.
std::vector<FileLine> file_lines(Replica& replica, FileStore* files, const Uuid& about = {});

}  // namespace sigap
