#include "client/model/report_maker.hpp"

#include <algorithm>

#include "client/model/words.hpp"
#include "platform/core/text.hpp"

namespace sigap {

namespace {

// No file of that name yet: what was made earlier, and may have been sent, stays.
std::filesystem::path fresh(const std::filesystem::path& folder, const std::string& name) {
    std::filesystem::path path = folder / name;
    std::error_code unknown;
    for (int i = 2; i < 1000 && std::filesystem::exists(path, unknown); ++i)
        path = folder / (std::filesystem::path(name).stem().string() + " (" + std::to_string(i) + ").pdf");
    return path;
}

std::string cut(const std::string& text, std::size_t longest) {
    std::size_t end = 0;
    while (end < text.size()) {
        const std::size_t length = std::max<std::size_t>(utf8_length_at(text, end), 1);
        if (end + length > longest) break;
        end += length;
    }
    return text.substr(0, end);
}

Words why_not(const Error& error) {
    if (error.detail == "disk_full") return {"report.error.disk_full", {}, {}};
    if (error.code == ErrorCode::denied || error.detail == "no_right") return {"report.error.denied", {}, {}};
    if (error.code == ErrorCode::not_found) return {"report.error.no_folder", {}, {}};
    return {"report.error.other", {error.message}, {}};
}

}  // namespace

std::string report_file_name(const Report& report, const std::string& title) {
    constexpr std::size_t longest = 120;
    constexpr std::int64_t minute_ms = 60'000;
    std::string name;
    for (const auto& part : {title, report.number, report.title}) {
        if (part.empty()) continue;
        if (!name.empty()) name += ' ';
        for (const char c : part) name += static_cast<unsigned char>(c) < 0x20 || std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos ? '-' : c;
    }
    name = std::string(trimmed(cut(name, longest)));
    const Timestamp day = report.arrived_at ? report.arrived_at : report.last_change();
    if (day) name += ' ' + to_rfc3339({day.ms + report.utc_offset_minutes * minute_ms}).substr(0, 10);
    return name + ".pdf";
}

void ReportMaker::make(const Uuid& visit, Language language, std::string title) {
    if (running_ || !available()) return;
    running_ = true;
    parts_.store.post([this, visit, language, title = std::move(title)] {
        auto report = parts_.replica.read([&]() -> Result<Report> { return report_of(parts_.replica, visit); });
        if (!report) {
            parts_.inbox.post([this, words = error_words(report.error())] { ended(words, true); });
            return;
        }
        parts_.work.post([this, report = std::make_shared<const Report>(std::move(*report)), language, title] {
            const auto folder = parts_.means.folder ? parts_.means.folder() : std::filesystem::path();
            const auto file = fresh(folder, report_file_name(*report, title));
            const auto written = folder.empty() ? Result<void>(fail(ErrorCode::not_found, "this user has no folder", "no_folder"))
                                                : parts_.means.write(*report, language, file);
            if (written && parts_.means.show) parts_.means.show(file);
            parts_.inbox.post([this, words = written ? Words{"report.saved", {file.string()}, {}} : why_not(written.error()), failed = !written] { ended(words, failed); });
        });
    });
}

void ReportMaker::ended(const Words& words, bool failed) {
    running_ = false;
    parts_.say(words, failed);
}

}  // namespace sigap
