// The report of a visit as a file beside others of its reader's. Any thread that may wait for a disk.
#pragma once

#include <filesystem>

#include "client/report/report_pdf.hpp"
#include "sync/files/file_store.hpp"

namespace sigap::report {

struct Written {
    std::size_t pages = 0, photos = 0, missing = 0;
    std::uint64_t bytes = 0;
    std::string code;
};

// What of the report's files can be shown; a file that is not what it was is missing.
Pictures pictures_of(const Report& report, FileStore& files);

// Makes the PDF and puts it at `path`, whole or not at all; a file that is there gives way. Each Error says what to do:
// refused where `path` cannot be a file, not_found, denied, storage "disk_full".
Result<Written> write_report(const Report& report, FileStore& files, Language language, const std::filesystem::path& path);

// Whether a file could be put there, asked before the work; and what went wrong when it was.
Result<void> check_target(const std::filesystem::path& path);
Error explained(const Error& error, const std::filesystem::path& path, std::uint64_t bytes);

}  // namespace sigap::report
