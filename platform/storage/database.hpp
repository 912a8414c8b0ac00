// Database: one SQLite connection (SQLCipher when a key is given): WAL, synchronous=FULL, so what write() acknowledged
// survives a power cut. One thread at a time. One connection of a file writes and checkpoints; others are read_only.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "platform/core/result.hpp"
#include "platform/storage/statement.hpp"

namespace sigap {

using DatabaseKey = std::array<std::uint8_t, 32>;

struct OpenOptions {
    std::filesystem::path path;
    std::optional<DatabaseKey> key;  // raw, no passphrase
    bool create = true;              // a missing file is made, mode 0600
    bool read_only = false;
    std::string vfs;  // a registered sqlite3_vfs; empty is the system's
    int cache_kib = 65536;
    // A commit moves the WAL into the file once it holds so many pages of 4 KiB: rarer moves write and sync less, but the WAL
    // stays as large on the disk, and is read again after a crash.
    int checkpoint_pages = 1000;
};

class Database {
public:
    // A wrong key, a file that is no database, a missing file or folder: Error{storage}.
    static Result<std::unique_ptr<Database>> open(const OpenOptions& options);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // One or several statements; rows are not looked at. Throws StorageFailure, std::logic_error.
    void execute(std::string_view sql);

    // Prepared once and kept; arguments are bound in order: none (bind later) or all. The same SQL may be in use
    // several times at once. Throws StorageFailure, std::logic_error.
    template <class... Args>
    Query query(std::string_view sql, const Args&... args) {
        Query made = prepare(sql, sizeof...(Args));
        [[maybe_unused]] int index = 0;
        (made.bind(++index, args), ...);
        return made;
    }

    // One transaction. `work` returns Result<R> or void; write() returns Result<R> or Result<void>, good only when all
    // of it is on the disk. Rolled back when work returns an Error (handed on), throws StorageFailure (becomes
    // Error{storage}) or anything else (thrown on), or when the commit fails. Not nestable (std::logic_error).
    // After a failed sync the connection refuses all further work (needs_reopen): the disk's state is unknown, and the
    // transaction in hand may yet turn out to be kept after a crash.
    template <class F>
    auto write(F&& work) {
        return transact<F>(TransactionKind::write, work);
    }
    // One consistent snapshot; the same contract as write(). Changing anything in it throws std::logic_error.
    template <class F>
    auto read(F&& work) {
        return transact<F>(TransactionKind::read, work);
    }
    // Inside write(), nestable: an Error or an exception undoes what work did; StorageFailure goes on up.
    template <class F>
    auto savepoint(F&& work) {
        Transaction guard(*this, TransactionKind::savepoint);
        return finish<F>(guard, work);
    }

    std::int64_t changes() const;        // rows changed by the last statement
    std::int64_t total_changes() const;  // by all statements since the opening, what was rolled back included
    std::int64_t last_insert_rowid() const;
    bool needs_reopen() const;

    // These read in a transaction or outside one. Throw StorageFailure.
    bool has_table(std::string_view name);
    std::vector<std::string> columns_of(std::string_view table);  // in order; empty when there is no such table
    int user_version();
    void set_user_version(int version);

    // SQLite's check of every table and index; keyed, the HMAC of each page in use is verified on the way.
    Result<void> integrity_check();
    // Moves the WAL into the database file and empties it.
    Result<void> checkpoint();
    // A full copy under the same key, complete and durable at `path` or not there at all; replaces an older one.
    // With a named vfs there is no rename: `path` must then be new.
    Result<void> backup_to(const std::filesystem::path& path);

private:
    enum class TransactionKind { write, read, savepoint };
    // Begins in the constructor, rolls back in the destructor unless committed.
    class Transaction {
    public:
        Transaction(Database& database, TransactionKind kind);
        ~Transaction();
        Transaction(const Transaction&) = delete;
        Transaction& operator=(const Transaction&) = delete;
        void commit();

    private:
        Database& database_;
        TransactionKind kind_;
        bool open_ = true;
    };

    explicit Database(std::unique_ptr<Connection> connection);
    Query prepare(std::string_view sql, std::size_t arguments);
    void run_plain(std::string_view sql);

    template <class F>
    auto transact(TransactionKind kind, F& work) {
        using Out = decltype(finish<F>(std::declval<Transaction&>(), work));
        try {
            Transaction guard(*this, kind);
            return finish<F>(guard, work);
        } catch (const StorageFailure& failure) {
            return Out(to_error(failure));
        }
    }
    template <class F>
    static auto finish(Transaction& guard, F& work) {
        using Returned = std::invoke_result_t<F&>;
        if constexpr (std::is_void_v<Returned>) {
            work();
            guard.commit();
            return Result<void>();
        } else {
            Returned out = work();
            if (out) guard.commit();
            return out;
        }
    }

    std::unique_ptr<Connection> connection_;
    OpenOptions options_;
};

}  // namespace sigap
