// How a database file comes into being: privately, or as a finished copy. For platform/storage; any thread.
// A failure carries the path and the reason.
#pragma once

#include <filesystem>

#include "platform/core/result.hpp"

namespace sigap {

// Makes an empty file of mode 0600 when there is none. Error{storage}, detail cannot_open.
Result<void> make_private_file(const std::filesystem::path& path);
// fsync of the file, rename onto `to`, fsync of its folder. Error{storage}, detail disk_io.
Result<void> publish_file(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace sigap
