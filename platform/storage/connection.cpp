#include "platform/storage/connection.hpp"

#include <sqlcipher/sqlite3.h>

#include "platform/storage/failure.hpp"

namespace sigap {

Connection::~Connection() {
    drop_idle_statements();
    sqlite3_close_v2(db);
}

void Connection::check_transaction() const {
    if (mode != Mode::none && sqlite3_get_autocommit(db) != 0)
        throw StorageFailure(SQLITE_ABORT_ROLLBACK, "an earlier failure has rolled this transaction back");
}

void Connection::fail(int code, std::string_view doing) {
    if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC) sync_failed = true;
    throw_failure(db, code, doing);
}

void Connection::drop_idle_statements() {
    std::erase_if(kept, [](const auto& entry) {
        if (entry.second.in_use) return false;
        sqlite3_finalize(entry.second.statement);
        return true;
    });
}

}  // namespace sigap
