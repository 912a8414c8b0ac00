#include <array>

#include "client/views/screen.hpp"
#include "sync/model/judgement.hpp"

namespace sigap::views {

using namespace ui;

namespace {

constexpr std::string_view dot = "  \xc2\xb7  ";

// What a command asks for before it is done; none: it is done at once.
std::optional<ReasonSheet> sheet_for(const std::string& command, const Uuid& visit) {
    const auto ask = [&](const char* argument, bool required) {
        return ReasonSheet{command, visit, argument, command + "." + to_string(visit), "command." + command, required};
    };
    if (command == "no_access_visit" || command == "cancel_visit") return ask("reason", true);
    return std::nullopt;
}

const char* icon_of(std::string_view command) {
    if (command == "accept_visit") return icon::how_to_reg;
    if (command == "travel_visit") return icon::directions_walk;
    if (command == "arrive_visit") return icon::place;
    if (command == "pause_visit") return icon::pause;
    if (command == "resume_visit") return icon::play_arrow;
    if (command == "complete_visit") return icon::check;
    if (command == "no_access_visit") return icon::lock;
    return icon::more_horiz;
}

void act(Screen& screen, const std::string& command, const Uuid& visit) {
    if (command == "complete_visit" || command == "partially_complete_visit") {
        screen.finish = FinishPage{visit, command == "complete_visit" ? 0U : 1U};
        screen.ui.dismiss_toast();
    } else if (auto sheet = sheet_for(command, visit)) screen.sheet = std::move(sheet);
    else screen.model.perform(command, visit);
}

bool may_be_signed(const JobDetail& job) {
    const bool done = job.visit.status == VisitStatus::completed || job.visit.status == VisitStatus::partially_completed;
    return done && !job.given_away && (job.signatures.empty() || job.signatures.front().changed_since);
}

// Who signed, and whether that still holds; or that nobody has yet.
void draw_signed(Screen& screen, const JobDetail& job) {
    Ui& ui = screen.ui;
    if (may_be_signed(job)) {
        space(ui, 8);
        const std::string text = ui.tr(job.signatures.empty() ? "job.not_signed" : "job.changed_since");
        pill(ui, {job.signatures.empty() ? Status::overdue : Status::conflict, text, icon::edit, "job.signed"});
    } else if (!job.signatures.empty()) {
        const Signature& last = job.signatures.front().signature;
        space(ui, 8);
        const std::string text = last.absent_reason.empty() ? ui.tr("job.signed_by", last.name, screen.when(last.signed_at)) : ui.tr("job.client_absent", last.absent_reason);
        pill(ui, {Status::done, text, icon::edit, "job.signed"});
    }
    if (job.ratings.empty()) return;
    space(ui, 8);
    const std::string stars = ui.tr("report.rating", job.ratings.front().stars, most_stars);
    pill(ui, {Status::neutral, stars, icon::star, "job.rating"});
}

void draw_status(Screen& screen, const JobDetail& job) {
    Ui& ui = screen.ui;
    std::string sub = job.order.number;
    if (job.requester) sub += std::string(dot) + ui.tr("job.reported_by", job.requester->name);
    if (job.order.created_at) sub += std::string(dot) + screen.ago(job.order.created_at);
    paragraph(ui, sub, true);
    space(ui, 12);
    const bool ended = job.visit.status >= VisitStatus::completed;
    const std::string status = screen.status_words("visit", word_of(job.visit.status));
    pill(ui, {ended ? Status::done : Status::today, status, status_icon(job.visit.status), "job.status"});
    if (job.overdue) {
        same_line(ui, 8);
        const std::string due = due_words(ui.strings(), job.order.due_at, screen.model.now(), screen.offset());
        if (fill(ui) < pill_width(ui, {Status::overdue, due})) ImGui::NewLine(), space(ui, 6);
        pill(ui, {Status::overdue, due, nullptr, "job.due"});
    }
    draw_signed(screen, job);
    if (job.unsent) {
        space(ui, 8);
        const std::string unsent = ui.tr("job.unsent"), brief = ui.tr("job.unsent_brief");
        pill(ui, {Status::offline, unsent, icon::cloud_queue, "job.unsent", brief});
    }
}

void draw_where(Screen& screen, const JobDetail& job) {
    Ui& ui = screen.ui;
    if (!job.place_path.empty()) key_value(ui, ui.tr("job.place"), place_words(job.place_path));
    const Timestamp planned = job.visit.scheduled_at ? job.visit.scheduled_at : job.order.due_at;
    if (planned) key_value(ui, ui.tr("job.planned"), screen.when(planned));
    if (job.requester) draw_call(screen, *job.requester);
    key_value(ui, ui.tr("job.priority"), ui.tr("priority." + std::to_string(job.priority)));
    if (!job.technician.empty()) key_value(ui, ui.tr("job.technician"), job.technician);
    draw_visit_times(screen, job);
    draw_client(screen, job);
    if (!job.order.description.empty()) {
        space(ui, 8);
        paragraph(ui, job.order.description);
    }
}

void draw_equipment(Screen& screen, const JobDetail& job) {
    Ui& ui = screen.ui;
    section(ui, ui.tr("job.equipment"));
    if (job.asset) {
        std::string line = job.asset->tag + "  " + job.asset->name;
        if (!job.asset_model.empty() && job.asset_model != job.asset->name) line += std::string(dot) + job.asset_model;
        if (link(ui, "job.asset", line)) screen.model.open_asset(job.asset->id);
        draw_scan(screen, job.visit.id, job.asset->id);
    } else {
        label(ui, ui.tr("job.no_equipment"), true);
    }
}

void draw_times(Screen& screen, const JobDetail& job) {
    Ui& ui = screen.ui;
    const auto line = [&](const char* key, Timestamp at) {
        if (at) key_value(ui, ui.tr(key), screen.when(at));
    };
    line("time.accepted", job.visit.accepted_at);
    line("time.travelling", job.visit.travelling_at);
    line("time.arrived", job.visit.arrived_at);
    line("time.completed", job.visit.completed_at);
    if (!job.visit.outcome.empty()) key_value(ui, ui.tr("reason.outcome"), job.visit.outcome);
    if (!job.visit.reason.empty()) key_value(ui, ui.tr("reason.reason"), job.visit.reason);
}

void draw_articles(Screen& screen, const JobDetail& job) {
    Ui& ui = screen.ui;
    if (!job.articles.empty()) {
        space(ui, 12);
        section(ui, ui.tr("job.articles"));
        for (const auto& article : job.articles) {
            const std::string& title = screen.either(article.title_id, article.title_en);
            const std::string category = screen.category_words(article.category);
            if (row(ui, "job.article." + to_string(article.id), {.title = title, .subtitle = category, .icon = icon::list_alt}).activated) screen.model.open_article(article.id);
        }
    }
    const bool told = !job.order.outcome.empty() || !job.order.findings.empty() || !job.visit.outcome.empty();
    if (!has_ended(job.visit.status) || !told || !staff.has(screen.state().enrolment.role)) return;
    space(ui, 12);
    AppModel& model = screen.model;
    if (button(ui, "job.make_article", ui.tr("job.make_article"), {.icon = icon::list_alt}))
        // Written out already, by what was found and done: it is read over and changed there.
        model.perform("make_article", job.order.id, {}, [&screen, &model](const Edit* saved) {
            if (!saved) return;
            model.open_article(derived_id(saved->operation, 0));
            screen.edit = ArticleEdit{.article = derived_id(saved->operation, 0)};
        });
}

void draw_body(Screen& screen, const JobDetail& job) {
    Ui& ui = screen.ui;
    heading(ui, job.order.title.empty() ? ui.tr("jobs.handed_on") : job.order.title);
    draw_status(screen, job);
    if (job.given_away) {
        space(ui, 10);
        const std::string text = job.holder.empty() ? ui.tr("job.given_away") : ui.tr("job.given_away_to", job.holder);
        banner(ui, "job.given_away", {Status::offline, text, icon::swap_horiz});
    }
    draw_escalation(screen, job);
    for (const auto& conflict : job.conflicts) {
        if (conflict.conflict.state != ConflictState::open) continue;
        space(ui, 10);
        const std::string text = ui.tr("job.conflict");
        if (banner(ui, "job.conflict", {Status::conflict, text}, ui.tr("job.compare")) == BannerAction::acted)
            screen.model.show(View::sync);
        break;
    }
    space(ui, 16);
    const std::array<std::string, 3> words{ui.tr("job.tab.work"), ui.tr("job.tab.notes", job.notes.size()), ui.tr("job.tab.history")};
    const std::array<Option, 3> options{{{"job.tab.work", words[0]}, {"job.tab.notes", words[1]}, {"job.tab.history", words[2]}}};
    tabs(ui, options, screen.job_tab);
    space(ui, 6);
    if (screen.job_tab == 1) {
        draw_notes(screen, job.order.id, job.notes);
        return draw_files(screen, job.files);
    }
    if (screen.job_tab == 2) {
        draw_times(screen, job);
        draw_hand_overs(screen, job);
        for (const auto& conflict : job.conflicts) draw_conflict(screen, conflict);
        return draw_history(screen, job.history);
    }
    draw_where(screen, job);
    space(ui, 12);
    draw_steps(screen, job);
    space(ui, 12);
    draw_parts(screen, job);
    space(ui, 12);
    draw_equipment(screen, job);
    space(ui, 12);
    draw_photos(screen, job.visit.id, job.files, !job.given_away);
    space(ui, 12);
    draw_report(screen);
    draw_articles(screen, job);
}

void draw_more_menu(Screen& screen, const JobDetail& job) {
    Ui& ui = screen.ui;
    if (!begin_menu(ui, "job.menu")) return;
    for (std::size_t i = 1; i < job.actions.size(); ++i)
        if (menu_item(ui, "do." + job.actions[i], icon_of(job.actions[i]), ui.tr("command." + job.actions[i])))
            act(screen, job.actions[i], job.visit.id);
    for (const auto& action : job.order_actions) {
        if (action == "answer_escalation") continue;  // it stands beside what was asked
        if (action == "notify_client") {
            if (menu_item(ui, "do.notify_client", icon::send, ui.tr("command.notify_client")))
                screen.notice = NoticeSheet{.visit = job.visit.id, .address = job.requester->email};
            continue;
        }
        const bool escalates = action == "escalate_work_order";
        if (menu_item(ui, "do." + action, escalates ? icon::support_agent : icon::swap_horiz, ui.tr("command." + action)))
            open_hand_over(screen, job, escalates);
    }
    end_menu(ui);
}

void draw_actions(Screen& screen, const ShellLayout& layout, const JobDetail& job) {
    Ui& ui = screen.ui;
    const bool more = job.actions.size() > 1 || !job.order_actions.empty(), sign = may_be_signed(job);
    const Actions bar = begin_actions(ui, layout, 1 + (job.actions.empty() && !sign ? 0u : 1u) + (more ? 1u : 0u));
    if (sign) {
        if (button(ui, "job.sign", ui.tr("job.sign"), {.kind = ButtonKind::primary, .icon = icon::edit, .width = bar.main, .height = bar.height}))
            screen.client = ClientPage{.visit = job.visit.id}, ui.dismiss_toast();
        same_line(ui);
    }
    if (!job.actions.empty()) {
        const std::string& first = job.actions.front();
        if (button(ui, "do." + first, ui.tr("command." + first),
                   {.kind = ButtonKind::primary, .icon = icon_of(first), .width = bar.main, .height = bar.height}))
            act(screen, first, job.visit.id);
        same_line(ui);
    }
    if (button(ui, "job.note", ui.tr("job.add_note"), {.width = bar.other, .height = bar.height})) {
        screen.job_tab = 1;
        ui.focus("note.text");
    }
    if (more) {
        same_line(ui);
        const ImVec2 at = ImGui::GetCursorScreenPos();
        if (button(ui, "job.more", ui.tr("job.more"), {.width = bar.other, .height = bar.height})) ui.open_menu("job.menu", at);
    }
    end_actions(ui);
}

}  // namespace

void draw_job(Screen& screen, const ShellLayout& layout) {
    if (!layout.shows_detail()) return;
    Ui& ui = screen.ui;
    const auto job = screen.model.job();
    if (screen.finish && job && screen.finish->visit == job->visit.id && job->visit.status == VisitStatus::on_site)
        return draw_finish(screen, layout, *job);
    const std::string pane = "job.pane." + to_string(screen.state().job);
    begin_pane(ui, pane, layout.detail, {layout.narrow ? 16.0f : 32.0f, 18});
    if (job) draw_body(screen, *job);
    else if (screen.model.job_missing()) empty_state(ui, icon::swap_horiz, ui.tr("job.gone"), ui.tr("job.gone_hint"));
    else if (!screen.state().job) empty_state(ui, icon::assignment, ui.tr("job.choose"), ui.tr("job.choose_hint"));
    end_pane(ui);
    if (!job) return;
    draw_actions(screen, layout, *job);
    draw_more_menu(screen, *job);
    draw_step_menu(screen);
    draw_report_menu(screen, job->visit.id);
    if (screen.photos.shown) draw_photo_page(screen, job->files, !job->given_away);
}

}  // namespace sigap::views
