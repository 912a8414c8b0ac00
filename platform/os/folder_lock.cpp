#include "platform/os/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

#include "platform/os/system_error.hpp"

namespace sigap {

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
    // The file stays behind: removing it would let two owners lock two files of one name.
    Descriptor file(open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file) return system_error("Cannot lock the folder " + folder.string(), errno);
    if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            return fail(ErrorCode::busy, "Another program is using the folder " + folder.string() + ".");
        }
        return system_error("Cannot lock the folder " + folder.string(), errno);
    }
    return FolderLock(std::move(file));
}

}  // namespace sigap
