#include "client/report/sheet.hpp"

namespace sigap::report {

void Sheet::turn() {
    page_ = document_.add_page();
    y_ = top;
}

void Sheet::need(double height) {
    if (height > room() && height <= bottom - top) turn();
}

void Sheet::paragraph(const Paragraph& paragraph, double x, double most_width) {
    const double height = pdf::line_height(paragraph.style);
    for (const auto& words : document_.wrapped(paragraph.text, paragraph.style, most_width)) {
        need(height);
        document_.text(page_, x, y_, words, paragraph.style);
        y_ += height;
    }
}

void Sheet::heading(const std::string& title, const std::string& aside, double follows) {
    constexpr pdf::Style style{pdf::Weight::semibold, 11.5, accent};
    constexpr double above = 15, below = 6;
    need(above + pdf::line_height(style) + 3 + below + follows);
    if (!at_top()) y_ += above;
    const double room_for_aside = aside.empty() ? 0 : document_.width_of(aside, small) + 12;
    document_.text(page_, left, y_, document_.cut(title, style, width - room_for_aside), style);
    if (!aside.empty())
        document_.text(page_, right - document_.width_of(aside, small),
                       y_ + pdf::line_height(style) - pdf::line_height(small) - 1.2, aside, small);
    y_ += pdf::line_height(style) + 3;
    document_.box(page_, left, y_, width, 0.75, rule);
    document_.box(page_, left, y_ - 0.4, 36, 1.5, accent);
    y_ += below;
}

}  // namespace sigap::report
