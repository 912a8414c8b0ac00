#include "sync/protocol/messages.hpp"

#include "platform/core/json_writer.hpp"
#include "sync/model/text_value.hpp"
#include "sync/protocol/json_reader.hpp"
#include "sync/protocol/message_parts.hpp"

namespace sigap {

namespace {

// What the sender knows of an argument's type; text where the command is of a newer version.
FieldType argument_type(const Catalogue& catalogue, const std::string& command, std::string_view name) {
    if (const auto* info = catalogue.command(command))
        for (const auto& shape : info->arguments)
            if (shape.name == name) return shape.type;
    return FieldType::text;
}

// [[field,value],...]; fields that the catalogue does not know are passed over.
bool read_saw(JsonReader& reader, const Catalogue& catalogue, Base& base) {
    const KindInfo* kind = catalogue.find(base.kind);
    for (const auto& entry : reader.list("saw")) {
        if (!entry.is_array() || entry.get_array().size() != 2 || !entry.get_array()[0].is_int64()) return false;
        const std::int64_t number = entry.get_array()[0].get_int64();
        if (number < 1 || number > UINT16_MAX) return false;
        const auto* field = kind ? kind->find(static_cast<std::uint16_t>(number)) : nullptr;
        Value value;
        if (!field) continue;
        if (!read_wire_value(entry.get_array()[1], field->type, value)) return false;
        base.saw.push_back({field->number, std::move(value)});
    }
    return true;
}

Command command_from(JsonReader& reader, const Catalogue& catalogue) {
    Command command;
    command.operation = reader.id("operation");
    command.name = reader.text("name");
    command.target_kind = kind_of_number(reader.number("kind"));
    command.target = reader.id("target");
    command.by = reader.id("by");
    command.at = {reader.number("at")};
    if (!command.operation) reader.spoil("operation");
    // A clock that has lost its mind must not hold up what its owner did.
    if (!in_calendar(command.at)) command.at = {};
    for (const auto& entry : reader.list("arguments")) {
        if (!entry.is_array() || entry.get_array().size() != 2 || !entry.get_array()[0].is_string()) {
            reader.spoil("arguments");
            break;
        }
        const std::string name(entry.get_array()[0].get_string());
        const auto& given = entry.get_array()[1];
        Value value;
        // A value of the wrong type is read as what it is, so that the rule can refuse it by name.
        if (!read_wire_value(given, argument_type(catalogue, command.name, name), value) &&
            !read_wire_value(given, FieldType::text, value) && !read_wire_value(given, FieldType::integer, value))
            reader.spoil("arguments");
        command.arguments.emplace_back(name, std::move(value));
    }
    for (const auto& entry : reader.list("bases")) {
        if (!entry.is_object()) {
            reader.spoil("bases");
            break;
        }
        JsonReader base(entry);
        command.bases.push_back({kind_of_number(base.number("kind")), base.id("id"), base.number("seq"), base.id("operation"), {}});
        if (!read_saw(base, catalogue, command.bases.back()) || !base.good()) reader.spoil("bases");
    }
    return command;
}

}  // namespace

void append_command(std::string& out, const Command& command) {
    JsonWriter writer(out);
    writer.id("operation", command.operation).text("name", command.name);
    writer.number("kind", static_cast<std::int64_t>(command.target_kind)).id("target", command.target);
    writer.id("by", command.by).number("at", command.at.ms);
    if (!command.arguments.empty())
        append_list(writer.raw("arguments"), command.arguments, [&](const auto& argument) {
            out += '[';
            append_json_string(out, argument.first);
            out += ',';
            append_wire_value(out, argument.second);
            out += ']';
        });
    if (!command.bases.empty())
        append_list(writer.raw("bases"), command.bases, [&](const Base& base) {
            JsonWriter entry(out);
            entry.number("kind", static_cast<std::int64_t>(base.kind)).id("id", base.id).number("seq", base.seq);
            entry.id("operation", base.operation);
            if (!base.saw.empty())
                append_list(entry.raw("saw"), base.saw, [&](const FieldChange& seen) {
                    out += '[' + std::to_string(seen.field) + ',';
                    append_wire_value(out, seen.value);
                    out += ']';
                });
            entry.end();
        });
    writer.end();
}

Result<Command> read_command(std::string_view text, const Catalogue& catalogue) {
    JsonReader reader(text);
    Command command = command_from(reader, catalogue);
    if (!reader.good()) return reader.error();
    return command;
}

std::string encode(const EnrolRequest& message) {
    std::string out;
    JsonWriter writer(out);
    writer.number("protocol", message.protocol).text("code", message.code).text("request", message.certificate_request);
    writer.text("device_name", message.device_name).end();
    return out;
}

Result<EnrolRequest> read_enrol_request(std::string_view body) {
    JsonReader reader(body);
    EnrolRequest message{reader.text("code"), reader.text("request"), reader.text("device_name"), version_from(reader, "protocol")};
    if (message.code.empty()) reader.spoil("code");
    if (!reader.good()) return reader.error();
    return message;
}

std::string encode(const EnrolReply& message) {
    std::string out;
    JsonWriter writer(out);
    writer.id("device", message.device).number("device_number", message.device_number).text("certificate", message.certificate);
    writer.id("person", message.person).text("login", message.login).text("role", word_of(message.role));
    writer.text("organisation", message.organisation).id("epoch", message.epoch).end();
    return out;
}

Result<EnrolReply> read_enrol_reply(std::string_view body) {
    JsonReader reader(body);
    EnrolReply message;
    message.device = reader.id("device");
    message.device_number = reader.number("device_number");
    message.certificate = reader.text("certificate");
    message.person = reader.id("person");
    message.login = reader.text("login");
    from_word(reader.text("role"), message.role);
    message.organisation = reader.text("organisation");
    message.epoch = reader.id("epoch");
    if (!message.device || !message.person || !message.epoch || message.certificate.empty()) reader.spoil("device");
    if (!reader.good()) return reader.error();
    return message;
}

std::string encode(const PushRequest& message) {
    std::string out;
    JsonWriter writer(out);
    writer.number("protocol", message.protocol).number("schema", message.schema);
    append_points(writer, out, message.seen);
    append_list(writer.raw("commands"), message.commands, [&](const PushedCommand& pushed) {
        JsonWriter entry(out);
        entry.number("n", pushed.n);
        if (pushed.skip) entry.id("skip", pushed.command.operation).number("withdrawn", pushed.withdrawn);
        else if (!pushed.written.empty()) entry.raw("command") += pushed.written;
        else append_command(entry.raw("command"), pushed.command);
        entry.end();
    });
    writer.end();
    return out;
}

Result<PushRequest> read_push_request(std::string_view body, const Catalogue& catalogue) {
    JsonReader reader(body);
    PushRequest message;
    message.schema = version_from(reader, "schema");
    message.protocol = version_from(reader, "protocol");
    message.seen = points_from(reader);
    for (const auto& value : reader.list("commands")) {
        JsonReader entry(value);
        PushedCommand pushed;
        pushed.n = entry.number("n");
        if (pushed.n <= 0) entry.spoil("n");
        if (entry.has("skip")) {
            pushed.skip = true;
            pushed.command.operation = entry.id("skip");
            pushed.withdrawn = entry.number("withdrawn") != 0;
            if (!pushed.command.operation) entry.spoil("skip");
        } else if (entry.good() && entry.has("command")) {
            JsonReader inner(entry.object().at("command"));
            pushed.command = command_from(inner, catalogue);
            if (!inner.good()) return inner.error();
        } else {
            entry.spoil("command");
        }
        if (!entry.good()) return entry.error();
        message.commands.push_back(std::move(pushed));
    }
    if (!reader.good()) return reader.error();
    return message;
}

void append_result(std::string& out, const PushResult& result) {
    JsonWriter entry(out);
    entry.number("n", result.n).id("operation", result.operation).text("outcome", word_of(result.outcome)).number("seq", result.seq);
    if (!result.code.empty()) entry.text("code", result.code).text("message", result.message);
    if (!result.conflicts.empty())
        append_list(entry.raw("conflicts"), result.conflicts, [&](const Uuid& id) { append_json_string(out, to_string(id)); });
    entry.end();
}

namespace {

PushResult result_from(JsonReader& entry) {
    PushResult result;
    result.n = entry.number("n");
    result.operation = entry.id("operation");
    if (!from_word(entry.text("outcome"), result.outcome)) entry.spoil("outcome");
    result.seq = entry.number("seq");
    result.code = entry.text("code");
    result.message = entry.text("message");
    for (const auto& id : entry.list("conflicts")) {
        auto parsed = id.is_string() ? parse_uuid(std::string_view(id.get_string())) : Result<Uuid>(fail(ErrorCode::protocol, ""));
        if (!parsed) entry.spoil("conflicts");
        else result.conflicts.push_back(*parsed);
    }
    return result;
}

}  // namespace

Result<PushResult> read_result(std::string_view text) {
    JsonReader reader(text);
    PushResult result = result_from(reader);
    if (!reader.good()) return reader.error();
    return result;
}

std::string encode(const PushReply& message) {
    std::string out;
    JsonWriter writer(out);
    writer.id("epoch", message.epoch).number("time", message.server_time.ms);
    append_list(writer.raw("results"), message.results, [&](const PushResult& result) { append_result(out, result); });
    writer.number("head", message.head.seq);
    if (!message.head.mark.empty()) writer.text("mark", message.head.mark);
    writer.end();
    return out;
}

Result<PushReply> read_push_reply(std::string_view body) {
    JsonReader reader(body);
    PushReply message{reader.id("epoch"), {reader.number("time")}, {}, {reader.number("head"), reader.text("mark")}};
    for (const auto& value : reader.list("results")) {
        JsonReader entry(value);
        PushResult result = result_from(entry);
        if (!entry.good()) return entry.error();
        message.results.push_back(std::move(result));
    }
    if (!message.epoch) reader.spoil("epoch");
    if (!reader.good()) return reader.error();
    return message;
}

std::string encode(const PullRequest& message) {
    std::string out;
    JsonWriter writer(out);
    // Asked often and mostly for nothing: every byte counts. 1 is meant where no version is named.
    if (message.protocol != 1) writer.number("protocol", message.protocol);
    writer.number("schema", message.schema).id("epoch", message.epoch);
    writer.number("until", message.until);
    if (message.most_rows != 0) writer.number("most_rows", message.most_rows);
    if (message.count) writer.number("count", 1);
    append_points(writer, out, message.seen);
    append_list(writer.raw("cursors"), message.cursors, [&](const Cursor& cursor) {
        out += '[';
        append_json_string(out, cursor.bucket);
        out += ',' + std::to_string(cursor.seq) + ']';
    });
    writer.end();
    return out;
}

Result<PullRequest> read_pull_request(std::string_view body) {
    JsonReader reader(body);
    PullRequest message{version_from(reader, "schema"), reader.id("epoch"),        {}, reader.number("until"), reader.number("most_rows"),
                        reader.number("count") != 0,    points_from(reader), version_from(reader, "protocol")};
    for (const auto& value : reader.list("cursors")) {
        const bool fits = value.is_array() && value.get_array().size() == 2 && value.get_array()[0].is_string() &&
                          value.get_array()[1].is_int64();
        if (!fits) {
            reader.spoil("cursors");
            break;
        }
        message.cursors.push_back({std::string(value.get_array()[0].get_string()), value.get_array()[1].get_int64()});
    }
    if (!reader.good()) return reader.error();
    return message;
}

std::string encode(const PullReply& message, const Catalogue& catalogue) {
    std::string out;
    JsonWriter writer(out);
    writer.id("epoch", message.epoch).number("time", message.server_time.ms).text("role", word_of(message.role));
    writer.number("until", message.until).number("next", message.next);
    if (message.left != 0) writer.number("left", message.left);
    if (!message.mark.empty()) writer.text("mark", message.mark);
    append_sums(writer, out, message.sums);
    const auto names = [&](const std::string& name) { append_json_string(out, name); };
    append_list(writer.raw("subscriptions"), message.subscriptions, names);
    append_list(writer.raw("served"), message.served, names);
    append_list(writer.raw("rows"), message.rows,
                [&](const WireRow& row) { append_row(out, catalogue.at(row.record.kind), row.record, row.buckets); });
    append_list(writer.raw("outs"), message.outs, [&](const OutRow& gone) { append_out(out, gone); });
    writer.end();
    return out;
}

std::string encode(const FailureReply& message) {
    std::string out;
    JsonWriter writer(out);
    writer.text("code", message.code).text("message", message.message).number("expected", message.expected);
    writer.number("common", message.common).end();
    return out;
}

Result<FailureReply> read_failure(std::string_view body) {
    JsonReader reader(body);
    FailureReply message{reader.text("code"), reader.text("message"), reader.number("expected"), reader.number("common")};
    if (message.code.empty()) reader.spoil("code");
    if (!reader.good()) return reader.error();
    return message;
}

}  // namespace sigap
