#include "platform/storage/failure.hpp"

#include <sqlcipher/sqlite3.h>

#include <algorithm>

namespace sigap {
namespace {

constexpr std::size_t most_sql_told = 200;

}  // namespace

Error to_error(const StorageFailure& failure) {
    const auto error = [&](const char* advice, const char* detail) {
        return fail(ErrorCode::storage, std::string(advice) + " (" + failure.what() + ")", detail);
    };
    // The index of the log is a file, too, and the first that finds no room.
    if (failure.code == SQLITE_IOERR_SHMSIZE) return error("the disk is full: free some space, then try again", "disk_full");
    switch (failure.code & 0xff) {
        case SQLITE_FULL: return error("the disk is full: free some space, then try again", "disk_full");
        case SQLITE_IOERR: return error("the disk failed: check it, then try again", "disk_io");
        case SQLITE_CORRUPT: return error("the database is damaged: restore it or fetch it again", "damaged");
        case SQLITE_NOTADB: return error("this is no database, or its key is another one", "damaged");
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return error("another program holds the database: try again", "busy");
        case SQLITE_READONLY:
        case SQLITE_PERM: return error("the database cannot be written: check its permissions", "read_only");
        case SQLITE_CANTOPEN:
            return error("the database cannot be opened: check the path and its permissions", "cannot_open");
        case SQLITE_CONSTRAINT: return error("the database refuses this row", "constraint");
        case SQLITE_NOMEM: return error("memory is short: close other programs, then try again", "memory");
        default: return error("the database failed", "failed");
    }
}

void throw_failure(sqlite3* db, int code, std::string_view doing) {
    // The connection's message belongs to this failure only while their codes agree.
    const bool ours = db && (sqlite3_extended_errcode(db) & 0xff) == (code & 0xff);
    std::string text = ours ? sqlite3_errmsg(db) : sqlite3_errstr(code);
    text.append(", code ").append(std::to_string(code));
    if (!doing.empty()) text.append(": ").append(doing.substr(0, most_sql_told));
    std::replace(text.begin(), text.end(), '\n', ' ');
    const int primary = code & 0xff;
    if (primary == SQLITE_ERROR || primary == SQLITE_MISUSE || primary == SQLITE_RANGE) throw std::logic_error(text);
    throw StorageFailure(code, text);
}

}  // namespace sigap
