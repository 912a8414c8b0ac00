// Records on the command line: what people call them, as JSON and as a table. The replica's thread, inside a read.
#pragma once

#include "sync/model/text_value.hpp"
#include "sync/replica/replica.hpp"

namespace sigap::cli {

// An id, or what people call a record of this kind (see sigap list --help). Error{not_found}.
Result<Uuid> find_reference(Replica& replica, Kind kind, std::string_view text);
// The same for a record of any kind. A work order's number or id where a visit is asked for is its newest visit.
Result<Record> find_record(Replica& replica, Kind wanted, std::string_view text);
// A visit by its id, or by its order's id or number: then the newest one. Error{refused} where it is something else.
Result<Uuid> find_visit(Replica& replica, std::string_view text);
// "FIELD=VALUE" as the command or kind takes it. Error{invalid} names the fields that there are.
Result<std::pair<std::string, Value>> read_assignment(Replica& replica, std::span<const ArgumentInfo> shapes, std::string_view what,
                                                      std::string_view text);

// A small writer of JSON objects: "{" members "}".
class JsonObject {
public:
    JsonObject& text(std::string_view key, std::string_view value);  // "" stays ""
    JsonObject& text_or_null(std::string_view key, std::string_view value);
    JsonObject& id(std::string_view key, const Uuid& value) { return text_or_null(key, to_string(value)); }
    JsonObject& time(std::string_view key, Timestamp value) { return text_or_null(key, to_rfc3339(value)); }
    JsonObject& number(std::string_view key, std::int64_t value);
    JsonObject& boolean(std::string_view key, bool value);
    JsonObject& raw(std::string_view key, std::string_view json);
    std::string str() const { return '{' + members_ + '}'; }

private:
    void key(std::string_view name);
    std::string members_;
};
std::string json_array(const std::vector<std::string>& values);
std::string record_json(const Replica& replica, const Record& record);
std::string records_json(const Replica& replica, const std::vector<Record>& records);

// Columns as wide as their widest cell, at most 44 characters each; the first row is the head.
std::string table(std::vector<std::vector<std::string>> rows);
// Cut to so many characters, never in the middle of one.
std::string shortened(std::string_view text, std::size_t most);

}  // namespace sigap::cli
