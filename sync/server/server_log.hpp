// The server's log: one entry for each command that was judged, in the order that all devices see. Append-only; each
// entry's hash covers the one before it, so that a changed, moved or missing entry is found. One thread, the store's.
#pragma once

#include <functional>

#include "platform/storage/database.hpp"
#include "sync/protocol/messages.hpp"

namespace sigap {

struct LogEntry {
    std::int64_t seq = 0;
    Uuid operation;
    Uuid device;         // nil: the server itself
    std::int64_t n = 0;  // the device's count; 0: the server itself
    Uuid person;
    Timestamp at;           // by the device's clock
    Timestamp received_at;  // by the server's
    std::string command;    // JSON, as append_command writes it
    std::string result;     // JSON, as append_result writes it
};

class ServerLog {
public:
    explicit ServerLog(Database& database) : database_(database) {}
    void migrate();

    // At the beginning of each write transaction: an earlier one may have been rolled back.
    void begin();
    std::int64_t next() const { return head_ + 1; }
    // Gives the entry the seq next().
    void append(LogEntry& entry);
    // The first entry of a new epoch: its seq is beyond all that a lost part of the log may have given out.
    void append_restored(LogEntry& entry);
    // The last seq that is committed (inside a transaction: written).
    std::int64_t head() const;
    // The entry's place with the beginning of its hash, which stands for all up to it; without a mark where there is none.
    Point point(std::int64_t seq) const;
    bool knows(const Point& point) const;

    std::optional<LogEntry> by_operation(const Uuid& operation) const;
    std::optional<LogEntry> by_count(const Uuid& device, std::int64_t n) const;
    std::optional<LogEntry> at(std::int64_t seq) const;
    // In order; `visit` says false to stop.
    void each(std::int64_t after, const std::function<bool(const LogEntry&)>& visit) const;

    // Walks the whole chain; Error{storage}, detail "log_broken", names the first entry that does not fit. What only an
    // outside record of the last hash can find is a missing tail.
    Result<std::int64_t> verify() const;

private:
    void append_at(std::int64_t seq, LogEntry& entry);

    Database& database_;
    std::int64_t head_ = 0;
    std::string last_hash_;
};

}  // namespace sigap
