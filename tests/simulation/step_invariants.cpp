// What holds at every moment, on a device in use.
#include <algorithm>

#include "platform/net/compression.hpp"
#include "sync/model/text_value.hpp"
#include "sync/replica/schema.hpp"
#include "tests/simulation/invariants.hpp"
#include "tests/simulation/scope_oracle.hpp"

namespace sigap::simulation {

std::string_view sentence_of(int invariant) {
    static constexpr std::string_view sentences[] = {
        "An edit reported as saved survives a crash and a power cut.",
        "Every operation ends applied, merged, refused or parked, visibly; none vanishes; each takes effect at most once.",
        "Every losing value can be found, with its author and both times.",
        "After healing and quiet, the device's rows equal the server's rows within its scope, byte for byte.",
        "No row outside the scope stays readable past the grace, nor is served after a revocation.",
        "A cursor never skips a committed change, and never moves without its rows.",
        "A device's reads never go backward; its own edits stay visible until superseded or refused.",
        "A server transaction is never half visible.",
        "Counters equal the sum of accepted deltas; appends equal the union.",
        "Any clock skew changes no winner.",
        "Reassignment with pending edits: 2, 3 and 5 together.",
        "Restore to any earlier point: all operations in any outbox or sent reappear, once.",
        "One poisoned operation delays no unrelated row.",
        "A row that mentions a file has its bytes verified or marked as pending; no orphan stays, no live file is dropped.",
        "Old and new schema lose no unknown field.",
        "Bounded bytes, queue and retries per change; a sync with nothing to do costs the same at any size.",
        "After healing, everything drains within 50 attempts a device.",
    };
    return sentences[invariant - 1];
}

namespace {

std::unordered_map<Uuid, std::int64_t> rows_of(const Replica& replica) {
    std::unordered_map<Uuid, std::int64_t> rows;
    for (const auto& kind : replica.catalogue().kinds())
        for (auto query = replica.rows().database().query("SELECT id,seq FROM " + sql_name(kind.name)); query.step();)
            rows.emplace(query.uuid(0), query.int64(1));
    return rows;
}

void saved_edits_are_there(World& world, SimulatedDevice& device) {
    auto query = device.replica->rows().database().query("SELECT 1 FROM ledger WHERE operation=?");
    for (const auto& operation : device.confirmed) {
        query.bind(1, operation);
        if (!query.step()) world.broke(1, device.name, world.names.of(operation) + " was reported as saved and is gone");
        query.reset();
    }
}

using RowsSeen = std::unordered_map<Uuid, std::int64_t>;

// Each bucket's rows up to its cursor are here, as the server has them or newer.
void cursor_has_its_rows(World& world, SimulatedDevice& device, const RowsSeen& rows) {
    const auto asked = device.replica->next_pull(0);
    if (!asked) return;
    Database& database = world.server.store->database();
    for (const auto& cursor : asked->cursors) {
        if (cursor.seq == 0) continue;
        auto members = database.query("SELECT m.kind,m.id FROM member m JOIN bucket b ON b.id=m.bucket WHERE b.name=? AND m.seq<=? AND m.out=0",
                                      std::string_view(cursor.bucket), cursor.seq);
        while (members.step()) {
            const Uuid id = members.uuid(1);
            if (!rows.contains(id) && device.schema->find(static_cast<Kind>(members.int64(0))))
                world.broke(6, device.name,
                            "its cursor of " + cursor.bucket.substr(0, 12) + " is at " + std::to_string(cursor.seq) + ", and it lacks " +
                                std::string(catalogue().at(static_cast<Kind>(members.int64(0))).name) + ' ' + world.names.of(id));
        }
    }
}

void reads_go_forward(World& world, SimulatedDevice& device, RowsSeen rows) {
    for (const auto& [id, seq] : rows)
        if (const auto seen = device.rows_seen.find(id); seen != device.rows_seen.end() && seq < seen->second)
            world.broke(7, device.name, world.names.of(id) + " was seen at " + std::to_string(seen->second) + " and is now at " + std::to_string(seq));
    device.rows_seen = std::move(rows);
}

void own_edits_stay_visible(World& world, SimulatedDevice& device) {
    auto state = device.replica->rows().database().query("SELECT answered,state,seq,overlay FROM ledger WHERE operation=?");
    std::erase_if(device.own, [&](auto& entry) {
        const auto& key = entry.first;
        auto& own = entry.second;
        state.reset();
        state.bind(1, own.operation);
        if (!state.step()) return true;
        // One that is offered to a server once more, and has its place there already, was answered before.
        const bool answered = state.int64(0) != 0 || state.int64(2) > 0;
        const std::string_view word = state.text(1);
        if (word == "withdrawn" || (answered && word != "accepted" && word != "merged")) return true;
        const std::int64_t seq = state.int64(2);
        const auto row = device.replica->find(key.kind, key.id);
        const KindInfo& kind = catalogue().at(key.kind);
        const FieldInfo& field = *kind.find(key.field);
        const auto complain = [&](const std::string& what) {
            world.broke(7, device.name,
                        world.names.of(own.operation) + ' ' + std::string(word) + " wrote " + std::string(kind.name) + '.' +
                            std::string(field.name) + " of " + world.names.of(key.id) + ", " + what);
        };
        if (!row) {
            if (!answered) complain("which is gone while the edit waits");
            return true;
        }
        const Value& shown = row->values[kind.index_of(field)];
        const bool fine = shown == own.value || (answered && world.witness.was_since(key, seq, shown));
        if (!fine) complain("which shows \"" + value_to_text(field.type, shown) + "\"");
        // Once the pull has brought it back it is the server's value, which 4 and 7 watch.
        return !fine || state.int64(3) == 0;
    });
}

// What of one seq is in the device's buckets is there together.
void transactions_are_whole(World& world, SimulatedDevice& device, const RowsSeen& rows) {
    const auto asked = device.replica->next_pull(0);
    if (!asked) return;
    std::int64_t newest = 0;
    for (const auto& [id, seq] : rows) newest = std::max(newest, seq);
    std::erase_if(device.filled, [&](const std::string& bucket) {
        const auto at = std::ranges::find(asked->cursors, bucket, &Cursor::bucket);
        return at == asked->cursors.end() || at->seq == 0;
    });
    for (const auto& cursor : asked->cursors) {
        // While a bucket is filled for the first time its rows come as they come.
        if (!device.filled.contains(cursor.bucket)) continue;
        auto members = world.server.store->database().query(
            "SELECT m.kind,m.id FROM member m JOIN bucket b ON b.id=m.bucket WHERE b.name=? AND m.seq<=? AND m.seq>? AND m.out=0",
            std::string_view(cursor.bucket), newest, cursor.seq);
        while (members.step()) {
            if (!device.schema->find(static_cast<Kind>(members.int64(0)))) continue;
            const auto row = rows.find(members.uuid(1));
            const auto record = world.server.store->rows().find(static_cast<Kind>(members.int64(0)), members.uuid(1));
            if (record && record->seq <= newest && (row == rows.end() || row->second < record->seq))
                world.broke(8, device.name, "it shows something of " + std::to_string(newest) + " but " + world.names.of(record->id) +
                                                " not as of " + std::to_string(record->seq));
        }
    }
}

}  // namespace

void check_device(World& world, SimulatedDevice& device) {
    if (!device.replica || device.out) return;
    // What was checked stays true while the device neither writes nor learns of another history.
    const std::pair looked_at{device.machine.disk.changes(), device.restores_known};
    if (looked_at == device.looked_at) return;
    device.looked_at = looked_at;
    // After the server went back a device cannot be held to its new history until a sync has gone well.
    if (world.restores() == device.restores_known) {
        auto rows = rows_of(*device.replica);
        cursor_has_its_rows(world, device, rows);
        transactions_are_whole(world, device, rows);
        reads_go_forward(world, device, std::move(rows));
    }
    own_edits_stay_visible(world, device);
}

std::map<Uuid, std::string> wire_rows(const Replica& replica) {
    std::map<Uuid, std::string> rows;
    const RowStore& store = replica.rows();
    for (const auto& kind : replica.catalogue().kinds())
        for (auto query = store.database().query("SELECT id FROM " + sql_name(kind.name)); query.step();)
            (void)store.append_row(rows[query.uuid(0)], kind.kind, query.uuid(0), 0);
    return rows;
}

void check_after_restart(World& world, SimulatedDevice& device) {
    saved_edits_are_there(world, device);
    device.looked_at.reset();
    check_files_after_restart(world, device);
    check_device(world, device);
}

void check_served(World& world, const Peer& peer, const HttpResponse& response) {
    Store& store = *world.server.store;
    const auto device = store.devices().by_fingerprint(peer.fingerprint);
    const auto person = device ? store.person(device->person) : std::nullopt;
    if (!person || device->revoked || person->inactive || person->role == Role::none)
        return world.broke(5, "server", "it served a device that was shut out");
    if (response.status != 200) return;
    const auto body = decode_content(header(response, "Content-Encoding"), response.body, 64U << 20U);
    const auto reply = body ? read_pull_reply(*body, catalogue()) : Result<PullReply>(body.error());
    if (!reply) return world.broke(5, "server", "its answer to a pull cannot be read");
    ScopeOracle oracle(store.rows());
    for (const auto& row : reply->rows)
        if (!oracle.may_hold(*person, row.record))
            world.broke(5, "server", "it served " + world.names.of(row.record.id) + " to " + person->login + ", who may not hold it");
}

}  // namespace sigap::simulation
