// Times as people say them, in the language of `strings`. Pure; `offset_minutes` is the zone's distance from UTC at that
// time, east positive. A day is a calendar day of that zone, never 24 hours.
#pragma once

#include <string>

#include "client/ui/strings.hpp"
#include "platform/core/clock.hpp"

namespace sigap::ui {

struct LocalTime {
    int year, month, day;  // month and day from 1
    int hour, minute;
    int weekday;           // 0 Sunday
    std::int64_t day_number;  // whole days since 1970-01-01
};
LocalTime local_time(Timestamp time, int offset_minutes);

// "10:30"
std::string clock_words(Timestamp time, int offset_minutes);
// "Today 10:30", "Tomorrow 09:00", "Friday 10:30" up to six days ahead, "12 Mar 10:30", "12 Mar 2025"
std::string when_words(const Strings& strings, Timestamp time, Timestamp now, int offset_minutes);
// "12 Mar 2027", whatever today is
std::string date_words(const Strings& strings, Timestamp time, int offset_minutes);
// "Mar 2027"
std::string month_words(const Strings& strings, Timestamp time, int offset_minutes);
// "Today 10:30", "Tomorrow", "Friday", "12 Mar"; once past: "Overdue since 10:30", "... Friday", "... 12 Mar"
std::string due_words(const Strings& strings, Timestamp due, Timestamp now, int offset_minutes);
// "Just now", "5 minutes ago", "3 hours ago", "Yesterday", "2 days ago", "12 Mar"
std::string ago_words(const Strings& strings, Timestamp time, Timestamp now, int offset_minutes);

}  // namespace sigap::ui
