#include "client/ui/theme.hpp"

#include <algorithm>

#include "client/ui/icons.hpp"

namespace sigap::ui {

namespace {

constexpr ImU32 rgb(std::uint32_t hex, ImU32 alpha = 255) {
    return IM_COL32((hex >> 16) & 255, (hex >> 8) & 255, hex & 255, alpha);
}

constexpr Palette light{
    .page = rgb(0xffffff), .rail = rgb(0xf3f5f8), .raised = rgb(0xffffff),
    .selected = rgb(0xdce8f8), .hovered = rgb(0xf0f4fa), .pressed = rgb(0xe4ecf7),
    .line = rgb(0xe1e5e9), .outline = rgb(0x8a95a1),
    .text = rgb(0x0a0a0a), .text_soft = rgb(0x404a56),
    .accent = rgb(0x0b4da2), .on_accent = rgb(0xffffff), .accent_hovered = rgb(0x0a4590),
    .danger = rgb(0x9b0000), .on_danger = rgb(0xffffff), .danger_hovered = rgb(0x850000),
    .today = rgb(0x0a478f), .overdue = rgb(0x8f0000), .done = rgb(0x0a4f26), .offline = rgb(0x663e00),
    .conflict = rgb(0x6a1b7a),
    .toast = rgb(0x0a0a0a), .on_toast = rgb(0xffffff), .toast_action = rgb(0x9cc4ff),
    .veil = rgb(0x0a0a0a, 120), .focus = rgb(0x0b4da2),
    .key = rgb(0xffffff), .key_special = rgb(0xdfe4ea),
};

constexpr Palette dark{
    .page = rgb(0x12161c), .rail = rgb(0x1a2028), .raised = rgb(0x1a2028),
    .selected = rgb(0x233248), .hovered = rgb(0x1b222c), .pressed = rgb(0x202a37),
    .line = rgb(0x2c343f), .outline = rgb(0x6f7b89),
    .text = rgb(0xf2f4f7), .text_soft = rgb(0xbcc5d0),
    .accent = rgb(0x7ab2ff), .on_accent = rgb(0x0a0d13), .accent_hovered = rgb(0x97c3ff),
    .danger = rgb(0xff9a94), .on_danger = rgb(0x14090a), .danger_hovered = rgb(0xffb3ae),
    .today = rgb(0x9cc6ff), .overdue = rgb(0xffa9a4), .done = rgb(0x6fd597), .offline = rgb(0xf2be6a),
    .conflict = rgb(0xe3b5f2),
    .toast = rgb(0xf2f4f7), .on_toast = rgb(0x11151b), .toast_action = rgb(0x0a478f),
    .veil = rgb(0x000000, 150), .focus = rgb(0x9cc6ff),
    .key = rgb(0x2a323d), .key_special = rgb(0x1b212a),
};

double linear(ImU32 channel) {
    const double value = static_cast<double>(channel & 255) / 255;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(ImU32 colour) {
    return 0.2126 * linear(colour >> IM_COL32_R_SHIFT) + 0.7152 * linear(colour >> IM_COL32_G_SHIFT) +
           0.0722 * linear(colour >> IM_COL32_B_SHIFT);
}

}  // namespace

const char* status_icon(Status status) {
    switch (status) {
        case Status::neutral:
        case Status::today: return icon::schedule;
        case Status::overdue: return icon::error;
        case Status::done: return icon::check_circle;
        case Status::offline: return icon::cloud_off;
        case Status::conflict: return icon::call_split;
    }
    return icon::info;
}

ImU32 Palette::status(Status status) const {
    switch (status) {
        case Status::neutral: return text_soft;
        case Status::today: return today;
        case Status::overdue: return overdue;
        case Status::done: return done;
        case Status::offline: return offline;
        case Status::conflict: return conflict;
    }
    return text;
}

const Palette& light_palette() { return light; }
const Palette& dark_palette() { return dark; }

std::vector<TextPair> text_pairs(const Palette& p) {
    std::vector<TextPair> pairs{
        {"button", p.on_accent, p.accent},       {"button hovered", p.on_accent, p.accent_hovered},
        {"danger", p.on_danger, p.danger},       {"danger hovered", p.on_danger, p.danger_hovered},
        {"toast", p.on_toast, p.toast},          {"toast action", p.toast_action, p.toast},
        {"key", p.text, p.key},                  {"special key", p.text, p.key_special},
        {"rail", p.text_soft, p.rail},           {"accent on page", p.accent, p.page},
        {"accent on raised", p.accent, p.raised},
    };
    for (const ImU32 ground : {p.page, p.raised, p.selected, p.hovered, p.pressed}) {
        pairs.push_back({"text", p.text, ground});
        pairs.push_back({"soft text", p.text_soft, ground});
        for (const auto& [name, colour] : {std::pair{"today", p.today}, {"overdue", p.overdue}, {"done", p.done},
                                           {"offline", p.offline}, {"conflict", p.conflict}})
            pairs.push_back({name, colour, ground});
    }
    return pairs;
}

double contrast(ImU32 a, ImU32 b) {
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace sigap::ui
