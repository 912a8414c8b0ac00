#include <algorithm>
#include <array>

#include "client/views/screen.hpp"
#include "sync/model/catalogue.hpp"

namespace sigap::views {

using namespace ui;

namespace {

constexpr std::string_view dot = "  \xc2\xb7  ";

const char* icon_of(Kind kind) {
    switch (kind) {
        case Kind::work_order: return icon::assignment_turned_in;
        case Kind::ticket: return icon::support_agent;
        case Kind::asset: return icon::laptop;
        case Kind::person: return icon::badge;
        default: return icon::list_alt;
    }
}

std::vector<Mark> marks_of(const MarkedText& text, std::size_t offset = 0) {
    std::vector<Mark> out;
    for (const auto& part : text.marks) out.push_back({part.begin + offset, part.end + offset});
    return out;
}

void open(Screen& screen, const FoundLine& line) {
    if (line.kind == Kind::article) screen.model.open_article(line.id);
    else if (line.kind == Kind::asset) screen.model.open_asset(line.id);
    else if (line.kind == Kind::person) screen.model.open_person(line.id);
    else if (line.job) screen.model.open_job(line.job);
    else screen.ui.toast(screen.ui.tr("library.not_here"));
}

Interaction draw_line(Screen& screen, const FoundLine& line) {
    Ui& ui = screen.ui;
    const std::string kind(catalogue().at(line.kind).name);
    const bool english = !screen.indonesian() && !line.title_en.text.empty();
    const MarkedText& title = english ? line.title_en : line.title_id;
    const auto title_marks = marks_of(title);
    std::string subtitle;
    Chip chip;
    std::string status;
    if (line.kind == Kind::article) {
        subtitle = screen.category_words(line.category);
        if (line.status != word_of(ArticleStatus::published)) {
            status = screen.status_words(kind, line.status);
            chip = {Status::offline, status, icon::edit};
        }
    } else if (!line.status.empty()) {
        subtitle = screen.status_words(kind, line.status);
    }
    if (!line.detail.text.empty() && !subtitle.empty() && line.kind != Kind::article) {
        // A number first: it is what people look for.
        const auto marks = marks_of(line.detail);
        subtitle = line.detail.text + std::string(dot) + subtitle;
        return row(ui, kind + '.' + to_string(line.id), {.title = title.text, .subtitle = subtitle, .chip = chip, .icon = icon_of(line.kind), .title_marks = title_marks, .subtitle_marks = marks});
    }
    if (!line.detail.text.empty()) subtitle = line.detail.text;
    const auto marks = line.detail.text.empty() ? std::vector<Mark>{} : marks_of(line.detail);
    return row(ui, kind + '.' + to_string(line.id),
               {.title = title.text, .subtitle = subtitle, .chip = chip, .icon = icon_of(line.kind), .selected = line.kind == Kind::article && line.id == screen.model.library().chosen(),
                .title_marks = title_marks, .subtitle_marks = marks});
}

// The lines of one kind, from `begin`; returns where the next kind begins.
std::size_t draw_kind(Screen& screen, const FoundSnapshot& found, std::size_t begin) {
    Ui& ui = screen.ui;
    const Kind kind = found.lines[begin].kind;
    std::size_t end = begin;
    while (end < found.lines.size() && found.lines[end].kind == kind) ++end;
    const std::string name(catalogue().at(kind).name);
    if (begin > 0) space(ui, 8);
    label(ui, ui.tr("library.kind." + name, end - begin), true, Font::small);
    virtual_list(ui, "library.rows." + name, end - begin, row_height(ui), [&](std::size_t index) {
        const Interaction tapped = draw_line(screen, found.lines[begin + index]);
        if (tapped.activated) open(screen, found.lines[begin + index]);
        return tapped;
    });
    return end;
}

}  // namespace

void draw_library_switch(Screen& screen) {
    Ui& ui = screen.ui;
    const auto all = screen.model.procedures().all();
    const std::size_t unread = all ? all->unread : 0;
    const std::array<std::string, 2> words{ui.tr("library.articles"), unread > 0 ? ui.tr("library.procedures_unread", unread) : ui.tr("library.procedures")};
    const std::array<Option, 2> options{{{"library.articles", words[0]}, {"library.procedures", words[1]}}};
    const View view = screen.state().view;
    std::size_t chosen = view == View::procedures || view == View::procedure ? 1 : 0;
    if (tabs(ui, options, chosen)) screen.model.show(chosen == 0 ? View::library : View::procedures);
    space(ui, 8);
}

void draw_library(Screen& screen, const ShellLayout& layout) {
    if (!layout.shows_list()) return;
    Ui& ui = screen.ui;
    LibraryModel& library = screen.model.library();
    const auto found = library.found();
    begin_pane(ui, "library.pane", layout.list, {12, 10});
    draw_library_switch(screen);
    std::string text = library.text();
    const auto field = search_field(ui, "library.search", text, ui.tr("library.search"), ui.tr("search.clear"));
    if (field.changed) library.search(text);
    // Enter opens the best one, of the question as it stands.
    if (field.submitted && found && found->text == text && !text.empty() && !found->lines.empty()) open(screen, found->lines.front());
    space(ui, 4);
    if (text.empty() && desk_side.has(screen.state().enrolment.role)) {
        const std::string title = ui.tr("analysis.title"), hint = ui.tr("analysis.hint");
        if (row(ui, "library.analysis", {.title = title, .subtitle = hint, .icon = icon::today, .selected = screen.state().view == View::analysis}).activated)
            screen.model.open_analysis();
    }
    if (found && !found->complete) {
        const std::string making = ui.tr("library.making");
        paragraph(ui, making, true);
        ui.record({.key = "library.making", .role = ui::Role::status, .label = making}, {ImGui::GetItemRectMin(), ImGui::GetItemRectMax()});
    }
    if (found && found->lines.empty() && !found->text.empty()) empty_state(ui, icon::search, ui.tr("library.none"), ui.tr("library.none_hint"));
    else if (found && found->lines.empty()) empty_state(ui, icon::list_alt, ui.tr("library.empty"), ui.tr("library.empty_hint"));
    for (std::size_t at = 0; found && at < found->lines.size();) at = draw_kind(screen, *found, at);
    end_pane(ui);
}

}  // namespace sigap::views
