#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

void draw_report(Screen& screen) {
    ReportMaker& reports = screen.model.reports();
    if (!reports.available()) return;
    Ui& ui = screen.ui;
    section(ui, ui.tr("job.report"));
    paragraph(ui, ui.tr("job.report_hint"), true);
    space(ui, 8);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (reports.running()) progress(ui, "job.report_running", -1, ui.tr("job.report_running"));
    else if (button(ui, "job.report", ui.tr("job.make_report"), {.icon = icon::print})) ui.open_menu("job.report.menu", at);
}

void draw_report_menu(Screen& screen, const Uuid& visit) {
    Ui& ui = screen.ui;
    if (!begin_menu(ui, "job.report.menu")) return;
    for (const Language language : {Language::id, Language::en}) {
        const std::string code(word_of(language));
        if (menu_item(ui, "job.report." + code, icon::language, ui.tr("job.report." + code)))
            screen.model.reports().make(visit, language, Strings(code).tr("report.file_title"));
    }
    end_menu(ui);
}

}  // namespace sigap::views
