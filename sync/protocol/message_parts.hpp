// Parts that several messages share, to and from JSON. For sync/protocol alone; any thread.
#pragma once

#include "platform/core/json_writer.hpp"
#include "sync/protocol/json_reader.hpp"
#include "sync/protocol/messages.hpp"

namespace sigap {

template <typename List, typename Append>
void append_list(std::string& out, const List& list, Append append) {
    out += '[';
    bool first = true;
    for (const auto& entry : list) {
        if (!first) out += ',';
        first = false;
        append(entry);
    }
    out += ']';
}

inline void append_points(JsonWriter& writer, std::string& out, const std::vector<Point>& points) {
    if (points.empty()) return;
    append_list(writer.raw("seen"), points, [&](const Point& point) {
        out += '[' + std::to_string(point.seq) + ',';
        append_json_string(out, point.mark);
        out += ']';
    });
}

inline std::vector<Point> points_from(JsonReader& reader) {
    constexpr std::size_t most_points = 100;
    std::vector<Point> points;
    for (const auto& entry : reader.list("seen")) {
        const auto* parts = entry.if_array();
        if (!parts || parts->size() != 2 || !(*parts)[0].is_int64() || !(*parts)[1].is_string() || points.size() == most_points) {
            reader.spoil("seen");
            break;
        }
        points.push_back({(*parts)[0].get_int64(), std::string((*parts)[1].get_string())});
    }
    return points;
}

// "protocol" and "schema": clients of the first version may leave them out.
inline int version_from(JsonReader& reader, std::string_view key) {
    const auto told = reader.has(key) ? reader.number(key) : 1;
    if (told < 1 || told > 1'000'000) reader.spoil(key);
    return static_cast<int>(told);
}

// [[bucket,count,"16 hex digits"],...]
void append_sums(JsonWriter& writer, std::string& out, const std::vector<BucketSum>& sums);

// [kind,"id",seq,buckets]
void append_out(std::string& out, const OutRow& gone);

}  // namespace sigap
