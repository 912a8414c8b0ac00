#include "client/ui/lists.hpp"

#include <algorithm>
#include <imgui_internal.h>

namespace sigap::ui {

void begin_pane(Ui& ui, std::string_view key, const Rect& rect, ImVec2 pad, Scroll scroll) {
    ImGui::SetCursorScreenPos(rect.min);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.dp(pad.x), ui.dp(pad.y)});
    const ImGuiWindowFlags flags = ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoSavedSettings |
                                   (scroll == Scroll::with_bar ? 0 : ImGuiWindowFlags_NoScrollbar) |
                                   (scroll == Scroll::never ? ImGuiWindowFlags_NoScrollWithMouse : 0);
    ImGui::BeginChild(ImGui::GetID(key.data(), key.data() + key.size()), {rect.width(), rect.height()},
                      ImGuiChildFlags_AlwaysUseWindowPadding, flags);
    ImGui::PopStyleVar();
}

void end_pane(Ui&) { ImGui::EndChild(); }
void scroll_to_top() { ImGui::SetScrollY(0); }
float row_height(Ui& ui) { return std::max(ui.tall(Metrics::row), ui.dp(Metrics::row)); }

void virtual_list(Ui& ui, std::string_view key, std::size_t count, float height,
                  const std::function<Interaction(std::size_t)>& draw) {
    const int rows = static_cast<int>(count);
    ImGuiStorage* storage = ImGui::GetStateStorage();
    const ImGuiID id = ImGui::GetID(key.data(), key.data() + key.size());
    const int focused = std::min(storage->GetInt(id, -1), rows - 1);
    const float top = ImGui::GetCursorPosY(), view = ImGui::GetWindowHeight();
    int target = -1;
    if (focused >= 0) {
        const int page = std::max(1, static_cast<int>(view / height) - 1);
        if (focused > 0 && ui.take_key(ImGuiKey_UpArrow)) target = focused - 1;
        if (focused + 1 < rows && ui.take_key(ImGuiKey_DownArrow)) target = focused + 1;
        if (ui.take_key(ImGuiKey_PageUp)) target = std::max(0, focused - page);
        if (ui.take_key(ImGuiKey_PageDown)) target = std::min(rows - 1, focused + page);
        if (ui.take_key(ImGuiKey_Home)) target = 0;
        if (ui.take_key(ImGuiKey_End)) target = rows - 1;
    }
    if (target >= 0) {
        const float row_top = top + height * static_cast<float>(target), scroll = ImGui::GetScrollY();
        if (row_top < scroll) ImGui::SetScrollY(row_top);
        if (row_top + height > scroll + view) ImGui::SetScrollY(row_top + height - view);
        ui.window().redraw();
    }
    int now_focused = -1;
    ImGuiListClipper clipper;
    clipper.Begin(rows, height);
    if (focused >= 0) clipper.IncludeItemByIndex(focused);
    if (target >= 0) clipper.IncludeItemByIndex(target);
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            if (i == target) ui.focus_next_item();
            if (draw(static_cast<std::size_t>(i)).has_focus) now_focused = i;
        }
    }
    storage->SetInt(id, now_focused);
}

}  // namespace sigap::ui
