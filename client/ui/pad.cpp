#include "client/ui/pad.hpp"

#include <algorithm>
#include <cmath>

namespace sigap::ui {

bool pad(Ui& ui, std::string_view key, PadLines& lines, float width, const PadLook& look) {
    const Palette& p = ui.colours();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float scale = width / look.units.x;
    const Rect box{at, {at.x + width, at.y + std::round(look.units.y * scale)}};
    ImGui::Dummy({box.width(), box.height()});
    ui.record({.key = key, .role = Role::status, .label = look.label, .checked = !lines.empty()}, box);
    std::size_t points = 0;
    for (const auto& line : lines) points += line.size();
    bool changed = false;
    for (const PenPoint& pen : ui.take_pen(box)) {
        const ImVec2 point{std::clamp((pen.at.x - box.min.x) / scale, 0.0f, look.units.x), std::clamp((pen.at.y - box.min.y) / scale, 0.0f, look.units.y)};
        if (points >= look.most_points || (pen.begins && lines.size() >= look.most_lines)) {
            ui.lift_pen();
            break;
        }
        if (pen.begins || lines.empty()) lines.emplace_back();
        auto& line = lines.back();
        // A resting finger trembles; what nobody sees is not kept.
        constexpr float least = 2;
        if (!line.empty() && std::hypot(point.x - line.back().x, point.y - line.back().y) < least) continue;
        line.push_back(point);
        ++points;
        changed = true;
    }
    draw_rect(ui, box, p.page, p.outline, Metrics::radius);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float base = box.min.y + box.height() * 0.78f, inset = box.width() * 0.06f;
    list.AddLine({box.min.x + inset, base}, {box.max.x - inset, base}, p.line, std::max(1.0f, ui.dp(1.5f)));
    if (lines.empty()) draw_text(ui, Font::body, p.text_soft, box, look.hint, Align::centre);
    const float thick = std::max(2.0f, width / 220);
    std::vector<ImVec2> shown;
    for (const auto& line : lines) {
        shown.clear();
        for (const auto& point : line) shown.push_back({box.min.x + point.x * scale, box.min.y + point.y * scale});
        if (shown.size() > 1) list.AddPolyline(shown.data(), static_cast<int>(shown.size()), p.text, ImDrawFlags_None, thick);
        for (const auto& end : {shown.front(), shown.back()}) list.AddCircleFilled(end, thick / 2, p.text, 12);
    }
    return changed;
}

}  // namespace sigap::ui
