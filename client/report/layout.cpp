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
