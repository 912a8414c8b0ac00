#include "client/ui/date_words.hpp"

#include <array>

namespace sigap::ui {

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t day_ms = 24 * 60 * minute_ms;

std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string weekday_name(const Strings& strings, int weekday) {
    const std::array<std::string, 7> names{strings.tr("date.sunday"),    strings.tr("date.monday"),
                                           strings.tr("date.tuesday"),   strings.tr("date.wednesday"),
                                           strings.tr("date.thursday"),  strings.tr("date.friday"),
                                           strings.tr("date.saturday")};
    return names[static_cast<std::size_t>(weekday)];
}

std::string month_name(const Strings& strings, int month) {
    const std::array<std::string, 12> names{
        strings.tr("date.jan"), strings.tr("date.feb"), strings.tr("date.mar"), strings.tr("date.apr"),
        strings.tr("date.may"), strings.tr("date.jun"), strings.tr("date.jul"), strings.tr("date.aug"),
        strings.tr("date.sep"), strings.tr("date.oct"), strings.tr("date.nov"), strings.tr("date.dec")};
    return names[static_cast<std::size_t>(month - 1)];
}

std::string day_and_month(const Strings& strings, const LocalTime& time, const LocalTime& now) {
    const std::string words = std::to_string(time.day) + " " + month_name(strings, time.month);
    return time.year == now.year ? words : words + " " + std::to_string(time.year);
}

}  // namespace

LocalTime local_time(Timestamp time, int offset_minutes) {
    const std::int64_t local = time.ms + offset_minutes * minute_ms;
    std::int64_t days = local / day_ms;
    std::int64_t rest = local % day_ms;
    if (rest < 0) rest += day_ms, --days;
    // Civil date from days, after H. Hinnant: years begin in March, so that the leap day comes last.
    const std::int64_t shifted = days + 719'468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
    const std::int64_t day_of_era = shifted - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t march_month = (5 * day_of_year + 2) / 153;
    const auto month = static_cast<int>(march_month < 10 ? march_month + 3 : march_month - 9);
    return {.year = static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0)),
            .month = month,
            .day = static_cast<int>(day_of_year - (153 * march_month + 2) / 5 + 1),
            .hour = static_cast<int>(rest / (60 * minute_ms)),
            .minute = static_cast<int>(rest / minute_ms % 60),
            .weekday = static_cast<int>(((days + 4) % 7 + 7) % 7),
            .day_number = days};
}

std::string clock_words(Timestamp time, int offset_minutes) {
    const LocalTime at = local_time(time, offset_minutes);
    return two(at.hour) + ":" + two(at.minute);
}

std::string date_words(const Strings& strings, Timestamp time, int offset_minutes) {
    const LocalTime at = local_time(time, offset_minutes);
    return std::to_string(at.day) + " " + month_name(strings, at.month) + " " + std::to_string(at.year);
}

std::string month_words(const Strings& strings, Timestamp time, int offset_minutes) {
    const LocalTime at = local_time(time, offset_minutes);
    return month_name(strings, at.month) + " " + std::to_string(at.year);
}

std::string when_words(const Strings& strings, Timestamp time, Timestamp now, int offset_minutes) {
    const LocalTime at = local_time(time, offset_minutes), today = local_time(now, offset_minutes);
    const std::string clock = clock_words(time, offset_minutes);
    const std::int64_t days = at.day_number - today.day_number;
    if (days == 0) return strings.tr("date.today_at", clock);
    if (days == 1) return strings.tr("date.tomorrow_at", clock);
    if (days == -1) return strings.tr("date.yesterday_at", clock);
    if (days > 1 && days < 7) return weekday_name(strings, at.weekday) + " " + clock;
    const std::string date = day_and_month(strings, at, today);
    return at.year == today.year ? date + " " + clock : date;
}

std::string due_words(const Strings& strings, Timestamp due, Timestamp now, int offset_minutes) {
    const LocalTime at = local_time(due, offset_minutes), today = local_time(now, offset_minutes);
    const std::int64_t days = at.day_number - today.day_number;
    if (due < now) {
        if (days == 0) return strings.tr("date.overdue_since", clock_words(due, offset_minutes));
        if (days == -1) return strings.tr("date.overdue_yesterday");
        if (days > -7) return strings.tr("date.overdue_since", weekday_name(strings, at.weekday));
        return strings.tr("date.overdue_since", day_and_month(strings, at, today));
    }
    if (days == 0) return strings.tr("date.today_at", clock_words(due, offset_minutes));
    if (days == 1) return strings.tr("date.tomorrow");
    if (days < 7) return weekday_name(strings, at.weekday);
    return day_and_month(strings, at, today);
}

std::string ago_words(const Strings& strings, Timestamp time, Timestamp now, int offset_minutes) {
    const std::int64_t minutes = (now.ms - time.ms) / minute_ms;
    const LocalTime at = local_time(time, offset_minutes), today = local_time(now, offset_minutes);
    const std::int64_t days = today.day_number - at.day_number;
    if (minutes < 1) return strings.tr("date.just_now");
    if (minutes < 60) return strings.tr("date.minutes_ago", minutes);
    if (days == 0 || minutes < 6 * 60) return strings.tr("date.hours_ago", minutes / 60);
    if (days == 1) return strings.tr("date.yesterday");
    if (days < 14) return strings.tr("date.days_ago", days);
    return day_and_month(strings, at, today);
}

}  // namespace sigap::ui
