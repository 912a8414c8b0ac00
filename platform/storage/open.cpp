// How a Database is opened, checked and copied: everything that knows SQLCipher's and SQLite's settings.
#include <sqlcipher/sqlite3.h>

#include <cstring>

#include "platform/storage/connection.hpp"
#include "platform/storage/database.hpp"
#include "platform/storage/files.hpp"

namespace sigap {
namespace {

constexpr int busy_timeout_ms = 5000;

// PRAGMA key="x'64 hex digits'": SQLCipher then derives nothing from it. The text is wiped after use.
void apply_key(Connection& connection, const DatabaseKey& key) {
    constexpr char digits[] = "0123456789abcdef";
    std::string sql = "PRAGMA key=\"x'";
    sql.reserve(sql.size() + 2 * key.size() + 2);
    for (const std::uint8_t byte : key) {
        sql += digits[byte >> 4];
        sql += digits[byte & 15];
    }
    sql += "'\"";
    const int code = sqlite3_exec(connection.db, sql.c_str(), nullptr, nullptr, nullptr);
    explicit_bzero(sql.data(), sql.size());
    // The key is always well formed: what SQLCipher calls an error of its text is memory that it did not get.
    if (code != SQLITE_OK) connection.fail(code == SQLITE_ERROR ? SQLITE_NOMEM : code, "setting the key");
    // SQLCipher would write failures, which reach the caller anyway, to standard error. Only after a key is set is this
    // heard; memory_security would lock and wipe each of SQLite's allocations, at half the speed.
    sqlite3_exec(connection.db, "PRAGMA cipher_log_level = NONE; PRAGMA cipher_memory_security = OFF", nullptr, nullptr,
                 nullptr);
}

void harden(Connection& connection, const OpenOptions& options) {
    sqlite3* db = connection.db;
    sqlite3_busy_timeout(db, busy_timeout_ms);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, nullptr);
    // A misspelt "column" must be an error, never a string.
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    // Two connections that checkpoint at once may corrupt a WAL (SQLite before 3.51.3).
    if (options.read_only) sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

Result<std::unique_ptr<Connection>> connect(const OpenOptions& options) {
    const std::string path = options.path.string();
    if (options.vfs.empty() && options.create && !options.read_only) SIGAP_TRY(make_private_file(options.path));
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (options.create && !options.read_only) flags |= SQLITE_OPEN_CREATE;
    auto connection = std::make_unique<Connection>();
    const int code =
        sqlite3_open_v2(path.c_str(), &connection->db, flags, options.vfs.empty() ? nullptr : options.vfs.c_str());
    if (code != SQLITE_OK) connection->fail(code, path);
    harden(*connection, options);
    if (options.key) apply_key(*connection, *options.key);
    return connection;
}

std::string first_text(Database& database, std::string_view sql) {
    Query row = database.query(sql);
    return row.step() ? std::string(row.text(0)) : std::string();
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const OpenOptions& options) {
    try {
        auto connection = connect(options);
        if (!connection) return connection.error();
        std::unique_ptr<Database> database(new Database(std::move(*connection)));
        database->options_ = options;
        // The first statement that reads the file: a wrong key shows here.
        first_text(*database, "SELECT count(*) FROM sqlite_schema");
        database->execute("PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA cache_size = -" +
                          std::to_string(options.cache_kib));
        if (!options.read_only) {
            if (first_text(*database, "PRAGMA journal_mode = WAL") != "wal")
                return fail(ErrorCode::storage, "this file system cannot hold the database: " + options.path.string(),
                            "cannot_open");
            database->execute("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = " +
                              std::to_string(options.checkpoint_pages));
        }
        database->connection_->drop_idle_statements();
        return database;
    } catch (const StorageFailure& failure) {
        Error error = to_error(failure);
        error.message = options.path.string() + ": " + error.message;
        return error;
    }
}

Result<void> Database::integrity_check() {
    return read([&]() -> Result<void> {
        // Not PRAGMA cipher_integrity_check: it reads past the WAL, and after a power cut in a checkpoint calls a page
        // damaged that the WAL still holds whole.
        const std::string problem = first_text(*this, "PRAGMA integrity_check(1)");
        if (problem == "ok") return {};
        return fail(ErrorCode::storage, "the database is damaged: restore it or fetch it again (" + problem + ")",
                    "damaged");
    });
}

Result<void> Database::checkpoint() {
    try {
        if (connection_->mode != Connection::Mode::none) throw std::logic_error("checkpoint() inside a transaction");
        const int code =
            sqlite3_wal_checkpoint_v2(connection_->db, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
        if (code != SQLITE_OK) connection_->fail(code, "checkpoint");
        return {};
    } catch (const StorageFailure& failure) {
        return to_error(failure);
    }
}

Result<void> Database::backup_to(const std::filesystem::path& path) {
    if (connection_->mode != Connection::Mode::none) throw std::logic_error("backup_to() inside a transaction");
    const bool renames = options_.vfs.empty();
    OpenOptions target_options = options_;
    target_options.path = path;
    target_options.create = true;
    target_options.read_only = false;
    if (renames) {
        target_options.path += ".part";
        // What a backup that was cut short has left.
        std::error_code ignored;
        std::filesystem::remove(target_options.path, ignored);
        std::filesystem::remove(target_options.path.string() + "-journal", ignored);
    }
    try {
        auto target = connect(target_options);
        if (!target) return target.error();
        sqlite3* to = (*target)->db;
        sqlite3_backup* backup = sqlite3_backup_init(to, "main", connection_->db, "main");
        if (!backup) (*target)->fail(sqlite3_extended_errcode(to), "backup");
        const int stepped = sqlite3_backup_step(backup, -1);
        const int finished = sqlite3_backup_finish(backup);
        if (stepped != SQLITE_DONE) (*target)->fail(finished != SQLITE_OK ? finished : stepped, "backup");
    } catch (const StorageFailure& failure) {
        return to_error(failure);
    }
    return renames ? publish_file(target_options.path, path) : Result<void>();
}

}  // namespace sigap
