// A table on a sheet. Its head stands again on each page that it reaches; a row stays whole unless it is higher than a
// page.
#pragma once

#include "client/report/sheet.hpp"

namespace sigap::report {

struct Column {
    std::string head;
    double width = 0;
};
// A cell is paragraphs, one below the other.
using Cell = std::vector<Paragraph>;
using Row = std::vector<Cell>;

class Table {
public:
    // Each row has as many cells as there are columns.
    Table(Sheet& sheet, std::vector<Column> columns) : sheet_(sheet), columns_(std::move(columns)) {}
    // What stays together with a heading above the table.
    double height_of_beginning(const Row& first) const;
    void draw(const std::vector<Row>& rows);

private:
    struct Line {
        std::string text;
        pdf::Style style;
    };
    using Lines = std::vector<std::vector<Line>>;  // of each cell

    double head_height() const;
    void draw_head();
    Lines lines_of(const Row& row) const;
    void draw_row(Lines lines);

    Sheet& sheet_;
    std::vector<Column> columns_;
};

}  // namespace sigap::report
