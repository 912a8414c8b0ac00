// A pad to draw on with a finger or the mouse. UI thread. Lines are the caller's, in its own units, so that they keep their form at any
// size of the window; the keyboard needs another way, which the page offers beside it.
#pragma once

#include <string_view>
#include <vector>

#include "client/ui/ui.hpp"

namespace sigap::ui {

using PadLines = std::vector<std::vector<ImVec2>>;

struct PadLook {
    std::string_view label = {}, hint = {};  // the hint stands in the middle while nothing is drawn
    ImVec2 units{1000, 400};                 // what the lines' points lie in
    std::size_t most_lines = 200, most_points = 4000;  // what comes after them is not taken
};

// As wide as asked, in the proportions of its units. True when a line was drawn on.
bool pad(Ui& ui, std::string_view key, PadLines& lines, float width, const PadLook& look);

}  // namespace sigap::ui
