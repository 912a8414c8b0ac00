// What people are told of the files of a record: what each is, and where its bytes are. The store's thread, inside Replica::read.
#pragma once

#include "sync/engine/file_lane.hpp"

namespace sigap {

// done: here, and the server has it or will have it from its author; sending, fetching: `percent` of it has gone or come;
// elsewhere: neither here nor at the server yet; retake: it was to be sent and is lost here; refused: see `problem`.
enum class FileState : std::uint8_t { done, sending, fetching, elsewhere, retake, refused };
template <>
inline constexpr std::string_view words_of<FileState>[] = {"done", "sending", "fetching", "elsewhere", "retake", "refused"};

struct FileLine {
    Attachment attachment;
    std::string author;
    FileState state{};
    int percent = 0;
    bool here = false;
    std::string problem;
};

FileLine file_line(Replica& replica, FileStore& files, const Attachment& attachment);
// Of one record, the oldest first; nil: all on this device.
std::vector<FileLine> file_lines(Replica& replica, FileStore& files, const Uuid& about = {});

}  // namespace sigap
