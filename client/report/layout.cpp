#include "client/report/layout.hpp"

#include <algorithm>

namespace sigap::report {

using pdf::line_height;
using pdf::Style;
using pdf::Weight;

Layout::Layout(const Report& report, const Pictures& pictures, Language language, pdf::Document document)
    : report_(report),
      pictures_(pictures),
      language_(language),
      words_(word_of(language)),
      code_(verification_code(report)),
      document_(std::move(document)),
      sheet_(document_) {}

Result<ReportPdf> Layout::run() {
    letterhead();
    title();
    facts();
    times();
    findings();
    procedure();
    parts();
    notes();
    photos();
    other_files();
    ending();
    for (std::size_t page = 0; page < document_.pages(); ++page) margins(page);
    auto bytes = document_.bytes();
    if (!bytes) return bytes.error();
    return ReportPdf{std::move(*bytes), document_.pages(), code_};
}

void Layout::put(double x, double top, std::string_view text, const Style& style) {
    document_.text(sheet_.page(), x, top, text, style);
}

void Layout::put_right(double x, double top, std::string_view text, const Style& style) {
    put(x - document_.width_of(text, style), top, text, style);
}

std::string Layout::time(Timestamp at) const { return time_words(words_, at, report_.utc_offset_minutes); }

const std::string& Layout::of(const std::string& indonesian, const std::string& english) const {
    return language_ == Language::id || english.empty() ? indonesian : english;
}

Timestamp Layout::day() const {
    for (const auto at : {report_.completed_at, report_.arrived_at, report_.travelling_at, report_.accepted_at})
        if (at) return at;
    return {};
}

// The client's signature and the code, on one page.
void Layout::ending() {
    constexpr double field = 62, high = 122;
    sheet_.need(high + 20);
    sheet_.skip(sheet_.at_top() ? 0 : 20);
    const double top = sheet_.y(), line_y = top + line_height(strong) + field;
    put(Sheet::left, top, words_.tr("report.signature"), strong);
    if (pictures_.signature)
        document_.picture(sheet_.page(), Sheet::left, top + line_height(strong) + 4, half, field - 8,
                          *pictures_.signature);
    document_.box(sheet_.page(), Sheet::left, line_y, half - 10, 0.75, ink);
    double below = line_y + 4;
    auto name = document_.wrapped(words_.tr("report.name") + ": " + report_.client, small, half - 10);
    name.resize(std::min<std::size_t>(name.size(), 2));
    for (const auto& words : name) {
        put(Sheet::left, below, words, small);
        below += line_height(small);
    }
    if (!pictures_.signature) put(Sheet::left, below + 3, words_.tr("report.date") + ":", small);

    constexpr Style code{Weight::semibold, 13, accent};
    const double x = Sheet::left + half + gutter, inside = half - 24;
    const auto hint = document_.wrapped(words_.tr("report.code_hint"), small, inside);
    const double box_height =
        10 + line_height(small) + line_height(code) + 3 + static_cast<double>(hint.size()) * line_height(small) + 10;
    document_.box(sheet_.page(), x, top, half, box_height, shade);
    double y = top + 10;
    put(x + 12, y, words_.tr("report.code"), small);
    y += line_height(small);
    put(x + 12, y, code_, code);
    y += line_height(code) + 3;
    for (const auto& words : hint) {
        put(x + 12, y, words, small);
        y += line_height(small);
    }
    sheet_.skip(std::max(high, box_height));
}

// What stands above and below every page.
void Layout::margins(std::size_t page) {
    constexpr Style state{Weight::semibold, 8, warn};
    const double foot = pdf::page_height - 44;
    document_.box(page, Sheet::left, foot, Sheet::width, 0.75, rule);
    const std::string number = words_.tr("report.page", page + 1, document_.pages());
    document_.text(page, Sheet::left, foot + 6,
                   report_.number + (report_.number.empty() ? "" : "  ·  ") + words_.tr("report.code") + ' ' + code_,
                   small);
    document_.text(page, Sheet::right - document_.width_of(number, small), foot + 6, number, small);
    if (report_.is_interim()) {
        const std::string interim = words_.tr("report.interim");
        document_.text(page, Sheet::left + Sheet::width * 0.68 - document_.width_of(interim, state) / 2, foot + 6,
                       interim, state);
    }
    if (page == 0) return;
    const double head = 34;
    const std::string organisation = document_.cut(report_.organisation, small, half);
    document_.text(page, Sheet::left, head, organisation, small);
    const std::string job =
        document_.cut(report_.number + (report_.number.empty() ? "" : "  ·  ") + report_.title, small, half);
    document_.text(page, Sheet::right - document_.width_of(job, small), head, job, small);
    document_.box(page, Sheet::left, head + 15, Sheet::width, 0.75, rule);
}

}  // namespace sigap::report
