#include "sync/model/sql.hpp"

namespace sigap {

std::string sql_name(std::string_view identifier) {
    return '"' + std::string(identifier) + '"';
}

std::string_view column_type(FieldType type) {
    switch (type) {
        case FieldType::text:
        case FieldType::choice: return "TEXT";
        case FieldType::reference: return "BLOB";
        default: return "INTEGER";
    }
}

namespace {

std::string column_list(const KindInfo& kind, const OwnColumn& own) {
    std::string list = "id,seq";
    for (const auto& field : kind.fields) list += ',' + sql_name(field.name);
    return list + ",extra," + std::string(own.name);
}

}  // namespace

std::string create_table_sql(const KindInfo& kind, const OwnColumn& own) {
    std::string sql = "CREATE TABLE IF NOT EXISTS " + sql_name(kind.name) + "(id BLOB PRIMARY KEY NOT NULL,seq INTEGER NOT NULL";
    for (const auto& field : kind.fields) sql += ',' + sql_name(field.name) + ' ' + std::string(column_type(field.type));
    return sql + ",extra TEXT," + std::string(own.name) + ' ' + std::string(own.declaration) + ")";
}

std::string add_column_sql(const KindInfo& kind, const FieldInfo& field) {
    return "ALTER TABLE " + sql_name(kind.name) + " ADD COLUMN " + sql_name(field.name) + ' ' + std::string(column_type(field.type));
}

std::string index_name(const KindInfo& kind, const FieldInfo& field) {
    return std::string(kind.name) + "_by_" + std::string(field.name);
}

std::string create_index_sql(const KindInfo& kind, const FieldInfo& field) {
    return "CREATE INDEX IF NOT EXISTS " + sql_name(index_name(kind, field)) + " ON " + sql_name(kind.name) + '(' +
           sql_name(field.name) + ')';
}

std::string select_sql(const KindInfo& kind, const OwnColumn& own) {
    return "SELECT " + column_list(kind, own) + " FROM " + sql_name(kind.name);
}

std::string upsert_sql(const KindInfo& kind, const OwnColumn& own) {
    std::string sql = "INSERT INTO " + sql_name(kind.name) + '(' + column_list(kind, own) + ") VALUES(?";
    for (std::size_t i = 0; i < kind.fields.size() + 3; ++i) sql += ",?";
    sql += ") ON CONFLICT(id) DO UPDATE SET seq=excluded.seq";
    for (const auto& field : kind.fields) sql += ',' + sql_name(field.name) + "=excluded." + sql_name(field.name);
    return sql + ",extra=excluded.extra," + std::string(own.name) + '=' + std::string(own.on_update);
}

std::string update_sql(const KindInfo& kind, const OwnColumn& own, const std::vector<const FieldInfo*>& fields) {
    std::string sql = "UPDATE " + sql_name(kind.name) + " SET seq=?";
    for (const auto* field : fields) sql += ',' + sql_name(field->name) + "=?";
    std::string own_value(own.on_update);
    const std::string given = "excluded." + std::string(own.name);
    own_value.replace(own_value.find(given), given.size(), "?");
    return sql + ",extra=?," + std::string(own.name) + '=' + own_value + " WHERE id=?";
}

}  // namespace sigap
