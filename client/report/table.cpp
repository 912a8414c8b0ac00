#include "client/report/table.hpp"

#include <algorithm>

namespace sigap::report {

namespace {

constexpr double beside = 6, above = 4.5, below = 4.5;
constexpr pdf::Style head_style{pdf::Weight::semibold, 8, soft};

template <typename Line>
double height_of(const std::vector<Line>& lines) {
    double height = 0;
    for (const auto& one : lines) height += pdf::line_height(one.style);
    return height;
}

template <typename Lines>
double height_of_row(const Lines& cells) {
    double height = 0;
    for (const auto& lines : cells) height = std::max(height, height_of(lines));
    return height + above + below;
}

// As many lines as fit, one at least, so that a page is never turned in vain.
template <typename Line>
std::vector<Line> take(std::vector<Line>& lines, double height) {
    std::size_t count = 0;
    double used = 0;
    while (count < lines.size() && (count == 0 || used + pdf::line_height(lines[count].style) <= height))
        used += pdf::line_height(lines[count++].style);
    const auto end = lines.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Line> taken(lines.begin(), end);
    lines.erase(lines.begin(), end);
    return taken;
}

}  // namespace

double Table::head_height() const { return pdf::line_height(head_style) + above + below; }

double Table::height_of_beginning(const Row& first) const {
    constexpr double most = 160;  // a higher row may part from its heading's page after so much
    return head_height() + std::min(height_of_row(lines_of(first)), most);
}

void Table::draw_head() {
    auto& document = sheet_.document();
    document.box(sheet_.page(), Sheet::left, sheet_.y(), Sheet::width, head_height(), shade);
    double x = Sheet::left;
    for (const auto& column : columns_) {
        const auto words = document.cut(column.head, head_style, column.width - 2 * beside);
        document.text(sheet_.page(), x + beside, sheet_.y() + above, words, head_style);
        x += column.width;
    }
    sheet_.skip(head_height());
}

Table::Lines Table::lines_of(const Row& row) const {
    Lines cells(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i)
        for (const auto& [text, style] : row.at(i)) {
            if (text.empty()) continue;
            for (auto& words : sheet_.document().wrapped(text, style, columns_[i].width - 2 * beside))
                cells[i].push_back({std::move(words), style});
        }
    return cells;
}

void Table::draw_row(Lines lines) {
    auto& document = sheet_.document();
    const double page_height = Sheet::bottom - Sheet::top - head_height();
    while (std::ranges::any_of(lines, [](const auto& left) { return !left.empty(); })) {
        const double height = height_of_row(lines);
        constexpr double few_lines = 40;
        if (height > sheet_.room() && (height <= page_height || sheet_.room() < few_lines)) {
            sheet_.turn();
            draw_head();
        }
        const double room = sheet_.room() - above - below;
        Lines here;
        for (auto& left : lines) here.push_back(take(left, room));
        double x = Sheet::left;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            double y = sheet_.y() + above;
            for (const auto& [text, style] : here[i]) {
                document.text(sheet_.page(), x + beside, y, text, style);
                y += pdf::line_height(style);
            }
            x += columns_[i].width;
        }
        sheet_.skip(height_of_row(here));
        document.box(sheet_.page(), Sheet::left, sheet_.y() - 0.5, Sheet::width, 0.5, rule);
    }
}

void Table::draw(const std::vector<Row>& rows) {
    if (rows.empty()) return;
    sheet_.need(height_of_beginning(rows.front()));
    draw_head();
    for (const auto& row : rows) draw_row(lines_of(row));
}

}  // namespace sigap::report
