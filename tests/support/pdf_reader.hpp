// What a PDF holds, as poppler's programs read it (package poppler-utils). One thread; for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sigap::testing {

struct PdfFont {
    std::string name;  // "ABCDEF+Inter-Regular": the prefix is a subset's
    bool embedded = false, subset = false;
};

// Each throws where poppler finds fault with the file, however small.
std::vector<std::string> pdf_pages(std::string_view pdf);  // the text of each page, as it is laid out
std::vector<PdfFont> pdf_fonts(std::string_view pdf);
std::string pdf_info(std::string_view pdf);
// How each picture is compressed and its pixels, in the order of the pages: "jpeg 640 480".
std::vector<std::string> pdf_pictures(std::string_view pdf);
// One page as PPM (P6), a pixel a point.
std::string pdf_drawn(std::string_view pdf, std::size_t page);

}  // namespace sigap::testing
