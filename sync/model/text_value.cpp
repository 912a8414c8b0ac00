#include "sync/model/text_value.hpp"

#include <algorithm>
#include <charconv>

#include "platform/core/json_text.hpp"
#include "platform/core/text.hpp"

namespace sigap {

namespace {

Error wrong(const ArgumentInfo& shape, const std::string& what) {
    return fail(ErrorCode::invalid, std::string(shape.name) + ": " + what, "bad_value");
}

std::string list_of(std::span<const std::string_view> words) {
    std::string out;
    for (const auto word : words) out += (out.empty() ? "" : ", ") + std::string(word);
    return out;
}

}  // namespace

std::string value_to_text(FieldType type, const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* id = std::get_if<Uuid>(&value)) return to_string(*id);
    const auto* number = std::get_if<std::int64_t>(&value);
    if (type == FieldType::boolean) return number && *number ? "true" : "false";
    if (!number) return {};
    return type == FieldType::time ? to_rfc3339({*number}) : std::to_string(*number);
}

Result<Value> value_from_text(const ArgumentInfo& shape, std::string_view text) {
    if (text.empty() && shape.type != FieldType::choice) return Value{};
    switch (shape.type) {
        case FieldType::text: {
            Value value{std::string(text)};
            SIGAP_TRY(check_value(shape, value));
            return value;
        }
        case FieldType::integer: {
            std::int64_t number = 0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
            if (error != std::errc{} || end != text.data() + text.size())
                return wrong(shape, "\"" + std::string(text) + "\" is no whole number");
            const Value value = number == 0 ? Value{} : Value{number};
            SIGAP_TRY(check_value(shape, value));
            return value;
        }
        case FieldType::boolean:
            if (text == "true" || text == "1" || text == "yes") return Value{std::int64_t{1}};
            if (text == "false" || text == "0" || text == "no") return Value{};
            return wrong(shape, "write true or false, not \"" + std::string(text) + "\"");
        case FieldType::time: {
            auto time = parse_rfc3339(text);
            if (!time) return wrong(shape, time.error().message);
            const Value value = time->ms == 0 ? Value{} : Value{time->ms};
            SIGAP_TRY(check_value(shape, value));
            return value;
        }
        case FieldType::reference: {
            auto id = parse_uuid(text);
            if (!id) return wrong(shape, id.error().message);
            return Value{*id};
        }
        case FieldType::choice: {
            Value value{std::string(text)};
            SIGAP_TRY(check_value(shape, value));
            return value;
        }
    }
    throw std::logic_error("unknown field type");
}

Result<void> check_value(const ArgumentInfo& shape, const Value& value) {
    if (std::holds_alternative<Absent>(value)) return {};
    const bool is_text = std::holds_alternative<std::string>(value);
    const bool is_id = std::holds_alternative<Uuid>(value);
    const bool wants_text = shape.type == FieldType::text || shape.type == FieldType::choice;
    if (wants_text != is_text || (shape.type == FieldType::reference) != is_id)
        return wrong(shape, "takes a " + std::string(name_of(shape.type)));
    if (shape.type == FieldType::time && !in_calendar({std::get<std::int64_t>(value)}))
        return wrong(shape, "the time lies outside the years 1970 to 9999");
    if (shape.type == FieldType::integer && !shape.below_zero && std::get<std::int64_t>(value) < 0)
        return wrong(shape, "takes 0 or more, not " + std::to_string(std::get<std::int64_t>(value)));
    if (!is_text) return {};
    const auto& text = std::get<std::string>(value);
    if (shape.type == FieldType::choice) {
        for (const auto word : shape.words)
            if (word == text) return {};
        return wrong(shape, "\"" + text.substr(0, 60) + "\" is none of: " + list_of(shape.words));
    }
    if (!is_utf8(text) || text.find('\0') != std::string::npos) return wrong(shape, "the text is no valid UTF-8");
    const auto characters = static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
    const auto too_long = [&](const std::string& most) {
        return fail(ErrorCode::invalid, std::string(shape.name) + ": the text is longer than " + most + "; shorten it", "too_long");
    };
    if (text.size() > longest_text) return too_long(std::to_string(longest_text / 1024) + " KiB");
    if (!shape.long_text && characters > longest_line) return too_long(std::to_string(longest_line) + " characters");
    return {};
}

void append_json_value(std::string& out, FieldType type, const Value& value) {
    if (type == FieldType::boolean) {
        const auto* number = std::get_if<std::int64_t>(&value);
        out += number && *number ? "true" : "false";
    } else if (std::holds_alternative<Absent>(value)) {
        out += "null";
    } else if (type == FieldType::integer) {
        out += value_to_text(type, value);
    } else {
        append_json_string(out, value_to_text(type, value));
    }
}

void append_json_record(std::string& out, const KindInfo& kind, const Record& record) {
    out += "{\"id\":";
    append_json_string(out, to_string(record.id));
    out += ",\"kind\":";
    append_json_string(out, kind.name);
    for (std::size_t i = 0; i < kind.fields.size(); ++i) {
        out += ',';
        append_json_string(out, kind.fields[i].name);
        out += ':';
        append_json_value(out, kind.fields[i].type, i < record.values.size() ? record.values[i] : Value{});
    }
    out += '}';
}

}  // namespace sigap
