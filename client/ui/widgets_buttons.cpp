#include <algorithm>

#include "client/ui/widgets.hpp"

namespace sigap::ui {

namespace {

struct Colours {
    ImU32 fill, edge, text;
};

Colours colours_of(Ui& ui, ButtonKind kind, const Interaction& state, bool enabled) {
    const Palette& p = ui.colours();
    if (!enabled) return {p.page, p.line, p.text_soft};
    const bool lit = state.hovered || state.held;
    switch (kind) {
        case ButtonKind::primary: return {lit ? p.accent_hovered : p.accent, 0, p.on_accent};
        case ButtonKind::danger: return {lit ? p.danger_hovered : p.danger, 0, p.on_danger};
        case ButtonKind::secondary:
            return {state.held ? p.pressed : state.hovered ? p.hovered : p.page, p.line, p.text};
        case ButtonKind::quiet: return {state.held ? p.pressed : state.hovered ? p.hovered : 0, 0, p.accent};
    }
    return {};
}

float content_width(Ui& ui, const char* icon, Font font, std::string_view text) {
    return text_width(ui, font, text) + (icon ? ui.font(Font::icon)->FontSize + ui.dp(8) : 0);
}

// An icon and a text side by side, centred in the box together.
void draw_content(Ui& ui, const Rect& box, const char* icon, Font font, std::string_view text, ImU32 colour) {
    const float room = box.width() - ui.dp(12);
    // In narrow places the words matter most: first the icon goes, then the size.
    if (content_width(ui, icon, font, text) > room) icon = nullptr;
    if (content_width(ui, icon, font, text) > room) font = Font::small;
    const float side = icon ? ui.font(Font::icon)->FontSize : 0, gap = icon ? ui.dp(8) : 0;
    const float width = std::min(content_width(ui, icon, font, text), room);
    const float x = std::round((box.min.x + box.max.x - width) / 2), middle = (box.min.y + box.max.y) / 2;
    if (icon) draw_icon(ui, Font::icon, colour, {x + side / 2, middle}, icon);
    draw_text(ui, font, colour, {{x + side + gap, box.min.y}, {x + width + 1, box.max.y}}, text);
}

}  // namespace

bool button(Ui& ui, std::string_view key, std::string_view text, const ButtonLook& look) {
    const float height = std::max(ui.tall(look.height > 0 ? look.height : 56), ui.dp(Metrics::target));
    const float natural = content_width(ui, look.icon, Font::body, text) + ui.dp(40);
    const float width = look.width > 0 ? look.width : std::max(natural, ui.dp(120));
    const Interaction state = ui.interact({.key = key, .label = text, .enabled = look.enabled}, {width, height});
    if (state.visible) {
        const Colours colours = colours_of(ui, look.kind, state, look.enabled);
        draw_rect(ui, state.rect, colours.fill, colours.edge, Metrics::radius);
        draw_content(ui, state.rect, look.icon, Font::body, text, colours.text);
        if (state.focused && (look.kind == ButtonKind::primary || look.kind == ButtonKind::danger)) {
            const float in = ui.dp(4);
            ImGui::GetWindowDrawList()->AddRect({state.rect.min.x + in, state.rect.min.y + in},
                                                {state.rect.max.x - in, state.rect.max.y - in}, colours.text,
                                                ui.dp(Metrics::radius - 3), 0, ui.dp(2));
        } else {
            ui.draw_focus(state);
        }
    }
    return state.activated;
}

bool icon_button(Ui& ui, std::string_view key, const char* icon, std::string_view label, bool enabled) {
    const float side = ui.dp(Metrics::target);
    const Interaction state = ui.interact({.key = key, .label = label, .enabled = enabled}, {side, side});
    const Palette& p = ui.colours();
    if (state.hovered || state.held) draw_rect(ui, state.rect, state.held ? p.pressed : p.hovered, 0, Metrics::target / 2);
    draw_icon(ui, Font::icon, enabled ? p.text : p.outline,
              {(state.rect.min.x + state.rect.max.x) / 2, (state.rect.min.y + state.rect.max.y) / 2}, icon);
    ui.draw_focus(state);
    return state.activated;
}

bool link(Ui& ui, std::string_view key, std::string_view text) {
    const float width = std::min(text_width(ui, Font::body, text) + ui.dp(16), fill(ui));
    const Interaction state = ui.interact({.key = key, .label = text}, {width, std::max(ui.tall(48), ui.dp(48))});
    const Palette& p = ui.colours();
    if (state.hovered) draw_rect(ui, state.rect, p.hovered, 0, Metrics::radius);
    draw_text(ui, Font::body, p.accent, {{state.rect.min.x + ui.dp(8), state.rect.min.y}, state.rect.max}, text);
    ui.draw_focus(state);
    return state.activated;
}

bool checkbox(Ui& ui, std::string_view key, std::string_view text, bool& checked, bool enabled,
              std::string_view detail, float keep_right) {
    const Palette& p = ui.colours();
    const float width = fill(ui, keep_right), side = ui.dp(34), gap = ui.dp(12);
    ImFont* font = ui.font(Font::body);
    const float wrap = width - side - gap - ui.dp(8);
    const float words = text_size(ui, Font::body, text, wrap).y;
    const float more = detail.empty() ? 0 : text_size(ui, Font::small, detail, wrap).y + ui.dp(4);
    const float height = std::max(ui.dp(Metrics::target), words + more + ui.dp(14));
    const Interaction state = ui.interact(
        {.key = key, .role = Role::checkbox, .label = text, .enabled = enabled, .checked = checked}, {width, height});
    if (state.visible) {
        if (state.hovered) draw_rect(ui, state.rect, p.hovered, 0, Metrics::radius);
        const float y = std::round((state.rect.min.y + state.rect.max.y - side) / 2), x = state.rect.min.x;
        draw_rect(ui, {{x, y}, {x + side, y + side}}, enabled ? p.page : p.rail, enabled ? p.outline : p.line, 8);
        if (checked) draw_icon(ui, Font::icon_large, enabled ? p.accent : p.text_soft, {x + side / 2, y + side / 2}, icon::check);
        const float left = x + side + gap;
        const float top = std::round((state.rect.min.y + state.rect.max.y - words - more) / 2 - font->FontSize / 40);
        draw_wrapped(ui, Font::body, enabled ? p.text : p.text_soft, {left, top}, text, wrap);
        if (more > 0) draw_wrapped(ui, Font::small, p.text_soft, {left, top + words + ui.dp(3)}, detail, wrap);
        ui.draw_focus(state);
    }
    if (state.activated) checked = !checked;
    return state.activated;
}

bool toggle(Ui& ui, std::string_view key, std::string_view text, bool& on, std::string_view detail) {
    const Palette& p = ui.colours();
    const float width = fill(ui), track = ui.dp(52), high = ui.dp(30);
    const float height = std::max(ui.tall(detail.empty() ? 56 : 68), ui.dp(56));
    const Interaction state =
        ui.interact({.key = key, .role = Role::toggle, .label = text, .checked = on}, {width, height});
    if (state.visible) {
        const float x = state.rect.max.x - track - ui.dp(4);
        const float y = std::round((state.rect.min.y + state.rect.max.y - high) / 2);
        draw_rect(ui, {{x, y}, {x + track, y + high}}, on ? p.accent : p.page, on ? p.accent : p.outline, 15);
        ImGui::GetWindowDrawList()->AddCircleFilled({on ? x + track - high / 2 : x + high / 2, y + high / 2}, ui.dp(10),
                                                    on ? p.on_accent : p.outline, 32);
        const float half = detail.empty() ? 0 : ui.tall(12);
        const Rect words{{state.rect.min.x, state.rect.min.y - half}, {x - ui.dp(12), state.rect.max.y - half}};
        draw_text(ui, Font::body, p.text, words, text);
        if (half > 0)
            draw_text(ui, Font::small, p.text_soft, {{words.min.x, words.min.y + 2 * half}, {words.max.x, words.max.y + 2 * half}},
                      detail);
        ui.draw_focus(state);
    }
    if (state.activated) on = !on;
    return state.activated;
}

bool segmented(Ui& ui, std::span<const Option> options, std::size_t& chosen) {
    const Palette& p = ui.colours();
    float widest = 0;
    for (const Option& option : options)
        widest = std::max(widest, content_width(ui, option.icon ? option.icon : icon::check, Font::body, option.text) + ui.dp(36));
    const float gap = ui.dp(8);
    const bool column = (widest + gap) * static_cast<float>(options.size()) > fill(ui) + gap;
    const float width = column ? fill(ui) : std::max(widest, ui.dp(96));
    const float height = std::max(ui.tall(48), ui.dp(Metrics::target));
    bool changed = false;
    for (std::size_t i = 0; i < options.size(); ++i) {
        const bool is = i == chosen;
        if (i > 0 && column) space(ui, 8);
        if (i > 0 && !column) ImGui::SameLine(0, gap);
        const Interaction state =
            ui.interact({.key = options[i].key, .role = Role::option, .label = options[i].text, .checked = is},
                        {width, height});
        draw_rect(ui, state.rect, is ? p.selected : state.hovered ? p.hovered : p.page, is ? p.accent : p.outline,
                  Metrics::radius);
        draw_content(ui, state.rect, is ? icon::check : options[i].icon, Font::body, options[i].text, p.text);
        ui.draw_focus(state);
        if (state.activated && !is) chosen = i, changed = true;
    }
    return changed;
}

bool choice(Ui& ui, std::string_view key, std::string_view text, const char* icon, bool chosen, float width) {
    const Palette& p = ui.colours();
    const float height = std::max(ui.tall(56), ui.dp(Metrics::target));
    const Interaction state = ui.interact({.key = key, .role = Role::option, .label = text, .checked = chosen}, {width, height});
    draw_rect(ui, state.rect, chosen ? p.selected : state.hovered ? p.hovered : p.page, chosen ? p.accent : p.outline, Metrics::radius);
    draw_content(ui, state.rect, icon, Font::body, text, p.text);
    ui.draw_focus(state);
    return state.activated;
}

bool star(Ui& ui, std::string_view key, std::string_view label, bool lit, bool chosen) {
    const Palette& p = ui.colours();
    const float side = std::max(ui.tall(56), ui.dp(Metrics::target));
    const Interaction state = ui.interact({.key = key, .role = Role::option, .label = label, .checked = chosen}, {side, side});
    draw_rect(ui, state.rect, lit ? p.selected : state.hovered ? p.hovered : p.page, lit ? p.accent : p.outline, Metrics::radius);
    draw_icon(ui, Font::icon_large, lit ? p.accent : p.outline, {(state.rect.min.x + state.rect.max.x) / 2, (state.rect.min.y + state.rect.max.y) / 2}, icon::star);
    ui.draw_focus(state);
    return state.activated;
}

bool tabs(Ui& ui, std::span<const Option> options, std::size_t& chosen) {
    const Palette& p = ui.colours();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float height = std::max(ui.tall(48), ui.dp(Metrics::target)), whole = fill(ui);
    const float share = whole / static_cast<float>(std::max<std::size_t>(1, options.size()));
    bool changed = false;
    for (std::size_t i = 0; i < options.size(); ++i) {
        const bool is = i == chosen;
        if (i > 0) ImGui::SameLine(0, 0);
        const float wanted = content_width(ui, options[i].icon, Font::strong, options[i].text) + ui.dp(32);
        const Interaction state = ui.interact(
            {.key = options[i].key, .role = Role::tab, .label = options[i].text, .checked = is}, {std::min(wanted, share), height});
        if (state.hovered) draw_rect(ui, state.rect, p.hovered, 0, Metrics::radius);
        draw_content(ui, state.rect, options[i].icon, is ? Font::strong : Font::body, options[i].text,
                     is ? p.accent : p.text_soft);
        if (is)
            ImGui::GetWindowDrawList()->AddRectFilled({state.rect.min.x, state.rect.max.y - ui.dp(3)}, state.rect.max,
                                                      p.accent);
        ui.draw_focus(state);
        if (state.activated && !is) chosen = i, changed = true;
    }
    const float line = std::max(1.0f, ui.dp(1));
    ImGui::GetWindowDrawList()->AddRectFilled({from.x, from.y + height}, {from.x + whole, from.y + height + line}, p.line);
    space(ui, 8);
    return changed;
}

}  // namespace sigap::ui
