#include "hardware/inventory/system_files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

namespace sigap {

namespace {

struct Descriptor {
    int number;
    explicit Descriptor(int value) : number(value) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number >= 0) ::close(number);
    }
};

Error failure(std::string_view path, int reason) {
    const std::string name(path);
    switch (reason) {
        case ENOENT:
        case ENOTDIR:
        case ENODEV:
        case ENXIO: return fail(ErrorCode::not_found, name + " is not on this machine", "absent");
        case EACCES:
        case EPERM: return fail(ErrorCode::denied, name + " may be read by root only", "needs_root");
        default: return fail(ErrorCode::storage, name + ": " + std::strerror(reason), "failed");
    }
}

}  // namespace

FolderFiles::FolderFiles(std::string root) : root_(std::move(root)) {
    while (!root_.empty() && root_.back() == '/') root_.pop_back();
}

Result<std::string> FolderFiles::read(std::string_view path) const {
    const std::string full = root_ + std::string(path);
    // Without waiting: a recorded tree may hold a pipe where a file is expected.
    const Descriptor file(::open(full.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (file.number < 0) return failure(path, errno);
    struct stat facts {};
    if (::fstat(file.number, &facts) != 0) return failure(path, errno);
    if (!S_ISREG(facts.st_mode)) return failure(path, ENOENT);
    std::string text;
    char block[16384];
    for (;;) {
        const ssize_t count = ::read(file.number, block, sizeof block);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failure(path, errno);
        if (count == 0) return text;
        text.append(block, static_cast<std::size_t>(count));
        if (text.size() > largest_file)
            return fail(ErrorCode::limit, std::string(path) + " is larger than any file of its kind", "malformed");
    }
}

Result<std::vector<std::string>> FolderFiles::list(std::string_view path) const {
    const std::string full = root_ + std::string(path);
    const auto close_folder = [](DIR* folder) { ::closedir(folder); };
    const std::unique_ptr<DIR, decltype(close_folder)> folder(::opendir(full.c_str()), close_folder);
    if (!folder) return failure(path, errno);
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(folder.get())) {
        const std::string_view name = entry->d_name;
        if (name == "." || name == "..") continue;
        if (names.size() == longest_list) return fail(ErrorCode::limit, full + " holds too many names", "malformed");
        names.emplace_back(name);
    }
    if (errno != 0) return failure(path, errno);
    std::sort(names.begin(), names.end());
    return names;
}

Result<std::string> FolderFiles::link(std::string_view path) const {
    const std::string full = root_ + std::string(path);
    char target[4096];
    const ssize_t length = ::readlink(full.c_str(), target, sizeof target);
    if (length < 0) return failure(path, errno == EINVAL ? ENOENT : errno);
    return std::string(target, static_cast<std::size_t>(length));
}

std::string FolderFiles::hypervisor_signature() const {
#if defined(__x86_64__) || defined(__i386__)
    unsigned a = 0, b = 0, c = 0, d = 0;
    constexpr unsigned hypervisor_present = 1u << 31;
    if (!root_.empty() || !__get_cpuid(1, &a, &b, &c, &d) || (c & hypervisor_present) == 0) return {};
    __cpuid(0x40000000, a, b, c, d);
    char signature[13] = {};
    std::memcpy(signature, &b, 4);
    std::memcpy(signature + 4, &c, 4);
    std::memcpy(signature + 8, &d, 4);
    return signature;
#else
    return {};
#endif
}

}  // namespace sigap
