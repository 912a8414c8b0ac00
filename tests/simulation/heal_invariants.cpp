// What holds when the network is whole, all machines run, and nothing moves any more.
#include <algorithm>
#include <set>

#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/note.hpp"
#include "sync/model/kinds/part.hpp"
#include "sync/model/relative_change.hpp"
#include "sync/model/text_value.hpp"
#include "sync/protocol/row_codec.hpp"
#include "tests/simulation/invariants.hpp"
#include "tests/simulation/scope_oracle.hpp"
#include "tests/simulation/server_rows.hpp"
#include "tests/support/search_check.hpp"

namespace sigap::simulation {

namespace {

EditState expected_state(Outcome outcome) {
    switch (outcome) {
        case Outcome::applied: return EditState::accepted;
        case Outcome::merged: return EditState::merged;
        case Outcome::conflict: return EditState::conflict;
        case Outcome::refused: return EditState::refused;
        case Outcome::deferred: return EditState::deferred;
        default: return EditState::withdrawn;
    }
}

class Healed {
public:
    explicit Healed(World& world) : world_(world), server_(*world.server.store), scope_(server_) {}

    void check(SimulatedDevice& device, bool last) {
        const auto enrolment = device.replica->enrolment();
        const auto record = server_.find(Kind::person, enrolment->person);
        rows_equal(device, as<Person>(*record));
        operations_ended(device);
        for (const auto& fault : testing::search_faults(*device.replica)) world_.broke(4, device.name, fault);
        if (last || device.disk_faults > 0)
            if (const auto whole = device.replica->integrity_check(); !whole) world_.broke(1, device.name, whole.error().message);
        device.disk_faults = 0;
    }

    void appends_equal_the_union() {
        std::map<std::string, int> notes;
        for (const auto& [id, record] : server_.all())
            if (record.kind == Kind::note) ++notes[as<Note>(record).text];
        for (const auto& [operation, edit] : world_.witness.all_made()) {
            if (edit.note.empty()) continue;
            const Verdict* verdict = world_.witness.verdict(operation);
            const int expected = verdict && verdict->result.outcome == Outcome::applied ? 1 : 0;
            if (notes[edit.note] != expected)
                world_.broke(9, "server", '"' + edit.note + "\" of " + name(operation) + " is there " + std::to_string(notes[edit.note]) + " times");
        }
        std::set<std::string> tags;
        for (const auto& [id, record] : server_.all())
            if (record.kind == Kind::asset)
                if (const auto tag = as<Asset>(record).tag; !tag.empty() && !tags.insert(tag).second)
                    world_.broke(9, "server", "two assets share the tag " + tag);
    }

    void counts_equal_the_sum() {
        auto expected = world_.landmarks().counts;
        for (const auto& [id, record] : server_.all())
            if (record.kind == Kind::part_use) expected[as<PartUse>(record).stock] -= as<PartUse>(record).quantity;
        const auto number = [](const Value& value) {
            const auto* held = std::get_if<std::int64_t>(&value);
            return held ? *held : 0;
        };
        for (const auto& [operation, edit] : world_.witness.all_made()) {
            const Verdict* verdict = world_.witness.verdict(operation);
            if (edit.command != "recount_stock" || !verdict || verdict->result.outcome != Outcome::applied) continue;
            for (const auto& written : edit.written) expected[written.key.id] += number(written.after) - number(written.before);
        }
        for (const auto& [id, count] : expected) {
            const auto stock = server_.find(Kind::stock, id);
            if (!stock || as<Stock>(*stock).quantity != count)
                world_.broke(9, "server", "of the " + name(id) + " there are " + (stock ? std::to_string(as<Stock>(*stock).quantity) : "none") +
                                              ", and should be " + std::to_string(count));
        }
    }

private:
    std::string name(const Uuid& id) const { return world_.names.of(id); }

