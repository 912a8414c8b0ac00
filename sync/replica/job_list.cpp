#include "sync/replica/job_list.hpp"

#include <algorithm>

#include "platform/core/text.hpp"
#include "sync/model/kinds/location.hpp"
#include "sync/model/kinds/note.hpp"
#include "sync/model/kinds/person.hpp"
#include "sync/model/kinds/procedure.hpp"

namespace sigap {

namespace {

// The plus keeps SQLite from the index on status alone: these words are those of the partial index below, which gives the
// open visits in their order without a sort.
constexpr std::string_view open_visit = "+v.status IN('scheduled','accepted','travelling','on_site','on_break')";
constexpr std::string_view open_index =
    "CREATE INDEX IF NOT EXISTS visit_open ON visit(scheduled_at,id,technician,status) "
    "WHERE +status IN('scheduled','accepted','travelling','on_site','on_break')";
constexpr std::string_view unsent_ids = "SELECT about FROM ledger WHERE answered=0 AND state<>'withdrawn'";
// As priority_of() judges it.
constexpr std::string_view priority_sql =
    "CASE w.impact WHEN 'high' THEN 0 WHEN 'low' THEN 2 ELSE 1 END+CASE w.urgency WHEN 'high' THEN 0 WHEN 'low' THEN 2 ELSE 1 END";

// The desk's few; of several visits for one order the last tells.
constexpr std::string_view escalated_ids =
    "SELECT (SELECT o.id FROM visit o WHERE o.work_order=w.id ORDER BY o.scheduled_at DESC,o.id DESC LIMIT 1) FROM work_order w"
    " WHERE w.escalation IN('lead','manager') AND w.status IN('unscheduled','scheduled','in_progress')";

constexpr std::string_view row_columns =
    "v.id,v.work_order,w.title,w.number,w.location,v.status,v.scheduled_at,w.due_at,w.impact,w.urgency,v.technician,p.name,w.escalation,w.status";
constexpr std::string_view row_joins =
    " LEFT JOIN work_order w ON w.id=v.work_order LEFT JOIN person p ON p.id=v.technician";

std::string like_pattern(std::string_view text) {
    std::string pattern = "%";
    for (const char c : trimmed(text)) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + '%';
}

// One statement for each shape of question; its parameters come in the order of the conditions.
struct Shape {
    std::string joins;
    std::string where;
    bool has_technician = false, has_day = false, has_text = false;
};

Shape shape_of(const JobQuery& query) {
    Shape shape;
    std::vector<std::string> conditions;
    if (query.technician) {
        conditions.emplace_back("+v.technician=?");
        shape.has_technician = true;
    }
    switch (query.filter) {
        case JobFilter::all: break;
        // What ended here stays in sight until the server has it.
        case JobFilter::open:
            conditions.push_back("(" + std::string(open_visit) + " OR v.id IN(" + std::string(unsent_ids) + "))");
            break;
        case JobFilter::done: conditions.push_back("NOT " + std::string(open_visit)); break;
        case JobFilter::escalated: conditions.push_back("v.id IN(" + std::string(escalated_ids) + ")"); break;
        case JobFilter::today:
            conditions.push_back(std::string(open_visit) + " AND ifnull(v.scheduled_at,0)<?");
            shape.has_day = true;
            break;
    }
    if (!trimmed(query.text).empty()) {
        conditions.emplace_back("(w.title LIKE ? ESCAPE '\\' OR w.number LIKE ? ESCAPE '\\' OR l.name LIKE ? ESCAPE '\\')");
        shape.has_text = true;
    }
    if (shape.has_text || query.sort != JobSort::time) shape.joins = " LEFT JOIN work_order w ON w.id=v.work_order";
    if (shape.has_text || query.sort == JobSort::place) shape.joins += " LEFT JOIN location l ON l.id=w.location";
    if (query.sort == JobSort::place) shape.joins += " LEFT JOIN location s ON s.id=l.site LEFT JOIN location u ON u.id=l.parent";
    for (const auto& condition : conditions) shape.where += (shape.where.empty() ? " WHERE " : " AND ") + condition;
    return shape;
}

int bind_shape(Query& statement, const Shape& shape, const JobQuery& query) {
    int index = 1;
    if (shape.has_technician) statement.bind(index++, query.technician);
    if (shape.has_day) statement.bind(index++, query.day_end);
    if (shape.has_text) {
        const std::string pattern = like_pattern(query.text);
        for (int i = 0; i < 3; ++i) statement.bind(index++, std::string_view(pattern));
    }
    return index;
}

std::string_view order_of(const JobQuery& query) {
    switch (query.sort) {
        case JobSort::time: return query.filter == JobFilter::done ? "v.scheduled_at DESC,v.id DESC" : "v.scheduled_at,v.id";
        case JobSort::place: return "s.name,u.name,l.name,v.scheduled_at,v.id";
        case JobSort::priority: return "3,v.scheduled_at,v.id";
    }
    throw std::logic_error("unknown sort");
}

JobRow read_row(const Query& row, Timestamp now, PlaceNames& places, const std::unordered_set<Uuid>& unsent) {
    JobRow job;
    job.visit = row.uuid(0);
    job.work_order = row.uuid(1);
    job.title = row.text(2);
    job.number = row.text(3);
    job.place = places.within(row.uuid(4));
    from_word(row.text(5), job.status);
    job.scheduled_at = row.time(6);
    job.due_at = row.time(7);
    Level impact{}, urgency{};
    from_word(row.text(8), impact);
    from_word(row.text(9), urgency);
    job.priority = priority_of(impact, urgency, false);
    job.technician = row.uuid(10);
    job.technician_name = row.text(11);
    job.done = job.status >= VisitStatus::completed;
    job.overdue = !job.done && job.due_at && job.due_at < now;
    job.unsent = unsent.contains(job.visit);
    WorkOrderStatus order{};
    from_word(row.text(13), order);
    if (order < WorkOrderStatus::completed) from_word(row.text(12), job.escalation);
    return job;
}

// The usual list: open jobs by time, and among them the few that ended here and are not sent yet. Two ordered halves that are
// merged cost nothing for those that are skipped but their index entries; an OR would sort them all.
Query open_by_time(const Replica& replica, const JobQuery& query) {
    const std::string technician = query.technician ? " AND +v.technician=?" : "";
    auto ids = replica.rows().database().query(
        "SELECT v.id,v.scheduled_at FROM visit v WHERE " + std::string(open_visit) + technician +
        " UNION ALL SELECT v.id,v.scheduled_at FROM visit v WHERE v.id IN(" + std::string(unsent_ids) + ") AND NOT " +
        std::string(open_visit) + technician + " ORDER BY 2,1 LIMIT ? OFFSET ?");
    if (query.technician) {
        ids.bind(1, query.technician);
        ids.bind(2, query.technician);
    }
    return ids;
}

// Gives the ids only: it sorts and skips over narrow rows, and the page's own rows are looked up in full after.
Query id_query(const Replica& replica, const JobQuery& query, std::int64_t limit, std::int64_t offset) {
    const bool usual = query.filter == JobFilter::open && query.sort == JobSort::time && trimmed(query.text).empty();
    const auto bound = [&](Query ids, int next) {
        ids.bind(next, limit);
        ids.bind(next + 1, offset);
        return ids;
    };
    if (usual) return bound(open_by_time(replica, query), query.technician ? 3 : 1);
    const Shape shape = shape_of(query);
    const std::string key = query.sort == JobSort::priority ? ",min(3," + std::string(priority_sql) + ")" : std::string();
    auto ids = replica.rows().database().query("SELECT v.id,v.scheduled_at" + key + " FROM visit v" + shape.joins + shape.where +
                                               " ORDER BY " + std::string(order_of(query)) + " LIMIT ? OFFSET ?");
    const int next = bind_shape(ids, shape, query);
    return bound(std::move(ids), next);
}

// More than anybody does in a day; longer lists go by the clock alone.
constexpr std::int64_t longest_walk = 200;

bool is_walk(const JobQuery& query) {
    return query.filter == JobFilter::today && query.sort == JobSort::time && query.technician && trimmed(query.text).empty();
}

// What was planned for today and is not over has its time; the rest of the day's work fits in between.
std::vector<Uuid> walk_of(const Replica& replica, const JobQuery& query) {
    constexpr std::int64_t day_ms = 86'400'000;
    const std::int64_t day_start = query.day_end.ms - day_ms;
    auto rows = replica.rows().database().query(
        "SELECT v.id,v.scheduled_at,v.status,w.location,w.estimated_minutes FROM visit v LEFT JOIN work_order w ON w.id=v.work_order WHERE " +
        std::string(open_visit) + " AND +v.technician=? AND ifnull(v.scheduled_at,0)<? ORDER BY v.scheduled_at,v.id LIMIT ?");
    rows.bind(1, query.technician);
    rows.bind(2, query.day_end);
    rows.bind(3, longest_walk + 1);
    PlaceNames places(replica);
    std::vector<Uuid> ids, out;
    std::vector<Stop> stops;
    while (rows.step()) {
        ids.push_back(rows.uuid(0));
        Stop stop{places.spot(rows.uuid(3)), {}, rows.int64(4), false};
        const Timestamp at = rows.time(1);
        // Midnight is a day without a time.
        if (at.ms > day_start) stop.fixed = at;
        VisitStatus status{};
        from_word(rows.text(2), status);
        stop.begun = status >= VisitStatus::travelling;
        stops.push_back(std::move(stop));
    }
    if (static_cast<std::int64_t>(ids.size()) > longest_walk) return {};
    for (const std::size_t i : day_order(stops, query.now)) out.push_back(ids[i]);
    return out;
}

void add_visits_of_order(const Replica& replica, const Uuid& order, std::unordered_set<Uuid>& out) {
    for (const auto& record : replica.rows().referring(Kind::visit, field_of<&Visit::work_order>(), order)) out.insert(record.id);
}

}  // namespace

void create_job_list_index(Database& database) {
    if (database.has_table("visit")) database.execute(open_index);
}

std::unordered_set<Uuid> visits_with_unsent(Replica& replica) {
    std::unordered_set<Uuid> out;
    for (const auto& entry : replica.unanswered(10'000)) {
        Kind kind = entry.about_kind;
        Uuid id = entry.about;
        if (kind == Kind::note)
            if (const auto record = replica.find(Kind::note, id)) kind = as<Note>(*record).about_kind, id = as<Note>(*record).about;
        if (kind == Kind::checklist_step) {
            if (const auto record = replica.find(kind, id)) out.insert(as<ChecklistStep>(*record).visit);
        } else if (kind == Kind::work_order) {
            add_visits_of_order(replica, id, out);
        } else if (kind == Kind::visit) {
            out.insert(id);
        }
    }
    return out;
}

std::vector<JobRow> list_jobs(const Replica& replica, const JobQuery& query, const std::unordered_set<Uuid>& unsent,
                              std::int64_t limit, std::int64_t offset) {
    auto full = replica.rows().database().query("SELECT " + std::string(row_columns) + " FROM visit v" + std::string(row_joins) +
                                                " WHERE v.id=?");
    PlaceNames places(replica);
    std::vector<JobRow> out;
    const auto add = [&](const Uuid& id) {
        full.reset();
        full.bind(1, id);
        if (full.step()) out.push_back(read_row(full, query.now, places, unsent));
    };
    if (const auto walk = is_walk(query) ? walk_of(replica, query) : std::vector<Uuid>{}; !walk.empty()) {
        const auto all = static_cast<std::int64_t>(walk.size());
        const std::int64_t end = limit < 0 ? all : std::min(offset + limit, all);
        for (std::int64_t i = offset; i < end; ++i) add(walk[static_cast<std::size_t>(i)]);
        return out;
    }
    auto ids = id_query(replica, query, limit, offset);
    while (ids.step()) add(ids.uuid(0));
    return out;
}

std::int64_t count_jobs(const Replica& replica, const JobQuery& query) {
    JobQuery unsorted = query;
    unsorted.sort = JobSort::time;
    const Shape shape = shape_of(unsorted);
    auto count = replica.rows().database().query("SELECT count(*) FROM visit v" + shape.joins + shape.where);
    bind_shape(count, shape, query);
    count.step();
    return count.int64(0);
}

JobCounts job_counts(const Replica& replica, const JobQuery& query) {
    const auto count = [&](const std::string& where, bool has_day) {
        auto statement = replica.rows().database().query("SELECT count(*) FROM visit v WHERE " + where);
        int index = 1;
        if (query.technician) statement.bind(index++, query.technician);
        if (has_day) statement.bind(index, query.day_end);
        statement.step();
        return statement.int64(0);
    };
    const std::string mine = query.technician ? "+v.technician=? AND " : "", open(open_visit);
    JobCounts out;
    const std::int64_t still_open = count(mine + open, false);
    out.all = count(query.technician ? "v.technician=?" : "1", false);
    out.today = count(mine + open + " AND ifnull(v.scheduled_at,0)<?", true);
    out.open = still_open + count(mine + "v.id IN(" + std::string(unsent_ids) + ") AND NOT " + open, false);
    out.done = out.all - still_open;
    out.escalated = count(mine + "v.id IN(" + std::string(escalated_ids) + ")", false);
    return out;
}

std::int64_t count_of(const JobCounts& counts, JobFilter filter) {
    switch (filter) {
        case JobFilter::all: return counts.all;
        case JobFilter::today: return counts.today;
        case JobFilter::open: return counts.open;
        case JobFilter::done: return counts.done;
        case JobFilter::escalated: return counts.escalated;
    }
    throw std::logic_error("unknown filter");
}

std::vector<JobRow> jobs_of_asset(const Replica& replica, const Uuid& asset, Timestamp now, std::int64_t limit) {
    auto rows = replica.rows().database().query("SELECT " + std::string(row_columns) + " FROM work_order w JOIN visit v ON v.work_order=w.id" +
                                                    " LEFT JOIN person p ON p.id=v.technician WHERE w.asset=?"
                                                    " ORDER BY v.scheduled_at DESC,v.id DESC LIMIT ?",
                                                asset, limit);
    PlaceNames places(replica);
    std::vector<JobRow> out;
    while (rows.step()) out.push_back(read_row(rows, now, places, {}));
    return out;
}

std::string PlaceNames::text(const Uuid& location) {
    if (!location) return {};
    const auto known = texts_.find(location);
    if (known != texts_.end()) return known->second;
    std::string text;
    // Ten levels up are more than any site has; a longer chain is a ring.
    Uuid id = location;
    for (int depth = 0; depth < 10 && id; ++depth) {
        const auto record = replica_.find(Kind::location, id);
        if (!record) break;
        const auto place = as<Location>(*record);
        if (text.empty()) {
            text = place.name;
            if (place.level == LocationLevel::site || place.level == LocationLevel::building) break;
        } else if (place.level == LocationLevel::site || place.level == LocationLevel::building) {
            text += ", " + place.name;
            break;
        }
        id = place.parent;
    }
    return texts_.emplace(location, std::move(text)).first->second;
}

std::vector<Location> PlaceNames::up_from(const Uuid& location) const {
    std::vector<Location> out;
    Uuid id = location;
    for (int depth = 0; depth < 10 && id; ++depth) {
        const auto record = replica_.find(Kind::location, id);
        if (!record) break;
        out.push_back(as<Location>(*record));
        id = out.back().parent;
    }
    return out;
}

std::string PlaceNames::within(const Uuid& location) {
    if (!location) return {};
    const auto known = within_.find(location);
    if (known != within_.end()) return known->second;
    std::string text;
    const auto places = up_from(location);
    for (const auto& place : places) {
        // A site is said only where nothing stands between it and the place.
        if (place.level == LocationLevel::site && places.size() > 2) break;
        text = place.name + (text.empty() ? "" : " \xc2\xb7 ") + text;
        if (place.level == LocationLevel::building) break;
    }
    return within_.emplace(location, std::move(text)).first->second;
}

Spot PlaceNames::spot(const Uuid& location) {
    Spot spot;
    for (const auto& place : up_from(location)) {
        switch (place.level) {
            case LocationLevel::site: spot.site = place.id; break;
            case LocationLevel::building: spot.building = place.id; break;
            case LocationLevel::floor: spot.floor = place.id; break;
            case LocationLevel::room: spot.room = spot.room ? spot.room : place.id; break;
        }
        if (!spot.degrees && (place.latitude_e6 != 0 || place.longitude_e6 != 0))
            spot.degrees = {static_cast<double>(place.latitude_e6) / 1e6, static_cast<double>(place.longitude_e6) / 1e6};
    }
    return spot;
}

std::vector<std::string> PlaceNames::path(const Uuid& location) const {
    std::vector<std::string> out;
    Uuid id = location;
    for (int depth = 0; depth < 10 && id; ++depth) {
        const auto record = replica_.find(Kind::location, id);
        if (!record) break;
        const auto place = as<Location>(*record);
        out.insert(out.begin(), place.name);
        id = place.parent;
    }
    return out;
}

}  // namespace sigap
