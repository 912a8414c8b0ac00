#include "sync/rows/row_store.hpp"

#include <algorithm>
#include <set>

#include "sync/protocol/row_codec.hpp"

namespace sigap {

RowStore::RowStore(Database& database, const Catalogue& catalogue, OwnColumn own, bool complete)
    : database_(database), catalogue_(catalogue), own_(own), complete_(complete) {
    for (const auto& kind : catalogue.kinds()) {
        auto select = select_sql(kind, own);
        auto by_id = select + " WHERE id=?";
        texts_.emplace(kind.kind, Texts{std::move(select), upsert_sql(kind, own), std::move(by_id)});
    }
}

bool RowStore::migrate() {
    bool made = false;
    for (const auto& kind : catalogue_.kinds()) {
        if (!database_.has_table(kind.name)) {
            database_.execute(create_table_sql(kind, own_));
            made = true;
            continue;
        }
        const auto columns = database_.columns_of(kind.name);
        bool grown = false;
        for (const auto& field : kind.fields) {
            if (std::ranges::find(columns, field.name) != columns.end()) continue;
            database_.execute(add_column_sql(kind, field));
            if (field.type == FieldType::choice)
                database_.query("UPDATE " + sql_name(kind.name) + " SET " + sql_name(field.name) + "=?", field.words[0]).run();
            grown = true;
        }
        if (grown) adopt_extra(kind);
    }
    return made;
}

void RowStore::adopt_extra(const KindInfo& kind) {
    std::vector<Record> waiting;
    auto query = database_.query(texts(kind.kind).select + " WHERE extra IS NOT NULL");
    while (query.step()) waiting.push_back(read(query, kind.kind));
    const std::string set_extra = "UPDATE " + sql_name(kind.name) + " SET extra=? WHERE id=?";
    for (auto& record : waiting) {
        const Changes adopted = take_known_from_extra(kind, record);
        for (const auto& [number, value] : adopted.empty() ? std::vector<FieldChange>{} : adopted[0].fields) {
            auto set = database_.query("UPDATE " + sql_name(kind.name) + " SET " + sql_name(kind.find(number)->name) + "=? WHERE id=?");
            bind_value(set, 1, value);
            set.bind(2, record.id);
            set.run();
        }
        auto rest = database_.query(set_extra);
        if (record.extra.empty()) rest.bind(1, nullptr);
        else rest.bind(1, std::string_view(record.extra));
        rest.bind(2, record.id);
        rest.run();
    }
}

void RowStore::create_indexes(std::int64_t most_rows) {
    for (const auto& [kind, field] : missing_indexes()) {
        auto newest = database_.query("SELECT coalesce(max(rowid),0) FROM " + sql_name(kind->name));
        newest.step();
        if (newest.int64(0) <= most_rows) database_.execute(create_index_sql(*kind, *field));
    }
}

bool RowStore::create_next_index() {
    const auto missing = missing_indexes();
    if (missing.empty()) return false;
    const auto& [kind, field] = missing.front();
    database_.execute(create_index_sql(*kind, *field));
    return true;
}

std::vector<std::pair<const KindInfo*, const FieldInfo*>> RowStore::missing_indexes() const {
    std::set<std::string, std::less<>> known;
    for (auto names = database_.query("SELECT name FROM sqlite_schema WHERE type='index'"); names.step();) known.emplace(names.text(0));
    std::vector<std::pair<const KindInfo*, const FieldInfo*>> missing;
    for (const auto& kind : catalogue_.kinds())
        for (const auto& field : kind.fields)
            if (field.indexed && !known.contains(index_name(kind, field))) missing.emplace_back(&kind, &field);
    return missing;
}

const RowStore::Texts& RowStore::texts(Kind kind) const {
    const auto at = texts_.find(kind);
    if (at == texts_.end()) throw std::logic_error("no table for kind " + std::to_string(static_cast<int>(kind)));
    return at->second;
}

std::optional<Record> RowStore::find(Kind kind, const Uuid& id) const {
    if (!texts_.contains(kind) || !id) return std::nullopt;
    auto query = database_.query(texts(kind).by_id, id);
    if (!query.step()) return std::nullopt;
    return read(query, kind);
}

bool RowStore::contains(Kind kind, const Uuid& id) const {
    if (!texts_.contains(kind)) return false;
    auto query = database_.query("SELECT 1 FROM " + sql_name(catalogue_.at(kind).name) + " WHERE id=?", id);
    return query.step();
}

std::vector<Record> RowStore::referring(Kind kind, const FieldInfo& field, const Uuid& target) const {
    std::vector<Record> out;
    auto query = database_.query(texts(kind).select + " WHERE " + sql_name(field.name) + "=? ORDER BY id", target);
    while (query.step()) out.push_back(read(query, kind));
    return out;
}

void RowStore::erase(Kind kind, const Uuid& id) {
    database_.query("DELETE FROM " + sql_name(catalogue_.at(kind).name) + " WHERE id=?", id).run();
}

Record RowStore::read(const Query& query, Kind kind) const {
    const KindInfo& info = catalogue_.at(kind);
    Record record{kind, query.uuid(0), query.int64(1), std::vector<Value>(info.fields.size()), {}};
    int column = 2;
    for (std::size_t i = 0; i < info.fields.size(); ++i, ++column) {
        if (query.is_null(column)) continue;
        switch (info.fields[i].type) {
            case FieldType::text:
            case FieldType::choice: record.values[i] = std::string(query.text(column)); break;
            case FieldType::reference: record.values[i] = query.uuid(column); break;
            default: record.values[i] = query.int64(column);
        }
    }
    if (!query.is_null(column)) record.extra = query.text(column);
    return record;
}

bool RowStore::append_row(std::string& out, Kind kind, const Uuid& id, std::uint64_t buckets) const {
    const KindInfo& info = catalogue_.at(kind);
    auto query = database_.query(texts(kind).by_id, id);
    if (!query.step()) return false;
    RowWriter row(out, kind, id, query.int64(1), buckets);
    int column = 2;
    for (const auto& field : info.fields) {
        const int at = column++;
        if (query.is_null(at)) continue;
        switch (field.type) {
            case FieldType::text:
            case FieldType::choice: row.text(field, query.text(at)); break;
            case FieldType::reference: row.id(field, query.uuid(at)); break;
            default: row.number(field, query.int64(at));
        }
    }
    row.end(query.text(column));
    return true;
}

int RowStore::own_column(Kind kind) const {
    return static_cast<int>(catalogue_.at(kind).fields.size()) + 3;
}

void bind_value(Query& query, int index, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) query.bind(index, *number);
    else if (const auto* text = std::get_if<std::string>(&value)) query.bind(index, std::string_view(*text));
    else if (const auto* id = std::get_if<Uuid>(&value)) query.bind(index, *id);
    else query.bind(index, nullptr);
}