    void rows_equal(SimulatedDevice& device, const Person& person) {
        std::set<Uuid> wanted;
        for (const auto& [id, record] : server_.all())
            if (device.schema->find(record.kind) && scope_.may_hold(person, record)) wanted.insert(id);
        for (const auto& kind : device.replica->catalogue().kinds()) {
            const RowStore& rows = device.replica->rows();
            for (auto query = rows.database().query(rows.select(kind.kind)); query.step();) {
                const Record record = rows.read(query, kind.kind);
                const std::string row = std::string(kind.name) + ' ' + name(record.id);
                if (wanted.erase(record.id) == 0) {
                    world_.broke(5, device.name, "it holds what it should not: " + row);
                    continue;
                }
                const auto truth = server_.find(kind.kind, record.id);
                if (device.schema != &catalogue()) old_row_equals(device, record, truth);
                else if (record != truth) world_.broke(4, device.name, row + " differs from the server's: " + difference(kind, record, *truth));
            }
        }
        for (const auto& id : wanted) world_.broke(4, device.name, "it lacks " + name(id));
    }

    // What an old app does not know it holds as it came.
    void old_row_equals(SimulatedDevice& device, const Record& ours, const std::optional<Record>& theirs) {
        std::string here, there;
        append_row(here, device.schema->at(ours.kind), ours, 0);
        if (theirs) append_row(there, catalogue().at(ours.kind), *theirs, 0);
        if (here != there) world_.broke(15, device.name, "its old app holds " + name(ours.id) + " as " + here + ", and it is " + there);
    }

    static std::string difference(const KindInfo& kind, const Record& ours, const Record& theirs) {
        if (ours.seq != theirs.seq) return "seq " + std::to_string(ours.seq) + ", not " + std::to_string(theirs.seq);
        for (std::size_t i = 0; i < kind.fields.size(); ++i)
            if (ours.values[i] != theirs.values[i]) return std::string(kind.fields[i].name);
        return "extra";
    }

    void operations_ended(SimulatedDevice& device) {
        std::map<Uuid, LedgerEntry> ledger;
        for (auto& entry : device.replica->ledger(1'000'000)) {
            const Uuid operation = entry.command.operation;
            if (!ledger.emplace(operation, std::move(entry)).second) world_.broke(2, device.name, name(operation) + " is in the ledger twice");
        }
        for (const auto& operation : device.confirmed) {
            const auto at = ledger.find(operation);
            if (at == ledger.end()) world_.broke(2, device.name, name(operation) + " vanished");
            else operation_ended(device, at->second);
        }
    }

    void operation_ended(SimulatedDevice& device, const LedgerEntry& entry) {
        const Uuid operation = entry.command.operation;
        const std::string what = name(operation) + ' ' + entry.command.name + ' ' + std::string(word_of(entry.state)) + ": ";
        const auto complain = [&](int invariant, std::string why) { world_.broke(invariant, device.name, what + std::move(why)); };
        if (entry.state == EditState::queued || entry.state == EditState::sending) return complain(2, "it has no result");
        const Verdict* verdict = world_.witness.verdict(operation);
        if (entry.state == EditState::withdrawn) {
            if (verdict && server_.find(Kind::activity, operation)) complain(2, "it took effect");
            return;
        }
        if (!verdict) return complain(world_.restores() > 0 ? 12 : 2, "the server has no such operation");
        if (entry.state != expected_state(verdict->result.outcome))
            complain(2, "the server says " + std::string(word_of(verdict->result.outcome)));
        const bool effective = entry.state == EditState::accepted || entry.state == EditState::merged;
        const bool took_effect = server_.find(Kind::activity, operation).has_value();
        if (took_effect && !effective) complain(2, "it took effect");
        if (!took_effect && effective && !was_so_already(operation, verdict->result.seq)) complain(2, "it had no effect, and wrote" + written_by(operation));
        if (entry.state == EditState::refused && (entry.code.empty() || entry.message.empty())) complain(2, "it has no reason");
        const bool lost = entry.state == EditState::merged || entry.state == EditState::conflict;
        if (lost && entry.conflicts.empty()) complain(3, "it names no loser");
        for (const auto& id : entry.conflicts) loser_can_be_found(id, complain);
    }

