// Whole files, read with a bound and written so that a power cut leaves the old or the new one. Any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "platform/core/result.hpp"

namespace sigap {

// Temporary file in the same folder, fsync, rename, fsync of the folder. The mode is exact, whatever the umask.
Result<void> atomic_write(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0600);
// Error{not_found}, Error{limit} where the file holds more than `most` bytes, Error{storage} otherwise.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t most);

// New files and folders are for this user only, from now on. At the start of main, before any thread.
void secure_umask();

}  // namespace sigap
