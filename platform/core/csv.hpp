// CSV (RFC 4180) as people's programs really write it: read from a whole text, written to a string.
// Pure functions, any thread. Every row keeps the line on which it starts, so that a complaint can name it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/result.hpp"

namespace sigap {

struct CsvRow {
    std::size_t line = 0;  // from 1
    std::vector<std::string> fields;
    std::string fault;  // why this row alone cannot be trusted; empty when it can
};

struct CsvTable {
    char delimiter = ',';
    std::vector<CsvRow> rows;  // the header, if there is one, is the first; blank lines are left out
};

// One row may not have more fields than this: a file of bare delimiters must not eat the memory.
inline constexpr std::size_t csv_max_fields = 1'000;

// Comma, semicolon or tab: whichever splits the first rows (quotes respected) into the most even table.
// Excel's first line "sep=;" decides. A comma when nothing splits.
char sniff_delimiter(std::string_view text);

// `text` is UTF-8 (see decode_text); a BOM is skipped. Lines end with CRLF, LF or CR. A quote inside an unquoted field
// is a plain character (24" monitor). `delimiter` 0 means: sniff.
// Errors: invalid "quote_open" when a quoted field never ends (the message names its line), limit "csv_fields".
Result<CsvTable> read_csv(std::string_view text, char delimiter = 0);

// A cell that a spreadsheet would run as a formula (first = + - @ tab CR) gets a leading apostrophe (OWASP, CSV
// injection). Apostrophes already before such a character are doubled up by one, so that unguarding gives the original.
std::string formula_guarded(std::string_view field);
std::string formula_unguarded(std::string_view field);

// One RFC 4180 line with CRLF: fields guarded, then quoted where needed.
std::string csv_line(std::span<const std::string> fields, char delimiter = ',');

}  // namespace sigap
