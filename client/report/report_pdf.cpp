#include "client/report/report_pdf.hpp"

#include "client/report/layout.hpp"
#include "client/ui/assets.hpp"

namespace sigap::report {

Result<ReportPdf> make_pdf(const Report& report, const Pictures& pictures, Language language) {
    const pdf::FontFiles fonts{embedded_asset("assets/fonts/Inter-Regular.otf"), embedded_asset("assets/fonts/Inter-SemiBold.otf")};
    const std::string title = report.number + (report.number.empty() ? "" : " – ") + report.title;
    auto document = pdf::Document::make(fonts, {title, report.organisation, report.last_change()});
    if (!document) return document.error();
    return Layout(report, pictures, language, std::move(*document)).run();
}

}  // namespace sigap::report
