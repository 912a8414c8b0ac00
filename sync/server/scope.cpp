#include "sync/server/scope.hpp"

#include "sync/model/kinds/location.hpp"

namespace sigap {

namespace {

constexpr std::int64_t reference_bucket = 1;
constexpr std::int64_t desk_bucket = 2;
constexpr std::size_t most_steps = 1'000'000;
constexpr std::size_t rows_placed_at_once = 1000;
// One more whenever wanted() sends what is declared as before to other buckets.
constexpr int placing_version = 1;

Uuid site_of(const Rows& rows, const Uuid& location) {
    const auto record = rows.find(Kind::location, location);
    if (!record) return location;
    const auto site = as<Location>(*record).site;
    return site ? site.id : location;
}

}  // namespace

std::vector<std::string> subscriptions_of(const Person& person, const Rows& rows) {
    if (person.inactive || person.role == Role::none) return {};
    if (desk_side.has(person.role)) return {"reference", "desk"};
    std::vector<std::string> names{"reference"};
    if (person.role == Role::technician) {
        names.push_back("jobs:" + to_string(person.id));
        names.push_back("reported:" + to_string(person.id));
        if (person.site) names.push_back("site:" + to_string(site_of(rows, person.site)));
    }
    if (person.role == Role::kiosk) names.push_back("reported:" + to_string(person.id));
    return names;
}

Scope::Scope(RowStore& rows) : rows_(rows), database_(rows.database()) {
    for (const auto& kind : rows.catalogue().kinds()) {
        for (const auto& field : kind.fields) {
            if (field.route == Route::none || field.route == Route::owner || field.route == Route::reader) continue;
            const Link link{&kind, &field,
                            "SELECT id FROM " + sql_name(kind.name) + " WHERE " + sql_name(field.name) + "=?"};
            if (field.route == Route::follows) followers_.push_back(link);
            if (field.route == Route::brings) bringers_.push_back(link);
            if (field.route == Route::place) placed_.push_back(link);
        }
    }
}

void Scope::migrate() {
    database_.execute(
        "CREATE TABLE IF NOT EXISTS bucket(id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, personal INTEGER NOT "
        "NULL);"
        "INSERT OR IGNORE INTO bucket VALUES(1, 'reference', 0), (2, 'desk', 0);"
        "CREATE TABLE IF NOT EXISTS member(kind INTEGER NOT NULL, id BLOB NOT NULL, bucket INTEGER NOT NULL, seq "
        "INTEGER NOT NULL,"
        " out INTEGER NOT NULL, PRIMARY KEY(kind, id, bucket)) WITHOUT ROWID;"
        "CREATE INDEX IF NOT EXISTS member_by_seq ON member(bucket, seq, kind, id, out)");
    if (database_.has_table("bucket_sum")) return;
    database_.execute("CREATE TABLE bucket_sum(bucket INTEGER NOT NULL, kind INTEGER NOT NULL, count INTEGER NOT NULL, sum INTEGER NOT NULL,"
                      " PRIMARY KEY(bucket, kind)) WITHOUT ROWID");
    changes_ = count_all();
    write_sums();
}

std::string Scope::routes() const {
    std::string text = std::to_string(placing_version);
    for (const auto& kind : rows_.catalogue().kinds()) {
        text += ' ' + std::to_string(static_cast<int>(kind.kind));
        if (kind.everyone) text += '*';
        for (const auto& field : kind.fields)
            if (field.route != Route::none)
                text += ',' + std::to_string(field.number) + '=' + std::to_string(static_cast<int>(field.route)) + ':' +
                        std::to_string(static_cast<int>(field.target)) + ':' + std::to_string(field.kind_field);
    }
    return text;
}

bool Scope::place_all(std::int64_t seq) {
    touched_.clear();
    for (const auto& kind : rows_.catalogue().kinds()) {
        auto query = database_.query("SELECT id FROM " + sql_name(kind.name));
        for (bool more = true; more;) {
            while (affected_.size() < rows_placed_at_once && (more = query.step()))
                affected_.push_back({kind.kind, query.uuid(0), false, false, true});
            settle(seq);
        }
    }
    write_sums();
    return !std::exchange(touched_, {}).empty();
}

std::int64_t Scope::bucket(const std::string& name, bool personal) {
    for (int attempt = 0; attempt < 2; ++attempt) {
        auto query = database_.query("SELECT id FROM bucket WHERE name=?", std::string_view(name));
        if (query.step()) return query.int64(0);
        database_.query("INSERT INTO bucket(name, personal) VALUES(?,?)", std::string_view(name), personal).run();
    }
    throw std::logic_error("a bucket that was made is not there");
}

std::pair<Kind, Uuid> Scope::target_of(const KindInfo& kind, const FieldInfo& field, const Record& record) {
    const auto* id = std::get_if<Uuid>(&record.values[kind.index_of(field)]);
    if (!id) return {};
    if (field.kind_field == 0) return {field.target, *id};
    const auto* number = std::get_if<std::int64_t>(&record.values[kind.index_of(*kind.find(field.kind_field))]);
    return {number ? static_cast<Kind>(*number) : Kind::none, *id};
}

std::set<std::int64_t> Scope::held(Kind kind, const Uuid& id) const {
    std::set<std::int64_t> buckets;
    auto query =
        database_.query("SELECT bucket FROM member WHERE kind=? AND id=? AND out=0", static_cast<int>(kind), id);
    while (query.step()) buckets.insert(query.int64(0));
    return buckets;
}

std::set<std::int64_t> Scope::wanted(const Record& record) {
    const KindInfo& kind = rows_.catalogue().at(record.kind);
    if (kind.everyone) return {reference_bucket};
    std::set<std::int64_t> buckets{desk_bucket};
    for (const auto& field : kind.fields) {
        if (field.route == Route::none || field.route == Route::brings) continue;
        const auto [target_kind, target] = target_of(kind, field, record);
        if (!target) continue;
        if (field.route == Route::owner) buckets.insert(bucket("jobs:" + to_string(target), true));
        // Not personal: who may see a row sees what is said of it, not the equipment that work on it brings.
        else if (field.route == Route::reader) buckets.insert(bucket("reported:" + to_string(target), false));
        else if (field.route == Route::place)
            buckets.insert(bucket("site:" + to_string(site_of(rows_, target)), false));
        else buckets.merge(held(target_kind, target));
    }
    for (const auto& link : bringers_) {
        if (link.field->target != record.kind) continue;
        // CROSS JOIN holds SQLite to this order: left alone it walks all members of the kind.
        auto query = database_.query(
            "SELECT DISTINCT m.bucket FROM " + sql_name(link.from->name) +
                " r CROSS JOIN member m ON m.kind=? AND m.id=r.id AND m.out=0 CROSS JOIN bucket b ON b.id=m.bucket"
                " WHERE b.personal=1 AND r." +
                sql_name(link.field->name) + "=?",
            static_cast<int>(link.from->kind), record.id);
        while (query.step()) buckets.insert(query.int64(0));
    }
    return buckets;
}

void Scope::wrote(const Record* before, const Record& after) {
    const KindInfo& kind = rows_.catalogue().at(after.kind);
    bool moved = before == nullptr;
    for (std::size_t i = 0; before && i < kind.fields.size(); ++i) {
        const FieldInfo& field = kind.fields[i];
        const bool routes = field.route != Route::none || (after.kind == Kind::location && field.name == "site");
        if (!routes || before->values[i] == after.values[i]) continue;
        moved = true;
        // What it no longer brings must be looked at anew, too.
        const auto [target_kind, target] = target_of(kind, field, *before);
        if (field.route == Route::brings && target) affected_.push_back({target_kind, target, false, false, true});
    }
    told_.push_back({after.kind, after.id, true, before == nullptr, moved, before ? before->seq : 0});
}

void Scope::settle(std::int64_t seq) {
    affected_.insert(affected_.begin(), told_.begin(), told_.end());
    told_.clear();
    for (std::size_t steps = 0; !affected_.empty(); ++steps) {
        if (steps == most_steps) {
            forget();
            throw std::logic_error("the routes of the rows run in a ring");
        }
        const Work work = affected_.front();
        affected_.pop_front();
        settle_one(work, seq);
    }
}

void Scope::settle_one(const Work& work, std::int64_t seq) {
    if (!work.moved) {
        for (const auto bucket : held(work.kind, work.id)) {
            database_.query("UPDATE member SET seq=? WHERE kind=? AND id=? AND bucket=?", seq, static_cast<int>(work.kind), work.id, bucket)
                .run();
            remove(bucket, work.kind, work.id, work.old_seq);
            add(bucket, work.kind, work.id, seq);
        }
        return;
    }
    const auto record = rows_.find(work.kind, work.id);
    if (!record) return;
    const bool changed = place_row(work, *record, seq);
    if (changed && !work.born) push_dependents(*record);
    if (changed || work.touched) push_brought(*record);
    if (work.touched && !work.born && work.kind == Kind::location)
        for (const auto& link : placed_)
            for (auto query = database_.query(link.find, work.id); query.step();)
                affected_.push_back({link.from->kind, query.uuid(0), false, false, true});
}

bool Scope::place_row(const Work& work, const Record& record, std::int64_t seq) {
    const auto now = wanted(record);
    const auto before = work.born ? std::set<std::int64_t>{} : held(work.kind, work.id);
    const int kind = static_cast<int>(work.kind);
    const std::int64_t old_seq = work.touched ? work.old_seq : record.seq;
    for (const auto bucket : now) {
        const bool had = before.contains(bucket);
        if (!work.touched && had) continue;
        database_
            .query("INSERT INTO member(kind, id, bucket, seq, out) VALUES(?,?,?,?,0) ON CONFLICT DO UPDATE SET seq=excluded.seq, out=0",
                   kind, work.id, bucket, seq)
            .run();
        if (had) remove(bucket, work.kind, work.id, old_seq);
        add(bucket, work.kind, work.id, record.seq);
    }
    for (const auto bucket : before) {
        if (now.contains(bucket)) continue;
        database_
            .query("UPDATE member SET out=1, seq=? WHERE kind=? AND id=? AND bucket=?", seq, kind, work.id, bucket)
            .run();
        remove(bucket, work.kind, work.id, old_seq);
    }
    return now != before;
}

void Scope::push_dependents(const Record& record) {
    for (const auto& link : followers_) {
        if (link.field->kind_field == 0 && link.field->target != record.kind) continue;
        for (auto query = database_.query(link.find, record.id); query.step();)
            affected_.push_back({link.from->kind, query.uuid(0), false, false, true});
    }
}

void Scope::push_brought(const Record& record) {
    const KindInfo& kind = rows_.catalogue().at(record.kind);
    for (const auto& field : kind.fields) {
        if (field.route != Route::brings) continue;
        const auto [target_kind, target] = target_of(kind, field, record);
        if (target) affected_.push_back({target_kind, target, false, false, true});
    }
}

bool Scope::lost_since(const Uuid& person, Kind kind, const Uuid& id, std::int64_t seq) const {
    auto query = database_.query(
        "SELECT 1 FROM member m JOIN bucket b ON b.id=m.bucket WHERE m.kind=? AND m.id=? AND m.out=1 AND m.seq>? AND "
        "b.name=?",
        static_cast<int>(kind), id, seq, std::string_view("jobs:" + to_string(person)));
    return query.step();
}

Result<void> Scope::check() {
    for (const auto& kind : rows_.catalogue().kinds()) {
        auto query = database_.query(rows_.select(kind.kind));
        while (query.step()) {
            const Record record = rows_.read(query, kind.kind);
            if (wanted(record) != held(kind.kind, record.id))
                return fail(
                    ErrorCode::storage,
                    std::string(kind.name) + ' ' + to_string(record.id) + " is not in the buckets where it belongs",
                    "scope_broken");
        }
    }
    Sums kept;
    for (auto query = database_.query("SELECT bucket,kind,count,sum FROM bucket_sum WHERE count<>0 OR sum<>0"); query.step();)
        kept[{query.int64(0), static_cast<int>(query.int64(1))}] = {query.int64(2), static_cast<std::uint64_t>(query.int64(3))};
    if (kept != count_all()) return fail(ErrorCode::storage, "the sums of the buckets are not those of their rows", "scope_broken");
    return {};
}

std::int64_t Scope::count(const std::vector<Cursor>& buckets, std::int64_t until) const {
    const std::string entries = "SELECT kind,id FROM member WHERE bucket=? AND seq>? AND seq<=? AND out=0";
    std::string reference, others;
    std::vector<std::int64_t> bound;
    for (const auto& [name, after] : buckets) {
        auto known = database_.query("SELECT id FROM bucket WHERE name=?", std::string_view(name));
        if (!known.step()) continue;
        // No row is in it and in another one, so that it need not be compared with them.
        const bool alone = name == "reference";
        if (alone) reference = entries;
        else others += (others.empty() ? "" : " UNION ") + entries;
        bound.insert(alone ? bound.begin() : bound.end(), {known.int64(0), after, until});
    }
    std::int64_t rows = 0;
    auto next = bound.begin();
    for (const auto& part : {reference, others}) {
        if (part.empty()) continue;
        auto query = database_.query("SELECT count(*) FROM (" + part + ")");
        const auto marks = std::ranges::count(part, '?');
        for (int i = 1; i <= marks; ++i) query.bind(i, *next++);
        query.step();
        rows += query.int64(0);
    }
    return rows;
}

std::int64_t Scope::newest(const std::string& bucket) const {
    auto query = database_.query("SELECT max(seq) FROM member WHERE bucket=(SELECT id FROM bucket WHERE name=?)", std::string_view(bucket));
    return query.step() ? query.int64(0) : 0;
}

void Scope::changes(const std::vector<std::string>& buckets, std::int64_t after, std::int64_t until,
                    const std::function<bool(const Membership&)>& visit) const {
    struct Stream {
        Query query;
        std::uint64_t bit;
        Membership next;
        bool advance() {
            if (!query.step()) return false;
            next = {query.int64(0), static_cast<Kind>(query.int64(1)), query.uuid(2), 0, 0};
            (query.int64(3) == 0 ? next.in : next.out) = bit;
            return true;
        }
    };
    const auto place = [](const Membership& entry) { return std::tuple(entry.seq, entry.kind, entry.id); };
    std::vector<Stream> streams;
    for (std::size_t i = 0; i < buckets.size() && i < 64; ++i) {
        auto known = database_.query("SELECT id FROM bucket WHERE name=?", std::string_view(buckets[i]));
        if (!known.step()) continue;
        Stream stream{database_.query(
                          "SELECT seq,kind,id,out FROM member WHERE bucket=? AND seq>? AND seq<=? ORDER BY seq,kind,id",
                          known.int64(0), after, until),
                      std::uint64_t{1} << i,
                      {}};
        if (stream.advance()) streams.push_back(std::move(stream));
    }
    while (!streams.empty()) {
        Membership entry = streams[0].next;
        for (const auto& stream : streams)
            if (place(stream.next) < place(entry)) entry = stream.next;
        entry.in = entry.out = 0;
        for (auto& stream : streams) {
            if (place(stream.next) != place(entry)) continue;
            entry.in |= stream.next.in;
            entry.out |= stream.next.out;
            if (!stream.advance()) stream.bit = 0;
        }
        std::erase_if(streams, [](const Stream& stream) { return stream.bit == 0; });
        if (!visit(entry)) return;
    }
}

}  // namespace sigap
