#include "platform/core/clock.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace sigap {

Timestamp SystemClock::now() const {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

std::int64_t SystemClock::monotonic_ms() const {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

std::string to_rfc3339(Timestamp time) {
    if (!time) return {};
    using namespace std::chrono;
    const sys_time<milliseconds> point{milliseconds{time.ms}};
    const auto day = floor<days>(point);
    const year_month_day date{day};
    const hh_mm_ss clock{point - day};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return text;
}

namespace {

bool number_at(std::string_view text, std::size_t at, std::size_t length, int& out) {
    if (at + length > text.size()) return false;
    const char* first = text.data() + at;
    const auto [end, error] = std::from_chars(first, first + length, out);
    return error == std::errc{} && end == first + length && *first != '-';
}

}  // namespace

Result<Timestamp> parse_rfc3339(std::string_view text) {
    const auto bad = [&] {
        return fail(ErrorCode::invalid, "not a time: \"" + std::string(text) + "\"; write it like 2026-03-01T08:30:00Z");
    };
    int year, month, day, hour, minute, second;
    if (!number_at(text, 0, 4, year) || !number_at(text, 5, 2, month) || !number_at(text, 8, 2, day) ||
        !number_at(text, 11, 2, hour) || !number_at(text, 14, 2, minute) || !number_at(text, 17, 2, second))
        return bad();
    if (text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't' && text[10] != ' ') ||
        text[13] != ':' || text[16] != ':')
        return bad();
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok() || hour > 23 || minute > 59 || second > 60) return bad();
    std::size_t at = 19;
    std::int64_t fraction_ms = 0;
    if (at < text.size() && text[at] == '.') {
        std::int64_t scale = 100;
        for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
            fraction_ms += (text[at] - '0') * scale;
    }
    std::int64_t offset_minutes = 0;
    if (at + 1 == text.size() && (text[at] == 'Z' || text[at] == 'z')) {
        // UTC
    } else if (at + 6 == text.size() && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':') {
        int hours, minutes;
        if (!number_at(text, at + 1, 2, hours) || !number_at(text, at + 4, 2, minutes) || hours > 23 || minutes > 59)
            return bad();
        offset_minutes = (text[at] == '-' ? -1 : 1) * (hours * 60 + minutes);
    } else {
        return bad();
    }
    const auto days = std::chrono::sys_days{date}.time_since_epoch().count();
    const std::int64_t seconds = days * std::int64_t{86'400} + hour * 3600 + minute * 60 + second - offset_minutes * 60;
    return Timestamp{seconds * 1000 + fraction_ms};
}

}  // namespace sigap
