#include "sync/replica/search_index.hpp"

#include <algorithm>
#include <unordered_set>

#include "sync/model/search_words.hpp"

namespace sigap {

namespace {

// A change of how texts become words makes every index anew.
constexpr std::string_view version = "1";
constexpr std::int64_t all_rows_reached = INT64_MAX;

// Words come folded, so that FTS5 has nothing to do but to part them: its own ASCII tokenizer takes all other bytes as letters.
// Short prefixes have an index of their own; longer ones are few words.
std::string create_sql(const SearchIndex::Shape& shape) {
    return "CREATE VIRTUAL TABLE " + sql_name(shape.table) + " USING fts5(" + (shape.ranked ? "title,body" : "words,detail=none") +
           ",content='',contentless_delete=1,tokenize='ascii',prefix='1 2 3')";
}

std::string description_of(const SearchIndex::Shape& shape) {
    std::string out(version);
    for (const auto* field : shape.short_fields) out += ' ' + std::string(field->name);
    for (const auto* field : shape.long_fields) out += " +" + std::string(field->name);
    return out;
}

void append_words(std::string& out, std::string_view text, std::unordered_set<std::string>* known) {
    const auto add = [&](const std::string& word) {
        if (!known || known->insert(word).second) (out += out.empty() ? "" : " ") += word;
    };
    for (const auto& word : search_words(text)) {
        add(word);
        for (const auto& stem : search_stems(word)) add(stem);
    }
}

std::string_view text_in(const KindInfo& kind, const FieldInfo& field, const Record& record) {
    const auto* text = std::get_if<std::string>(&record.values[kind.index_of(field)]);
    return text ? std::string_view(*text) : std::string_view{};
}

}  // namespace

SearchIndex::SearchIndex(const RowStore& rows) : rows_(rows), database_(rows.database()) {
    for (const auto& kind : rows.catalogue().kinds()) {
        Shape shape{kind.kind, "search_" + std::string(kind.name), {}, {}, false};
        for (const auto& field : kind.fields)
            if (field.searched) (field.long_text ? shape.long_fields : shape.short_fields).push_back(&field);
        if (shape.short_fields.empty()) continue;
        shape.ranked = kind.everyone && !shape.long_fields.empty();
        shapes_.push_back(std::move(shape));
    }
}

void SearchIndex::migrate() {
    database_.execute(
        "CREATE TABLE IF NOT EXISTS search_reached(kind TEXT PRIMARY KEY NOT NULL, shape TEXT NOT NULL, row INTEGER NOT NULL) WITHOUT ROWID");
    for (const auto& shape : shapes_) {
        const std::string description = description_of(shape);
        auto known = database_.query("SELECT 1 FROM search_reached WHERE kind=? AND shape=?", std::string_view(shape.table),
                                     std::string_view(description));
        if (known.step()) continue;
        database_.execute("DROP TABLE IF EXISTS " + sql_name(shape.table));
        database_.execute(create_sql(shape));
        // A word in the title tells more than ten in the text.
        if (shape.ranked)
            database_.execute("INSERT INTO " + sql_name(shape.table) + '(' + sql_name(shape.table) + ",rank) VALUES('rank','bm25(10.0,1.0)')");
        database_.query("INSERT OR REPLACE INTO search_reached VALUES(?,?,0)", std::string_view(shape.table), std::string_view(description)).run();
    }
}

const SearchIndex::Shape* SearchIndex::shape_of(Kind kind) const {
    const auto at = std::ranges::find(shapes_, kind, &Shape::kind);
    return at == shapes_.end() ? nullptr : &*at;
}

std::vector<std::string> SearchIndex::columns_of(const Shape& shape, const KindInfo& kind, const Record& record) {
    std::vector<std::string> columns(shape.ranked ? 2 : 1);
    // In a set a word counts once.
    std::unordered_set<std::string> known;
    auto* once = shape.ranked ? nullptr : &known;
    for (const auto* field : shape.short_fields) append_words(columns.front(), text_in(kind, *field, record), once);
    for (const auto* field : shape.long_fields) append_words(columns.back(), text_in(kind, *field, record), once);
    return columns;
}

void SearchIndex::follow(const Record* before, const Record& after) {
    const Shape* shape = shape_of(after.kind);
    if (!shape) return;
    const KindInfo& kind = rows_.catalogue().at(after.kind);
    const auto stays = [&](const FieldInfo* field) { return before->values[kind.index_of(*field)] == after.values[kind.index_of(*field)]; };
    if (before && std::ranges::all_of(shape->short_fields, stays) && std::ranges::all_of(shape->long_fields, stays)) return;
    const auto row = rowid_of(*shape, after.id);
    if (row && *row <= reached(*shape)) put(*shape, *row, after);
}

void SearchIndex::remove(Kind kind, const Uuid& id) {
    const Shape* shape = shape_of(kind);
    if (!shape) return;
    const auto row = rowid_of(*shape, id);
    if (row && *row <= reached(*shape)) database_.query("DELETE FROM " + sql_name(shape->table) + " WHERE rowid=?", *row).run();
}

bool SearchIndex::build_next(std::int64_t most_rows) {
    std::int64_t taken = 0;
    bool any = false;
    for (const auto& shape : shapes_) {
        if (taken >= most_rows) break;
        if (reached(shape) == all_rows_reached) continue;
        any = true;
        // A row of prose is as much work as ten others.
        const std::int64_t weight = shape.ranked ? 10 : 1;
        taken += weight * build(shape, std::max<std::int64_t>(1, (most_rows - taken) / weight));
    }
    return any;
}

void SearchIndex::build_small(std::int64_t most_rows) {
    for (const auto& shape : shapes_) {
        if (reached(shape) == all_rows_reached) continue;
        auto newest = database_.query("SELECT coalesce(max(rowid),0) FROM " + sql_name(rows_.catalogue().at(shape.kind).name));
        newest.step();
        if (newest.int64(0) <= most_rows) build(shape, most_rows + 1);
    }
}

std::int64_t SearchIndex::build(const Shape& shape, std::int64_t most_rows) {
    const std::int64_t begin = reached(shape);
    auto ids = database_.query("SELECT rowid,id FROM " + sql_name(rows_.catalogue().at(shape.kind).name) + " WHERE rowid>? ORDER BY rowid LIMIT ?",
                               begin, most_rows);
    std::int64_t taken = 0, last = begin;
    for (; ids.step(); ++taken) {
        last = ids.int64(0);
        if (const auto record = rows_.find(shape.kind, ids.uuid(1))) put(shape, last, *record);
    }
    set_reached(shape, taken < most_rows ? all_rows_reached : last);
    return taken;
}

bool SearchIndex::is_complete(Kind kind) const {
    return std::ranges::all_of(shapes_, [&](const Shape& shape) {
        return (kind != Kind::none && kind != shape.kind) || reached(shape) == all_rows_reached;
    });
}

std::int64_t SearchIndex::reached(const Shape& shape) const {
    auto row = database_.query("SELECT row FROM search_reached WHERE kind=?", std::string_view(shape.table));
    return row.step() ? row.int64(0) : 0;
}

void SearchIndex::set_reached(const Shape& shape, std::int64_t row) {
    // Put there anew where a damaged database has lost it: what is made in parts must come to its end.
    database_.query("INSERT INTO search_reached VALUES(?,?,?) ON CONFLICT(kind) DO UPDATE SET row=excluded.row", std::string_view(shape.table),
                    std::string_view(description_of(shape)), row)
        .run();
}

std::optional<std::int64_t> SearchIndex::rowid_of(const Shape& shape, const Uuid& id) const {
    auto row = database_.query("SELECT rowid FROM " + sql_name(rows_.catalogue().at(shape.kind).name) + " WHERE id=?", id);
    return row.step() ? std::optional(row.int64(0)) : std::nullopt;
}

void SearchIndex::put(const Shape& shape, std::int64_t row, const Record& record) {
    const auto columns = columns_of(shape, rows_.catalogue().at(shape.kind), record);
    auto insert = database_.query("INSERT OR REPLACE INTO " + sql_name(shape.table) +
                                  (shape.ranked ? "(rowid,title,body) VALUES(?,?,?)" : "(rowid,words) VALUES(?,?)"));
    insert.bind(1, row);
    for (std::size_t i = 0; i < columns.size(); ++i) insert.bind_static(static_cast<int>(i) + 2, std::string_view(columns[i]));
    insert.run();
}

}  // namespace sigap
