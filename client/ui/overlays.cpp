#include "client/ui/overlays.hpp"

#include <algorithm>
#include <imgui_internal.h>

namespace sigap::ui {

namespace {

constexpr ImGuiWindowFlags plain = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                                   ImGuiWindowFlags_NoNav;

// A window over everything, that keeps presses from what lies below.
void begin_layer(Ui& ui, const char* name, ImU32 veil) {
    const Rect area = ui.page();
    ImGui::SetNextWindowPos(area.min);
    ImGui::SetNextWindowSize({area.width(), area.height()});
    ImGui::Begin(name, nullptr, plain);
    ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
    ImGui::GetWindowDrawList()->AddRectFilled(area.min, area.max, veil);
    ui.push_layer();
}

void end_layer(Ui& ui) {
    ui.pop_layer();
    ImGui::End();
}

bool pressed_outside(const Rect& box) {
    const ImVec2 at = ImGui::GetIO().MousePos;
    const bool inside = at.x >= box.min.x && at.x < box.max.x && at.y >= box.min.y && at.y < box.max.y;
    return ImGui::IsMouseClicked(0) && !inside && ImGui::IsMousePosValid();
}

// A box of `width` that takes the height its content had in the last frame.
Rect begin_sheet(Ui& ui, float width, float pad, bool centred, ImVec2 at) {
    const Rect area = ui.page();
    const ImGuiID id = ImGui::GetID("sheet");
    const float margin = ui.dp(8);
    const float known = ImGui::GetStateStorage()->GetFloat(id, 0);
    const float height = std::min(known > 0 ? known : ui.dp(200), area.height() - margin * 2);
    if (centred) at = {(area.width() - width) / 2, (area.height() - height) / 2};
    at.x = std::round(std::clamp(at.x, margin, std::max(margin, area.width() - width - margin)));
    at.y = std::round(std::clamp(at.y, margin, std::max(margin, area.height() - height - margin)));
    const Rect box{at, {at.x + width, at.y + height}};
    draw_rect(ui, box, ui.colours().raised, ui.colours().line, 12);
    ImGui::SetCursorScreenPos(box.min);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {pad, pad});
    ImGui::BeginChild(id, {width, height}, ImGuiChildFlags_AlwaysUseWindowPadding,
                      ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoSavedSettings);
    ImGui::PopStyleVar();
    return box;
}

void end_sheet(Ui& ui, float pad) {
    const float content = ImGui::GetCursorPosY() + pad;
    ImGui::EndChild();
    float& known = *ImGui::GetStateStorage()->GetFloatRef(ImGui::GetID("sheet"));
    if (known != content) ui.window().redraw();
    known = content;
}

}  // namespace

bool begin_menu(Ui& ui, std::string_view key) {
    if (ui.menu_key() != key) return false;
    begin_layer(ui, "menu", IM_COL32_BLACK_TRANS);
    const float width = std::min(ui.tall(300), ui.page().width() - ui.dp(16));
    const Rect box = begin_sheet(ui, width, ui.dp(8), false, ui.menu_at());
    if (!ImGui::IsWindowAppearing() && (pressed_outside(box) || ui.take_key(ImGuiKey_Escape))) {
        ui.close_menu();
        ui.window().redraw();
    }
    return true;
}

bool menu_item(Ui& ui, std::string_view key, const char* icon, std::string_view text, bool enabled) {
    const Palette& p = ui.colours();
    const float height = std::max(ui.tall(48), ui.dp(Metrics::target));
    const Interaction state =
        ui.interact({.key = key, .role = Role::menu_item, .label = text, .enabled = enabled}, {fill(ui), height});
    if (state.hovered || state.held) draw_rect(ui, state.rect, state.held ? p.pressed : p.hovered, 0, 6);
    const float middle = (state.rect.min.y + state.rect.max.y) / 2;
    if (icon) draw_icon(ui, Font::icon, p.text_soft, {state.rect.min.x + ui.dp(22), middle}, icon);
    draw_text(ui, Font::body, enabled ? p.text : p.text_soft,
              {{state.rect.min.x + ui.dp(44), state.rect.min.y}, {state.rect.max.x - ui.dp(8), state.rect.max.y}}, text);
    ui.draw_focus(state, 6);
    if (state.activated) {
        ui.close_menu();
        ui.window().redraw();
    }
    return state.activated;
}

void end_menu(Ui& ui) {
    end_sheet(ui, ui.dp(8));
    end_layer(ui);
}

bool begin_modal(Ui& ui, std::string_view key, std::string_view title) {
    begin_layer(ui, "modal", ui.colours().veil);
    const float width = std::min(ui.tall(520), ui.page().width() - ui.dp(24));
    const Rect box = begin_sheet(ui, width, ui.dp(24), true, {});
    ui.record({.key = key, .role = Role::dialog, .label = title}, box);
    label(ui, title, false, Font::title);
    space(ui, 12);
    return !ui.take_key(ImGuiKey_Escape);
}

void end_modal(Ui& ui) {
    end_sheet(ui, ui.dp(24));
    end_layer(ui);
}

bool begin_full(Ui& ui, std::string_view key, std::string_view title, std::string_view close, Rect& rest) {
    begin_layer(ui, "full", ui.colours().page);
    const Rect area = ui.page();
    ui.record({.key = key, .role = Role::dialog, .label = title}, area);
    const float edge = ui.dp(12), height = ui.dp(Metrics::target);
    ImGui::SetCursorScreenPos({area.min.x + edge, area.min.y + edge});
    bool open = !icon_button(ui, std::string(key) + ".close", icon::close, close);
    const float left = area.min.x + edge * 2 + height;
    draw_text(ui, Font::title, ui.colours().text, {{left, area.min.y + edge}, {area.max.x - edge, area.min.y + edge + height}}, title);
    rest = {{area.min.x, area.min.y + edge * 2 + height}, area.max};
    ImGui::SetCursorScreenPos({rest.min.x + edge, rest.min.y});
    if (ui.take_key(ImGuiKey_Escape)) open = false;
    if (!open) ui.window().redraw();
    return open;
}

void end_full(Ui& ui) { end_layer(ui); }

Answer ask(Ui& ui, std::string_view key, const Question& question) {
    Answer answer = begin_modal(ui, key, question.title) ? Answer::open : Answer::cancelled;
    paragraph(ui, question.text, true);
    space(ui, 20);
    const std::string accept = std::string(key) + ".accept", cancel = std::string(key) + ".cancel";
    const float gap = ui.dp(Metrics::gap), half = std::floor((fill(ui) - gap) / 2);
    const bool narrow = std::max(text_width(ui, Font::body, question.verb), text_width(ui, Font::body, question.cancel)) >
                        half - ui.dp(24);
    const float width = narrow ? fill(ui) : half;
    if (button(ui, cancel, question.cancel, {.width = width})) answer = Answer::cancelled;
    if (narrow) space(ui, 8);
    else same_line(ui);
    if (button(ui, accept, question.verb, {.kind = question.kind, .width = width})) answer = Answer::accepted;
    end_modal(ui);
    if (answer != Answer::open) ui.window().redraw();
    return answer;
}

}  // namespace sigap::ui
