#include "sync/replica/asset_list.hpp"

#include "platform/core/text.hpp"
#include "sync/replica/job_list.hpp"

namespace sigap {

namespace {

struct Shape {
    std::string joins, where;
    bool has_status = false, has_text = false;
};

Shape shape_of(const AssetQuery& query) {
    Shape shape;
    if (query.status) shape.where = " WHERE a.status=?", shape.has_status = true;
    if (!trimmed(query.text).empty()) {
        shape.has_text = true;
        shape.joins = " LEFT JOIN person h ON h.id=a.holder LEFT JOIN asset_model m ON m.id=a.model";
        shape.where += shape.where.empty() ? " WHERE " : " AND ";
        shape.where += "(a.tag LIKE ?1 ESCAPE '\\' OR a.serial LIKE ?1 ESCAPE '\\' OR a.name LIKE ?1 ESCAPE '\\'"
                       " OR h.name LIKE ?1 ESCAPE '\\' OR m.name LIKE ?1 ESCAPE '\\')";
        if (shape.has_status) shape.where.replace(shape.where.find("=?"), 2, "=?2");
    }
    return shape;
}

int bind_shape(Query& statement, const Shape& shape, const AssetQuery& query) {
    int index = 1;
    if (shape.has_text) {
        std::string pattern = "%";
        for (const char c : trimmed(query.text)) {
            if (c == '%' || c == '_' || c == '\\') pattern += '\\';
            pattern += c;
        }
        statement.bind(index++, std::string_view(pattern + '%'));
    }
    if (shape.has_status) statement.bind(index++, word_of(*query.status));
    return index;
}

std::string_view order_of(AssetSort sort) {
    switch (sort) {
        case AssetSort::name: return "a.name,a.id";
        case AssetSort::tag: return "a.tag,a.id";
        case AssetSort::status: return "a.status,a.id";
    }
    throw std::logic_error("unknown sort");
}

}  // namespace

std::vector<AssetRow> list_assets(const Replica& replica, const AssetQuery& query, std::int64_t limit, std::int64_t offset) {
    const Shape shape = shape_of(query);
    auto ids = replica.rows().database().query("SELECT a.id FROM asset a" + shape.joins + shape.where + " ORDER BY " +
                                               std::string(order_of(query.sort)) + " LIMIT ? OFFSET ?");
    const int next = bind_shape(ids, shape, query);
    ids.bind(next, limit);
    ids.bind(next + 1, offset);
    auto full = replica.rows().database().query(
        "SELECT a.id,a.tag,a.serial,a.name,m.name,a.status,h.name,a.location,EXISTS(SELECT 1 FROM ledger l WHERE l.about=a.id AND "
        "l.answered=0 AND l.state<>'withdrawn') FROM asset a LEFT JOIN asset_model m ON m.id=a.model LEFT JOIN person h ON "
        "h.id=a.holder WHERE a.id=?");
    PlaceNames places(replica);
    std::vector<AssetRow> out;
    while (ids.step()) {
        full.reset();
        full.bind(1, ids.uuid(0));
        if (!full.step()) continue;
        AssetRow& row = out.emplace_back();
        row.id = full.uuid(0);
        row.tag = full.text(1);
        row.serial = full.text(2);
        row.name = full.text(3);
        row.model = full.text(4);
        from_word(full.text(5), row.status);
        row.holder = full.text(6);
        row.place = places.text(full.uuid(7));
        row.unsent = full.int64(8) != 0;
    }
    return out;
}

std::int64_t count_assets(const Replica& replica, const AssetQuery& query) {
    const Shape shape = shape_of(query);
    auto count = replica.rows().database().query("SELECT count(*) FROM asset a" + shape.joins + shape.where);
    bind_shape(count, shape, query);
    count.step();
    return count.int64(0);
}

}  // namespace sigap
