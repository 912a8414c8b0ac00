// Every colour and size of the app: nothing else in client/ names one. Values; any thread.
// Text keeps a contrast of at least 7:1 on each background that text_pairs() lists for it.
#pragma once

#include <cmath>
#include <cstdint>
#include <imgui.h>
#include <string_view>
#include <vector>

namespace sigap::ui {

// A status is always shown by icon, word and colour together.
enum class Status { neutral, today, overdue, done, offline, conflict };

const char* status_icon(Status status);

struct Palette {
    ImU32 page, rail, raised;              // grounds: panes, rail, cards and sheets
    ImU32 selected, hovered, pressed;      // grounds of rows and quiet buttons
    ImU32 line, outline;                   // separators; edges of fields and boxes
    ImU32 text, text_soft;                 // titles and body; subtitles and hints
    ImU32 accent, on_accent, accent_hovered;
    ImU32 danger, on_danger, danger_hovered;
    ImU32 today, overdue, done, offline, conflict;  // words and icons of a status
    ImU32 toast, on_toast, toast_action;
    ImU32 veil, focus;                     // behind a modal; the focus ring
    ImU32 key, key_special;                // on-screen keyboard

    ImU32 status(Status status) const;
};

const Palette& light_palette();
const Palette& dark_palette();

struct TextPair {
    std::string_view name;
    ImU32 text, ground;
};
std::vector<TextPair> text_pairs(const Palette& palette);
// WCAG 2.2 contrast ratio, 1 to 21, of two opaque colours.
double contrast(ImU32 a, ImU32 b);

// Sizes in dp: one dp is a pixel at 96 dpi and 100 %.
struct Metrics {
    float unit = 1;  // pixels a dp
    float text = 1;  // further factor for text and what holds it

    float dp(float size) const { return std::round(size * unit); }
    float tall(float size) const { return std::round(size * unit * text); }  // heights that hold text

    static constexpr float target = 48, row = 76, rail = 88, header = 76, radius = 8, gap = 12, pad = 16;
};

}  // namespace sigap::ui
