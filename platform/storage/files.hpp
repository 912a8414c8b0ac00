// Durable small-file steps for platform/storage: POSIX calls whose failure carries the path and the reason.
// Any thread; nothing here logs or prints what it writes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "platform/core/result.hpp"

namespace sigap {

// Makes an empty file of mode 0600 when there is none. Error{storage}, detail cannot_open.
Result<void> make_private_file(const std::filesystem::path& path);
// `bytes` as a file of mode 0600 whose content and name are durable on return. Error{storage}, detail disk_io.
Result<void> write_private_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);
// fsync of the file, rename onto `to`, fsync of its folder. Error{storage}, detail disk_io.
Result<void> publish_file(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace sigap
