#include "platform/os/file_system.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "platform/os/descriptor.hpp"
#include "platform/os/paths.hpp"
#include "platform/os/system_error.hpp"

namespace sigap {

namespace {

Error failed(const char* doing, const std::filesystem::path& path) {
    return system_error(std::string("Cannot ") + doing + ' ' + path.string(), errno);
}

Result<void> sync_path(const std::filesystem::path& path, int flags) {
    const Descriptor handle(::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags));
    if (!handle || ::fsync(handle.get()) != 0) return failed("secure", path);
    return {};
}

}  // namespace

Result<void> DiskFileSystem::make_folder(const std::filesystem::path& folder) {
    SIGAP_TRY(make_private_folder(folder));
    return sync_path(folder.has_parent_path() ? folder.parent_path() : ".", O_DIRECTORY);
}

Result<std::string> DiskFileSystem::read(const std::filesystem::path& file, std::uint64_t offset, std::size_t most) {
    const Descriptor handle(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!handle) return failed("read", file);
    std::string bytes(most, '\0');
    std::size_t have = 0;
    while (have < most) {
        const ssize_t count = ::pread(handle.get(), bytes.data() + have, most - have, static_cast<off_t>(offset + have));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed("read", file);
        if (count == 0) break;
        have += static_cast<std::size_t>(count);
    }
    bytes.resize(have);
    return bytes;
}

Result<void> DiskFileSystem::write(const std::filesystem::path& file, std::uint64_t offset, std::string_view bytes) {
    const Descriptor handle(::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!handle) return failed("write", file);
    while (!bytes.empty()) {
        const ssize_t count = ::pwrite(handle.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed("write", file);
        bytes.remove_prefix(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
    return {};
}

Result<void> DiskFileSystem::sync(const std::filesystem::path& file) { return sync_path(file, 0); }

Result<void> DiskFileSystem::sync_folder(const std::filesystem::path& folder) { return sync_path(folder, O_DIRECTORY); }

Result<void> DiskFileSystem::rename(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) return failed("rename", from);
    return {};
}

Result<void> DiskFileSystem::remove(const std::filesystem::path& file) {
    if (::unlink(file.c_str()) != 0 && errno != ENOENT) return failed("remove", file);
    return {};
}

Result<std::uint64_t> DiskFileSystem::size(const std::filesystem::path& file) {
    struct stat facts {};
    if (::stat(file.c_str(), &facts) != 0) return failed("read", file);
    return static_cast<std::uint64_t>(facts.st_size);
}

Result<std::vector<FolderEntry>> DiskFileSystem::list(const std::filesystem::path& folder) {
    const std::unique_ptr<DIR, int (*)(DIR*)> open_folder(::opendir(folder.c_str()), &::closedir);
    if (!open_folder) return failed("read", folder);
    std::vector<FolderEntry> out;
    for (errno = 0; const dirent* entry = ::readdir(open_folder.get()); errno = 0) {
        struct stat facts {};
        // What goes away meanwhile is no entry.
        if (::fstatat(::dirfd(open_folder.get()), entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(facts.st_mode)) continue;
        const std::int64_t ms = std::int64_t{facts.st_mtim.tv_sec} * 1000 + facts.st_mtim.tv_nsec / 1'000'000;
        out.push_back({entry->d_name, static_cast<std::uint64_t>(facts.st_size), Timestamp{ms}});
    }
    if (errno != 0) return failed("read", folder);
    return out;
}

Result<DiskSpace> DiskFileSystem::space(const std::filesystem::path& folder) {
    struct statvfs facts {};
    if (::statvfs(folder.c_str(), &facts) != 0) return failed("read", folder);
    return DiskSpace{std::uint64_t{facts.f_bavail} * facts.f_frsize, std::uint64_t{facts.f_blocks} * facts.f_frsize};
}

}  // namespace sigap
