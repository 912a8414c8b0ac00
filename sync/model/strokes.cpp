#include "sync/model/strokes.hpp"

#include <charconv>
#include <cstdlib>

namespace sigap {

namespace {

Error unreadable(std::string_view why) {
    return fail(ErrorCode::invalid, "the strokes of the signature cannot be read: " + std::string(why) + "; let the client sign again", "strokes");
}

bool read_number(std::string_view& text, int most, std::int16_t& out) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number < 0 || number > most) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    out = static_cast<std::int16_t>(number);
    return true;
}

}  // namespace

std::string strokes_text(const Strokes& strokes) {
    std::string out;
    for (const auto& stroke : strokes) {
        if (stroke.empty()) continue;
        if (!out.empty()) out += ';';
        for (std::size_t i = 0; i < stroke.size(); ++i)
            out += (i == 0 ? "" : " ") + std::to_string(stroke[i].x) + ',' + std::to_string(stroke[i].y);
    }
    return out;
}

Result<Strokes> read_strokes(std::string_view text) {
    Strokes strokes;
    std::size_t points = 0;
    while (!text.empty()) {
        if (strokes.empty() || text.front() == ';') {
            if (!strokes.empty()) text.remove_prefix(1);
            if (strokes.size() == most_strokes) return unreadable("more than " + std::to_string(most_strokes) + " strokes");
            strokes.emplace_back();
        } else if (text.front() == ' ') {
            text.remove_prefix(1);
        } else {
            return unreadable("points are written as 12,34 56,78;90,12");
        }
        PadPoint point;
        if (!read_number(text, pad_width, point.x) || !text.starts_with(',')) return unreadable("a point is x,y on a pad of 1000 by 400");
        text.remove_prefix(1);
        if (!read_number(text, pad_height, point.y)) return unreadable("a point is x,y on a pad of 1000 by 400");
        if (++points > most_points) return unreadable("more than " + std::to_string(most_points) + " points");
        strokes.back().push_back(point);
    }
    return strokes;
}

bool is_signature(const Strokes& strokes) {
    constexpr int least_way = 40;
    int way = 0;
    for (const auto& stroke : strokes)
        for (std::size_t i = 1; i < stroke.size(); ++i)
            way += std::abs(stroke[i].x - stroke[i - 1].x) + std::abs(stroke[i].y - stroke[i - 1].y);
    return way >= least_way;
}

}  // namespace sigap
