// What Database and Query share: the sqlite3 handle, its kept statements and the transaction in hand.
// Inside platform/storage only; same thread as its Database.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace sigap {

struct Connection {
    enum class Mode { none, reading, writing };

    struct Kept {
        sqlite3_stmt* statement = nullptr;
        bool in_use = false;
    };
    struct TextHash {
        using is_transparent = void;
        // Statements may be long, and differ early or in their length.
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text.substr(0, 64)) + text.size(); }
    };

    Connection() = default;
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Throws StorageFailure when the transaction in hand was rolled back by SQLite itself (disk full, I/O error):
    // what came after would be kept one statement at a time.
    void check_transaction() const;
    // Notes a failed sync, then throws what throw_failure throws.
    [[noreturn]] void fail(int code, std::string_view doing);
    void drop_idle_statements();

    sqlite3* db = nullptr;
    Mode mode = Mode::none;
    bool sync_failed = false;
    std::unordered_map<std::string, Kept, TextHash, std::equal_to<>> kept;
};

}  // namespace sigap
