// The pages of a document as one strip of paper: what is put on it goes below what was put before, and on a new page
// where it no longer fits. One thread, with its document.
#pragma once

#include "platform/media/pdf_document.hpp"

namespace sigap::report {

inline constexpr pdf::Colour ink{0x0a, 0x0a, 0x0a}, soft{0x40, 0x4a, 0x56}, accent{0x0b, 0x4d, 0xa2},
    rule{0xd5, 0xdb, 0xe2}, shade{0xf3, 0xf5, 0xf8}, good{0x0a, 0x4f, 0x26}, good_shade{0xe3, 0xf2, 0xe8},
    warn{0x66, 0x3e, 0x00}, warn_shade{0xfd, 0xf1, 0xdc}, white{0xff, 0xff, 0xff};
inline constexpr pdf::Style body{pdf::Weight::regular, 9.5, ink}, strong{pdf::Weight::semibold, 9.5, ink},
    small{pdf::Weight::regular, 8, soft};
// What stands in tables, so that the cells of a row share their lines.
inline constexpr pdf::Style cell{pdf::Weight::regular, 8.5, ink}, cell_soft{pdf::Weight::regular, 8.5, soft};

// A text in one style.
struct Paragraph {
    std::string text;
    pdf::Style style;
};

class Sheet {
public:
    static constexpr double left = 48, right = pdf::page_width - 48, width = right - left;
    static constexpr double top = 66, bottom = pdf::page_height - 62;

    explicit Sheet(pdf::Document& document) : document_(document), page_(document.add_page()) {}

    pdf::Document& document() { return document_; }
    std::size_t page() const { return page_; }
    // Where the next thing goes, and how much of the page is below.
    double y() const { return y_; }
    double room() const { return bottom - y_; }
    bool at_top() const { return y_ <= top; }
    void skip(double height) { y_ += height; }
    void turn();
    // Turns the page unless so much is free; what is higher than a page begins where it is.
    void need(double height);

    // Down to the end of the text, over pages where it is long.
    void paragraph(const Paragraph& paragraph, double x = left, double most_width = width);
    // A title with a line of the accent's colour; `follows` points of what comes next stay with it.
    void heading(const std::string& title, const std::string& aside, double follows);

private:
    pdf::Document& document_;
    std::size_t page_;
    double y_ = top;
};

}  // namespace sigap::report
