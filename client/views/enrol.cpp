#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

void draw_enrol(Screen& screen) {
    Ui& ui = screen.ui;
    const Rect page = ui.page();
    const float width = std::min(page.width(), ui.tall(620));
    const float left = std::round((page.width() - width) / 2);
    begin_pane(ui, "enrol.pane", {{left, 0}, {left + width, page.max.y}}, {24, 32});
    heading(ui, ui.tr("enrol.title"));
    space(ui, 8);
    paragraph(ui, ui.tr("enrol.text"), true);
    space(ui, 20);
    const bool busy = screen.state().enrolling;
    text_field(ui, "enrol.url", screen.url, {.label = ui.tr("enrol.url"), .hint = "https://", .icon = icon::link, .enabled = !busy});
    space(ui, 14);
    const std::string problem = screen.say(screen.state().enrol_error);
    const auto code = text_field(ui, "enrol.code", screen.code,
                                 {.label = ui.tr("enrol.code"), .hint = "XXXX-XXXX-XXXX-XXXX-XXXX-XXXX", .error = problem,
                                  .icon = icon::vpn_key, .enabled = !busy});
    space(ui, 20);
    const bool ready = !busy && !screen.url.empty() && !screen.code.empty();
    const bool asked = button(ui, "enrol.go", busy ? ui.tr("enrol.running") : ui.tr("enrol.go"),
                              {.kind = ButtonKind::primary, .icon = icon::login, .width = fill(ui), .enabled = ready});
    if (ready && (asked || code.submitted)) screen.model.enrol(screen.url, screen.code);
    space(ui, 16);
    paragraph(ui, ui.tr("enrol.how"), true);
    end_pane(ui);
}

}  // namespace sigap::views
