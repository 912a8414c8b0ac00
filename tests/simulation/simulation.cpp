#include "tests/simulation/simulation.hpp"

namespace sigap::testing {

Simulation::Simulation(std::uint64_t seed) : harness_(seed), random_(seed * 2 + 1) {
    devices_ = {&harness_.enrol("technician"), &harness_.enrol("technician2"), &harness_.desk()};
    for (const auto* login : {"technician", "technician2", "technician"})
        harness_.make_job(fresh_text("Job"), login, {harness_.clock.now().ms + 3'600'000});
    for (auto* device : devices_) must(device->sync());
}

template <typename T>
Uuid Simulation::any_of(TestDevice& device) {
    ListQuery query;
    query.kind = kind_of<T>.kind;
    const auto rows = device.replica->list(query);
    return rows.empty() ? Uuid{} : any(rows).id;
}

Simulation::Choice Simulation::technicians_choice(TestDevice& device) {
    static constexpr const char* moves[] = {"accept_visit", "travel_visit", "arrive_visit", "pause_visit", "resume_visit", "complete_visit"};
    switch (random_.below(13)) {
        case 0: return {"add_note", any_of<Visit>(device), {{"text", fresh_text("note")}}};
        case 1: return {"edit_work_order", any_of<WorkOrder>(device), {{"title", fresh_text("title")}}};
        case 2: return {"record_findings", any_of<WorkOrder>(device), {{"findings", fresh_text("found")}}};
        case 3: return {"edit_asset", any_of<Asset>(device), {{"name", fresh_text("asset")}, {"memory_mib", 4096}}};
        case 4: return {"skip_step", any_of<ChecklistStep>(device), {{"reason", fresh_text("because")}}};
        case 5: return {"untick_step", any_of<ChecklistStep>(device), {}};
        case 6: return {"attach_scan", any_of<Visit>(device), {{"facts", "{\"n\":\"" + fresh_text("scan") + "\"}"}}};
        case 7: return {"create_ticket", {}, {{"title", fresh_text("ticket")}, {"asset", harness_.laptop}}};
        case 8:
            if (one_in(2)) return {"no_access_visit", any_of<Visit>(device), {{"reason", "locked"}}};
            return {"set_asset_status", any_of<Asset>(device), {{"status", std::string(any(words_of<AssetStatus>))}}};
        case 9: return {"tick_step", any_of<ChecklistStep>(device), {{"value", fresh_text("value")}}};
        case 10: return {"tick_step", any_of<ChecklistStep>(device), {}};
        default: return {any(moves), any_of<Visit>(device), {}};
    }
}

Simulation::Choice Simulation::desks_choice(TestDevice& device) {
    switch (random_.below(10)) {
        case 0:
            return {"create_work_order", {},
                    {{"title", fresh_text("job")}, {"assignee", one_in(2) ? harness_.technician : harness_.technician2},
                     {"asset", harness_.laptop}, {"procedure", harness_.procedure}}};
        case 1: return {"edit_work_order", any_of<WorkOrder>(device), {{"title", fresh_text("desk's title")}, {"urgency", "high"}}};
        case 2: return {"cancel_visit", any_of<Visit>(device), {{"reason", "moved"}}};
        case 3: return {one_in(2) ? "restore_conflict" : "dismiss_conflict", any_of<Conflict>(device), {}};
        case 4: return {"edit_asset", any_of<Asset>(device), {{"name", fresh_text("desk's asset")}, {"tag", "T" + std::to_string(random_.below(3))}}};
        case 5: return {"assign_ticket", any_of<Ticket>(device), {{"assignee", one_in(2) ? harness_.technician : harness_.technician2}}};
        case 6: return {"create_asset", {}, {{"name", fresh_text("new")}, {"tag", "T" + std::to_string(random_.below(3))}, {"location", harness_.room}}};
        case 7: return technicians_choice(device);
        default:
            ++reassignments_;
            return {"assign_work_order", any_of<WorkOrder>(device), {{"assignee", one_in(2) ? harness_.technician : harness_.technician2}}};
    }
}

void Simulation::edit(std::size_t index) {
    TestDevice& device = *devices_[index];
    Choice choice = index == 2 ? desks_choice(device) : technicians_choice(device);
    if (!choice.target && !catalogue().command(choice.command)->creates) return;
    const std::string note = choice.command == "add_note" ? std::get<std::string>(choice.arguments[0].second) : "";
    const auto done = device.replica->perform(choice.command, choice.target, std::move(choice.arguments));
    if (done && done->operation) made_.push_back({index, done->operation, note});
    else if (!done && done.error().code == ErrorCode::storage) throw std::runtime_error(done.error().message);
}

void Simulation::withdraw(std::size_t index) {
    const auto last = devices_[index]->replica->ledger(1);
    if (!last.empty()) (void)devices_[index]->replica->withdraw(last[0].command.operation);
}

void Simulation::sync(std::size_t index) {
    LoopbackTransport& network = *devices_[index]->network;
    network.lose_requests = one_in(6) ? 1 : 0;
    network.lose_replies = one_in(4) ? 1 : 0;
    network.html = one_in(20);
    SessionOptions options;
    options.most_commands = 1 + random_.below(4);
    Session session(*devices_[index]->replica, options);
    // A crash in the middle of an attempt, too.
    for (auto left = 1 + random_.below(8); left > 0; --left) {
        const auto request = session.next();
        if (!request) break;
        session.receive(network.send(*request));
    }
    network.lose_requests = network.lose_replies = 0;
    network.html = false;
}

void Simulation::run(int steps) {
    for (int step = 0; step < steps; ++step) {
        harness_.clock.advance(static_cast<std::int64_t>(random_.below(600'000)));
        const std::size_t index = random_.below(devices_.size());
        const auto what = random_.below(20);
        if (what < 13) edit(index);
        else if (what < 18) sync(index);
        else if (what == 18) withdraw(index);
        else if (one_in(4)) harness_.restart_server();
        else harness_.reopen(*devices_[index]);
    }
}

bool Simulation::heal() {
    for (int round = 0; round < 10; ++round) {
        std::int64_t moved = 0;
        for (auto* device : devices_) {
            const auto report = must(device->sync());
            moved += report.sent + report.received;
        }
        if (moved == 0) return true;
    }
    return false;
}

void Simulation::check_ledger(std::size_t index, std::vector<std::string>& out) {
    Replica& replica = *devices_[index]->replica;
    const std::string who = devices_[index]->login + ": ";
    if (!replica.integrity_check()) out.push_back(who + "the database is damaged");
    if (replica.status().queued != 0) out.push_back(who + "edits are still queued");
    std::map<Uuid, LedgerEntry> ledger;
    for (auto& entry : replica.ledger(1'000'000))
        if (!ledger.emplace(entry.command.operation, entry).second) out.push_back(who + "an edit is in the ledger twice");
    for (const auto& made : made_) {
        if (made.device != index) continue;
        const auto at = ledger.find(made.operation);
        if (at == ledger.end()) {
            out.push_back(who + "an edit vanished: " + to_string(made.operation));
            continue;
        }
        const LedgerEntry& entry = at->second;
        const std::string what = who + entry.command.name + " " + std::string(word_of(entry.state)) + ": ";
        const bool lost = entry.state == EditState::merged || entry.state == EditState::conflict;
        if (entry.state == EditState::queued || entry.state == EditState::sending) out.push_back(what + "has no result");
        if (entry.state == EditState::refused && (entry.code.empty() || entry.message.empty())) out.push_back(what + "has no reason");
        if (lost && entry.conflicts.empty()) out.push_back(what + "names no conflict");
        for (const auto& id : entry.conflicts) {
            const auto record = harness_.store().rows().find(Kind::conflict, id);
            const auto conflict = record ? as<Conflict>(*record) : Conflict{};
            if (!record || !conflict.lost_by || !conflict.lost_at) out.push_back(what + "its loser cannot be found");
            if (!devices_[2]->replica->find(Kind::conflict, id)) out.push_back(what + "the desk does not see the loser");
        }
        const bool vain = entry.state == EditState::refused || entry.state == EditState::deferred || entry.state == EditState::withdrawn;
        if (vain && harness_.store().rows().find(Kind::activity, made.operation)) out.push_back(what + "took effect");
    }
}

void Simulation::check_rows(std::size_t index, std::vector<std::string>& out) {
    const std::string who = devices_[index]->login + ": ";
    Database& database = harness_.store().database();
    const auto person = harness_.store().person(devices_[index]->enrolment.person);
    std::set<std::pair<Kind, Uuid>> scope;
    for (const auto& bucket : subscriptions_of(*person, harness_.store().rows())) {
        auto members = database.query("SELECT m.kind,m.id FROM member m JOIN bucket b ON b.id=m.bucket WHERE b.name=? AND m.out=0",
                                      std::string_view(bucket));
        while (members.step()) scope.emplace(static_cast<Kind>(members.int64(0)), members.uuid(1));
    }
    for (const auto& kind : catalogue().kinds()) {
        ListQuery query;
        query.kind = kind.kind;
        for (const auto& record : devices_[index]->replica->list(query)) {
            const std::string row = std::string(kind.name) + " " + to_string(record.id);
            if (scope.erase({kind.kind, record.id}) == 0) out.push_back(who + "holds what it should not: " + row);
            else if (record != harness_.store().rows().find(kind.kind, record.id)) out.push_back(who + "differs from the server: " + row);
        }
    }
    for (const auto& [kind, id] : scope) out.push_back(who + "lacks " + std::string(catalogue().at(kind).name) + " " + to_string(id));
}

void Simulation::check_effects(std::vector<std::string>& out) {
    std::map<std::string, int> notes;
    auto& database = harness_.store().database();
    for (auto query = database.query(harness_.store().rows().select(Kind::note)); query.step();)
        ++notes[as<Note>(harness_.store().rows().read(query, Kind::note)).text];
    for (const auto& made : made_) {
        if (made.note.empty()) continue;
        auto state = EditState::queued;
        for (const auto& entry : devices_[made.device]->replica->ledger(1'000'000))
            if (entry.command.operation == made.operation) state = entry.state;
        const int expected = state == EditState::accepted ? 1 : 0;
        if (notes[made.note] != expected)
            out.push_back("\"" + made.note + "\" is " + std::string(word_of(state)) + " and there " + std::to_string(notes[made.note]) + " times");
    }
    auto doubled = database.query("SELECT tag FROM asset WHERE tag IS NOT NULL GROUP BY tag HAVING count(*)>1");
    if (doubled.step()) out.push_back("two assets share the tag " + std::string(doubled.text(0)));
}

std::vector<std::string> Simulation::broken() {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < devices_.size(); ++i) {
        check_ledger(i, out);
        check_rows(i, out);
    }
    check_effects(out);
    return out;
}

Simulation::Totals Simulation::totals() {
    Totals totals;
    totals.reassignments = reassignments_;
    for (auto* device : devices_)
        for (const auto& entry : device->replica->ledger(1'000'000)) ++totals.edits[entry.state];
    return totals;
}

}  // namespace sigap::testing
