// The SQL text of a kind's table, derived from its declaration; both ends keep their rows in it. Any thread; text only.
#pragma once

#include "sync/model/record.hpp"

namespace sigap {

// A column that only one end keeps beside the fields: the device its `held` buckets, the server its `field_seqs`.
struct OwnColumn {
    std::string_view name;
    std::string_view declaration;
    std::string_view on_update;  // its new value, from its own name and excluded.NAME
};

std::string sql_name(std::string_view identifier);
std::string_view column_type(FieldType type);

// CREATE TABLE IF NOT EXISTS kind(id BLOB PRIMARY KEY, seq INTEGER, field..., extra TEXT, own).
std::string create_table_sql(const KindInfo& kind, const OwnColumn& own);
std::string add_column_sql(const KindInfo& kind, const FieldInfo& field);
// One for each indexed field, or none.
std::string index_name(const KindInfo& kind, const FieldInfo& field);
std::string create_index_sql(const KindInfo& kind, const FieldInfo& field);
// SELECT id, seq, field..., extra, own FROM kind; the caller adds WHERE.
std::string select_sql(const KindInfo& kind, const OwnColumn& own);
// UPDATE of the seq, these fields, extra and the own column, parameters in this order, then the id. A column that is named
// has its index written anew even where the value stays: name only what changes.
std::string update_sql(const KindInfo& kind, const OwnColumn& own, const std::vector<const FieldInfo*>& fields);
// INSERT or UPDATE of the whole row, parameters in the order of select_sql.
std::string upsert_sql(const KindInfo& kind, const OwnColumn& own);

}  // namespace sigap
