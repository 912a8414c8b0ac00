// The full-text index of the rows on this device: an FTS5 table for each kind that has found() fields, beside its own table.
// The store's thread, the owner of the replica's database. Always holds: what it has of a row was written in the row's own
// transaction; rows that it has not reached yet (after a first pull, or where the index is of another shape) it leaves to
// build_next().
#pragma once

#include <optional>

#include "sync/rows/row_store.hpp"

namespace sigap {

class SearchIndex {
public:
    // How a kind is searched. Rows of many thousands with short texts are kept as bare sets of words (detail=none), newest first;
    // what everybody holds and reads as prose, a few thousand rows, with all places of each word, for bm25().
    struct Shape {
        Kind kind = Kind::none;
        std::string table;                     // of the index
        std::vector<const FieldInfo*> short_fields, long_fields;
        bool ranked = false;                   // columns `title` and `body`; else one, `words`
    };

    explicit SearchIndex(const RowStore& rows);
    SearchIndex(const SearchIndex&) = delete;
    SearchIndex& operator=(const SearchIndex&) = delete;

    // Makes what is missing or of another shape; inside a transaction, after the tables of the kinds.
    void migrate();
    // The row was written, from `before` (null: it was not there); inside the same transaction.
    void follow(const Record* before, const Record& after);
    // The row goes; inside the same transaction, before it.
    void remove(Kind kind, const Uuid& id);
    // Takes in about so many rows more; inside a transaction. False where none was left.
    bool build_next(std::int64_t most_rows);
    // All rows of the kinds that have at most so many.
    void build_small(std::int64_t most_rows);
    // Whether it has every row of the kind, of all kinds for Kind::none.
    bool is_complete(Kind kind = Kind::none) const;

    const std::vector<Shape>& shapes() const { return shapes_; }
    const Shape* shape_of(Kind kind) const;
    // What is kept of a row: one text for each column.
    static std::vector<std::string> columns_of(const Shape& shape, const KindInfo& kind, const Record& record);

private:
    std::int64_t reached(const Shape& shape) const;
    void set_reached(const Shape& shape, std::int64_t row);
    std::optional<std::int64_t> rowid_of(const Shape& shape, const Uuid& id) const;
    void put(const Shape& shape, std::int64_t row, const Record& record);
    std::int64_t build(const Shape& shape, std::int64_t most_rows);

    const RowStore& rows_;
    Database& database_;
    std::vector<Shape> shapes_;
};

}  // namespace sigap
