#include <algorithm>
#include <cfloat>

#include "client/ui/widgets.hpp"

namespace sigap::ui {

namespace {

Rect line_box(Ui& ui, float height) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    return {at, {at.x + fill(ui), at.y + height}};
}

void line_of(Ui& ui, Font font, ImU32 colour, std::string_view text, float height) {
    const Rect box = line_box(ui, height);
    draw_text(ui, font, colour, box, text);
    ImGui::Dummy({std::min(text_width(ui, font, text), box.width()), height});
}

}  // namespace

float fill(Ui& ui, float keep_right) { return std::max(ui.dp(24), ImGui::GetContentRegionAvail().x - keep_right); }
void space(Ui& ui, float size) { ImGui::Dummy({ui.dp(size), ui.dp(size)}); }
void same_line(Ui& ui, float gap) { ImGui::SameLine(0, ui.dp(gap)); }

void section(Ui& ui, std::string_view text) { line_of(ui, Font::strong, ui.colours().text, text, ui.tall(34)); }

void label(Ui& ui, std::string_view text, bool soft, Font font) {
    line_of(ui, font, soft ? ui.colours().text_soft : ui.colours().text, text, ui.tall(26));
}

namespace {

void wrapped(Ui& ui, Font which, ImU32 colour, std::string_view text, float above, float below) {
    const float width = fill(ui);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_wrapped(ui, which, colour, {at.x, at.y + above}, text, width);
    ImGui::Dummy({width, text_size(ui, which, text, width).y + above + below});
}

}  // namespace

void heading(Ui& ui, std::string_view text) { wrapped(ui, Font::title, ui.colours().text, text, ui.dp(6), ui.dp(8)); }

void paragraph(Ui& ui, std::string_view text, bool soft) {
    wrapped(ui, Font::body, soft ? ui.colours().text_soft : ui.colours().text, text, ui.dp(3), ui.dp(3));
}

void key_value(Ui& ui, std::string_view name, std::string_view value) {
    const float width = fill(ui);
    const float column = std::min(std::max(ui.tall(170), width * 0.3f), width * 0.45f);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImFont* font = ui.font(Font::body);
    const float wrap = width - column;
    const float name_wrap = column - ui.dp(8);
    const float height = std::max(text_size(ui, Font::body, value, wrap).y, text_size(ui, Font::body, name, name_wrap).y);
    const float top = at.y + std::round((ui.tall(30) - font->FontSize) / 2 - font->FontSize / 40);
    draw_wrapped(ui, Font::body, ui.colours().text_soft, {at.x, top}, name, name_wrap);
    draw_wrapped(ui, Font::body, ui.colours().text, {at.x + column, top}, value, wrap);
    ImGui::Dummy({width, std::max(ui.tall(30), height + ui.tall(12))});
}

void separator(Ui& ui) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = fill(ui), thick = std::max(1.0f, ui.dp(1));
    ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + width, at.y + thick}, ui.colours().line);
    ImGui::Dummy({width, thick});
}

void begin_card(Ui& ui, std::string_view key) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.dp(Metrics::pad), ui.dp(12)});
    ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, ui.dp(Metrics::radius));
    ImGui::PushStyleVar(ImGuiStyleVar_ChildBorderSize, std::max(1.0f, ui.dp(1)));
    ImGui::PushStyleColor(ImGuiCol_ChildBg, ui.colours().raised);
    ImGui::PushStyleColor(ImGuiCol_Border, ui.colours().line);
    ImGui::BeginChild(ImGui::GetID(key.data(), key.data() + key.size()), {fill(ui), 0},
                      ImGuiChildFlags_Border | ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_AlwaysUseWindowPadding,
                      ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::PopStyleColor(2);
    ImGui::PopStyleVar(3);
}

void end_card(Ui& ui) {
    ImGui::EndChild();
    space(ui, Metrics::gap);
}

}  // namespace sigap::ui
