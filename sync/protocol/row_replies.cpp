// Reading rows and the replies that carry them, the messages that are large: straight from the text, without a tree of values.
#include <simdjson.h>

#include <charconv>
#include <utility>

#include <boost/json.hpp>

#include "sync/protocol/messages.hpp"

namespace sigap {

namespace od = simdjson::ondemand;

namespace {

[[noreturn]] void misshapen() { throw simdjson::simdjson_error(simdjson::INCORRECT_TYPE); }

void expect_end(od::document& document) {
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) misshapen();
}

Error cannot_be_read(const std::string& what) {
    return fail(ErrorCode::protocol, "the message cannot be read: \"" + what + "\" is missing or wrong", "malformed");
}

Uuid id_from(std::string_view text) {
    const auto id = parse_uuid(text);
    if (!id) misshapen();
    return *id;
}

Value value_from(od::value json, FieldType type) {
    const bool null = json.is_null();
    if (null) return Absent{};
    switch (type) {
        case FieldType::text:
        case FieldType::choice: {
            const std::string_view text = json.get_string();
            // "" is the absent text, whoever wrote it.
            if (type == FieldType::text && text.empty()) return Absent{};
            return std::string(text);
        }
        case FieldType::reference: {
            const Uuid id = id_from(json.get_string());
            return id ? Value{id} : Value{};
        }
        default: {
            const std::int64_t number = json.get_int64();
            return number == 0 ? Value{} : Value{number};
        }
    }
}

// What is skipped over is not looked at closely; what is kept must be JSON.
std::string checked(std::string_view json) {
    boost::json::error_code error;
    const auto value = boost::json::parse(boost::json::string_view(json.data(), json.size()), error);
    if (error) misshapen();
    auto kept = kept_json(value);
    if (!kept) misshapen();
    return std::move(*kept);
}

// Pairs [number, value, ...]; what the kind does not know is kept as text in `extra`.
void read_pairs(od::array pairs, const KindInfo& kind, Record& record) {
    std::string extra;
    const FieldInfo* field = nullptr;
    std::int64_t number = 0;
    std::size_t likely = 0;  // rows name their fields in the order of the kind
    bool named = false;
    for (od::value part : pairs) {
        if (named = !named; named) {
            number = part.get_int64();
            field = nullptr;
            if (number <= 0 || number >= 65536) continue;
            while (likely < kind.fields.size() && kind.fields[likely].number < number) ++likely;
            const bool there = likely < kind.fields.size() && kind.fields[likely].number == number;
            field = there ? &kind.fields[likely] : kind.find(static_cast<std::uint16_t>(number));
        } else if (field) {
            record.values[kind.index_of(*field)] = value_from(part, field->type);
        } else {
            extra += (extra.empty() ? "[" : ",") + std::to_string(number) + ',' + checked(simdjson::to_json_string(part));
        }
    }
    if (named) misshapen();
    if (!extra.empty()) record.extra = extra + ']';
}

WireRow row_from(od::array parts, const Catalogue& catalogue) {
    WireRow row;
    const KindInfo* kind = nullptr;
    int place = 0;
    for (od::value part : parts) switch (place++) {
            case 0: kind = catalogue.find(kind_of_number(part.get_int64())); break;
            case 1: {
                const std::string_view text = part.get_string();
                if (kind) row.record = {kind->kind, id_from(text), 0, std::vector<Value>(kind->fields.size()), {}};
                break;
            }
            case 2: row.record.seq = part.get_int64(); break;
            case 3: row.buckets = part.get_uint64(); break;
            case 4: {
                od::array pairs = part.get_array();
                if (kind) read_pairs(pairs, *kind, row.record);
                break;
            }
            default: misshapen();
        }
    if (place != 5) misshapen();
    return row;
}

OutRow out_from(od::array parts) {
    OutRow out;
    int place = 0;
    for (od::value part : parts) switch (place++) {
            case 0: out.kind = kind_of_number(part.get_int64()); break;
            case 1: out.id = id_from(part.get_string()); break;
            case 2: out.seq = part.get_int64(); break;
            case 3: out.buckets = part.get_uint64(); break;
            default: misshapen();
        }
    if (place != 4) misshapen();
    return out;
}

BucketSum sum_from(od::array parts) {
    BucketSum sum;
    int place = 0;
    for (od::value part : parts) switch (place++) {
            case 0: sum.bucket = std::string_view(part.get_string()); break;
            case 1: sum.count = part.get_int64(); break;
            case 2: {
                const std::string_view hex = part.get_string();
                const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), sum.sum, 16);
                if (error != std::errc{} || end != hex.data() + hex.size()) misshapen();
                break;
            }
            default: misshapen();
        }
    if (place != 3) misshapen();
    return sum;
}

