#include "platform/os/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "platform/os/descriptor.hpp"
#include "platform/os/system_error.hpp"

namespace sigap {
namespace {

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

Result<void> sync_folder(const std::filesystem::path& folder) {
    const Descriptor handle(open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!handle || fsync(handle.get()) != 0) return system_error("Cannot secure the folder " + folder.string(), errno);
    return {};
}

}  // namespace

Result<void> atomic_write(const std::filesystem::path& path, std::string_view bytes, unsigned mode) {
    // Not derived from the name, which may already have the 255 bytes that a name can have.
    std::string temporary = (path.parent_path() / ".sigap-XXXXXX").string();
    Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));
    if (!file) return system_error("Cannot write " + path.string(), errno);
    const bool written = write_all(file.get(), bytes) && fchmod(file.get(), static_cast<mode_t>(mode)) == 0 &&
                         fsync(file.get()) == 0 && rename(temporary.c_str(), path.c_str()) == 0;
    if (!written) {
        const int reason = errno;
        unlink(temporary.c_str());
        return system_error("Cannot write " + path.string(), reason);
    }
    return sync_folder(path.parent_path());
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t most) {
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return system_error("Cannot read " + path.string(), errno);
    std::string bytes;
    std::array<char, 64 * 1024> block;
    // The size is not asked for: it may change, and the kernel's own files report 0.
    for (;;) {
        const ssize_t count = read(file.get(), block.data(), block.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_error("Cannot read " + path.string(), errno);
        if (count == 0) return bytes;
        bytes.append(block.data(), static_cast<std::size_t>(count));
        if (bytes.size() > most) {
            return fail(ErrorCode::limit, path.string() + " is larger than " + std::to_string(most) + " bytes.");
        }
    }
}

void secure_umask() { umask(077); }

}  // namespace sigap
