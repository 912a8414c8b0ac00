#include "tests/simulation/world.hpp"

#include "sync/model/relative_change.hpp"
#include "tests/simulation/old_schema.hpp"
#include "tests/simulation/invariants.hpp"
#include "tests/support/harness.hpp"

namespace sigap::simulation {

using testing::must;

std::vector<Written> written_since(const SimulatedDevice& device, const std::vector<Record>& before) {
    std::vector<Written> written;
    for (const auto& was : before) {
        const auto is = device.replica->find(was.kind, was.id);
        const KindInfo& kind = device.replica->catalogue().at(was.kind);
        for (std::size_t i = 0; is && i < kind.fields.size(); ++i)
            if (is->values[i] != was.values[i]) written.push_back({{was.kind, was.id, kind.fields[i].number}, was.values[i], is->values[i]});
    }
    return written;
}

World::World(const WorldOptions& options)
    : random(options.seed * 4 + 1),
      file_random(options.seed * 4 + 3),
      schema_random(~options.seed),
      server(truth, options.seed * 4 + 2),
      prepared_(prepared(options.keyed)),
      skews_(options.clocks),
      clocks_right_(options.clocks == 0) {
    truth.advance(prepared_.at.ms - truth.now().ms);
    for (const auto& [id, name] : prepared_.landmarks.names) names.add(id, name);
    server.machine.disk.load(prepared_.server);
    jump(server.clock);
    open_server();
    (void)witness.observe_server(*server.store);
    for (std::size_t i = 0; i < std::min(options.devices, prepared_.devices.size()); ++i) {
        const PreparedDevice& from = prepared_.devices[i];
        SimulatedDevice& device = devices.emplace_back(truth, options.seed * 1000 + i);
        device.name = from.name;
        device.peer = {"127.0.0.1", "simulated", from.fingerprint, true};
        const bool fresh = options.fresh.value_or(one_in(4));
        const bool old = !from.old_fresh.empty() && options.old_apps && schema_random.below(3) == 0;
        if (old) device.schema = &old_schema();
        if (old) device.machine.disk.load(fresh ? from.old_fresh : from.old_pulled);
        else device.machine.disk.load(fresh ? from.fresh : from.pulled);
        jump(device.clock);
        must_open(device);
        if (old) tell(device.name, "has an old app");
        if (fresh) tell(device.name, "is enrolled and has pulled nothing");
        else note_filled(device);
    }
}

void World::jump(SkewedClock& clock) {
    // Seconds, hours, years: to either side.
    constexpr std::int64_t sizes[] = {2'000, 3'600'000, 86'400'000, 157'680'000'000};
    const auto size = sizes[skews_.below(std::size(sizes))];
    const auto skew = static_cast<std::int64_t>(skews_.below(static_cast<std::uint64_t>(2 * size))) - size;
    if (clocks_right_) return;
    clocks_jumped_ = clocks_jumped_ || clock.skew_ms != 0;
    clock.skew_ms = skew;
}

Result<void> World::open(SimulatedDevice& device) {
    auto database = Database::open(device.machine.open_options(prepared_.key));
    if (!database) return database.error();
    auto replica = Replica::open(std::move(*database), *device.schema, device.clock, device.random);
    if (!replica) return replica.error();
    device.replica = std::move(*replica);
    device.files = std::make_unique<FileStore>(device.machine.files, "files", simulated_chunk_bytes);
    if (const auto prepared = device.files->prepare(); !prepared) return prepared.error();
    return {};
}

void World::must_open(SimulatedDevice& device) {
    if (const auto opened = open(device); !opened) broke(1, device.name, "its database cannot be opened: " + opened.error().message);
}

void World::open_server() {
    auto store = Store::open(server.machine.open_options(prepared_.key), catalogue(), server.clock, server.random);
    if (!store) throw std::runtime_error("the server's database cannot be opened: " + store.error().message);
    server.store = std::move(*store);
    server.files = std::make_unique<FileStore>(server.machine.files, "files", simulated_chunk_bytes);
    must(server.files->prepare());
    FileLimits limits;
    limits.orphan_lives_ms = 86'400'000;
    limits.sweep_every_ms = 3'600'000;
    limits.sweep_step = sweep_step;
    server.service = std::make_unique<Service>(*server.store, Identity{}, server.files.get(), Service::oldest_spoken(catalogue()), limits);
}

void World::begin_session(SimulatedDevice& device, SessionOptions options) {
    // Records go first.
    device.lane.reset();
    device.session.emplace(*device.replica, options);
    device.restores_at_begin = restores_;
}

Result<void> World::end_session(SimulatedDevice& device) {
    auto outcome = device.session->outcome();
    hang_up(device);
    if (outcome) {
        device.restores_known = device.restores_at_begin;
        note_filled(device);
    }
    return outcome;
}

void World::note_filled(SimulatedDevice& device) {
    device.filled.clear();
    if (const auto asked = device.replica->next_pull(0))
        for (const auto& cursor : asked->cursors) device.filled.insert(cursor.bucket);
}

void World::hang_up(SimulatedDevice& device) {
    device.session.reset();
    device.request.reset();
    device.answer.reset();
    device.ahead.reset();
}

void World::restart(SimulatedDevice& device, Ending ending) {
    constexpr std::string_view words[] = {"closes the program", "has its program killed", "loses power"};
    tell(device.name, std::string(words[static_cast<std::size_t>(ending)]) + " and starts again");
    hang_up(device);
    device.lane.reset();
    device.sent.clear();
    if (ending != Ending::closed) device.machine.disk.crash();
    device.replica.reset();
    device.machine.end(ending, random, file_random);
    must_open(device);
    if (!device.replica) return;
    adopt_unconfirmed(device);
    check_after_restart(*this, device);
    if (device.schema != &catalogue() && schema_random.below(3) == 0) update_app(device);
}

namespace {

// The new app does the edits that wait anew, by its own rules, which give a row of theirs fields that the old app did not know.
bool only_gained(const std::string& before, const std::string& after) {
    const std::string_view all_before(before.data(), before.size() - std::string_view("]]").size());
    if (!after.starts_with(all_before) || after.size() <= before.size()) return false;
    const auto kind = static_cast<Kind>(std::atoi(after.c_str() + 1));
    const auto number = static_cast<std::uint16_t>(std::atoi(after.c_str() + all_before.size() + 1));
    const FieldInfo* gained = catalogue().at(kind).find(number);
    return gained && !old_schema().at(kind).find(number);
}

}  // namespace

void World::update_app(SimulatedDevice& device) {
    tell(device.name, "has its app updated");
    const auto before = wire_rows(*device.replica);
    device.replica.reset();
    device.schema = &catalogue();
    must_open(device);
    if (!device.replica) return;
    const auto after = wire_rows(*device.replica);
    for (const auto& [id, row] : before)
        if (const auto at = after.find(id); at == after.end() || (at->second != row && !only_gained(row, at->second)))
            broke(15, device.name, names.of(id) + " was " + row + ", and is " + (at == after.end() ? "gone" : at->second) + " in the new app");
}

void World::remember_edit(SimulatedDevice& device, Made edit) {
    names.add(edit.operation, "op" + std::to_string(witness.all_made().size() + 1));
    edit.written = written_since(device, device.before_edit);
    edit.found = device.before_edit;
    edit.history = device.restores_known;
    // What others add to a count or a set is seen with one's own.
    for (const auto& written : edit.written)
        if (!is_relative(*catalogue().at(written.key.kind).find(written.key.field))) device.own[written.key] = {edit.operation, written.after, 0};
    device.confirmed.push_back(edit.operation);
    witness.saw_made(std::move(edit));
}

// An edit whose saving was reported as failed may be there all the same.
void World::adopt_unconfirmed(SimulatedDevice& device) {
    std::size_t more = 0;
    for (const auto& entry : device.replica->ledger(3)) {
        const Uuid operation = entry.command.operation;
        if (names.of(operation) != "?") continue;
        remember_edit(device, {operation, entry.command.name, entry.about_kind, entry.about, entry.command.by, entry.command.at, {}, {}, {}, 0});
        if (++more > 1) broke(2, device.name, "more than the edit in hand appeared after a crash");
    }
}

void World::observe_server() {
    server.store->log().each(witness.observed_head(), [&](const LogEntry& entry) {
        const auto result = read_result(entry.result);
        if (result && names.of(entry.operation) != "?")
            tell("server", "judges " + names.of(entry.operation) + ": " + std::string(word_of(result->outcome)) + " at " + std::to_string(entry.seq));
        return true;
    });
    for (auto& line : witness.observe_server(*server.store)) broke(3, "server", std::move(line));
}

void World::restart_server(Ending ending) {
    constexpr std::string_view words[] = {"is stopped", "is killed", "loses power"};
    tell("server", std::string(words[static_cast<std::size_t>(ending)]) + " and starts again");
    if (ending != Ending::closed) server.machine.disk.crash();
    server.service.reset();
    server.store.reset();
    server.machine.end(ending, random, file_random);
    open_server();
    const std::int64_t head = server.store->log().head();
    if (head < witness.observed_head())
        broke(1, "server", "lost what it had answered: its log ends at " + std::to_string(head) + ", and was at " +
                               std::to_string(witness.observed_head()));
    observe_server();
}

std::optional<HttpResponse> World::serve(const Peer& peer, const HttpRequest& request, SeededRandom& chance) {
    HttpResponse response;
    try {
        response = server.service->handle(request, peer);
    } catch (const testing::Killed&) {
        server.machine.disk.crash();
    }
    if (server.machine.disk.crashed()) {
        restart_server(chance.below(2) == 0 ? Ending::cut : Ending::killed);
        return std::nullopt;
    }
    if (server.store->database().needs_reopen()) restart_server(Ending::closed);
    observe_server();
    return response;
}

void World::enrol_anew(SimulatedDevice& device) {
    // Whether a disk bears this is not asked here: whoever enrols tries until it does.
    device.machine.faults.heal();
    device.machine.disk.crash_at(0);
    if (device.machine.disk.crashed() || device.replica->rows().database().needs_reopen()) return;
    Store& store = *server.store;
    auto enrolment = *device.replica->enrolment();
    Device fresh;
    fresh.id = make_uuid(server.clock, server.random);
    fresh.fingerprint = fresh.name = device.name + " again " + std::to_string(++enrolments_);
    fresh.person = enrolment.person;
    fresh.enrolled_at = fresh.last_seen_at = server.clock.now();
    must(store.database().write([&] {
        fresh.number = store.devices().next_number();
        store.devices().add(fresh, "");
    }));
    enrolment.device = fresh.id;
    enrolment.device_number = fresh.number;
    enrolment.epoch = store.epoch();
    hang_up(device);
    device.lane.reset();
    must(device.replica->set_enrolment(enrolment));
    device.peer.fingerprint = fresh.fingerprint;
    names.add(fresh.id, fresh.name);
    tell(device.name, "enrols again");
}

void World::revoke(SimulatedDevice& device, bool stolen) {
    Store& store = *server.store;
    const auto known = store.devices().by_fingerprint(device.peer.fingerprint);
    if (!known) return;
    must(store.database().write([&] { return store.devices().revoke(known->id); }));
    device.stolen = stolen;
    tell("server", "shuts " + device.name + " out");
}

void World::answer_refusal(SimulatedDevice& device, const Error& refusal) {
    if (refusal.detail == "revoked" && device.stolen) {
        tell(device.name, "is used by nobody any more");
        hang_up(device);
        device.out = true;
    } else if (refusal.detail == "cloned" || refusal.detail == "unknown_device" || refusal.detail == "revoked") {
        enrol_anew(device);
    }
}

SimulatedDevice& World::clone(SimulatedDevice& device) {
    SimulatedDevice& copy = devices.emplace_back(truth, random.next());
    copy.name = device.name + "'s copy";
    copy.peer = device.peer;
    copy.schema = device.schema;
    copy.clock.skew_ms = device.clock.skew_ms;
    copy.confirmed = device.confirmed;
    copy.own = device.own;
    copy.rows_seen = device.rows_seen;
    copy.filled = device.filled;
    copy.restores_known = device.restores_known;
    copy.machine.disk.load(device.machine.disk.files());
    copy.machine.files.load(device.machine.files.files());
    must_open(copy);
    tell(device.name, "has its disk copied to another machine");
    return copy;
}

void World::keep_backup() {
    backup_ = Backup{server.machine.disk.files(), server.machine.files.files(), witness.server_memory()};
    tell("server", "is backed up at " + std::to_string(backup_->memory.head));
}

void World::restore_backup(bool told) {
    server.service.reset();
    server.store.reset();
    server.machine.faults.heal();
    server.machine.disk.load(backup_->files);
    // Who puts a database back by hand leaves the files alone.
    if (told && file_random.below(2) == 0) server.machine.files.load(backup_->attachments);
    witness.server_went_back(backup_->memory);
    ++restores_;
    open_server();
    tell("server", "is restored to " + std::to_string(backup_->memory.head) + (told ? ", as it should be" : ", behind its back"));
    if (told) must(server.store->begin_epoch());
    (void)witness.observe_server(*server.store);
    for (auto& device : devices) device.rows_seen.clear(), device.own.clear();
}

void World::broke(int invariant, std::string_view who, std::string what) {
    std::string line = std::to_string(invariant) + ". " + std::string(sentence_of(invariant)) + " But " + std::string(who) + ": " + what;
    tell(who, "*** " + what);
    broken_.push_back(std::move(line));
}

}  // namespace sigap::simulation