int RowStore::bind_record(Query& query, const Record& record) const {
    int index = 1;
    query.bind(index++, record.id);
    query.bind(index++, record.seq);
    // The record outlives the statement's use in put(): its texts need no copy.
    for (const auto& value : record.values) {
        if (const auto* text = std::get_if<std::string>(&value)) query.bind_static(index++, std::string_view(*text));
        else bind_value(query, index++, value);
    }
    if (record.extra.empty()) query.bind(index++, nullptr);
    else query.bind_static(index++, std::string_view(record.extra));
    return index;
}

Query RowStore::prepare_update(const Record& before, const Record& record) const {
    const KindInfo& kind = catalogue_.at(record.kind);
    std::vector<const FieldInfo*> changed;
    for (const auto& field : kind.fields)
        if (const auto at = kind.index_of(field); before.values[at] != record.values[at]) changed.push_back(&field);
    Query query = database_.query(update_sql(kind, own_, changed));
    int index = 1;
    query.bind(index++, record.seq);
    for (const auto* field : changed) bind_value(query, index++, record.values[kind.index_of(*field)]);
    if (record.extra.empty()) query.bind(index++, nullptr);
    else query.bind(index++, std::string_view(record.extra));
    query.bind(index + 1, record.id);
    return query;
}

}  // namespace sigap