RowVersion place_from(od::array parts) {
    RowVersion version;
    int place = 0;
    for (od::value part : parts) switch (place++) {
            case 0: version.kind = kind_of_number(part.get_int64()); break;
            case 1: version.id = id_from(part.get_string()); break;
            default: misshapen();
        }
    if (place != 2) misshapen();
    return version;
}

std::vector<std::string> names_from(od::array names) {
    std::vector<std::string> out;
    for (od::value name : names) out.emplace_back(std::string_view(name.get_string()));
    return out;
}

std::vector<OutRow> outs_from(od::array list) {
    std::vector<OutRow> outs;
    for (od::value part : list) outs.push_back(out_from(part.get_array()));
    return outs;
}

// The rows of kinds that this schema knows; the others are counted.
std::vector<WireRow> rows_from(od::array list, const Catalogue& catalogue, std::int64_t& left_out) {
    std::vector<WireRow> rows;
    left_out = 0;
    for (od::value part : list) {
        WireRow row = row_from(part.get_array(), catalogue);
        if (row.record.kind == Kind::none) ++left_out;
        else rows.push_back(std::move(row));
    }
    return rows;
}

void read_member(std::string_view key, od::value value, const Catalogue& catalogue, PullReply& message) {
    if (key == "epoch") {
        const std::string_view text = value.get_string();
        message.epoch = text.empty() ? Uuid{} : id_from(text);
    } else if (key == "role") from_word(std::string_view(value.get_string()), message.role);
    else if (key == "time") message.server_time = {value.get_int64()};
    else if (key == "until") message.until = value.get_int64();
    else if (key == "next") message.next = value.get_int64();
    else if (key == "left") message.left = value.get_int64();
    else if (key == "mark") message.mark = std::string_view(value.get_string());
    else if (key == "subscriptions") message.subscriptions = names_from(value.get_array());
    else if (key == "served") message.served = names_from(value.get_array());
    else if (key == "rows") message.rows = rows_from(value.get_array(), catalogue, message.left_out);
    else if (key == "outs") message.outs = outs_from(value.get_array());
    else if (key == "sums") {
        message.sums.clear();
        for (od::value part : value.get_array()) message.sums.push_back(sum_from(part.get_array()));
    }
}

void read_member(std::string_view key, od::value value, const Catalogue& catalogue, CompareReply& message) {
    std::int64_t left_out = 0;
    if (key == "rows") message.rows = rows_from(value.get_array(), catalogue, left_out);
    else if (key == "outs") message.outs = outs_from(value.get_array());
    else if (key == "reached") message.reached = place_from(value.get_array());
}

// The members of a reply, in whatever order; others than it knows are passed over, but rows it must have, if only none.
template <typename Reply, typename BeforeRows>
Result<Reply> read_reply(std::string_view body, const Catalogue& catalogue, const BeforeRows& before_rows) {
    std::string member = "it is no JSON object";
    try {
        od::parser parser;
        const simdjson::padded_string padded(body);
        od::document document = parser.iterate(padded);
        Reply message;
        bool has_rows = false;
        for (auto field : document.get_object()) {
            const std::string_view key = field.unescaped_key();
            member = key;
            if (key == "rows" && !std::exchange(has_rows, true)) before_rows(message);
            read_member(key, field.value(), catalogue, message);
        }
        member = "end";
        expect_end(document);
        if (!has_rows) return cannot_be_read("rows");
        return message;
    } catch (const simdjson::simdjson_error&) {
        return cannot_be_read(member);
    }
}

}  // namespace

Result<WireRow> read_row(std::string_view text, const Catalogue& catalogue) {
    try {
        od::parser parser;
        const simdjson::padded_string padded(text);
        od::document document = parser.iterate(padded);
        WireRow row = row_from(document.get_array(), catalogue);
        expect_end(document);
        return row;
    } catch (const simdjson::simdjson_error&) {
        return cannot_be_read("row");
    }
}

Result<PullReply> read_pull_reply(std::string_view body, const Catalogue& catalogue, const std::function<void(const PullReply&)>& before_rows) {
    auto reply = read_reply<PullReply>(body, catalogue, [&](const PullReply& head) {
        if (before_rows && head.epoch && !head.served.empty()) before_rows(head);
    });
    if (reply && !reply->epoch) return cannot_be_read("epoch");
    return reply;
}

Result<CompareReply> read_compare_reply(std::string_view body, const Catalogue& catalogue) {
    return read_reply<CompareReply>(body, catalogue, [](const CompareReply&) {});
}

}  // namespace sigap
