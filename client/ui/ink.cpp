#include "client/ui/ink.hpp"

namespace sigap::ui {

std::vector<InkPoint> ink_area(Ui& ui, std::string_view key, std::string_view label, const Rect& rect) {
    ui.record({.key = key, .role = Role::status, .label = label}, rect);
    InputFeeder& input = ui.window().input();
    std::vector<InkPoint> points = input.take_ink();
    if (!ui.on_top()) return {};
    input.set_ink_area(rect.min, rect.max);
    for (auto& point : points) {
        point.x = (point.x - rect.min.x) / rect.width();
        point.y = (point.y - rect.min.y) / rect.height();
    }
    return points;
}

}  // namespace sigap::ui
