// Query: a move-only handle of one prepared statement, reset and unbound when destroyed.
// Lives on the thread of its Database and must die before it; parameters count from 1, columns from 0.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "platform/core/clock.hpp"
#include "platform/core/ids.hpp"
#include "platform/storage/failure.hpp"

struct sqlite3_stmt;

namespace sigap {

using Blob = std::span<const std::uint8_t>;

struct Connection;

enum class ColumnType { integer = 1, real = 2, text = 3, blob = 4, null = 5 };

class Query {
public:
    Query(Query&& other) noexcept;
    Query& operator=(Query&& other) noexcept;
    ~Query();

    // True: a row can be read until the next step, reset or destruction. Throws StorageFailure.
    bool step();
    // Steps to the end; rows are not looked at.
    void run();
    // Ready to bind and run again; what was bound stays bound until bound anew.
    void reset();

    // Text and blobs are copied. A nil Uuid and an absent Timestamp are stored as NULL.
    void bind(int index, std::nullptr_t);
    void bind(int index, double value);
    void bind(int index, std::string_view value);
    void bind(int index, const char* value) { bind(index, std::string_view(value)); }
    void bind(int index, Blob value);
    void bind(int index, const Uuid& value);
    void bind(int index, Timestamp value);
    void bind(int index, std::integral auto value) {
        if (!std::in_range<std::int64_t>(value)) throw std::logic_error("an integer past 63 bits cannot be stored");
        bind_integer(index, static_cast<std::int64_t>(value));
    }
    void bind(int index, bool value) { bind_integer(index, value ? 1 : 0); }
    template <class T>
    void bind(int index, const std::optional<T>& value) {
        if (value) bind(index, *value);
        else bind(index, nullptr);
    }
    // Not copied: the bytes must stay until the statement is reset, bound anew or destroyed. For large rows.
    void bind_static(int index, std::string_view value);
    void bind_static(int index, Blob value);

    // Views stay valid until the next step, reset or destruction. NULL reads as 0, empty, nil, absent.
    bool is_null(int column) const { return type(column) == ColumnType::null; }
    ColumnType type(int column) const;
    std::int64_t int64(int column) const;
    double real(int column) const;
    std::string_view text(int column) const;
    Blob blob(int column) const;
    Uuid uuid(int column) const;  // throws StorageFailure when it is not 16 bytes
    Timestamp time(int column) const { return {int64(column)}; }
    int columns() const;
    int parameters() const;
    std::string_view column_name(int column) const;

private:
    friend class Database;
    // in_use: the mark of the cached statement, or null when this handle owns the statement.
    Query(Connection& connection, sqlite3_stmt* statement, bool* in_use)
        : connection_(&connection), statement_(statement), in_use_(in_use) {}
    void bind_integer(int index, std::int64_t value);
    void check_bound(int code, int index) const;
    void check_column(int column) const;
    void release() noexcept;

    Connection* connection_;
    sqlite3_stmt* statement_;
    bool* in_use_;
    bool row_ = false;
};

}  // namespace sigap
