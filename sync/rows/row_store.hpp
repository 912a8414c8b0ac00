// The rows of every kind in SQLite tables derived from the catalogue; the device's copy and the server's store both stand on it.
// One thread, the owner of the database; writes only inside Database::write.
#pragma once

#include <unordered_map>

#include "platform/storage/database.hpp"
#include "sync/model/catalogue.hpp"
#include "sync/model/sql.hpp"

namespace sigap {

void bind_value(Query& query, int index, const Value& value);

class RowStore : public Rows {
public:
    RowStore(Database& database, const Catalogue& catalogue, OwnColumn own, bool complete);

    // Makes the tables that are missing and adds the columns of new fields; inside a transaction. A row that came before its
    // column keeps the value in `extra` until then, and it is moved to the column here. True where a kind's table was made.
    bool migrate();
    // Indexes apart, so that a first filling of an empty database may come before them.
    // Those of tables with at most `most_rows` rows.
    void create_indexes(std::int64_t most_rows = INT64_MAX);
    // One that is missing; false where none is.
    bool create_next_index();

    std::optional<Record> find(Kind kind, const Uuid& id) const override;
    std::vector<Record> referring(Kind kind, const FieldInfo& field, const Uuid& target) const override;
    bool complete() const override { return complete_; }

    bool contains(Kind kind, const Uuid& id) const;
    template <typename Own>
    void put(const Record& record, const Own& own) {
        auto query = database_.query(texts(record.kind).upsert);
        const int next = bind_record(query, record);
        query.bind(next, own);
        query.run();
    }
    // The same for a row that is there as `before`, or not there where that is null: writes only what differs.
    template <typename Own>
    void put(const Record* before, const Record& record, const Own& own) {
        if (!before) return put(record, own);
        auto query = prepare_update(*before, record);
        query.bind(query.parameters() - 1, own);
        query.run();
        if (database_.changes() != 1) throw std::logic_error("a row that was to be changed is not there");
    }
    void erase(Kind kind, const Uuid& id);

    // For queries of one's own: "SELECT id,seq,fields...,extra,own FROM kind", and the reading of such a row.
    const std::string& select(Kind kind) const { return texts(kind).select; }
    Record read(const Query& query, Kind kind) const;
    // Writes the row as append_row() does, without a Record between; false where there is none.
    bool append_row(std::string& out, Kind kind, const Uuid& id, std::uint64_t buckets) const;
    int own_column(Kind kind) const;  // its index in such a row

    Database& database() const { return database_; }
    const Catalogue& catalogue() const { return catalogue_; }

private:
    struct Texts {
        std::string select, upsert, by_id;
    };
    const Texts& texts(Kind kind) const;
    int bind_record(Query& query, const Record& record) const;
    // All is bound but the own column, the last but one.
    Query prepare_update(const Record& before, const Record& record) const;
    void adopt_extra(const KindInfo& kind);
    std::vector<std::pair<const KindInfo*, const FieldInfo*>> missing_indexes() const;

    Database& database_;
    const Catalogue& catalogue_;
    OwnColumn own_;
    bool complete_;
    std::unordered_map<Kind, Texts> texts_;
};

}  // namespace sigap
