// Cells as people and other programs write them: dates, money and words of a choice, in English and Indonesian. Pure,
// any thread.
#pragma once

#include "sync/model/text_value.hpp"

namespace sigap {

// "2024-03-15", RFC 3339, "2024-03-15 08:30:00" (taken as UTC), "15/03/2024", "15-3-24", "15.03.2024", "15 Maret 2024",
// "15 Mar 2024". The day comes before the month; a date that cannot be so is an error, never a guess.
Result<Timestamp> parse_csv_date(std::string_view text);

// "21500000", "21,500,000.00", "21.500.000,00", "Rp 21.500.000,-", "IDR 1.500": whole units, rounded. A lone separator
// before exactly three digits groups thousands.
Result<std::int64_t> parse_csv_amount(std::string_view text);

// The cell of a field that is no reference, as the field's value. An asset's status is also taken in Snipe-IT's words
// ("Ready to Deploy", "Deployed (deployed)") and in Indonesian ("Dipakai", "Rusak"). An empty cell is absent.
Result<Value> parse_csv_cell(const FieldInfo& field, std::string_view text);

}  // namespace sigap
