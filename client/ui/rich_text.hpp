// Text in several hands on lines of one width: strong words, code, links. UI thread. A word is never parted between two
// hands ("**re**start"), only where it is longer than the line.
#pragma once

#include <span>
#include <string_view>

#include "client/ui/ui.hpp"

namespace sigap::ui {

struct TextRun {
    std::string_view text;  // '\n' begins a new line
    bool strong = false;
    bool code = false;
    bool link = false;
};

// Its height, drawn or not. `width` in pixels, positive.
float rich_text_height(Ui& ui, std::span<const TextRun> runs, float width, Font font = Font::body);
float draw_rich_text(Ui& ui, std::span<const TextRun> runs, ImVec2 at, float width, Font font = Font::body, bool soft = false);
// Of its longest word, and of all of it on one line.
struct TextWidths {
    float least = 0, whole = 0;
};
TextWidths rich_text_widths(Ui& ui, std::span<const TextRun> runs, Font font = Font::body);

}  // namespace sigap::ui
