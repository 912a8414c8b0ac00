#include "client/ui/shell.hpp"

#include <algorithm>

#include "client/ui/lists.hpp"

namespace sigap::ui {

ShellLayout shell_layout(Ui& ui, Panes panes, bool in_detail, bool actions) {
    const Rect area = ui.page();
    const float unit = std::max(ui.tall(100), ui.dp(100)) / 100;
    ShellLayout out;
    out.narrow = area.width() / unit < 760;
    out.low = area.height() / unit < 440;
    const float rail_right = std::round((out.low ? 64 : Metrics::rail) * unit);
    const float top = std::round((out.low ? 56 : Metrics::header) * unit);
    out.rail = {{0, 0}, {rail_right, area.max.y}};
    out.header = {{rail_right, 0}, {area.max.x, top}};
    const Rect body{{rail_right, top}, area.max};
    const float bar = actions ? std::round((out.low ? 64 : 108) * unit) : 0;
    const bool list_only = panes == Panes::two && out.narrow && !in_detail;
    const bool both = panes == Panes::two && !out.narrow;
    float split = body.min.x;
    if (list_only) split = body.max.x;
    else if (both) split = body.min.x + std::round(std::clamp(body.width() * 0.386f, 320 * unit, 460 * unit));
    if (split > body.min.x) out.list = {body.min, {split, body.max.y}};
    if (split < body.max.x) {
        out.detail = {{split, body.min.y}, {body.max.x, body.max.y - bar}};
        out.actions = {{split, body.max.y - bar}, body.max};
    }
    return out;
}

void draw_shell(Ui& ui, const ShellLayout& layout) {
    const Palette& p = ui.colours();
    const float line = std::max(1.0f, ui.dp(1));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(layout.rail.min, layout.rail.max, p.rail);
    list.AddRectFilled({layout.rail.max.x, 0}, {layout.rail.max.x + line, layout.rail.max.y}, p.line);
    list.AddRectFilled({layout.header.min.x, layout.header.max.y - line}, layout.header.max, p.line);
    if (layout.shows_list() && layout.shows_detail())
        list.AddRectFilled({layout.detail.min.x - line, layout.header.max.y}, {layout.detail.min.x, layout.rail.max.y},
                           p.line);
}

bool rail(Ui& ui, const ShellLayout& layout, std::span<const Option> options, std::size_t& chosen) {
    const Palette& p = ui.colours();
    const float width = layout.rail.width(), room = layout.rail.height() - ui.dp(8);
    const float wanted = layout.low ? ui.dp(56) : ui.tall(92);
    const float pitch = std::max(ui.dp(Metrics::target), std::min(wanted, room / static_cast<float>(options.size())));
    bool changed = false;
    const bool tight = pitch * static_cast<float>(options.size()) > room;
    begin_pane(ui, "rail", layout.rail, {0, tight ? 0.0f : layout.low ? 4.0f : 12.0f}, Scroll::without_bar);
    for (std::size_t i = 0; i < options.size(); ++i) {
        const bool is = i == chosen;
        const Interaction state = ui.interact(
            {.key = options[i].key, .role = Role::rail, .label = options[i].text, .checked = is}, {width, pitch});
        const bool words = !layout.low && pitch >= ui.tall(76);
        const float x = std::round((state.rect.min.x + state.rect.max.x) / 2);
        const float high = ui.dp(38), wide = std::min(ui.dp(64), width - ui.dp(8));
        const float text = words ? ui.tall(24) : 0;
        const float top = std::round((state.rect.min.y + state.rect.max.y - high - text) / 2);
        const Rect pill{{x - std::round(wide / 2), top}, {x + std::round(wide / 2), top + high}};
        if (is || state.hovered) draw_rect(ui, pill, is ? p.selected : p.pressed, 0, 19);
        draw_icon(ui, Font::icon_large, is ? p.accent : p.text_soft, {x, top + high / 2}, options[i].icon);
        if (words)
            draw_text(ui, Font::small, is ? p.text : p.text_soft,
                      {{state.rect.min.x + 2, pill.max.y}, {state.rect.max.x - 2, pill.max.y + text}}, options[i].text,
                      Align::centre);
        ui.draw_focus(state);
        if (state.activated && !is) chosen = i, changed = true;
    }
    end_pane(ui);
    return changed;
}

HeaderResult header(Ui& ui, const ShellLayout& layout, std::string_view title, const Chip& given,
                    std::string_view back_label) {
    HeaderResult out;
    const Rect box = layout.header;
    const float middle = (box.min.y + box.max.y) / 2, right = ui.dp(layout.narrow ? 8 : 62), gap = ui.dp(layout.narrow ? 8 : 16);
    begin_pane(ui, "header", box, {0, 0}, Scroll::never);
    float left = box.min.x + ui.dp(24);
    if (!back_label.empty()) {
        ImGui::SetCursorScreenPos({box.min.x + ui.dp(8), std::round(middle - ui.dp(24))});
        out.back = icon_button(ui, "header.back", icon::arrow_back, back_label);
        left = box.min.x + ui.dp(64);
    }
    float title_right = box.max.x - right;
    if (!given.text.empty()) {
        const float least = std::min(text_width(ui, Font::title, title), box.width() * 0.45f);
        const float room = box.max.x - right - left - least - gap;
        const Chip status = fitted(ui, given, room);
        const float width = std::min(pill_width(ui, status), room);
        const float high = status.key.empty() ? ui.tall(28) : std::max(ui.dp(Metrics::target), ui.tall(28));
        title_right = box.max.x - right - width;
        ImGui::SetCursorScreenPos({title_right, std::round(middle - high / 2)});
        begin_pane(ui, "status", {{title_right - ui.dp(6), std::round(middle - high / 2)},
                                  {box.max.x - right + ui.dp(6), std::round(middle + high / 2)}}, {6, 0}, Scroll::never);
        if (status.key.empty()) pill(ui, status);
        else out.status = pill_button(ui, status);
        end_pane(ui);
        title_right -= gap;
    }
    draw_text(ui, Font::title, ui.colours().text, {{left, box.min.y}, {title_right, box.max.y}}, title);
    end_pane(ui);
    return out;
}

Actions begin_actions(Ui& ui, const ShellLayout& layout, std::size_t count) {
    const bool roomy = !layout.low && layout.actions.width() > ui.dp(520);
    const float side = roomy ? 32.0f : 12.0f;
    begin_pane(ui, "actions", layout.actions, {side, layout.low ? 4.0f : 24.0f}, Scroll::never);
    const float room = layout.actions.width() - ui.dp(side) * 2;
    const float gap = ui.dp(Metrics::gap), others = static_cast<float>(count - 1);
    const float main = ui.tall(240), other = ui.tall(160), height = layout.low ? 48.0f : 60.0f;
    if (main + (other + gap) * others <= room) return {main, other, height};
    const float each = std::floor((room - gap * others) / static_cast<float>(count));
    return {each, each, height};
}

void end_actions(Ui& ui) { end_pane(ui); }

}  // namespace sigap::ui