    std::string written_by(const Uuid& operation) const {
        std::string text;
        for (const auto& written : world_.witness.made(operation)->written) {
            const KindInfo& kind = catalogue().at(written.key.kind);
            const FieldInfo& field = *kind.find(written.key.field);
            text += ' ' + std::string(kind.name) + '.' + std::string(field.name) + " of " + name(written.key.id) + " \"" +
                    value_to_text(field.type, written.before) + "\" to \"" + value_to_text(field.type, written.after) + '"';
        }
        return text;
    }

    // An edit that finds what it wants done leaves nothing behind.
    bool was_so_already(const Uuid& operation, std::int64_t seq) const {
        const Made* edit = world_.witness.made(operation);
        return !edit || edit->written.empty() || std::ranges::any_of(edit->written, [&](const Written& written) {
            const bool of_a_set = is_relative(*catalogue().at(written.key.kind).find(written.key.field));
            return of_a_set || world_.witness.was_since(written.key, seq, written.after) || was_written(*edit, written, seq);
        });
    }

    // By another one before, perhaps of the same push: the server's fields are watched from one request to the next only. The same
    // command on the same record may have met another row there than its author had, such as a visit that was not cancelled after all.
    bool was_written(const Made& edit, const Written& same, std::int64_t seq) const {
        return std::ranges::any_of(world_.witness.all_made(), [&](const auto& made) {
            const Verdict* verdict = world_.witness.verdict(made.first);
            if (!verdict || verdict->result.seq >= seq) return false;
            const bool effective = verdict->result.outcome == Outcome::applied || verdict->result.outcome == Outcome::merged;
            const bool alike = made.second.command == edit.command && made.second.target == edit.target;
            return effective && std::ranges::any_of(made.second.written, [&](const Written& other) {
                       return (other.key == same.key || alike) && other.after == same.after;
                   });
        });
    }

    template <typename Complain>
    void loser_can_be_found(const Uuid& id, Complain complain) {
        const auto record = server_.find(Kind::conflict, id);
        if (!record) return complain(3, "its loser is gone");
        const auto conflict = as<Conflict>(*record);
        // A device that shares no history with a restored server has seen nothing there, not even what came with its founding.
        const bool authored = conflict.lost_by || world_.restores() > 0;
        if (!authored || !conflict.lost_at || !conflict.kept_at) complain(3, "its loser has no author, or no time");
        if (!server_.find(conflict.about_kind, conflict.about)) complain(3, "its loser is about nothing");
    }

    World& world_;
    ServerRows server_;
    ScopeOracle scope_;
};

}  // namespace

void check_healed(World& world, bool last) {
    Healed healed(world);
    for (auto& device : world.devices)
        if (!device.out) healed.check(device, last);
    healed.appends_equal_the_union();
    healed.counts_equal_the_sum();
    if (!last) return;
    Store& store = *world.server.store;
    if (const auto chain = store.log().verify(); !chain) world.broke(2, "server", chain.error().message);
    if (const auto whole = store.database().integrity_check(); !whole) world.broke(1, "server", whole.error().message);
}

void check_idle(World& world, Network& network) {
    constexpr std::int64_t most_bytes = 1500;
    for (auto& device : world.devices) {
        if (device.out) continue;
        const std::int64_t requests = network.requests, bytes = network.bytes;
        Session session(*device.replica);
        device.request = session.next();
        network.send(device);
        session.receive(*device.answer);
        device.answer.reset();
        if (session.next() || network.requests != requests + 1)
            world.broke(16, device.name, "a sync with nothing to do took more than one request");
        else if (network.bytes - bytes > most_bytes)
            world.broke(16, device.name, "a sync with nothing to do took " + std::to_string(network.bytes - bytes) + " bytes");
    }
}

}  // namespace sigap::simulation
