#include "client/report/report_file.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

#include "platform/os/files.hpp"

namespace sigap::report {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t most_bytes_of_picture = std::uint64_t{64} << 20U;

// Nothing where it is not here, or is not what it was.
std::optional<std::string> whole_file(FileStore& files, const std::string& hash) {
    const auto size = hash.empty() ? std::nullopt : files.size(hash);
    if (!size || *size > most_bytes_of_picture) return std::nullopt;
    const auto bytes = files.read(hash, 0, static_cast<std::size_t>(*size));
    if (!bytes || to_hex(sha256(*bytes)) != hash) return std::nullopt;
    return *bytes;
}

// The file that a link leads to: the link itself stays.
fs::path behind_links(const fs::path& path) {
    std::error_code failed;
    const fs::path real = fs::canonical(path, failed);
    return failed ? path : real;
}

}  // namespace

Pictures pictures_of(const Report& report, FileStore& files) {
    Pictures out;
    out.files.resize(report.files.size());
    std::vector<std::uint8_t> missing(report.files.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < report.files.size(); i = next++) {
            if (!report.files[i].is_picture()) continue;
            const auto bytes = whole_file(files, report.files[i].sha256);
            missing[i] = bytes ? 0 : 1;
            if (!bytes) continue;
            if (auto picture = print_picture(*bytes)) out.files[i] = std::move(*picture);
        }
    };
    // To make a camera's own picture smaller takes the better part of a second, and up to 200 MB.
    constexpr unsigned most_workers = 4;
    std::vector<std::future<void>> others;
    for (unsigned i = 1; i < std::min(std::thread::hardware_concurrency(), most_workers); ++i)
        others.push_back(std::async(std::launch::async, work));
    work();
    for (auto& other : others) other.get();
    if (const auto logo = whole_file(files, report.logo))
        if (auto picture = print_picture(*logo)) out.logo = std::move(*picture);
    for (std::size_t i = 0; i < missing.size(); ++i)
        if (missing[i] != 0) out.missing.insert(i);
    return out;
}

Result<void> check_target(const fs::path& path) {
    const std::string name = path.string();
    std::error_code ignored;
    const auto status = fs::status(path, ignored);
    if (fs::is_directory(status) || !path.has_filename())
        return fail(ErrorCode::refused,
                    name + " is a folder; name a file in it, like " + (path / "report.pdf").string(), "folder");
    if (fs::exists(status) && !fs::is_regular_file(status))
        return fail(ErrorCode::refused, name + " is no ordinary file; name another one, like report.pdf", "no_file");
    const fs::path folder = path.parent_path();
    if (!folder.empty() && !fs::is_directory(folder, ignored))
        return fail(ErrorCode::not_found,
                    "there is no folder " + folder.string() + "; make it, or name a file elsewhere", "no_folder");
    return {};
}

Error explained(const Error& error, const fs::path& path, std::uint64_t bytes) {
    const std::string folder = path.has_parent_path() ? path.parent_path().string() : std::string(".");
    if (error.detail == "disk_full")
        return fail(
            error.code,
            "the disk is full; free " + std::to_string((bytes >> 20U) + 1) + " MiB, or name a file on another disk",
            error.detail);
    if (error.code == ErrorCode::denied)
        return fail(error.code, "you may not write into " + folder + "; name a file in a folder of your own",
                    "no_right");
    return error;
}

Result<Written> write_report(const Report& report, FileStore& files, Language language, const fs::path& path) {
    SIGAP_TRY(check_target(path));
    const Pictures pictures = pictures_of(report, files);
    const auto made = make_pdf(report, pictures, language);
    if (!made) return made.error();
    const fs::path target = behind_links(path);
    if (const auto written = atomic_write(target, made->bytes); !written)
        return explained(written.error(), target, made->bytes.size());
    Written out{made->pages, 0, pictures.missing.size(), made->bytes.size(), made->code};
    for (const auto& picture : pictures.files) out.photos += picture ? 1 : 0;
    return out;
}

}  // namespace sigap::report
