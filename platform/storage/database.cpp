#include "platform/storage/database.hpp"

#include <sqlcipher/sqlite3.h>

#include "platform/storage/connection.hpp"

namespace sigap {
namespace {

// Lists with filters make their SQL as they go; their statements must not pile up.
constexpr std::size_t most_kept_statements = 1024;

// Null when `sql` holds no statement.
sqlite3_stmt* compile(Connection& connection, std::string_view sql, unsigned flags, const char** rest) {
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v3(connection.db, sql.data(), static_cast<int>(sql.size()), flags, &statement, rest);
    if (code != SQLITE_OK) connection.fail(code, sql);
    return statement;
}

}  // namespace

Database::Database(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Database::~Database() = default;

Query Database::prepare(std::string_view sql, std::size_t arguments) {
    auto found = connection_->kept.find(sql);
    if (found == connection_->kept.end()) {
        if (connection_->kept.size() >= most_kept_statements) connection_->drop_idle_statements();
        const char* rest = nullptr;
        sqlite3_stmt* statement = compile(*connection_, sql, SQLITE_PREPARE_PERSISTENT, &rest);
        const auto tail = sql.substr(static_cast<std::size_t>(rest - sql.data()));
        if (!statement || tail.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
            sqlite3_finalize(statement);
            throw std::logic_error("query() takes exactly one statement: " + std::string(sql));
        }
        found = connection_->kept.emplace(std::string(sql), Connection::Kept{statement, false}).first;
    }
    Connection::Kept& kept = found->second;
    const auto wanted = static_cast<std::size_t>(sqlite3_bind_parameter_count(kept.statement));
    if (arguments != 0 && arguments != wanted)
        throw std::logic_error("query() got " + std::to_string(arguments) + " arguments: " + std::string(sql));
    if (kept.in_use) return Query(*connection_, compile(*connection_, sql, 0, nullptr), nullptr);
    kept.in_use = true;
    return Query(*connection_, kept.statement, &kept.in_use);
}

void Database::execute(std::string_view sql) {
    while (!sql.empty()) {
        const char* rest = nullptr;
        sqlite3_stmt* statement = compile(*connection_, sql, 0, &rest);
        sql.remove_prefix(static_cast<std::size_t>(rest - sql.data()));
        if (!statement) continue;  // a comment or white space
        Query(*connection_, statement, nullptr).run();
    }
}

Database::Transaction::Transaction(Database& database, TransactionKind kind) : database_(database), kind_(kind) {
    Connection& connection = *database.connection_;
    if (kind == TransactionKind::savepoint) {
        if (connection.mode != Connection::Mode::writing) throw std::logic_error("savepoint() outside write()");
        database.prepare("SAVEPOINT nested", 0).run();
        return;
    }
    if (connection.mode != Connection::Mode::none) throw std::logic_error("a transaction inside a transaction");
    if (connection.sync_failed)
        throw StorageFailure(SQLITE_IOERR_FSYNC, "the disk failed to keep what was written; close and open again");
    database.prepare(kind == TransactionKind::write ? "BEGIN IMMEDIATE" : "BEGIN", 0).run();
    connection.mode = kind == TransactionKind::write ? Connection::Mode::writing : Connection::Mode::reading;
}

void Database::Transaction::commit() {
    database_.prepare(kind_ == TransactionKind::savepoint ? "RELEASE nested" : "COMMIT", 0).run();
    open_ = false;
    if (kind_ != TransactionKind::savepoint) database_.connection_->mode = Connection::Mode::none;
}

// A rollback that fails leaves nothing to do: SQLite rolls back again when it next opens the file.
Database::Transaction::~Transaction() {
    if (!open_) return;
    Connection& connection = *database_.connection_;
    const bool alive = sqlite3_get_autocommit(connection.db) == 0;
    if (kind_ == TransactionKind::savepoint) {
        if (alive) sqlite3_exec(connection.db, "ROLLBACK TO nested; RELEASE nested", nullptr, nullptr, nullptr);
    } else {
        connection.mode = Connection::Mode::none;
        if (alive) sqlite3_exec(connection.db, "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

std::int64_t Database::changes() const { return sqlite3_changes64(connection_->db); }
std::int64_t Database::total_changes() const { return sqlite3_total_changes64(connection_->db); }
std::int64_t Database::last_insert_rowid() const { return sqlite3_last_insert_rowid(connection_->db); }
bool Database::needs_reopen() const { return connection_->sync_failed; }

bool Database::has_table(std::string_view name) {
    return query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", name).step();
}

std::vector<std::string> Database::columns_of(std::string_view table) {
    std::vector<std::string> names;
    for (Query columns = query("SELECT name FROM pragma_table_info(?)", table); columns.step();)
        names.emplace_back(columns.text(0));
    return names;
}

int Database::user_version() {
    Query version = query("PRAGMA user_version");
    return version.step() ? static_cast<int>(version.int64(0)) : 0;
}

void Database::set_user_version(int version) { execute("PRAGMA user_version = " + std::to_string(version)); }

}  // namespace sigap
