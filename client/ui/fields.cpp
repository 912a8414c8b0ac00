#include "client/ui/fields.hpp"

#include <algorithm>
#include <imgui_internal.h>
#include <imgui_stdlib.h>

#include "client/ui/widgets.hpp"

namespace sigap::ui {

namespace {

struct Box {
    Rect rect;
    float left = 0, right = 0;  // room that icons take, pixels
};

// ImGui::SetKeyboardFocusHere does nothing in windows without ImGui's own navigation, which all of ours are.
void activate(Ui& ui, ImGuiID field) {
    ImGuiContext& context = *ImGui::GetCurrentContext();
    context.NavNextActivateId = field;
    context.NavNextActivateFlags = ImGuiActivateFlags_PreferInput | ImGuiActivateFlags_TryToPreserveState;
    ui.window().redraw();
}

FieldResult edit(Ui& ui, std::string_view key, std::string& value, const FieldLook& look, const Box& box, bool focused) {
    const Palette& p = ui.colours();
    ImFont* font = ui.font(Font::body);
    const float pad = ui.dp(12);
    const float side = look.lines > 1 ? ui.dp(10) : std::round((box.rect.height() - font->FontSize) / 2);
    ImGui::PushID(key.data(), key.data() + key.size());
    ImGui::PushFont(font);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {pad, side});
    ImGui::SetCursorScreenPos({box.rect.min.x + box.left, box.rect.min.y});
    ImGui::SetNextItemWidth(box.rect.width() - box.left - box.right);
    if (!look.enabled) ImGui::BeginDisabled();
    if (ui.wants_text_focus(key)) activate(ui, ImGui::GetID("##text"));

    const std::string before = value;
    FieldResult out;
    if (look.lines > 1) {
        const ImVec2 size{box.rect.width() - box.left - box.right, box.rect.height()};
        ImGui::InputTextMultiline("##text", &value, size, ImGuiInputTextFlags_NoHorizontalScroll);
    } else {
        const ImGuiInputTextFlags flags =
            ImGuiInputTextFlags_EnterReturnsTrue | (look.password ? ImGuiInputTextFlags_Password : 0);
        out.submitted = ImGui::InputText("##text", &value, flags);
    }
    // ImGui takes Escape as "undo everything typed"; a technician's note is worth more.
    if (ImGui::IsItemDeactivated() && ImGui::IsKeyPressed(ImGuiKey_Escape, false)) value = before;
    out.active = ImGui::IsItemActive();
    out.changed = value != before;
    if (out.active) ui.set_active_field(key, box.rect);
    // Drawn here, not by ImGui, which cuts it at the edge without an ellipsis.
    if (value.empty() && (look.lines == 1 || !out.active)) {
        const float top = box.rect.min.y + side + (look.lines > 1 ? 0 : font->FontSize / 40);
        draw_text(ui, Font::body, p.text_soft,
                  {{box.rect.min.x + box.left + pad, top}, {box.rect.max.x - box.right - pad, top + font->FontSize}}, look.hint);
    }
    if (!look.enabled) ImGui::EndDisabled();
    ImGui::PopStyleVar();
    ImGui::PopFont();
    ImGui::PopID();
    if (out.active || focused) {
        const float thick = std::max(2.0f, ui.dp(2));
        ImGui::GetWindowDrawList()->AddRect({box.rect.min.x + thick / 2, box.rect.min.y + thick / 2},
                                            {box.rect.max.x - thick / 2, box.rect.max.y - thick / 2}, p.focus,
                                            ui.dp(Metrics::radius), 0, thick);
    }
    return out;
}

Interaction frame(Ui& ui, std::string_view key, std::string_view value, const FieldLook& look, ImVec2 size) {
    const Interaction state = ui.interact({.key = key, .role = Role::text_field,
                                           .label = look.label.empty() ? look.hint : look.label, .enabled = look.enabled,
                                           .value = look.password ? std::string_view() : value},
                                          size);
    const Palette& p = ui.colours();
    draw_rect(ui, state.rect, look.enabled ? p.page : p.rail, look.error.empty() ? p.outline : p.overdue, Metrics::radius);
    return state;
}

}  // namespace

FieldResult text_field(Ui& ui, std::string_view key, std::string& value, const FieldLook& look) {
    const Palette& p = ui.colours();
    const float width = look.width > 0 ? look.width : fill(ui);
    ImGui::BeginGroup();
    if (!look.label.empty()) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        draw_text(ui, Font::body, p.text_soft, {at, {at.x + width, at.y + ui.tall(26)}}, look.label);
        ImGui::Dummy({width, ui.tall(28)});
    }
    const float line = ui.font(Font::body)->FontSize;
    const float height = look.lines > 1 ? std::round(line * static_cast<float>(look.lines)) + ui.dp(20)
                                        : std::max(ui.tall(52), ui.dp(Metrics::target));
    const Interaction state = frame(ui, key, value, look, {width, height});
    const ImVec2 after = ImGui::GetCursorScreenPos();
    const float icon_room = look.icon ? ui.dp(36) : 0;
    if (look.icon)
        draw_icon(ui, Font::icon, p.text_soft,
                  {state.rect.min.x + ui.dp(24), (state.rect.min.y + state.rect.max.y) / 2}, look.icon);
    const FieldResult out = edit(ui, key, value, look, {state.rect, icon_room, 0}, state.focused);
    ImGui::SetCursorScreenPos(after);
    ImGui::Dummy({width, 0});
    if (!look.error.empty()) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        draw_icon(ui, Font::icon, p.overdue, {at.x + ui.dp(10), at.y + ui.tall(15)}, icon::error);
        draw_text(ui, Font::body, p.overdue, {{at.x + ui.dp(26), at.y}, {at.x + width, at.y + ui.tall(30)}}, look.error);
        ImGui::Dummy({width, ui.tall(30)});
        ui.record({.key = std::string(key) + ".error", .role = Role::status, .label = look.error},
                  {at, {at.x + width, at.y + ui.tall(30)}});
    }
    space(ui, 8);
    ImGui::EndGroup();
    return out;
}

FieldResult search_field(Ui& ui, std::string_view key, std::string& value, std::string_view hint,
                         std::string_view clear_label, float width) {
    const float height = ui.dp(Metrics::target);
    const FieldLook look{.hint = hint};
    if (width <= 0) width = fill(ui);
    ImGui::BeginGroup();
    const Interaction state = frame(ui, key, value, look, {width, height});
    const ImVec2 after = ImGui::GetCursorScreenPos();
    draw_icon(ui, Font::icon, ui.colours().text_soft,
              {state.rect.min.x + ui.dp(22), (state.rect.min.y + state.rect.max.y) / 2}, icon::search);
    const bool clearable = !value.empty();
    FieldResult out = edit(ui, key, value, look, {state.rect, ui.dp(30), clearable ? height : 0}, state.focused);
    if (clearable) {
        ImGui::SetCursorScreenPos({state.rect.max.x - height, state.rect.min.y});
        if (icon_button(ui, std::string(key) + ".clear", icon::close, clear_label)) {
            value.clear();
            out.changed = true;
            ui.focus(key, false);
        }
    }
    ImGui::SetCursorScreenPos(after);
    ImGui::Dummy({width, 0});
    ImGui::EndGroup();
    return out;
}

}  // namespace sigap::ui
