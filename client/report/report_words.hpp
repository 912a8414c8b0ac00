// Times, spans and sizes as a report says them. Any thread with Strings of its own.
#pragma once

#include "client/model/report.hpp"
#include "client/ui/date_words.hpp"

namespace sigap::report {

// "WIB", "WITA", "WIT", "UTC", "UTC+5:30"
std::string zone_words(std::int64_t offset_minutes);
// "1 h 25 min"; under an hour "25 min"; "–" for none. Seconds are dropped.
std::string span_words(const ui::Strings& words, std::optional<std::int64_t> seconds);
// "2 Mar 2026 10:30"; "" for none.
std::string time_words(const ui::Strings& words, Timestamp at, std::int64_t offset_minutes);
// "1.4 MB", "12 KB", with the language's own decimal sign.
std::string size_words(const ui::Strings& words, std::int64_t bytes);

}  // namespace sigap::report
