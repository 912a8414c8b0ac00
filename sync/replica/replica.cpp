#include "sync/replica/replica.hpp"

#include <algorithm>
#include <charconv>

#include "sync/model/judgement.hpp"
#include "sync/model/relative_change.hpp"
#include "sync/replica/file_jobs.hpp"
#include "sync/replica/job_list.hpp"
#include "sync/replica/schema.hpp"

namespace sigap {

Replica::Replica(std::unique_ptr<Database> database, const Catalogue& catalogue, const Clock& clock, Random& random)
    : database_(std::move(database)), rows_(*database_, catalogue, held_column, false), search_(rows_), clock_(clock), random_(random) {}

Result<std::unique_ptr<Replica>> Replica::open(std::unique_ptr<Database> database, const Catalogue& catalogue, const Clock& clock,
                                               Random& random) {
    std::unique_ptr<Replica> replica(new Replica(std::move(database), catalogue, clock, random));
    SIGAP_TRY(replica->migrate());
    return replica;
}

Result<void> Replica::migrate() {
    return database_->write([&]() -> Result<void> {
        database_->execute(replica_schema);
        const auto lacks = [&](std::string_view table, std::string_view column) {
            const auto columns = database_->columns_of(table);
            return std::ranges::find(columns, column) == columns.end();
        };
        const bool untitled = lacks("ledger", "title");
        const bool uncounted = lacks("cursor", "sum");
        if (lacks("ledger", "faults")) database_->execute("ALTER TABLE ledger ADD COLUMN faults INTEGER NOT NULL DEFAULT 0");
        if (untitled) database_->execute("ALTER TABLE ledger ADD COLUMN title TEXT");
        if (uncounted)
            database_->execute("ALTER TABLE cursor ADD COLUMN count INTEGER NOT NULL DEFAULT 0;"
                               "ALTER TABLE cursor ADD COLUMN sum INTEGER NOT NULL DEFAULT 0");
        // Rows of a kind that this program has just learned were left out of earlier pulls.
        if (rows_.migrate()) begin_anew();
        if (uncounted) recount();
        if (untitled) title_edits();
        search_.migrate();
        // The first pull fills tables without indexes and makes these at its end.
        if (setting("first_pull_done") == "1") {
            rows_.create_indexes();
            search_.build_small(rows_indexed_at_once);
            indexed_ = search_.is_complete();
        }
        create_job_list_index(*database_);
        create_file_jobs(*database_);
        auto cursors = database_->query("SELECT bucket,seq FROM cursor ORDER BY bit");
        cursors_.clear();
        while (cursors.step()) cursors_.push_back({std::string(cursors.text(0)), cursors.int64(1)});
        const auto id = [&](std::string_view key) {
            auto parsed = parse_uuid(setting(key));
            return parsed ? *parsed : Uuid{};
        };
        Enrolment enrolment;
        enrolment.device = id("device");
        enrolment.device_number = number_setting("device_number");
        enrolment.person = id("person");
        enrolment.login = setting("login");
        from_word(setting("role"), enrolment.role);
        enrolment.organisation = setting("organisation");
        enrolment.epoch = id("epoch");
        enrolment.url = setting("url");
        if (enrolment.device) enrolment_ = enrolment;
        return {};
    });
}

std::optional<Enrolment> Replica::enrolment() const {
    return enrolment_;
}

Result<void> Replica::set_enrolment(const Enrolment& enrolment) {
    SIGAP_TRY(database_->write([&] {
        set_meta("device", to_string(enrolment.device));
        set_meta("device_number", std::to_string(enrolment.device_number));
        set_meta("person", to_string(enrolment.person));
        set_meta("login", enrolment.login);
        set_meta("role", word_of(enrolment.role));
        set_meta("organisation", enrolment.organisation);
        set_meta("epoch", to_string(enrolment.epoch));
        set_meta("url", enrolment.url);
    }));
    enrolment_ = enrolment;
    return {};
}

std::string Replica::setting(std::string_view key) const {
    auto query = database_->query("SELECT value FROM meta WHERE key=?", key);
    return query.step() ? std::string(query.text(0)) : std::string{};
}

std::int64_t Replica::number_setting(std::string_view key) const {
    std::int64_t value = 0;
    const std::string text = setting(key);
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

void Replica::set_meta(std::string_view key, std::string_view value) {
    database_->query("INSERT INTO meta VALUES(?,?) ON CONFLICT(key) DO UPDATE SET value=excluded.value", key, value).run();
}

Result<void> Replica::set_setting(std::string_view key, std::string_view value) {
    return database_->write([&] { set_meta(key, value); });
}

Result<std::string> Replica::next_number(std::string_view prefix) {
    const std::string key = "last_" + std::string(prefix);
    std::int64_t last = number_setting(key);
    set_meta(key, std::to_string(++last));
    const auto padded = [](std::int64_t number, std::size_t width) {
        std::string digits = std::to_string(number);
        return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
    };
    return std::string(prefix) + '-' + padded(enrolment_->device_number, 2) + '-' + padded(last, 5);
}

void Replica::write_row(const Record* before, const Record& record, std::int64_t held) {
    rows_.put(before, record, held);
    search_.follow(before, record);
}

void Replica::erase_row(const RowKey& row) {
    search_.remove(row.first, row.second);
    rows_.erase(row.first, row.second);
}

Result<Edit> Replica::perform(std::string_view name, const Uuid& target, std::vector<std::pair<std::string, Value>> arguments, Seen seen) {
    if (!enrolment_) return fail(ErrorCode::not_found, "this device is not enrolled yet; run sigap enrol URL CODE", "not_enrolled");
    auto edit = write_edit(name, target, arguments, seen);
    const bool full = !edit && edit.error().code == ErrorCode::storage && edit.error().detail == "disk_full";
    if (!full || !disk_.make_room || !disk_.make_room()) return edit;
    return write_edit(name, target, std::move(arguments), seen);
}

Result<Edit> Replica::write_edit(std::string_view name, const Uuid& target, std::vector<std::pair<std::string, Value>> arguments,
                                 const Seen& seen) {
    return database_->write([&]() -> Result<Edit> {
        const CommandInfo* info = catalogue().command(name);
        if (!info)
            return fail(ErrorCode::invalid, "no command \"" + std::string(name) + "\"; see sigap do --list", "unknown_command");
        Command command;
        command.operation = make_uuid(clock_, random_);
        command.name = info->name;
        command.target = target;
        command.by = enrolment_->person;
        command.at = clock_.now();
        command.arguments = std::move(arguments);
        if (!info->creates && target) {
            command.target_kind = info->on;
            if (info->on == Kind::none) {
                const auto record = find_any(target);
                if (!record) return fail(ErrorCode::not_found, "no record with this id is on this device; sync, or check the id", "not_found");
                command.target_kind = record->kind;
            }
        }
        if (!info->creates && !info->adds && catalogue().find(command.target_kind) && given_away(command.target_kind, target))
            return fail(ErrorCode::refused, "this is somebody else's now; a note can still be added", "reassigned");
        for (const auto& shape : info->arguments) {
            const bool of_ticket = shape.name == "ticket_number" || (shape.name == "number" && info->creates && info->on == Kind::ticket);
            const bool of_order = shape.name == "follow_up_number" || (shape.name == "number" && info->creates);
            if ((!of_order && !of_ticket) || command.argument(shape.name)) continue;
            auto number = next_number(of_ticket ? "TKT" : "WO");
            if (!number) return number.error();
            command.arguments.emplace_back(shape.name, *number);
        }
        // The rule may ask what the form showed; the bases proper are known when it has said what changes.
        if (!seen.values.empty() && catalogue().find(command.target_kind)) {
            Base& base = command.bases.emplace_back(Base{command.target_kind, target, 0, {}, {}});
            for (const auto& [field_name, value] : seen.values)
                if (const auto* field = catalogue().at(command.target_kind).find(field_name)) base.saw.push_back({field->number, value});
        }
        auto changes = judge(catalogue(), command, {enrolment_->person, enrolment_->role, enrolment_->device}, rows_);
        if (!changes) return changes.error();
        SIGAP_TRY(check_asked(*info, command));
        Edit edit{{}, 0, info->creates ? info->on : command.target_kind, info->creates ? derived_id(command.operation, 0) : target};
        if (changes->empty()) return edit;
        edit.operation = command.operation;
        command.bases = bases_of(*changes, target, seen);
        std::string text;
        append_command(text, command);
        database_->query("INSERT INTO ledger(n,operation,state,command,changes,about_kind,about,at) VALUES("
                         "(SELECT 1+coalesce(max(n),0) FROM ledger),?,'queued',?,?,?,?,?)",
                         command.operation, std::string_view(text), std::string_view(changes_to_json(*changes)),
                         static_cast<int>(edit.kind), edit.id, command.at)
            .run();
        edit.n = database_->last_insert_rowid();
        for (const auto& change : *changes) {
            const RowKey key{change.kind, change.id};
            keep_shadow(key);
            database_->query("INSERT INTO ledger_row VALUES(?,?,?)", static_cast<int>(change.kind), change.id, edit.n).run();
            const KindInfo& kind = catalogue().at(change.kind);
            const auto before = rows_.find(change.kind, change.id);
            Record record = before ? *before : born_record(kind, change.id);
            apply(kind, record, change);
            write_row(before ? &*before : nullptr, record, 0);
        }
        // The record may leave this device before the edit has its result.
        database_->query("UPDATE ledger SET title=nullif(?,'') WHERE n=?", std::string_view(title_of_row(edit.kind, edit.id)), edit.n).run();
        return edit;
    });
}

std::vector<FieldChange> Replica::saw_of(const Record& record, const RowChange& change, const Seen& seen) const {
    const KindInfo& kind = catalogue().at(change.kind);
    std::vector<FieldChange> saw;
    for (const auto& field_change : change.fields) {
        const FieldInfo* field = kind.find(field_change.field);
        if (!field || (!field->prose && field->merge != Merge::delta)) continue;
        const auto shown = std::ranges::find_if(seen.values, [&](const auto& value) { return value.first == field->name; });
        saw.push_back({field->number, shown != seen.values.end() ? shown->second : record.values[kind.index_of(*field)]});
    }
    return saw;
}

void Replica::title_edits() {
    auto edits = database_->query("SELECT n,about_kind,about FROM ledger WHERE title IS NULL");
    while (edits.step()) {
        const std::string title = title_of_row(static_cast<Kind>(edits.int64(1)), edits.uuid(2));
        if (!title.empty()) database_->query("UPDATE ledger SET title=? WHERE n=?", std::string_view(title), edits.int64(0)).run();
    }
}

std::string Replica::title_of_row(Kind kind, const Uuid& id, int steps) const {
    const KindInfo* info = catalogue().find(kind);
    const auto record = info ? rows_.find(kind, id) : std::nullopt;
    if (!record || steps == 0) return {};
    if (const auto* title = info->find(info->title))
        if (const auto* text = std::get_if<std::string>(&record->values[info->index_of(*title)])) return *text;
    for (const auto& field : info->fields) {
        const auto* up = std::get_if<Uuid>(&record->values[info->index_of(field)]);
        if (field.route != Route::follows || !up) continue;
        Kind target = field.target;
        if (field.kind_field != 0) {
            const auto* number = std::get_if<std::int64_t>(&record->values[info->index_of(*info->find(field.kind_field))]);
            target = number ? static_cast<Kind>(*number) : Kind::none;
        }
        return title_of_row(target, *up, steps - 1);
    }
    return {};
}

// What an edit that lies over the row hides by writing it, its author has not seen there: they know what that edit knew. Of counts
// and sets nothing is hidden, and of prose the author's own copy is compared.
std::int64_t Replica::seen_beneath(const RowChange& change, std::int64_t seq) const {
    const KindInfo& kind = catalogue().at(change.kind);
    const auto writes_too = [&](const FieldChange& mine) {
        const FieldInfo* field = kind.find(mine.field);
        return field && !is_relative(*field) && !field->prose &&
               std::ranges::find(change.fields, mine.field, &FieldChange::field) != change.fields.end();
    };
    auto pending = database_->query("SELECT l.changes,l.command FROM ledger_row r JOIN ledger l ON l.n=r.n WHERE r.kind=? AND r.id=? AND "
                                    "l.overlay=1 AND (l.seq=0 OR l.seq>?)",
                                    static_cast<int>(change.kind), change.id, seq);
    while (pending.step()) {
        const auto changes = changes_from_json(pending.text(0), catalogue());
        const auto command = read_command(pending.text(1), catalogue());
        if (!changes || !command) throw std::logic_error("an edit in the ledger that cannot be read");
        for (const auto& earlier : *changes) {
            if (earlier.kind != change.kind || earlier.id != change.id || std::ranges::none_of(earlier.fields, writes_too)) continue;
            const auto base = std::ranges::find(command->bases, change.id, &Base::id);
            seq = std::min(seq, base == command->bases.end() ? 0 : base->seq);
        }
    }
    return seq;
}

std::vector<Base> Replica::bases_of(const Changes& changes, const Uuid& target, const Seen& seen) const {
    std::vector<Base> bases;
    for (const auto& change : changes) {
        if (change.born) continue;
        Base base{change.kind, change.id, 0, {}, {}};
        if (const auto record = rows_.find(change.kind, change.id)) {
            base.seq = seen_beneath(change, record->seq);
            base.saw = saw_of(*record, change, change.id == target ? seen : Seen{});
        }
        if (change.id == target && seen.seq >= 0 && seen.seq < base.seq) base.seq = seen.seq;
        auto pending = database_->query("SELECT l.operation FROM ledger_row r JOIN ledger l ON l.n=r.n WHERE r.kind=? AND r.id=? AND "
                                        "l.overlay=1 ORDER BY l.n DESC LIMIT 1",
                                        static_cast<int>(change.kind), change.id);
        if (pending.step()) base.operation = pending.uuid(0);
        bases.push_back(base);
    }
    return bases;
}

Result<void> Replica::withdraw(const Uuid& operation) {
    return database_->write([&]() -> Result<void> {
        auto query = database_->query("SELECT n,state FROM ledger WHERE operation=?", operation);
        if (!query.step()) return fail(ErrorCode::not_found, "there is no such edit on this device", "not_found");
        const std::int64_t n = query.int64(0);
        if (query.text(1) != "queued" || n <= offered_)
            return fail(ErrorCode::refused, "it was sent already; undo it with an edit of its own", "sent");
        if (database_->query("SELECT 1 FROM gap WHERE operation=?", operation).step())
            return fail(ErrorCode::refused, "the server failed at it, or at what it builds on, and may have it; undo it with an edit of its own",
                        "sent");
        auto later = database_->query("SELECT 1 FROM ledger_row mine JOIN ledger_row other ON other.kind=mine.kind AND other.id=mine.id "
                                      "JOIN ledger l ON l.n=other.n WHERE mine.n=? AND other.n>? AND l.overlay=1",
                                      n, n);
        if (later.step()) return fail(ErrorCode::refused, "a later edit builds on it; undo that one first", "built_on");
        database_->query("UPDATE ledger SET state='withdrawn' WHERE n=?", n).run();
        std::vector<RowKey> dirty;
        drop_overlay(n, dirty);
        for (const auto& row : dirty) rebuild(row);
        return {};
    });
}

}  // namespace sigap
