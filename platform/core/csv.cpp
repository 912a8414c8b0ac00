#include "platform/core/csv.hpp"

#include <array>
#include <cstdint>
#include <utility>

namespace sigap {
namespace {

constexpr std::size_t sniffed_rows = 20;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::string_view formula_starts = "=+-@\t\r";

class Reader {
public:
    Reader(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

    bool at_end() const { return at_ >= text_.size(); }

    // Reads one record, which may span lines; false when the text ends inside quotes.
    bool next(CsvRow& row) {
        row = CsvRow{line_, {}, {}};
        const std::size_t row_start = at_;
        for (;;) {
            std::string field;
            if (peek() == '"') {
                if (!quoted(field)) return false;
                if (!at_field_end() && row.fault.empty())
                    row.fault = "text after the closing quote of field " + std::to_string(row.fields.size() + 1);
            }
            const std::size_t start = at_;
            while (!at_field_end()) ++at_;
            field += text_.substr(start, at_ - start);
            if (row.fields.size() < csv_max_fields) row.fields.push_back(std::move(field));
            else too_wide_ = true;
            if (at_end() || text_[at_] != delimiter_) break;
            ++at_;
        }
        blank_ = at_ == row_start;
        line_end();
        return true;
    }

    bool blank() const { return blank_; }
    std::size_t quote_line() const { return quote_line_; }
    bool too_wide() const { return too_wide_; }

private:
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    bool at_field_end() const {
        return at_end() || text_[at_] == delimiter_ || text_[at_] == '\n' || text_[at_] == '\r';
    }

    void line_end() {
        if (at_end()) return;
        if (text_[at_++] == '\r' && peek() == '\n') ++at_;
        ++line_;
    }

    bool quoted(std::string& field) {
        quote_line_ = line_;
        for (++at_; !at_end();) {
            const char c = text_[at_];
            if (c == '"') {
                ++at_;
                if (peek() != '"') return true;
                field += '"', ++at_;
            } else if (c == '\n' || c == '\r') {
                const std::size_t start = at_;
                line_end();
                field += text_.substr(start, at_ - start);
            } else {
                field += c, ++at_;
            }
        }
        return false;
    }

    std::string_view text_;
    char delimiter_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t quote_line_ = 0;
    bool blank_ = false;
    bool too_wide_ = false;
};

std::string_view without_mark(std::string_view text) {
    if (text.substr(0, byte_order_mark.size()) == byte_order_mark) text.remove_prefix(byte_order_mark.size());
    return text;
}

bool names_separator(std::string_view text) {
    if (text.size() < 5 || text.substr(0, 4) != "sep=" || (text.size() > 5 && text[5] != '\r' && text[5] != '\n')) return false;
    return text[4] == '\t' || (text[4] >= ' ' && text[4] <= '~' && text[4] != '"');
}

// How well a delimiter explains the first rows: rows as wide as the header per thousand, then that width.
std::pair<std::size_t, std::size_t> evenness(std::string_view text, char delimiter) {
    Reader reader(text, delimiter);
    std::size_t rows = 0, even = 0, width = 0;
    CsvRow row;
    while (rows < sniffed_rows && !reader.at_end()) {
        if (!reader.next(row)) break;
        if (reader.blank()) continue;
        if (rows++ == 0) width = row.fault.empty() ? row.fields.size() : 0;
        if (row.fields.size() == width && row.fault.empty()) ++even;
    }
    if (width < 2) return {0, 0};
    return {even * 1'000 / rows, width};
}

}  // namespace

char sniff_delimiter(std::string_view text) {
    text = without_mark(text);
    if (names_separator(text)) return text[4];
    char best = ',';
    std::pair<std::size_t, std::size_t> best_score{0, 0};
    for (const char candidate : std::array{',', ';', '\t'}) {
        const auto score = evenness(text, candidate);
        if (score > best_score) best = candidate, best_score = score;
    }
    return best;
}

Result<CsvTable> read_csv(std::string_view text, char delimiter) {
    text = without_mark(text);
    CsvTable table;
    table.delimiter = delimiter != 0 ? delimiter : sniff_delimiter(text);
    const bool separator_line = names_separator(text);
    Reader reader(text, table.delimiter);
    CsvRow row;
    while (!reader.at_end()) {
        if (!reader.next(row))
            return fail(ErrorCode::invalid,
                        "line " + std::to_string(reader.quote_line()) + ": the quote opened here is never closed",
                        "quote_open");
        if (reader.too_wide())
            return fail(
                ErrorCode::limit,
                "line " + std::to_string(row.line) + ": more than " + std::to_string(csv_max_fields) + " fields",
                "csv_fields");
        if (reader.blank() || (separator_line && row.line == 1)) continue;
        table.rows.push_back(std::move(row));
    }
    return table;
}

std::string formula_guarded(std::string_view field) {
    const auto first = field.find_first_not_of('\'');
    const bool runs = first != std::string_view::npos && formula_starts.find(field[first]) != std::string_view::npos;
    return runs ? "'" + std::string(field) : std::string(field);
}

std::string formula_unguarded(std::string_view field) {
    const auto first = field.find_first_not_of('\'');
    const bool guarded =
        first != std::string_view::npos && first > 0 && formula_starts.find(field[first]) != std::string_view::npos;
    return std::string(guarded ? field.substr(1) : field);
}

std::string csv_line(std::span<const std::string> fields, char delimiter) {
    const std::string special = std::string("\"\r\n") + delimiter;
    std::string line;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) line += delimiter;
        const std::string field = formula_guarded(fields[i]);
        // A lone empty field would be a blank line, and programs trim outer blanks of unquoted fields.
        const bool quote = field.find_first_of(special) != std::string::npos || (field.empty() && fields.size() == 1) ||
                           (!field.empty() && (field.front() == ' ' || field.back() == ' '));
        if (!quote) {
            line += field;
            continue;
        }
        line += '"';
        for (const char c : field) line += c == '"' ? std::string_view("\"\"") : std::string_view(&c, 1);
        line += '"';
    }
    return line + "\r\n";
}

}  // namespace sigap
