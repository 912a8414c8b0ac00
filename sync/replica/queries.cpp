// Reading the replica: lists, the ledger and the state of sync.
#include <algorithm>

#include "platform/core/text.hpp"
#include "sync/replica/replica.hpp"

namespace sigap {

std::optional<Record> Replica::find_any(const Uuid& id) const {
    for (const auto& kind : catalogue().kinds())
        if (auto record = rows_.find(kind.kind, id)) return record;
    return std::nullopt;
}

std::string Replica::where_clause(const ListQuery& query) const {
    const KindInfo& kind = catalogue().at(query.kind);
    std::string sql;
    const auto next = [&] { return sql.empty() ? " WHERE " : " AND "; };
    for (const auto& [name, value] : query.where) {
        if (!kind.find(name)) throw std::logic_error("no field " + name + " to filter by");
        sql += next() + sql_name(name) + (std::holds_alternative<Absent>(value) ? " IS NULL" : "=?");
    }
    if (!query.text.empty()) {
        std::string any;
        for (const auto& field : kind.fields)
            if (field.searched) any += (any.empty() ? "" : " OR ") + sql_name(field.name) + " LIKE ? ESCAPE '\\'";
        sql += next() + (any.empty() ? std::string("0") : '(' + any + ')');
    }
    return sql;
}

void Replica::bind_where(Query& query, const ListQuery& list) const {
    int index = 1;
    for (const auto& [name, value] : list.where)
        if (!std::holds_alternative<Absent>(value)) bind_value(query, index++, value);
    if (list.text.empty()) return;
    std::string pattern = "%";
    for (const char c : list.text) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    pattern += '%';
    for (const auto& field : catalogue().at(list.kind).fields)
        if (field.searched) query.bind(index++, std::string_view(pattern));
}

std::vector<Record> Replica::list(const ListQuery& list) const {
    const KindInfo& kind = catalogue().at(list.kind);
    std::string sql = rows_.select(list.kind) + where_clause(list) + " ORDER BY ";
    if (!list.order.empty()) {
        if (!kind.find(list.order)) throw std::logic_error("no field " + list.order + " to sort by");
        sql += sql_name(list.order) + (list.descending ? " DESC," : ",");
    }
    sql += "id LIMIT " + std::to_string(list.limit) + " OFFSET " + std::to_string(list.offset);
    auto query = database_->query(sql);
    bind_where(query, list);
    std::vector<Record> out;
    while (query.step()) out.push_back(rows_.read(query, list.kind));
    return out;
}

std::int64_t Replica::count(const ListQuery& list) const {
    auto query = database_->query("SELECT count(*) FROM " + sql_name(catalogue().at(list.kind).name) + where_clause(list));
    bind_where(query, list);
    query.step();
    return query.int64(0);
}

LedgerEntry Replica::read_entry(const Query& query) const {
    LedgerEntry entry;
    entry.n = query.int64(0);
    from_word(query.text(1), entry.state);
    if (entry.state == EditState::queued && entry.n <= sending_) entry.state = EditState::sending;
    if (auto command = read_command(query.text(2), catalogue())) entry.command = std::move(*command);
    entry.about_kind = static_cast<Kind>(query.int64(3));
    entry.about = query.uuid(4);
    entry.seq = query.int64(5);
    entry.code = query.text(6);
    entry.message = query.text(7);
    for (const auto id : split(query.text(8), ' '))
        if (auto parsed = parse_uuid(id)) entry.conflicts.push_back(*parsed);
    entry.settled_at = query.time(9);
    entry.title = query.text(10);
    return entry;
}

namespace {
constexpr std::string_view entry_columns = "SELECT n,state,command,about_kind,about,seq,code,message,conflicts,settled_at,title FROM ledger";
}

std::vector<LedgerEntry> Replica::ledger(std::int64_t limit, const Uuid& about) const {
    auto query = database_->query(std::string(entry_columns) + (about ? " WHERE about=?" : "") + " ORDER BY n DESC LIMIT " +
                                  std::to_string(limit));
    if (about) query.bind(1, about);
    std::vector<LedgerEntry> out;
    while (query.step()) out.push_back(read_entry(query));
    return out;
}

std::optional<LedgerEntry> Replica::entry_of(const Uuid& operation) const {
    auto query = database_->query(std::string(entry_columns) + " WHERE operation=?", operation);
    return query.step() ? std::optional(read_entry(query)) : std::nullopt;
}

std::vector<LedgerEntry> Replica::unanswered(std::int64_t limit) const {
    auto query = database_->query(std::string(entry_columns) + " WHERE answered=0 AND state<>'withdrawn' ORDER BY n LIMIT ?", limit);
    std::vector<LedgerEntry> out;
    while (query.step()) out.push_back(read_entry(query));
    return out;
}

SyncStatus Replica::status() const {
    SyncStatus status;
    auto queued = database_->query("SELECT count(*),min(at) FROM ledger WHERE answered=0 AND state<>'withdrawn'");
    queued.step();
    status.queued = queued.int64(0);
    status.oldest_queued = queued.time(1);
    auto conflicts = database_->query("SELECT count(*) FROM conflict WHERE state='open'");
    conflicts.step();
    status.open_conflicts = conflicts.int64(0);
    auto parked = database_->query("SELECT count(*) FROM ledger WHERE state IN('refused','deferred')");
    parked.step();
    status.attention = status.open_conflicts + parked.int64(0);
    status.last_contact = {std::max(number_setting("last_contact"), last_contact_ms_)};
    status.server_skew_ms = number_setting("skew_ms");
    status.disk_scarce = disk_.is_scarce && disk_.is_scarce();
    status.first_pull_done = setting("first_pull_done") == "1";
    if (!status.first_pull_done) {
        status.first_pull_rows = number_setting("first_pull_rows");
        status.first_pull_of = number_setting("first_pull_of");
    }
    return status;
}

}  // namespace sigap
