#include "sync/server/server_log.hpp"

#include "platform/crypto/hash.hpp"

namespace sigap {

namespace {

constexpr std::int64_t epoch_jump = std::int64_t{1} << 40;

const std::string columns = "SELECT seq,operation,device,n,person,at,received_at,command,result,previous,hash FROM log";

Blob bytes_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

std::string text_of(Blob bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

void append_field(std::string& out, std::string_view bytes) {
    out += std::to_string(bytes.size());
    out += ':';
    out += bytes;
}

std::string hash_of(const std::string& previous, const LogEntry& entry) {
    std::string canonical = previous;
    for (const std::int64_t number : {entry.seq, entry.n, entry.at.ms, entry.received_at.ms})
        append_field(canonical, std::to_string(number));
    for (const Uuid& id : {entry.operation, entry.device, entry.person}) append_field(canonical, to_string(id));
    append_field(canonical, entry.command);
    append_field(canonical, entry.result);
    return text_of(sha256(canonical));
}

LogEntry read(const Query& query) {
    return {query.int64(0),
            query.uuid(1),
            query.uuid(2),
            query.int64(3),
            query.uuid(4),
            query.time(5),
            query.time(6),
            std::string(query.text(7)),
            std::string(query.text(8))};
}

std::optional<LogEntry> first(Query query) {
    if (!query.step()) return std::nullopt;
    return read(query);
}

}  // namespace

void ServerLog::migrate() {
    database_.execute(
        "CREATE TABLE IF NOT EXISTS log(seq INTEGER PRIMARY KEY, operation BLOB UNIQUE NOT NULL, device BLOB, n "
        "INTEGER, person BLOB,"
        " at INTEGER, received_at INTEGER NOT NULL, command TEXT NOT NULL, result TEXT NOT NULL, previous BLOB NOT "
        "NULL, hash BLOB NOT NULL);"
        "CREATE UNIQUE INDEX IF NOT EXISTS log_by_count ON log(device, n) WHERE n > 0");
}

void ServerLog::begin() {
    auto query = database_.query("SELECT seq,hash FROM log ORDER BY seq DESC LIMIT 1");
    const bool any = query.step();
    head_ = any ? query.int64(0) : 0;
    last_hash_ = any ? text_of(query.blob(1)) : std::string(32, '\0');
}

std::int64_t ServerLog::head() const {
    auto query = database_.query("SELECT max(seq) FROM log");
    return query.step() ? query.int64(0) : 0;
}

void ServerLog::append(LogEntry& entry) { append_at(next(), entry); }

void ServerLog::append_restored(LogEntry& entry) { append_at(head_ + epoch_jump, entry); }

Point ServerLog::point(std::int64_t seq) const {
    auto query = database_.query("SELECT substr(hash,1,8) FROM log WHERE seq=?", seq);
    if (!query.step()) return {seq, {}};
    return {seq, to_hex(query.blob(0))};
}

bool ServerLog::knows(const Point& point) const {
    // Before the first entry all histories are one.
    return point.seq == 0 || (!point.mark.empty() && this->point(point.seq) == point);
}

void ServerLog::append_at(std::int64_t seq, LogEntry& entry) {
    entry.seq = seq;
    const std::string hash = hash_of(last_hash_, entry);
    auto query = database_.query("INSERT INTO log VALUES(?,?,?,?,?,?,?,?,?,?,?)");
    query.bind(1, entry.seq);
    query.bind(2, entry.operation);
    query.bind(3, entry.device);
    query.bind(4, entry.n);
    query.bind(5, entry.person);
    query.bind(6, entry.at);
    query.bind(7, entry.received_at);
    query.bind_static(8, entry.command);
    query.bind_static(9, entry.result);
    query.bind(10, bytes_of(last_hash_));
    query.bind(11, bytes_of(hash));
    query.run();
    last_hash_ = hash;
    head_ = entry.seq;
}

std::optional<LogEntry> ServerLog::by_operation(const Uuid& operation) const {
    return first(database_.query(columns + " WHERE operation=?", operation));
}

std::optional<LogEntry> ServerLog::by_count(const Uuid& device, std::int64_t n) const {
    return first(database_.query(columns + " WHERE device=? AND n=? AND n > 0", device, n));
}

std::optional<LogEntry> ServerLog::at(std::int64_t seq) const {
    return first(database_.query(columns + " WHERE seq=?", seq));
}

void ServerLog::each(std::int64_t after, const std::function<bool(const LogEntry&)>& visit) const {
    auto query = database_.query(columns + " WHERE seq > ? ORDER BY seq", after);
    while (query.step())
        if (!visit(read(query))) return;
}

Result<std::int64_t> ServerLog::verify() const {
    std::string previous(32, '\0');
    std::int64_t expected = 1;
    std::int64_t entries = 0;
    auto query = database_.query(columns + " ORDER BY seq");
    for (; query.step(); ++entries) {
        const LogEntry entry = read(query);
        const auto broken = [&](const char* what) {
            return fail(ErrorCode::storage,
                        "the log is not as it was written: entry " + std::to_string(entry.seq) + ' ' + what,
                        "log_broken");
        };
        if (entry.seq != expected && entry.seq != expected - 1 + epoch_jump) return broken("does not follow the one before it");
        expected = entry.seq + 1;
        if (text_of(query.blob(9)) != previous) return broken("does not name the hash of the one before it");
        const std::string hash = hash_of(previous, entry);
        if (text_of(query.blob(10)) != hash) return broken("was changed");
        previous = hash;
    }
    return entries;
}

}  // namespace sigap
