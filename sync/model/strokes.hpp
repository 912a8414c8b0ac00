// A signature as lines on a pad of fixed proportions, and its compact text: "x,y x,y x,y;x,y x,y", from the upper left corner. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/result.hpp"

namespace sigap {

inline constexpr int pad_width = 1000, pad_height = 400;
inline constexpr std::size_t most_strokes = 200, most_points = 4000;

struct PadPoint {
    std::int16_t x = 0, y = 0;  // 0 to pad_width, 0 to pad_height
    bool operator==(const PadPoint&) const = default;
};
using Strokes = std::vector<std::vector<PadPoint>>;

std::string strokes_text(const Strokes& strokes);
// Error{invalid} (detail "strokes") where it is none of its writing or past a limit.
Result<Strokes> read_strokes(std::string_view text);
// Whether more was drawn than a slip of the hand leaves.
bool is_signature(const Strokes& strokes);

}  // namespace sigap
