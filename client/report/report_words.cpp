#include "client/report/report_words.hpp"

namespace sigap::report {

std::string zone_words(std::int64_t offset_minutes) {
    switch (offset_minutes) {
        case 420: return "WIB";
        case 480: return "WITA";
        case 540: return "WIT";
        case 0: return "UTC";
        default: break;
    }
    const std::int64_t distance = offset_minutes < 0 ? -offset_minutes : offset_minutes;
    std::string out = std::string(offset_minutes < 0 ? "UTC−" : "UTC+") + std::to_string(distance / 60);
    if (distance % 60 != 0) out += (distance % 60 < 10 ? ":0" : ":") + std::to_string(distance % 60);
    return out;
}

std::string span_words(const ui::Strings& words, std::optional<std::int64_t> seconds) {
    if (!seconds) return "–";
    const std::int64_t minutes = *seconds / 60;
    return minutes < 60 ? words.tr("report.minutes", minutes) : words.tr("report.hours_minutes", minutes / 60, minutes % 60);
}

std::string time_words(const ui::Strings& words, Timestamp at, std::int64_t offset_minutes) {
    if (!at) return {};
    const int offset = static_cast<int>(offset_minutes);
    return ui::date_words(words, at, offset) + ' ' + ui::clock_words(at, offset);
}

std::string size_words(const ui::Strings& words, std::int64_t bytes) {
    constexpr std::int64_t thousand = 1000, million = thousand * thousand;
    if (bytes < million) return std::to_string((bytes + thousand - 1) / thousand) + " KB";
    const std::int64_t tenths = bytes / (million / 10);
    return words.tr("report.megabytes", tenths / 10, tenths % 10);
}

}  // namespace sigap::report
