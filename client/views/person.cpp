#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

void draw_person(Screen& screen, const ShellLayout& layout) {
    if (!layout.shows_detail()) return;
    Ui& ui = screen.ui;
    const LibraryModel& library = screen.model.library();
    const auto detail = library.person();
    begin_pane(ui, "person.pane." + to_string(library.chosen_person()), layout.detail, {layout.narrow ? 16.0f : 32.0f, 18});
    if (!detail) {
        empty_state(ui, icon::badge, ui.tr("person.choose"), ui.tr("person.choose_hint"));
        return end_pane(ui);
    }
    const Person& person = detail->person;
    heading(ui, person.name);
    if (!person.job_title.empty()) paragraph(ui, person.job_title, true);
    space(ui, 6);
    if (!detail->team.empty()) key_value(ui, ui.tr("person.team"), detail->team);
    if (!person.phone.empty()) key_value(ui, ui.tr("job.call"), person.phone);
    space(ui, 10);
    draw_history(screen, detail->history);
    scroll_by_keys(ui);
    end_pane(ui);
}

}  // namespace sigap::views
