#include "sync/server/store.hpp"

#include "platform/core/json_writer.hpp"
#include "platform/crypto/hash.hpp"
#include "sync/model/text_value.hpp"

namespace sigap {

namespace {

constexpr std::size_t rows_of_a_transaction = 2000;
constexpr std::size_t rows_of_an_entry = 200;

}  // namespace

Store::Store(std::unique_ptr<Database> database, const Catalogue& catalogue, const Clock& clock, Random& random)
    : database_(std::move(database)),
      clock_(clock),
      random_(random),
      rows_(*database_, catalogue, {"field_seqs", "BLOB", "excluded.field_seqs"}, true),
      scope_(rows_),
      log_(*database_),
      devices_(*database_) {}

Result<std::unique_ptr<Store>> Store::open(const OpenOptions& options, const Catalogue& catalogue, const Clock& clock,
                                           Random& random) {
    auto database = Database::open(options);
    if (!database) return database.error();
    std::unique_ptr<Store> store(new Store(std::move(*database), catalogue, clock, random));
    SIGAP_TRY(store->migrate());
    return store;
}

Result<void> Store::migrate() {
    return database_->write([&] {
        database_->execute("CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY NOT NULL, value) WITHOUT ROWID");
        rows_.migrate();
        rows_.create_indexes();
        scope_.migrate();
        log_.migrate();
        devices_.migrate();
        database_->execute(
            "CREATE TABLE IF NOT EXISTS file_orphan(hash TEXT PRIMARY KEY NOT NULL, since INTEGER NOT NULL) WITHOUT ROWID");
        for (auto query = database_->query("SELECT key,value FROM meta"); query.step();) {
            if (query.text(0) == "epoch") epoch_ = query.uuid(1);
            if (query.text(0) == "organisation") organisation_ = query.text(1);
            if (query.text(0) == "restored_at") restored_at_ = query.time(1);
        }
        place_rows();
    });
}

// Devices learn of it as of any change: it has its place in the order.
void Store::place_rows() {
    const std::string routes = scope_.routes();
    auto placed = database_->query("SELECT value FROM meta WHERE key='routes'");
    if (placed.step() && placed.text(0) == routes) return;
    log_.begin();
    const std::int64_t seq = log_.next();
    if (scope_.place_all(seq)) {
        LogEntry entry = own_entry(seq);
        JsonWriter(entry.command).text("name", "upgraded").end();
        log_.append(entry);
    }
    database_->query("INSERT INTO meta VALUES('routes',?) ON CONFLICT(key) DO UPDATE SET value=excluded.value", std::string_view(routes)).run();
}

Result<void> Store::found(std::string_view organisation) {
    if (epoch_) return fail(ErrorCode::refused, "there is an organisation in this database already", "exists");
    const Uuid epoch = make_uuid(clock_, random_);
    SIGAP_TRY(database_->write([&] {
        database_->query("INSERT INTO meta VALUES('epoch',?)", epoch).run();
        database_->query("INSERT INTO meta VALUES('organisation',?)", organisation).run();
    }));
    epoch_ = epoch;
    organisation_ = organisation;
    return {};
}

Result<void> Store::begin_epoch() {
    if (!epoch_) return fail(ErrorCode::refused, "there is no organisation in this database", "not_found");
    const Uuid epoch = make_uuid(clock_, random_);
    const Timestamp now = clock_.now();
    SIGAP_TRY(database_->write([&] {
        log_.begin();
        LogEntry entry = own_entry(0);
        JsonWriter(entry.command).text("name", "restored").id("epoch", epoch).end();
        log_.append_restored(entry);
        devices_.skip_numbers(random_);
        database_->query("UPDATE meta SET value=? WHERE key='epoch'", epoch).run();
        database_->query("INSERT INTO meta VALUES('restored_at',?) ON CONFLICT(key) DO UPDATE SET value=excluded.value", now).run();
    }));
    epoch_ = epoch;
    restored_at_ = now;
    return {};
}

Result<Store::Inserted> Store::insert(std::span<const Record> records, const Uuid& by, std::string_view what) {
    Inserted all;
    while (!records.empty()) {
        const auto now = records.first(std::min(records.size(), rows_of_a_transaction));
        records = records.subspan(now.size());
        const auto work = [&]() -> Result<Inserted> {
            log_.begin();
            scope_.forget();
            Inserted inserted;
            for (std::size_t at = 0; at < now.size(); at += rows_of_an_entry) {
                auto part = insert_batch(now.subspan(at, std::min(rows_of_an_entry, now.size() - at)), by, what);
                if (!part) return part.error();
                inserted.born += part->born;
                inserted.changed += part->changed;
            }
            scope_.write_sums();
            return inserted;
        };
        const auto inserted = database_->write(work);
        if (!inserted) return inserted.error();
        all.born += inserted->born;
        all.changed += inserted->changed;
    }
    return all;
}

Result<Store::Inserted> Store::insert_batch(std::span<const Record> records, const Uuid& by, std::string_view what) {
    Inserted inserted;
    const std::int64_t seq = log_.next();
    Sha256Stream digest;
    std::string text;
    for (const auto& record : records) {
        const KindInfo& kind = catalogue().at(record.kind);
        auto before = load(record.kind, record.id);
        StoredRow after{record, before ? before->seqs : FieldSeqs(seq)};
        after.record.seq = seq;
        bool differs = !before;
        for (std::size_t i = 0; before && i < kind.fields.size(); ++i) {
            if (before->record.values[i] == record.values[i]) continue;
            after.seqs.set(kind.fields[i].number, seq);
            differs = true;
        }
        if (!differs) continue;
        if (before) after.record.extra = before->record.extra;
        else give_free_number(after.record);
        SIGAP_TRY(check_unique(before ? &before->record : nullptr, after.record));
        save(before ? &before->record : nullptr, after);
        ++(before ? inserted.changed : inserted.born);
        text.clear();
        append_row(text, kind, after.record, 0);
        digest.update(text);
    }
    if (inserted.born + inserted.changed == 0) return inserted;
    scope_.settle(seq);
    LogEntry entry = own_entry(seq, by);
    // The rows stand in their tables; the log keeps what proves that they were these.
    JsonWriter(entry.command)
        .text("name", what)
        .number("born", inserted.born)
        .number("changed", inserted.changed)
        .text("rows_sha256", to_hex(digest.finish()))
        .end();
    log_.append(entry);
    return inserted;
}

LogEntry Store::own_entry(std::int64_t seq, const Uuid& by) const {
    LogEntry entry;
    entry.operation = make_uuid(clock_, random_);
    entry.person = by;
    entry.at = entry.received_at = clock_.now();
    append_result(entry.result, {0, entry.operation, Outcome::applied, seq, {}, {}, {}});
    return entry;
}

std::optional<StoredRow> Store::load(Kind kind, const Uuid& id) {
    auto query = database_->query(rows_.select(kind) + " WHERE id=?", id);
    if (!query.step()) return std::nullopt;
    return StoredRow{rows_.read(query, kind), FieldSeqs::decode(query.blob(rows_.own_column(kind)))};
}

void Store::save(const Record* before, const StoredRow& row) {
    const auto seqs = row.seqs.encode();
    rows_.put(before, row.record, Blob(seqs));
    scope_.wrote(before, row.record);
}

Result<void> Store::check_unique(const Record* before, const Record& record) {
    const KindInfo& kind = catalogue().at(record.kind);
    for (std::size_t i = 0; i < kind.fields.size(); ++i) {
        const FieldInfo& field = kind.fields[i];
        if (field.merge != Merge::unique || std::holds_alternative<Absent>(record.values[i])) continue;
        if (before && before->values[i] == record.values[i]) continue;
        auto query =
            database_->query(rows_.select(record.kind) + " WHERE " + sql_name(field.name) + "=? AND id<>? LIMIT 1");
        bind_value(query, 1, record.values[i]);
        query.bind(2, record.id);
        if (!query.step()) continue;
        const Record other = rows_.read(query, record.kind);
        const FieldInfo* title = kind.find(kind.title);
        const std::string name =
            title ? value_to_text(title->type, other.values[kind.index_of(*title)]) : to_string(other.id);
        return fail(ErrorCode::refused,
                    std::string(field.name) + " \"" + value_to_text(field.type, record.values[i]) + "\" belongs to \"" +
                        name + "\" already; open that one, or give another " + std::string(field.name),
                    "duplicate");
    }
    return {};
}

void Store::give_free_number(Record& record) {
    const KindInfo& kind = catalogue().at(record.kind);
    const FieldInfo* field = kind.find("number");
    if (!field || field->merge != Merge::unique || !field->by_rule) return;
    Value& value = record.values[kind.index_of(*field)];
    const auto* text = std::get_if<std::string>(&value);
    if (!text) return;
    const std::string given = *text;
    for (int suffix = 2;; ++suffix) {
        auto query = database_->query("SELECT 1 FROM " + sql_name(kind.name) + " WHERE number=? AND id<>?");
        bind_value(query, 1, value);
        query.bind(2, record.id);
        if (!query.step()) return;
        value = given + '-' + std::to_string(suffix);
    }
}

std::optional<Person> Store::person(const Uuid& id) const {
    const auto record = rows_.find(Kind::person, id);
    if (!record) return std::nullopt;
    return as<Person>(*record);
}

std::optional<Person> Store::person_by_login(std::string_view login) const {
    auto query = database_->query(rows_.select(Kind::person) + " WHERE login=?", login);
    if (!query.step()) return std::nullopt;
    return as<Person>(rows_.read(query, Kind::person));
}

}  // namespace sigap
