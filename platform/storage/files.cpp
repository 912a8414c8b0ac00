#include "platform/storage/files.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <system_error>

#include "platform/os/descriptor.hpp"

namespace sigap {
namespace {

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

Result<void> publish_file(const std::filesystem::path& from, const std::filesystem::path& to) {
    SIGAP_TRY(sync_path(from, 0));
    if (::rename(from.c_str(), to.c_str()) != 0) return failed("rename", from, "disk_io");
    const std::filesystem::path folder = to.parent_path();
    return sync_path(folder.empty() ? "." : folder, O_DIRECTORY);
}

}  // namespace sigap
