#include "platform/storage/files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace sigap {
namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    explicit operator bool() const { return fd_ >= 0; }
    int get() const { return fd_; }

private:
    int fd_;
};

Error failed(const char* doing, const std::filesystem::path& path, const char* detail) {
    const std::string reason = std::generic_category().message(errno);
    return fail(ErrorCode::storage, std::string("cannot ") + doing + " " + path.string() + ": " + reason, detail);
}

Result<void> sync_path(const std::filesystem::path& path, int flags) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags));
    if (!file || ::fsync(file.get()) != 0) return failed("sync", path, "disk_io");
    return {};
}

}  // namespace

Result<void> make_private_file(const std::filesystem::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file) return failed("open", path, "cannot_open");
    return {};
}

Result<void> write_private_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
    std::filesystem::path part = path;
    part += ".part";
    ::unlink(part.c_str());  // left by a process that died here
    {
        const Descriptor file(::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
        if (!file) return failed("create", part, "disk_io");
        while (!bytes.empty()) {
            const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return failed("write", part, "disk_io");
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
    }
    return publish_file(part, path);
}

Result<void> publish_file(const std::filesystem::path& from, const std::filesystem::path& to) {
    SIGAP_TRY(sync_path(from, 0));
    if (::rename(from.c_str(), to.c_str()) != 0) return failed("rename", from, "disk_io");
    const std::filesystem::path folder = to.parent_path();
    return sync_path(folder.empty() ? "." : folder, O_DIRECTORY);
}

}  // namespace sigap
