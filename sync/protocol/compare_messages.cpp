// The messages by which two ends find and mend a difference, and the sums that tell of one.
#include <array>

#include "sync/protocol/message_parts.hpp"

namespace sigap {

namespace {

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
std::uint64_t mixed(std::uint64_t bits) {
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
    return bits ^ (bits >> 31);
}

std::string hex_of(std::uint64_t bits) {
    std::string out(16, '0');
    for (std::size_t i = 16; i-- > 0; bits >>= 4) out[i] = "0123456789abcdef"[bits & 15U];
    return out;
}

void append_version(std::string& out, const RowVersion& row) {
    out += '[' + std::to_string(static_cast<int>(row.kind)) + ",\"" + to_string(row.id) + '"';
    if (row.seq != 0) out += ',' + std::to_string(row.seq);
    out += ']';
}

bool read_version(const boost::json::value& value, RowVersion& out) {
    const auto* parts = value.if_array();
    if (!parts || parts->size() < 2 || parts->size() > 3 || !(*parts)[0].is_int64() || !(*parts)[1].is_string()) return false;
    if (parts->size() == 3 && !(*parts)[2].is_int64()) return false;
    const auto id = parse_uuid(std::string_view((*parts)[1].get_string()));
    if (!id) return false;
    out = {kind_of_number((*parts)[0].get_int64()), *id, parts->size() == 3 ? (*parts)[2].get_int64() : 0};
    return true;
}

RowVersion row_from(JsonReader& reader, std::string_view key) {
    RowVersion version;
    if (reader.has(key) && !read_version(reader.object().at(boost::json::string_view(key.data(), key.size())), version)) reader.spoil(key);
    return version;
}

}  // namespace

std::uint64_t row_sum(const Uuid& id, std::int64_t seq) {
    std::array<std::uint64_t, 2> halves{};
    for (std::size_t i = 0; i < 16; ++i) halves[i / 8] = halves[i / 8] << 8 | id.bytes[i];
    return mixed(mixed(mixed(halves[0]) + halves[1]) + static_cast<std::uint64_t>(seq));
}

void append_sums(JsonWriter& writer, std::string& out, const std::vector<BucketSum>& sums) {
    if (sums.empty()) return;
    append_list(writer.raw("sums"), sums, [&](const BucketSum& sum) {
        out += '[';
        append_json_string(out, sum.bucket);
        out += ',' + std::to_string(sum.count) + ",\"" + hex_of(sum.sum) + "\"]";
    });
}

void append_out(std::string& out, const OutRow& gone) {
    out += '[' + std::to_string(static_cast<int>(gone.kind)) + ",\"" + to_string(gone.id) + "\"," + std::to_string(gone.seq) + ',' +
           std::to_string(gone.buckets) + ']';
}

std::string encode(const CompareRequest& message) {
    std::string out;
    JsonWriter writer(out);
    writer.number("protocol", message.protocol).number("schema", message.schema).text("bucket", message.bucket);
    writer.number("until", message.until);
    append_points(writer, out, message.seen);
    if (message.after.kind != Kind::none) append_version(writer.raw("after"), message.after);
    append_list(writer.raw("rows"), message.rows, [&](const RowVersion& row) { append_version(out, row); });
    writer.number("last", message.last ? 1 : 0).end();
    return out;
}

Result<CompareRequest> read_compare_request(std::string_view body) {
    JsonReader reader(body);
    CompareRequest message;
    message.schema = version_from(reader, "schema");
    message.protocol = version_from(reader, "protocol");
    message.seen = points_from(reader);
    message.bucket = reader.text("bucket");
    message.until = reader.number("until");
    message.after = row_from(reader, "after");
    message.last = reader.number("last") != 0;
    for (const auto& value : reader.list("rows")) {
        RowVersion row;
        // In their order, so that one pass compares them.
        const bool fits = read_version(value, row) &&
                          (message.rows.empty() || std::pair(message.rows.back().kind, message.rows.back().id) < std::pair(row.kind, row.id));
        if (!fits) {
            reader.spoil("rows");
            break;
        }
        message.rows.push_back(row);
    }
    if (!reader.good()) return reader.error();
    return message;
}

std::string encode(const CompareReply& message, const Catalogue& catalogue) {
    std::string out;
    JsonWriter writer(out);
    append_list(writer.raw("rows"), message.rows,
                [&](const WireRow& row) { append_row(out, catalogue.at(row.record.kind), row.record, row.buckets); });
    append_list(writer.raw("outs"), message.outs, [&](const OutRow& gone) { append_out(out, gone); });
    if (message.reached.kind != Kind::none) append_version(writer.raw("reached"), message.reached);
    writer.end();
    return out;
}

}  // namespace sigap
