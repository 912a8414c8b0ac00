#include <algorithm>

#include "client/ui/widgets.hpp"

namespace sigap::ui {

namespace {

const char* icon_of(const Chip& chip) { return chip.icon ? chip.icon : status_icon(chip.status); }
float pill_height(Ui& ui) { return ui.tall(28); }

void draw_pill(Ui& ui, const Rect& box, const Chip& chip, ImU32 ground) {
    const ImU32 colour = ui.colours().status(chip.status);
    const float middle = (box.min.y + box.max.y) / 2, side = ui.font(Font::icon)->FontSize;
    draw_rect(ui, box, ground, colour, 14);
    draw_icon(ui, Font::icon, colour, {box.min.x + ui.dp(12) + side / 2, middle}, icon_of(chip));
    draw_text(ui, Font::body, colour,
              {{box.min.x + ui.dp(20) + side, box.min.y}, {box.max.x - ui.dp(10), box.max.y}}, chip.text);
}

// Icon and words with nothing around them, ending at the right edge of `box`. Returns where they begin.
float draw_chip(Ui& ui, const Rect& box, const Chip& chip) {
    const ImU32 colour = ui.colours().status(chip.status);
    const float side = ui.font(Font::icon)->FontSize, words = text_width(ui, Font::body, chip.text);
    const float left = std::max(box.min.x, box.max.x - words - side - ui.dp(5));
    draw_icon(ui, Font::icon, colour, {left + side / 2, (box.min.y + box.max.y) / 2}, icon_of(chip));
    draw_text(ui, Font::body, colour, {{left + side + ui.dp(5), box.min.y}, box.max}, chip.text);
    return left;
}

void draw_centred_lines(Ui& ui, std::string_view text, ImVec2 at, float wrap) {
    ImFont* font = ui.font(Font::body);
    while (!text.empty()) {
        const char* end = text.data() + text.size();
        const char* cut = font->CalcWordWrapPositionA(1, text.data(), end, wrap);
        if (cut == text.data()) ++cut;
        const auto taken = static_cast<std::size_t>(cut - text.data());
        draw_text(ui, Font::body, ui.colours().text_soft, {at, {at.x + wrap, at.y + font->FontSize}},
                  text.substr(0, taken), Align::centre);
        text.remove_prefix(taken);
        while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
        at.y += font->FontSize;
    }
}

}  // namespace

float pill_width(Ui& ui, const Chip& chip) {
    return text_width(ui, Font::body, chip.text) + ui.font(Font::icon)->FontSize + ui.dp(32);
}

Chip fitted(Ui& ui, const Chip& chip, float room) {
    Chip out = chip;
    if (!chip.brief.empty() && pill_width(ui, chip) > room) out.text = chip.brief;
    return out;
}

void pill(Ui& ui, const Chip& given) {
    const Chip chip = fitted(ui, given, fill(ui));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const Rect box{at, {at.x + std::min(pill_width(ui, chip), fill(ui)), at.y + pill_height(ui)}};
    draw_pill(ui, box, chip, ui.colours().page);
    ImGui::Dummy({box.width(), box.height()});
    if (!chip.key.empty()) ui.record({.key = chip.key, .role = Role::status, .label = chip.text}, box);
}

bool pill_button(Ui& ui, const Chip& chip) {
    const float width = std::min(pill_width(ui, chip), fill(ui)), high = pill_height(ui);
    const float target = std::max(ui.dp(Metrics::target), high);
    const Interaction state = ui.interact({.key = chip.key, .label = chip.text}, {width, target});
    const float top = std::round((state.rect.min.y + state.rect.max.y - high) / 2);
    const Rect box{{state.rect.min.x, top}, {state.rect.max.x, top + high}};
    draw_pill(ui, box, chip, state.hovered ? ui.colours().hovered : ui.colours().page);
    Interaction ring = state;
    ring.rect = {{box.min.x - ui.dp(4), box.min.y - ui.dp(4)}, {box.max.x + ui.dp(4), box.max.y + ui.dp(4)}};
    ui.draw_focus(ring, 18);
    return state.activated;
}

BannerAction banner(Ui& ui, std::string_view key, const Chip& chip, std::string_view action) {
    const Palette& p = ui.colours();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = fill(ui), pad = ui.dp(Metrics::pad), side = ui.font(Font::icon)->FontSize;
    const float button_width = action.empty() ? 0 : text_width(ui, Font::body, action) + ui.dp(40);
    const float wrap = width - pad * 2 - side - ui.dp(12) - button_width - (action.empty() ? 0 : pad);
    const float words = text_size(ui, Font::body, chip.text, wrap).y;
    const float height = std::max(words + pad * 1.5f, ui.dp(action.empty() ? 52 : 64));
    const Rect box{at, {at.x + width, at.y + height}};
    const ImU32 colour = p.status(chip.status);
    draw_rect(ui, box, p.page, colour, Metrics::radius);
    const float middle = (box.min.y + box.max.y) / 2;
    draw_icon(ui, Font::icon, colour, {box.min.x + pad + side / 2, middle}, icon_of(chip));
    draw_wrapped(ui, Font::body, colour, {box.min.x + pad + side + ui.dp(12), std::round(middle - words / 2)}, chip.text, wrap);
    bool acted = false;
    if (!action.empty()) {
        ImGui::SetCursorScreenPos({box.max.x - button_width - ui.dp(8), std::round(middle - ui.dp(24))});
        acted = button(ui, key, action, {.width = button_width, .height = 48});
    } else {
        ui.record({.key = key, .role = Role::status, .label = chip.text}, box);
    }
    ImGui::SetCursorScreenPos(at);
    ImGui::Dummy({width, height});
    return acted ? BannerAction::acted : BannerAction::none;
}

void progress(Ui& ui, std::string_view key, float share, std::string_view text) {
    const Palette& p = ui.colours();
    label(ui, text, true);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = fill(ui), high = ui.dp(8);
    const Rect box{at, {at.x + width, at.y + high}};
    draw_rect(ui, box, p.line, 0, 4);
    const float done = share < 0 ? 0.5f : std::min(share, 1.0f);
    if (done * width >= high) draw_rect(ui, {at, {at.x + std::round(width * done), at.y + high}}, p.accent, 0, 4);
    ImGui::Dummy({width, high});
    const std::string percent = share < 0 ? std::string() : std::to_string(static_cast<int>(done * 100)) + " %";
    ui.record({.key = key, .role = Role::status, .label = text, .value = percent}, box);
}

void empty_state(Ui& ui, const char* icon, std::string_view title, std::string_view hint) {
    const Palette& p = ui.colours();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = fill(ui), middle = at.x + width / 2;
    ImGui::GetWindowDrawList()->AddCircleFilled({middle, at.y + ui.dp(72)}, ui.dp(34), p.selected, 48);
    draw_icon(ui, Font::icon_large, p.accent, {middle, at.y + ui.dp(72)}, icon);
    const float top = at.y + ui.dp(124), line = ui.tall(28);
    draw_text(ui, Font::strong, p.text, {{at.x, top}, {at.x + width, top + line}}, title, Align::centre);
    ImFont* font = ui.font(Font::body);
    const float wrap = std::min(width, ui.tall(420));
    const ImVec2 size = text_size(ui, Font::body, hint, wrap);
    if (size.y <= font->FontSize * 1.5f)
        draw_text(ui, Font::body, p.text_soft, {{at.x, top + line}, {at.x + width, top + line * 2}}, hint, Align::centre);
    else
        draw_centred_lines(ui, hint, {std::round(middle - wrap / 2), top + line}, wrap);
    ImGui::Dummy({width, ui.dp(124) + line + size.y + ui.dp(16)});
}

namespace {

// On the line that draw_text() puts into this box; what was cut off has no mark.
void draw_marks(Ui& ui, Font which, const Rect& box, std::string_view text, std::span<const Mark> marks) {
    const float size = ui.font(which)->FontSize, thick = std::max(2.0f, ui.dp(2));
    const float y = std::round((box.min.y + box.max.y + size) / 2);
    for (const Mark& mark : marks) {
        const float left = box.min.x + text_width(ui, which, text.substr(0, mark.begin));
        const float right = std::min(box.max.x, left + text_width(ui, which, text.substr(mark.begin, mark.end - mark.begin)));
        if (right > left) ImGui::GetWindowDrawList()->AddRectFilled({left, y - thick}, {right, y}, ui.colours().accent);
    }
}

}  // namespace

Interaction row(Ui& ui, std::string_view key, const RowLook& look) {
    const Palette& p = ui.colours();
    const float width = fill(ui), height = std::max(ui.tall(Metrics::row), ui.dp(Metrics::row));
    const Interaction state = ui.interact(
        {.key = key, .role = Role::row, .label = look.title, .checked = look.selected, .value = look.chip.text},
        {width, height});
    if (!state.visible) return state;
    const Rect box{state.rect.min, {state.rect.max.x, state.rect.max.y - ui.dp(4)}};
    const bool lit = state.hovered || state.held;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (look.selected || lit) {
        list.AddRectFilled(box.min, box.max, look.selected ? p.selected : state.held ? p.pressed : p.hovered,
                           ui.dp(Metrics::radius), ImDrawFlags_RoundCornersRight);
    }
    if (look.selected) list.AddRectFilled(box.min, {box.min.x + ui.dp(4), box.max.y}, p.accent);
    const float left = box.min.x + ui.dp(18), right = box.max.x - ui.dp(16);
    if (look.line && !look.selected)
        list.AddRectFilled({left, state.rect.max.y - std::max(1.0f, ui.dp(1)) - ui.dp(2)},
                           {state.rect.max.x, state.rect.max.y - ui.dp(2)}, p.line);
    float text_left = left;
    if (look.icon) {
        draw_icon(ui, Font::icon_large, p.text_soft, {left + ui.dp(14), (box.min.y + box.max.y) / 2}, look.icon);
        text_left += ui.dp(44);
    }
    const float line = ui.tall(27), top = std::round((box.min.y + box.max.y) / 2 - line);
    // A chip that would cut the title goes down beside the subtitle.
    float title_right = right, subtitle_right = right;
    if (!look.chip.text.empty()) {
        const float room = ui.font(Font::icon)->FontSize + ui.dp(17) + text_width(ui, Font::body, look.chip.text);
        const bool beside = text_left + text_width(ui, Font::strong, look.title) + room <= right;
        const float y = beside ? top : top + line;
        const float begin = draw_chip(ui, {{text_left, y}, {right, y + line}}, look.chip) - ui.dp(12);
        (beside ? title_right : subtitle_right) = begin;
    }
    const bool one_line = look.subtitle.empty() && look.chip.text.empty();
    const Rect title{{text_left, one_line ? box.min.y : top}, {title_right, one_line ? box.max.y : top + line}};
    const Rect subtitle{{text_left, top + line}, {subtitle_right, top + line * 2}};
    draw_text(ui, Font::strong, p.text, title, look.title);
    draw_marks(ui, Font::strong, title, look.title, look.title_marks);
    if (!one_line) draw_text(ui, Font::body, p.text_soft, subtitle, look.subtitle);
    if (!one_line) draw_marks(ui, Font::body, subtitle, look.subtitle, look.subtitle_marks);
    ui.draw_focus(state);
    return state;
}

}  // namespace sigap::ui
