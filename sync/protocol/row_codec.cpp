#include "sync/protocol/row_codec.hpp"

#include <boost/json.hpp>

#include "platform/core/json_text.hpp"

namespace sigap {

namespace json = boost::json;

void append_wire_value(std::string& out, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) out += std::to_string(*number);
    else if (const auto* text = std::get_if<std::string>(&value)) append_json_string(out, *text);
    else if (const auto* id = std::get_if<Uuid>(&value)) (out += '"') += to_string(*id) + '"';
    else out += "null";
}

std::optional<std::string> kept_json(const json::value& value) {
    std::string text = json::serialize(value);
    // The library reads numbers that are not whole, or too large, not always as it wrote them.
    if (!value.is_double() && !value.is_structured()) return text;
    json::error_code error;
    const auto again = json::parse(text, error);
    return !error && json::serialize(again) == text ? std::optional(std::move(text)) : std::nullopt;
}

bool read_wire_value(const json::value& value, FieldType type, Value& out) {
    if (value.is_null()) return out = Absent{}, true;
    if (type == FieldType::text || type == FieldType::choice) {
        if (!value.is_string()) return false;
        // "" is the absent text, whoever wrote it.
        if (type == FieldType::text && value.get_string().empty()) out = Absent{};
        else out = std::string(value.get_string());
        return true;
    }
    if (type == FieldType::reference) {
        if (!value.is_string()) return false;
        auto id = parse_uuid(std::string_view(value.get_string()));
        if (!id) return false;
        out = *id ? Value{*id} : Value{};
        return true;
    }
    json::error_code error;
    const auto number = value.is_number() ? value.to_number<std::int64_t>(error) : 0;
    if (!value.is_number() || error) return false;
    out = number == 0 ? Value{} : Value{number};
    return true;
}

RowWriter::RowWriter(std::string& out, Kind kind, const Uuid& id, std::int64_t seq, std::uint64_t buckets) : out_(out) {
    out += '[';
    append_json_number(out, static_cast<std::int64_t>(kind));
    ((out += ",\"") += to_string(id)) += "\",";
    append_json_number(out, seq);
    // A mask may have its highest bit.
    ((out += ',') += std::to_string(buckets)) += ",[";
}

void RowWriter::name(const FieldInfo& field) {
    if (!first_) out_ += ',';
    first_ = false;
    append_json_number(out_, field.number);
    out_ += ',';
}

void RowWriter::number(const FieldInfo& field, std::int64_t value) {
    name(field);
    append_json_number(out_, value);
}

void RowWriter::text(const FieldInfo& field, std::string_view value) {
    name(field);
    append_json_string(out_, value);
}

void RowWriter::id(const FieldInfo& field, const Uuid& value) {
    name(field);
    ((out_ += '"') += to_string(value)) += '"';
}

void RowWriter::end(std::string_view extra) {
    if (extra.size() > 2) {
        if (!first_) out_ += ',';
        out_ += extra.substr(1, extra.size() - 2);
    }
    out_ += "]]";
}

void append_row(std::string& out, const KindInfo& kind, const Record& record, std::uint64_t buckets) {
    RowWriter row(out, kind.kind, record.id, record.seq, buckets);
    for (std::size_t i = 0; i < kind.fields.size(); ++i) {
        const FieldInfo& field = kind.fields[i];
        const Value& value = record.values[i];
        if (const auto* number = std::get_if<std::int64_t>(&value)) row.number(field, *number);
        else if (const auto* text = std::get_if<std::string>(&value)) row.text(field, *text);
        else if (const auto* id = std::get_if<Uuid>(&value)) row.id(field, *id);
    }
    row.end(record.extra);
}

namespace {

Error malformed(const char* what) {
    return fail(ErrorCode::protocol, std::string("the message has a malformed ") + what, "malformed");
}

// Pairs [number, value, ...]; what the kind does not know is kept as text in `extra`.
bool read_fields(const json::array& pairs, const KindInfo& kind, Record& record) {
    if (pairs.size() % 2 != 0) return false;
    std::string extra;
    for (std::size_t i = 0; i < pairs.size(); i += 2) {
        if (!pairs[i].is_int64()) return false;
        const auto number = pairs[i].get_int64();
        const FieldInfo* field = number > 0 && number < 65536 ? kind.find(static_cast<std::uint16_t>(number)) : nullptr;
        if (field) {
            if (!read_wire_value(pairs[i + 1], field->type, record.values[kind.index_of(*field)])) return false;
        } else {
            const auto kept = kept_json(pairs[i + 1]);
            if (!kept) return false;
            extra += (extra.empty() ? "[" : ",") + std::to_string(number) + ',' + *kept;
        }
    }
    if (!extra.empty()) record.extra = extra + ']';
    return true;
}

}  // namespace

std::string changes_to_json(const Changes& changes) {
    std::string out = "[";
    for (const auto& change : changes) {
        if (out.size() > 1) out += ',';
        out += '[' + std::to_string(static_cast<int>(change.kind)) + ",\"" + to_string(change.id) + "\"," + (change.born ? "1" : "0") + ",[";
        bool first = true;
        for (const auto& [number, field_value] : change.fields) {
            if (!first) out += ',';
            first = false;
            out += std::to_string(number) + ',';
            append_wire_value(out, field_value);
        }
        out += "]]";
    }
    return out + ']';
}

Result<Changes> changes_from_json(std::string_view text, const Catalogue& catalogue) {
    json::error_code error;
    const auto document = json::parse(json::string_view(text.data(), text.size()), error);
    if (error || !document.is_array()) return malformed("list of changes");
    Changes changes;
    for (const auto& entry : document.get_array()) {
        if (!entry.is_array() || entry.get_array().size() != 4) return malformed("change");
        const auto& parts = entry.get_array();
        const KindInfo* kind = parts[0].is_int64() ? catalogue.find(kind_of_number(parts[0].get_int64())) : nullptr;
        if (!kind || !parts[1].is_string() || !parts[2].is_int64() || !parts[3].is_array()) return malformed("change");
        auto id = parse_uuid(std::string_view(parts[1].get_string()));
        if (!id) return malformed("id");
        RowChange change{kind->kind, *id, parts[2].get_int64() != 0, {}};
        const auto& pairs = parts[3].get_array();
        for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
            const auto* field = pairs[i].is_int64() ? kind->find(static_cast<std::uint16_t>(pairs[i].get_int64())) : nullptr;
            Value field_value;
            if (!field || !read_wire_value(pairs[i + 1], field->type, field_value)) return malformed("change");
            change.fields.push_back({field->number, std::move(field_value)});
        }
        changes.push_back(std::move(change));
    }
    return changes;
}

Changes take_known_from_extra(const KindInfo& kind, Record& record) {
    json::error_code error;
    const auto document = json::parse(record.extra, error);
    if (error || !document.is_array()) return {};
    Record found = born_record(kind, record.id);
    found.values.assign(kind.fields.size(), Value{});
    if (!read_fields(document.get_array(), kind, found)) return {};
    RowChange change{kind.kind, record.id, false, {}};
    for (std::size_t i = 0; i < kind.fields.size(); ++i)
        if (!std::holds_alternative<Absent>(found.values[i])) change.fields.push_back({kind.fields[i].number, found.values[i]});
    if (change.fields.empty()) return {};
    record.extra = found.extra;
    return {change};
}

}  // namespace sigap
