#include <algorithm>

#include "client/report/layout.hpp"
#include "platform/core/text.hpp"

namespace sigap::report {

using pdf::line_height;
using pdf::Style;
using pdf::Weight;

namespace {

constexpr Style changed{Weight::semibold, small.size, warn};

// Enough of a hash to compare two papers by.
std::string short_form(const std::string& hash) {
    constexpr std::size_t digits = 8, group = 4;
    const std::string hex = upper_ascii(hash).substr(0, digits);
    return hex.size() < digits ? hex : hex.substr(0, group) + '-' + hex.substr(group);
}

}  // namespace

// What stands below the line: who signed when and what, and whether that is what stands here. Older ones follow in one line each.
Layout::Lines Layout::signature_lines() const {
    Lines lines;
    if (report_.signatures.empty()) {
        lines.push_back({words_.tr("report.name") + ": " + report_.client, small});
        lines.push_back({words_.tr("report.date") + ":", small});
        return lines;
    }
    const ReportSignature& last = report_.signatures.front();
    const bool absent = !last.absent_reason.empty();
    if (!last.name.empty()) lines.push_back({words_.tr("report.name") + ": " + last.name, small});
    if (last.typed) lines.push_back({words_.tr("report.typed"), small});
    lines.push_back({words_.tr(absent ? "report.absent_at" : "report.signed_at", time(last.at), last.collected_by), small});
    // Who was absent has signed nothing.
    if (!absent) lines.push_back({words_.tr("report.signed_hash", short_form(last.signed_hash)), small});
    if (last.changed_since && !absent) lines.push_back({words_.tr("report.changed_since"), changed});
    for (std::size_t i = 1; i < report_.signatures.size(); ++i) {
        const ReportSignature& older = report_.signatures[i];
        if (older.absent_reason.empty())
            lines.push_back({words_.tr("report.older_signature", older.name, time(older.at), short_form(older.signed_hash)), small});
        else
            lines.push_back({words_.tr("report.older_absent", words_.tr("report.absent") + ": " + older.absent_reason, time(older.at)), small});
    }
    return lines;
}

Layout::Lines Layout::rating_lines() const {
    Lines lines;
    for (const auto& rating : report_.ratings) {
        lines.push_back({words_.tr("report.rating", rating.stars, most_stars) + "  \xc2\xb7  " + time(rating.at), strong});
        if (!rating.remark.empty()) lines.push_back({rating.remark, body});
    }
    return lines;
}

void Layout::strokes(double x, double top, double width, double height, const Strokes& strokes) {
    const double scale = std::min(width / pad_width, height / pad_height);
    for (const auto& stroke : strokes) {
        std::vector<pdf::Document::Point> points;
        for (const auto& point : stroke) points.push_back({x + point.x * scale, top + point.y * scale});
        document_.line(sheet_.page(), std::move(points), ink, 1.1);
    }
}

// The client's signature and rating, and the code, on one page.
void Layout::ending() {
    constexpr double field = 66;
    constexpr Style typed{Weight::regular, 17, ink}, code{Weight::semibold, 13, accent};
    struct Set {
        std::string text;
        Style style;
    };
    const auto set = [&](const Lines& lines, double width, std::size_t most) {
        std::vector<Set> out;
        for (const auto& [text, style] : lines)
            for (auto& words : document_.wrapped(text, style, width)) out.push_back({std::move(words), style});
        if (out.size() > most) out.resize(most);
        return out;
    };
    const auto height_of = [](const std::vector<Set>& lines) {
        double sum = 0;
        for (const auto& one : lines) sum += line_height(one.style);
        return sum;
    };
    constexpr std::size_t most_lines = 24;
    const double inside = half - 24;
    const auto below = set(signature_lines(), half - 10, most_lines);
    const auto rating = set(rating_lines(), half, most_lines);
    const auto hint = document_.wrapped(words_.tr("report.code_hint"), small, inside);
    const double box_height =
        10 + line_height(small) + line_height(code) + 3 + static_cast<double>(hint.size()) * line_height(small) + 10;
    const double left_height = line_height(strong) + field + 4 + height_of(below);
    const double rating_height = rating.empty() ? 0 : 12 + line_height(small) + height_of(rating);
    const double high = std::max(left_height, box_height + rating_height);
    sheet_.need(high + 20);
    sheet_.skip(sheet_.at_top() ? 0 : 20);
    const double top = sheet_.y(), line_y = top + line_height(strong) + field;
    put(Sheet::left, top, words_.tr("report.signature"), strong);
    if (!report_.signatures.empty()) {
        const ReportSignature& last = report_.signatures.front();
        const double inner = top + line_height(strong) + 2;
        if (last.typed) put(Sheet::left + 4, line_y - line_height(typed) - 4, document_.cut(last.name, typed, half - 14), typed);
        strokes(Sheet::left, inner, half - 10, field - 4, last.strokes);
        if (!last.absent_reason.empty()) {
            auto reason = set({{words_.tr("report.absent") + ": " + last.absent_reason, body}}, half - 10, 4);
            double y = line_y - 4 - height_of(reason);
            for (const auto& [text, style] : reason) {
                put(Sheet::left, y, text, style);
                y += line_height(style);
            }
        }
    }
    document_.box(sheet_.page(), Sheet::left, line_y, half - 10, 0.75, ink);
    double y = line_y + 4;
    for (const auto& [text, style] : below) {
        put(Sheet::left, y, text, style);
        y += line_height(style);
    }
    const double x = Sheet::left + half + gutter;
    document_.box(sheet_.page(), x, top, half, box_height, shade);
    y = top + 10;
    put(x + 12, y, words_.tr("report.code"), small);
    y += line_height(small);
    put(x + 12, y, code_, code);
    y += line_height(code) + 3;
    for (const auto& words : hint) {
        put(x + 12, y, words, small);
        y += line_height(small);
    }
    if (!rating.empty()) {
        y = top + box_height + 12;
        put(x, y, words_.tr("report.rated"), small);
        y += line_height(small);
        for (const auto& [text, style] : rating) {
            put(x, y, text, style);
            y += line_height(style);
        }
    }
    sheet_.skip(high);
}

}  // namespace sigap::report
