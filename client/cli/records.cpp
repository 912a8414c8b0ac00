#include "client/cli/records.hpp"

#include <algorithm>

#include "platform/core/json_text.hpp"
#include "platform/core/text.hpp"
#include "sync/model/kinds/work.hpp"

namespace sigap::cli {

namespace {

// By which field people call a record of each kind.
struct Handle {
    Kind kind;
    std::string_view field;
};
constexpr Handle handles[] = {{Kind::work_order, "number"}, {Kind::ticket, "number"},   {Kind::asset, "tag"},     {Kind::person, "login"},
                              {Kind::location, "code"},     {Kind::procedure, "code"},  {Kind::org_unit, "code"}, {Kind::asset_model, "name"}};

std::optional<Record> find_by_handle(Replica& replica, Kind kind, std::string_view text) {
    for (const auto& handle : handles) {
        if (handle.kind != kind) continue;
        ListQuery query;
        query.kind = kind;
        query.where = {{std::string(handle.field), std::string(text)}};
        query.limit = 2;
        const auto found = replica.list(query);
        // Two of one name are nobody's handle: only the id tells them apart.
        if (found.size() == 1) return found.front();
    }
    return std::nullopt;
}

// The newest visit of a work order.
std::optional<Record> visit_of(Replica& replica, const Uuid& order) {
    const auto visits = replica.rows().referring(Kind::visit, field_of<&Visit::work_order>(), order);
    return visits.empty() ? std::nullopt : std::optional(visits.back());
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

Result<Uuid> find_reference(Replica& replica, Kind kind, std::string_view text) {
    if (const auto id = parse_uuid(text)) return *id;
    if (const auto record = find_by_handle(replica, kind, text)) return record->id;
    const auto* info = replica.catalogue().find(kind);
    return fail(ErrorCode::not_found, "no " + std::string(info ? info->name : "record") + " \"" + shortened(text, 60) +
                                          "\" is on this device; sync, or check the id");
}

Result<Record> find_record(Replica& replica, Kind wanted, std::string_view text) {
    const Error missing = fail(ErrorCode::not_found,
                               "no record \"" + shortened(text, 60) + "\" is on this device; sync, or check the id", "not_found");
    if (const auto id = parse_uuid(text)) {
        auto record = wanted == Kind::none ? replica.find_any(*id) : replica.find(wanted, *id);
        // Where the kind is wrong the command's own rule says so.
        if (!record) record = replica.find_any(*id);
        if (record && wanted == Kind::visit && record->kind == Kind::work_order)
            if (auto visit = visit_of(replica, record->id)) return *visit;
        if (record) return *record;
        return missing;
    }
    if (wanted == Kind::visit)
        if (const auto order = find_by_handle(replica, Kind::work_order, text))
            if (auto visit = visit_of(replica, order->id)) return *visit;
    for (const auto& handle : handles)
        if (wanted == Kind::none || wanted == handle.kind)
            if (auto record = find_by_handle(replica, handle.kind, text)) return *record;
    return missing;
}

Result<Uuid> find_visit(Replica& replica, std::string_view text) {
    const auto record = find_record(replica, Kind::visit, text);
    if (!record) return record.error();
    if (record->kind != Kind::visit)
        return fail(ErrorCode::refused, "\"" + shortened(text, 60) + "\" is no visit; sigap list visit shows them", "no_visit");
    return record->id;
}

Result<std::pair<std::string, Value>> read_assignment(Replica& replica, std::span<const ArgumentInfo> shapes, std::string_view what,
                                                      std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0)
        return fail(ErrorCode::invalid, "\"" + shortened(text, 60) + "\" is not FIELD=VALUE");
    const auto name = text.substr(0, equals), value = text.substr(equals + 1);
    const auto shape = std::ranges::find(shapes, name, &ArgumentInfo::name);
    if (shape == shapes.end()) {
        std::string known;
        for (const auto& other : shapes) known += (known.empty() ? "" : ", ") + std::string(other.name);
        return fail(ErrorCode::invalid, std::string(what) + " has no field \"" + shortened(name, 60) + "\"" +
                                            (known.empty() ? " and takes none" : "; it has: " + known));
    }
    if (shape->type == FieldType::reference && shape->target != Kind::none && !value.empty()) {
        const auto id = find_reference(replica, shape->target, value);
        if (!id) return id.error();
        return std::pair{std::string(name), Value{*id}};
    }
    // The kind of what a note is about is stored as its number; people write its name.
    if (shape->type == FieldType::integer)
        if (const auto* kind = replica.catalogue().find(value))
            return std::pair{std::string(name), Value{static_cast<std::int64_t>(kind->kind)}};
    auto read = value_from_text(*shape, value);
    if (!read) return read.error();
    return std::pair{std::string(name), std::move(*read)};
}

void JsonObject::key(std::string_view name) {
    if (!members_.empty()) members_ += ',';
    append_json_string(members_, name);
    members_ += ':';
}

JsonObject& JsonObject::text(std::string_view name, std::string_view value) {
    key(name);
    append_json_string(members_, value);
    return *this;
}

JsonObject& JsonObject::text_or_null(std::string_view name, std::string_view value) {
    return value.empty() ? raw(name, "null") : text(name, value);
}

JsonObject& JsonObject::number(std::string_view name, std::int64_t value) {
    return raw(name, std::to_string(value));
}

JsonObject& JsonObject::boolean(std::string_view name, bool value) {
    return raw(name, value ? "true" : "false");
}

JsonObject& JsonObject::raw(std::string_view name, std::string_view json) {
    key(name);
    members_ += json;
    return *this;
}

std::string json_array(const std::vector<std::string>& values) {
    std::string out = "[";
    for (const auto& value : values) out += (out.size() == 1 ? "" : ",") + value;
    return out + "]";
}

std::string record_json(const Replica& replica, const Record& record) {
    std::string out;
    append_json_record(out, replica.catalogue().at(record.kind), record);
    return out;
}

std::string records_json(const Replica& replica, const std::vector<Record>& records) {
    std::vector<std::string> all;
    for (const auto& record : records) all.push_back(record_json(replica, record));
    return json_array(all);
}

std::string shortened(std::string_view text, std::size_t most) {
    std::string out;
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = std::max<std::size_t>(utf8_length_at(text, at), 1);
        if (count++ == most) return out + "…";
        // A line break would break the table.
        if (text[at] == '\n' || text[at] == '\r' || text[at] == '\t') out += ' ';
        else out += text.substr(at, length);
        at += length;
    }
    return out;
}

std::string table(std::vector<std::vector<std::string>> rows) {
    constexpr std::size_t widest = 44;
    std::vector<std::size_t> widths;
    for (auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            row[i] = shortened(row[i], widest);
            widths[i] = std::max(widths[i], characters(row[i]));
        }
    }
    std::string out;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size()) line.append(widths[i] - characters(row[i]) + 2, ' ');
        }
        while (line.ends_with(' ')) line.pop_back();
        out += line + '\n';
    }
    return out;
}

}  // namespace sigap::cli
