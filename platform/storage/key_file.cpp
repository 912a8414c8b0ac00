#include "platform/storage/key_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <system_error>

#include "platform/os/descriptor.hpp"
#include "platform/os/files.hpp"

namespace sigap {
namespace {

Error key_error(const std::filesystem::path& path, const std::string& what, const char* detail) {
    return fail(ErrorCode::storage, "the key file " + path.string() + " " + what, detail);
}

Result<DatabaseKey> read_key(int fd, const std::filesystem::path& path) {
    DatabaseKey key;
    struct stat facts {};
    if (::fstat(fd, &facts) != 0) return key_error(path, "cannot be read", "key_io");
    if (!S_ISREG(facts.st_mode)) return key_error(path, "is no plain file", "key_io");
    if ((facts.st_mode & 077) != 0)
        return key_error(path, "can be touched by others: chmod 600 it, or restore it", "key_permissions");
    if (facts.st_size != static_cast<off_t>(key.size()))
        return key_error(path, "is not 32 bytes long: restore it from a backup", "key_size");
    if (::pread(fd, key.data(), key.size(), 0) != static_cast<ssize_t>(key.size()))
        return key_error(path, "cannot be read", "key_io");
    return key;
}

}  // namespace

Result<DatabaseKey> load_or_create_key(const std::filesystem::path& path, Random& random) {
    // O_NONBLOCK: a pipe in the key's place must not hold the program.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (file) return read_key(file.get(), path);
    if (errno != ENOENT)
        return key_error(path, "cannot be opened: " + std::generic_category().message(errno), "key_io");
    DatabaseKey key;
    random.fill(std::as_writable_bytes(std::span(key)));
    const std::string_view bytes(reinterpret_cast<const char*>(key.data()), key.size());
    if (const auto written = atomic_write(path, bytes, 0600); !written)
        return key_error(path, "cannot be made: " + written.error().message, "key_io");
    return key;
}

}  // namespace sigap
