#include "sync/server/devices.hpp"

#include "platform/crypto/hash.hpp"

namespace sigap {

namespace {

const std::string columns =
    "SELECT id,number,name,person,fingerprint,status='revoked',last_n,enrolled_at,last_seen_at,skew_ms FROM device";

Device read(const Query& query) {
    return {query.uuid(0),
            query.int64(1),
            std::string(query.text(2)),
            query.uuid(3),
            std::string(query.text(4)),
            query.int64(5) != 0,
            query.int64(6),
            query.time(7),
            query.time(8),
            query.int64(9)};
}

std::optional<Device> first(Query query) {
    if (!query.step()) return std::nullopt;
    return read(query);
}

}  // namespace

void Devices::migrate() {
    database_.execute(
        "CREATE TABLE IF NOT EXISTS device(id BLOB PRIMARY KEY NOT NULL, number INTEGER UNIQUE NOT NULL, name TEXT NOT "
        "NULL,"
        " person BLOB NOT NULL, fingerprint TEXT UNIQUE NOT NULL, certificate TEXT NOT NULL, status TEXT NOT NULL, "
        "last_n INTEGER NOT NULL,"
        " enrolled_at INTEGER NOT NULL, last_seen_at INTEGER, skew_ms INTEGER NOT NULL);"
        "CREATE TABLE IF NOT EXISTS device_numbers(after INTEGER NOT NULL);"
        "CREATE TABLE IF NOT EXISTS code(hash TEXT PRIMARY KEY NOT NULL, person BLOB NOT NULL, expires_at INTEGER NOT "
        "NULL, used_at INTEGER)");
}

std::optional<Device> Devices::by_fingerprint(std::string_view fingerprint) const {
    return first(database_.query(columns + " WHERE fingerprint=?", fingerprint));
}

std::optional<Device> Devices::find(const Uuid& id) const {
    return first(database_.query(columns + " WHERE id=?", id));
}

std::vector<Device> Devices::all() const {
    std::vector<Device> devices;
    for (auto query = database_.query(columns + " ORDER BY number"); query.step();) devices.push_back(read(query));
    return devices;
}

std::int64_t Devices::next_number() const {
    auto query = database_.query("SELECT max(number) FROM (SELECT number FROM device UNION ALL SELECT after FROM device_numbers)");
    return query.step() ? query.int64(0) + 1 : 1;
}

void Devices::skip_numbers(Random& random) {
    constexpr std::int64_t thousand = 1000;
    // By chance, so that two restores of one copy go on in two places.
    const std::int64_t thousands = next_number() / thousand + 1 + static_cast<std::int64_t>(random.below(90));
    database_.query("INSERT INTO device_numbers VALUES(?)", thousands * thousand).run();
}

void Devices::add(const Device& device, std::string_view certificate_pem) {
    database_
        .query("INSERT INTO device VALUES(?,?,?,?,?,?,'active',?,?,?,?)", device.id, device.number,
               std::string_view(device.name), device.person, std::string_view(device.fingerprint), certificate_pem,
               device.last_n, device.enrolled_at, device.last_seen_at, device.skew_ms)
        .run();
}

Result<void> Devices::revoke(const Uuid& id) {
    database_.query("UPDATE device SET status='revoked' WHERE id=?", id).run();
    if (database_.changes() == 0)
        return fail(ErrorCode::not_found, "there is no such device; see sigap-server device list", "not_found");
    return {};
}

void Devices::set_last_n(const Uuid& id, std::int64_t n) {
    database_.query("UPDATE device SET last_n=? WHERE id=?", n, id).run();
}

void Devices::seen(const Uuid& id, Timestamp when, std::int64_t skew_ms) {
    database_.query("UPDATE device SET last_seen_at=?, skew_ms=? WHERE id=?", when, skew_ms, id).run();
}

void Devices::add_code(std::string_view stored, const Uuid& person, Timestamp expires_at) {
    database_.query("INSERT INTO code VALUES(?,?,?,NULL)", stored, person, expires_at).run();
}

Result<Uuid> Devices::use_code(std::string_view stored, Timestamp now) {
    auto query = database_.query("SELECT hash,person,expires_at,used_at FROM code WHERE hash=?", stored);
    if (!query.step() || !equal_in_constant_time(query.text(0), stored))
        return fail(ErrorCode::denied, "this code is wrong; check it, or ask for a new one", "wrong_code");
    if (query.time(3)) return fail(ErrorCode::denied, "this code was used already; ask for a new one", "used_code");
    if (query.time(2) <= now)
        return fail(ErrorCode::expired, "this code has expired; ask for a new one", "expired_code");
    const Uuid person = query.uuid(1);
    database_.query("UPDATE code SET used_at=? WHERE hash=?", now, stored).run();
    return person;
}

}  // namespace sigap
