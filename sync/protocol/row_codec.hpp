// Records and changes as the protocol's JSON (sync/PROTOCOL.md, "Rows"), and the fields of newer versions kept unharmed.
// Any thread.
#pragma once

#include <boost/json/fwd.hpp>

#include "sync/model/judgement.hpp"

namespace sigap {

// A kind's number as it travels; none where it is beyond the numbers that a kind may have.
inline Kind kind_of_number(std::int64_t number) { return number > 0 && number < 65536 ? static_cast<Kind>(number) : Kind::none; }

// A number, or a string for text and ids; "null" for absent.
void append_wire_value(std::string& out, const Value& value);
// Reads what append_wire_value wrote for a field of this type; false where it does not fit.
bool read_wire_value(const boost::json::value& json, FieldType type, Value& out);
// The value of a field that this version does not know, as it is kept; none where it would change with each reading and writing.
std::optional<std::string> kept_json(const boost::json::value& json);

// Writes [kind,"id",seq,buckets,[number,value,...]]: absent fields are left out, those of `extra` follow the known ones.
class RowWriter {
public:
    RowWriter(std::string& out, Kind kind, const Uuid& id, std::int64_t seq, std::uint64_t buckets);
    // The next field, which is not absent.
    void number(const FieldInfo& field, std::int64_t value);
    void text(const FieldInfo& field, std::string_view value);
    void id(const FieldInfo& field, const Uuid& value);
    // The last call; `extra` as in Record.
    void end(std::string_view extra);

private:
    void name(const FieldInfo& field);
    std::string& out_;
    bool first_ = true;
};
void append_row(std::string& out, const KindInfo& kind, const Record& record, std::uint64_t buckets);
struct WireRow {
    Record record;
    std::uint64_t buckets = 0;
};
// Unknown fields go to `extra`. Error{protocol} where the shape is wrong; a row of an unknown kind gives Kind::none.
Result<WireRow> read_row(std::string_view text, const Catalogue& catalogue);

// Changes as stored beside a pending command: [[kind,"id",born,[number,value,...]],...].
std::string changes_to_json(const Changes& changes);
Result<Changes> changes_from_json(std::string_view text, const Catalogue& catalogue);

// Takes the fields that the catalogue knows by now out of record.extra: one RowChange, or none.
Changes take_known_from_extra(const KindInfo& kind, Record& record);

}  // namespace sigap
