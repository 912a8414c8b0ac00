// StorageFailure: disk or database failed inside a transaction; Database::write/read turn it into an Error.
// Thrown by platform/storage only, on the thread that uses the connection. SQL that is wrong throws std::logic_error.
#pragma once

#include <stdexcept>
#include <string>

#include "platform/core/result.hpp"

struct sqlite3;

namespace sigap {

struct StorageFailure : std::runtime_error {
    StorageFailure(int extended_code, const std::string& what) : std::runtime_error(what), code(extended_code) {}
    int code;  // SQLite's extended result code
};

// Always Error{storage}; detail is one of disk_full, disk_io, damaged, busy, read_only, cannot_open, constraint,
// memory, failed.
Error to_error(const StorageFailure& failure);

// Throws StorageFailure, or std::logic_error when `code` says that the SQL or its use is wrong.
[[noreturn]] void throw_failure(sqlite3* db, int code, std::string_view doing);

}  // namespace sigap
