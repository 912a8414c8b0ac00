// A pad over the whole window, for a signature that a step asks for: it becomes a picture of the step.
#include <algorithm>

#include "client/ui/pad.hpp"
#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

constexpr int paper_width = 1000, paper_height = 400;

std::vector<Stroke> strokes_of(const PadLines& lines) {
    std::vector<Stroke> out;
    for (const auto& line : lines) {
        auto& stroke = out.emplace_back();
        for (const auto& point : line) stroke.points.push_back({point.x / paper_width, point.y / paper_height});
    }
    return out;
}

}  // namespace

void draw_pad_page(Screen& screen) {
    Ui& ui = screen.ui;
    PhotoView& view = screen.photos;
    Rect rest;
    bool open = begin_full(ui, "pad", ui.tr("step.sign"), ui.tr("action.cancel"), rest);
    const float edge = ui.dp(16), bar = std::max(ui.tall(48), ui.dp(Metrics::target)) + edge * 2;
    const float width = std::min(rest.width() - edge * 2, std::max(ui.dp(200), (rest.height() - bar) * paper_width / paper_height));
    ImGui::SetCursorScreenPos({std::round((rest.min.x + rest.max.x - width) / 2), rest.min.y});
    pad(ui, "pad.paper", view.lines, width, {.label = ui.tr("client.pad"), .hint = ui.tr("client.pad_hint"), .units = {paper_width, paper_height}});
    const bool some = !view.lines.empty();
    const float half = std::floor((rest.width() - edge * 2 - ui.dp(Metrics::gap)) / 2);
    ImGui::SetCursorScreenPos({rest.min.x + edge, rest.max.y - bar + edge});
    if (button(ui, "pad.clear", ui.tr("client.clear"), {.icon = icon::refresh, .width = half, .height = 48, .enabled = some})) view.lines.clear();
    same_line(ui);
    if (button(ui, "pad.save", ui.tr("step.sign_save"), {.kind = ButtonKind::primary, .icon = icon::check, .width = half, .height = 48, .enabled = some})) {
        screen.model.photos().add_drawing(view.target, paper_width, paper_height, strokes_of(view.lines), ui.tr("step.sign_name"));
        open = false;
    }
    end_full(ui);
    if (open) return;
    view.signing = false;
    view.lines.clear();
    ui.window().redraw();
}

}  // namespace sigap::views
