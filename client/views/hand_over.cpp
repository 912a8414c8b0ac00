#include <algorithm>
#include <array>

#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

std::string draft_key(const HandOverSheet& sheet) {
    return (sheet.escalates ? "escalate." : "hand_over.") + to_string(sheet.visit);
}

void draw_colleagues(Screen& screen, HandOverSheet& sheet) {
    Ui& ui = screen.ui;
    const auto field = text_field(ui, "hand_over.who", sheet.who, {.label = ui.tr("hand_over.who"), .icon = icon::badge});
    if (field.changed) {
        sheet.to = {};
        screen.model.find_people(sheet.who, People::colleagues);
    }
    if (sheet.to) return;
    for (const auto& person : screen.model.people()) {
        if (!row(ui, "hand_over.person." + to_string(person.id), {.title = person.name, .subtitle = person.unit, .icon = icon::badge}).activated)
            continue;
        sheet.to = person.id;
        sheet.who = person.name;
        screen.model.find_people({});
        ui.window().redraw();
        break;
    }
}

// Two words side by side, of which one is chosen.
void draw_choice(Ui& ui, std::string_view first, std::string_view second, std::size_t& chosen) {
    const std::array<std::string, 2> words{ui.tr(first), ui.tr(second)};
    const std::array<Option, 2> options{{{first, words[0]}, {second, words[1]}}};
    segmented(ui, options, chosen);
}

void finish(Screen& screen, const HandOverSheet& sheet, const std::string& reason) {
    Arguments arguments{{"reason", reason}};
    if (sheet.escalates) arguments.emplace_back("escalation", std::string(word_of(sheet.choice == 0 ? Escalation::lead : Escalation::manager)));
    else if (sheet.choice == 0) arguments.emplace_back("assignee", sheet.to);
    AppModel& model = screen.model;
    model.perform(sheet.escalates ? "escalate_work_order" : "hand_over_work_order", sheet.order, std::move(arguments),
                  [&model, key = draft_key(sheet)](const Edit* saved) {
                      if (saved) model.clear_draft(key);
                  });
}

}  // namespace

void draw_hand_over_sheet(Screen& screen) {
    if (!screen.hand_over) return;
    Ui& ui = screen.ui;
    HandOverSheet& sheet = *screen.hand_over;
    bool open = begin_modal(ui, "hand_over", ui.tr(sheet.escalates ? "command.escalate_work_order" : "command.hand_over_work_order"));
    if (sheet.escalates) draw_choice(ui, "hand_over.lead", "hand_over.manager", sheet.choice);
    else draw_choice(ui, "hand_over.colleague", "hand_over.desk", sheet.choice);
    space(ui, 12);
    const bool to_person = !sheet.escalates && sheet.choice == 0;
    if (to_person) {
        draw_colleagues(screen, sheet);
        space(ui, 12);
    }
    const std::string key = draft_key(sheet);
    std::string& reason = screen.model.draft(key);
    const auto field = text_field(ui, "hand_over.reason", reason, {.label = ui.tr("reason.reason"), .lines = 2});
    if (field.changed) screen.model.draft_changed(key);
    space(ui, 10);
    paragraph(ui, ui.tr(sheet.escalates ? "hand_over.escalate_hint" : "hand_over.hint"), true);
    space(ui, 14);
    const float width = std::floor((fill(ui) - ui.dp(Metrics::gap)) / 2);
    if (button(ui, "hand_over.cancel", ui.tr("action.cancel"), {.width = width})) open = false;
    same_line(ui);
    const bool ready = !reason.empty() && (!to_person || sheet.to);
    if (button(ui, "hand_over.accept", ui.tr(sheet.escalates ? "hand_over.ask" : "hand_over.give"),
               {.kind = ButtonKind::primary, .width = width, .enabled = ready})) {
        finish(screen, sheet, reason);
        open = false;
    }
    end_modal(ui);
    if (open) return;
    screen.hand_over.reset();
    screen.model.find_people({});
    ui.window().redraw();
}

void open_hand_over(Screen& screen, const JobDetail& job, bool escalates) {
    screen.hand_over = HandOverSheet{.order = job.order.id, .visit = job.visit.id, .escalates = escalates};
    if (escalates && job.order.escalation == Escalation::lead) screen.hand_over->choice = 1;
    if (!escalates) screen.model.find_people({}, People::colleagues);
}

void draw_escalation(Screen& screen, const JobDetail& job) {
    if (job.order.escalation == Escalation::none || job.order.status >= WorkOrderStatus::completed) return;
    Ui& ui = screen.ui;
    std::string text = ui.tr("hand_over.escalated." + std::string(word_of(job.order.escalation)));
    for (const auto& line : job.hand_overs)
        if (line.row.escalation == job.order.escalation) {
            text += " \xe2\x80\x93 " + line.row.reason + " (" + line.by + ", " + screen.when(line.row.at) + ")";
            break;
        }
    const bool may_answer = std::ranges::find(job.order_actions, "answer_escalation") != job.order_actions.end();
    space(ui, 10);
    if (banner(ui, "job.escalated", {Status::overdue, text, icon::flag}, may_answer ? ui.tr("command.answer_escalation") : std::string()) ==
        BannerAction::acted)
        screen.sheet = ReasonSheet{.command = "answer_escalation", .target = job.order.id, .argument = "reason", .draft = "answer." + to_string(job.visit.id),
                                   .title = "command.answer_escalation",
                                   .more = {{"escalation", std::string(word_of(job.order.escalation))}}};
}

void draw_hand_overs(Screen& screen, const JobDetail& job) {
    if (job.hand_overs.empty()) return;
    Ui& ui = screen.ui;
    section(ui, ui.tr("hand_over.title"));
    label(ui, ui.tr("hand_over.reassigned", job.reassigned), true);
    space(ui, 8);
    for (const auto& line : job.hand_overs) {
        const std::string desk = ui.tr("hand_over.the_desk");
        const std::string from = line.from.empty() ? desk : line.from, to = line.to.empty() ? desk : line.to;
        std::string what = line.row.answer ? ui.tr("hand_over.answered")
                           : line.row.escalation != Escalation::none
                               ? ui.tr("hand_over.escalated." + std::string(word_of(line.row.escalation)))
                               : from + "  \xe2\x86\x92  " + to;
        if (!line.row.reason.empty()) what += " \xe2\x80\x93 " + line.row.reason;
        paragraph(ui, what);
        label(ui, line.by + "  \xc2\xb7  " + screen.when(line.row.at), true, Font::small);
        space(ui, 10);
    }
}

}  // namespace sigap::views
