#include "client/report/layout.hpp"

#include <algorithm>

namespace sigap::report {

using pdf::line_height;
using pdf::Style;
using pdf::Weight;

void Layout::letterhead() {
    constexpr Style large{Weight::semibold, 15, ink}, smaller{Weight::semibold, 11, ink};
    constexpr double band = 7, logo_height = 30, top = 26;
    document_.box(sheet_.page(), 0, 0, pdf::page_width, band, accent);
    double x = Sheet::left;
    if (pictures_.logo) {
        const double wide =
            std::min(120.0, logo_height * pictures_.logo->upright_width() / pictures_.logo->upright_height());
        document_.picture(sheet_.page(), x, top, wide, logo_height, *pictures_.logo);
        x += wide + 12;
    }
    const std::string kind = words_.tr("report.kind");
    const double room = Sheet::right - x - document_.width_of(kind, small) - 16;
    const Style& name = document_.width_of(report_.organisation, large) <= room ? large : smaller;
    const auto lines = document_.wrapped(report_.organisation, name, room);
    const double high = std::max(logo_height, static_cast<double>(lines.size()) * line_height(name));
    double y = top + (high - static_cast<double>(lines.size()) * line_height(name)) / 2;
    for (const auto& one : lines) {
        put(x, y, one, name);
        y += line_height(name);
    }
    put_right(Sheet::right, top + (high - line_height(small)) / 2, kind, small);
    document_.box(sheet_.page(), Sheet::left, top + high + 6, Sheet::width, 0.75, rule);
    sheet_.skip(top + high + 22 - sheet_.y());
}

void Layout::title() {
    constexpr Style large{Weight::semibold, 19, ink}, number{Weight::semibold, 9.5, accent};
    put(Sheet::left, sheet_.y(), report_.number, number);
    const std::string date =
        day() ? ui::date_words(words_, day(), static_cast<int>(report_.utc_offset_minutes)) : std::string();
    put_right(Sheet::right, sheet_.y(), date, body);
    sheet_.skip(line_height(number) + 2);
    sheet_.paragraph({report_.title, large});
    sheet_.skip(6);
    status();
    if (report_.is_interim()) interim();
    if (report_.description.empty()) return;
    sheet_.skip(8);
    sheet_.paragraph({report_.description, body});
}

void Layout::status() {
    const bool finished = report_.status == VisitStatus::completed;
    const Style style{Weight::semibold, 8.5, finished ? good : warn};
    const std::string state = words_.tr("status.visit." + std::string(word_of(report_.status)));
    const double wide = document_.width_of(state, style) + 18, high = line_height(style) + 5;
    document_.box(sheet_.page(), Sheet::left, sheet_.y(), wide, high, finished ? good_shade : warn_shade, high / 2);
    put(Sheet::left + 9, sheet_.y() + 2.5, state, style);
    sheet_.skip(high);
}

void Layout::interim() {
    constexpr Style title{Weight::semibold, 10.5, warn}, hint{Weight::regular, 9, ink};
    sheet_.skip(8);
    const double high = line_height(title) + line_height(hint) + 14;
    document_.box(sheet_.page(), Sheet::left, sheet_.y(), Sheet::width, high, warn_shade);
    document_.box(sheet_.page(), Sheet::left, sheet_.y(), 3, high, warn);
    put(Sheet::left + 14, sheet_.y() + 7, words_.tr("report.interim"), title);
    put(Sheet::left + 14, sheet_.y() + 7 + line_height(title), words_.tr("report.interim_hint"), hint);
    sheet_.skip(high);
}

// Two blocks beside each other, each with its name above.
void Layout::pair_of(const std::string& first, const Lines& first_lines, const std::string& second,
                     const Lines& second_lines) {
    struct Set {
        std::string text;
        Style style;
    };
    const auto set = [&](const std::string& name, const Lines& lines) {
        std::vector<Set> out;
        if (lines.empty()) return out;
        out.push_back({name, small});
        for (const auto& [text, style] : lines)
            for (auto& words : document_.wrapped(text, style, half)) out.push_back({std::move(words), style});
        return out;
    };
    const auto height = [](const std::vector<Set>& lines) {
        double sum = 0;
        for (const auto& one : lines) sum += line_height(one.style);
        return sum;
    };
    const auto a = set(first, first_lines), b = set(second, second_lines);
    const double high = std::max(height(a), height(b));
    if (high == 0) return;
    sheet_.need(high + 10);
    const auto draw = [&](const std::vector<Set>& lines, double x) {
        double y = sheet_.y();
        for (const auto& [text, style] : lines) {
            put(x, y, text, style);
            y += line_height(style);
        }
    };
    draw(a, Sheet::left);
    draw(b, Sheet::left + half + gutter);
    sheet_.skip(high + 10);
}

void Layout::facts() {
    sheet_.skip(14);
    document_.box(sheet_.page(), Sheet::left, sheet_.y(), Sheet::width, 0.75, rule);
    sheet_.skip(10);
    Lines client, equipment, place, technician;
    const auto add = [](Lines& lines, const std::string& text, const Style& style) {
        if (!text.empty()) lines.push_back({text, style});
    };
    add(client, report_.client, strong);
    add(client, report_.client_phone, body);
    add(equipment, report_.asset_name.empty() ? report_.asset_tag : report_.asset_name, strong);
    add(equipment, report_.asset_model, body);
    if (!report_.asset_name.empty()) labelled(equipment, "report.tag", report_.asset_tag);
    labelled(equipment, "report.serial", report_.asset_serial);
    std::string path;
    for (const auto& name : report_.place) path += (path.empty() ? "" : " › ") + name;
    add(place, path, body);
    add(technician, report_.technician, strong);
    pair_of(words_.tr("report.client"), client, words_.tr("report.equipment"), equipment);
    pair_of(words_.tr("report.place"), place, words_.tr("report.technician"), technician);
}

void Layout::labelled(Lines& lines, std::string_view key, const std::string& value) {
    if (!value.empty()) lines.push_back({words_.tr(key) + ": " + value, body});
}

void Layout::times() {
    constexpr Style value{Weight::semibold, 12, ink};
    constexpr double pad = 9;
    const double high = line_height(small) * 2 + line_height(value) + 14,
                 low = line_height(small) + line_height(value) + 12;
    sheet_.heading(words_.tr("report.times"), zone_words(report_.utc_offset_minutes), high + low);
    const double top = sheet_.y();
    const std::pair<std::string, Timestamp> moments[] = {{words_.tr("time.accepted"), report_.accepted_at},
                                                         {words_.tr("time.travelling"), report_.travelling_at},
                                                         {words_.tr("time.arrived"), report_.arrived_at},
                                                         {words_.tr("time.completed"), report_.completed_at}};
    double x = Sheet::left;
    for (const auto& [name, at] : moments) {
        const int offset = static_cast<int>(report_.utc_offset_minutes);
        put(x + pad, top + 6, name, small);
        put(x + pad, top + 6 + line_height(small), at ? ui::clock_words(at, offset) : "–", value);
        if (at)
            put(x + pad, top + 6 + line_height(small) + line_height(value), ui::date_words(words_, at, offset), small);
        if (x > Sheet::left) document_.box(sheet_.page(), x, top, 0.75, high, rule);
        x += Sheet::width / 4;
    }
    const auto breaks = report_.break_seconds > 0 ? std::optional(report_.break_seconds) : std::nullopt;
    const std::pair<std::string, std::string> spans[] = {
        {words_.tr("report.travel"), span_words(words_, report_.travel_seconds())},
        {words_.tr("report.work"), span_words(words_, report_.work_seconds())},
        {words_.tr("report.breaks"), span_words(words_, breaks)}};
    document_.box(sheet_.page(), Sheet::left, top + high, Sheet::width, low, shade);
    x = Sheet::left;
    for (const auto& [name, span] : spans) {
        put(x + pad, top + high + 5, name, small);
        put(x + pad, top + high + 5 + line_height(small), span, value);
        if (x > Sheet::left) document_.box(sheet_.page(), x, top + high, 0.75, low, rule);
        x += Sheet::width / 3;
    }
    document_.frame(sheet_.page(), Sheet::left, top, Sheet::width, high + low, rule);
    sheet_.skip(high + low);
}

}  // namespace sigap::report
