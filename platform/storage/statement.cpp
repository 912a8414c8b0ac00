#include "platform/storage/statement.hpp"

#include <sqlcipher/sqlite3.h>

#include <algorithm>

#include "platform/storage/connection.hpp"

namespace sigap {
namespace {

// A null pointer would bind NULL where an empty value is meant.
const char* bytes_of(std::string_view text) { return text.data() ? text.data() : ""; }
const void* bytes_of(Blob blob) { return blob.data() ? static_cast<const void*>(blob.data()) : ""; }

}  // namespace

Query::Query(Query&& other) noexcept
    : connection_(other.connection_),
      statement_(std::exchange(other.statement_, nullptr)),
      in_use_(std::exchange(other.in_use_, nullptr)),
      row_(std::exchange(other.row_, false)) {}

Query& Query::operator=(Query&& other) noexcept {
    if (this == &other) return *this;
    release();
    connection_ = other.connection_;
    statement_ = std::exchange(other.statement_, nullptr);
    in_use_ = std::exchange(other.in_use_, nullptr);
    row_ = std::exchange(other.row_, false);
    return *this;
}

Query::~Query() { release(); }

void Query::release() noexcept {
    if (!statement_) return;
    if (in_use_) {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
        *in_use_ = false;
    } else {
        sqlite3_finalize(statement_);
    }
    statement_ = nullptr;
}

bool Query::step() {
    connection_->check_transaction();
    if (connection_->mode == Connection::Mode::reading && sqlite3_stmt_readonly(statement_) == 0)
        throw std::logic_error(std::string("a change inside read(): ") + sqlite3_sql(statement_));
    const int code = sqlite3_step(statement_);
    row_ = code == SQLITE_ROW;
    if (!row_ && code != SQLITE_DONE) connection_->fail(code, sqlite3_sql(statement_));
    return row_;
}

void Query::run() {
    while (step()) {
    }
    reset();
}

void Query::reset() {
    row_ = false;
    sqlite3_reset(statement_);
}

void Query::check_bound(int code, int index) const {
    if (code != SQLITE_OK)
        connection_->fail(code, "parameter " + std::to_string(index) + " of " + sqlite3_sql(statement_));
}

void Query::bind(int index, std::nullptr_t) { check_bound(sqlite3_bind_null(statement_, index), index); }

void Query::bind_integer(int index, std::int64_t value) {
    check_bound(sqlite3_bind_int64(statement_, index, value), index);
}

void Query::bind(int index, double value) { check_bound(sqlite3_bind_double(statement_, index, value), index); }

void Query::bind(int index, std::string_view value) {
    check_bound(sqlite3_bind_text64(statement_, index, bytes_of(value), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8),
                index);
}

void Query::bind(int index, Blob value) {
    check_bound(sqlite3_bind_blob64(statement_, index, bytes_of(value), value.size(), SQLITE_TRANSIENT), index);
}

void Query::bind_static(int index, std::string_view value) {
    check_bound(sqlite3_bind_text64(statement_, index, bytes_of(value), value.size(), SQLITE_STATIC, SQLITE_UTF8),
                index);
}

void Query::bind_static(int index, Blob value) {
    check_bound(sqlite3_bind_blob64(statement_, index, bytes_of(value), value.size(), SQLITE_STATIC), index);
}

void Query::bind(int index, const Uuid& value) {
    if (value) bind(index, Blob(value.bytes));
    else bind(index, nullptr);
}

void Query::bind(int index, Timestamp value) {
    if (value) bind_integer(index, value.ms);
    else bind(index, nullptr);
}

void Query::check_column(int column) const {
    if (!row_ || column < 0 || column >= sqlite3_data_count(statement_))
        throw std::logic_error("no row, or no column " + std::to_string(column) + ": " + sqlite3_sql(statement_));
}

ColumnType Query::type(int column) const {
    check_column(column);
    return static_cast<ColumnType>(sqlite3_column_type(statement_, column));
}

std::int64_t Query::int64(int column) const {
    check_column(column);
    return sqlite3_column_int64(statement_, column);
}

double Query::real(int column) const {
    check_column(column);
    return sqlite3_column_double(statement_, column);
}

std::string_view Query::text(int column) const {
    check_column(column);
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)))
                 : std::string_view();
}

Blob Query::blob(int column) const {
    check_column(column);
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    return bytes ? Blob(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : Blob();
}

Uuid Query::uuid(int column) const {
    Uuid id;
    if (is_null(column)) return id;
    const Blob bytes = blob(column);
    if (bytes.size() != id.bytes.size())
        throw StorageFailure(SQLITE_CORRUPT,
                             std::string("an id that is not 16 bytes long: ") + sqlite3_sql(statement_));
    std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
    return id;
}

int Query::parameters() const { return sqlite3_bind_parameter_count(statement_); }

int Query::columns() const { return sqlite3_column_count(statement_); }

std::string_view Query::column_name(int column) const {
    const char* name = sqlite3_column_name(statement_, column);
    if (!name) throw std::logic_error("no column " + std::to_string(column) + ": " + sqlite3_sql(statement_));
    return name;
}

}  // namespace sigap
