#include "tests/support/pdf_reader.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/support/temp_folder.hpp"

namespace sigap::testing {

namespace {

std::string read_whole(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Runs `command` with the PDF's path after it, and `more` behind that.
std::string poppler(std::string_view pdf, const std::string& command, const std::string& more) {
    const TempFolder folder;
    const auto file = folder.path() / "it.pdf", errors = folder.path() / "errors";
    std::ofstream(file, std::ios::binary) << pdf;
    const std::string line = "timeout 60 " + command + " '" + file.string() + "' " + more + " 2>'" + errors.string() + "' </dev/null";
    std::FILE* const output = popen(line.c_str(), "r");
    if (!output) throw std::runtime_error("cannot be started: " + command);
    std::string text;
    std::array<char, 65536> block{};
    while (const auto got = std::fread(block.data(), 1, block.size(), output)) text.append(block.data(), got);
    const int state = pclose(output);
    const std::string said = read_whole(errors);
    if (state != 0 || !said.empty()) throw std::runtime_error(command + " ended with " + std::to_string(state) + ": " + said);
    return text;
}

// The words of each line below the two of the head.
std::vector<std::vector<std::string>> rows_of(const std::string& listing) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(listing);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        if (++number <= 2) continue;
        std::istringstream words(line);
        std::vector<std::string> row;
        for (std::string word; words >> word;) row.push_back(word);
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

std::vector<std::string> pdf_pages(std::string_view pdf) {
    std::istringstream text(poppler(pdf, "pdftotext -layout -enc UTF-8", "-"));
    std::vector<std::string> pages;
    for (std::string page; std::getline(text, page, '\f');) pages.push_back(page);
    return pages;
}

std::vector<PdfFont> pdf_fonts(std::string_view pdf) {
    std::vector<PdfFont> fonts;
    // name, type (one or two words), encoding, emb, sub, uni, object ID (two words)
    for (const auto& row : rows_of(poppler(pdf, "pdffonts", "")))
        if (row.size() >= 7) fonts.push_back({row[0], row[row.size() - 5] == "yes", row[row.size() - 4] == "yes"});
    return fonts;
}

std::string pdf_info(std::string_view pdf) { return poppler(pdf, "pdfinfo -isodates", ""); }

std::vector<std::string> pdf_pictures(std::string_view pdf) {
    std::vector<std::string> pictures;
    // page num type width height color comp bpc enc ...
    for (const auto& row : rows_of(poppler(pdf, "pdfimages -list", "")))
        if (row.size() > 8) pictures.push_back(row[8] + ' ' + row[3] + ' ' + row[4]);
    return pictures;
}

std::string pdf_drawn(std::string_view pdf, std::size_t page) {
    const std::string number = std::to_string(page + 1);
    return poppler(pdf, "pdftoppm -r 72 -f " + number + " -l " + number, "");
}

}  // namespace sigap::testing
