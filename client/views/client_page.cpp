// The page that a client gets in hand: what was done, stars, and a signature. It stands alone in the window, and only the technician's
// deliberate act leaves it. What is signed is what it showed first, whatever a sync brings meanwhile.
#include <algorithm>
#include <array>
#include <cmath>

#include "client/ui/pad.hpp"
#include "client/views/screen.hpp"
#include "sync/model/strokes.hpp"

namespace sigap::views {

using namespace ui;

namespace {

constexpr std::size_t drawn = 0, typed = 1, absent = 2;  // how it is signed

Strokes strokes_of(const PadLines& lines) {
    Strokes out;
    for (const auto& line : lines) {
        auto& stroke = out.emplace_back();
        for (const auto& point : line)
            stroke.push_back({static_cast<std::int16_t>(std::lround(point.x)), static_cast<std::int16_t>(std::lround(point.y))});
    }
    return out;
}

void draw_record(Screen& screen, const JobDetail& job) {
    Ui& ui = screen.ui;
    heading(ui, job.order.title);
    if (!job.order.number.empty()) label(ui, job.order.number, true);
    space(ui, 10);
    if (!job.visit.outcome.empty()) key_value(ui, ui.tr("report.outcome"), job.visit.outcome);
    if (!job.visit.reason.empty()) key_value(ui, ui.tr("report.reason"), job.visit.reason);
    if (!job.order.findings.empty()) key_value(ui, ui.tr("report.findings"), job.order.findings);
    std::size_t done = 0, skipped = 0, failed = 0;
    for (const auto& line : job.steps) {
        done += line.step.state == StepState::done, skipped += line.step.state == StepState::skipped;
        failed += line.step.state == StepState::failed;
    }
    if (!job.steps.empty()) {
        std::string progress = ui.tr("report.progress", done, job.steps.size());
        if (skipped > 0) progress += ", " + ui.tr("report.skipped", skipped);
        if (failed > 0) progress += ", " + ui.tr("report.failed", failed);
        key_value(ui, ui.tr("report.procedure"), progress);
    }
    if (!job.technician.empty()) key_value(ui, ui.tr("report.technician"), job.technician);
    key_value(ui, ui.tr("time.completed"), screen.when(job.visit.completed_at));
}

void draw_stars(Screen& screen, ClientPage& page) {
    Ui& ui = screen.ui;
    section(ui, ui.tr("client.rate"));
    for (std::int64_t i = 1; i <= most_stars; ++i) {
        if (i > 1) same_line(ui, 8);
        const std::string number = std::to_string(i);
        if (star(ui, "client.star." + number, ui.tr("report.rating", i, most_stars), i <= page.stars, i == page.stars)) page.stars = i;
    }
    space(ui, 8);
    label(ui, page.stars > 0 ? ui.tr("client.stars." + std::to_string(page.stars)) : ui.tr("client.stars.none"), true);
    space(ui, 8);
    text_field(ui, "client.remark", page.remark, {.label = ui.tr("client.remark")});
}

void draw_pad(Screen& screen, ClientPage& page) {
    Ui& ui = screen.ui;
    const float room = ui.page().height() - ui.dp(96);
    const float width = std::min(fill(ui), std::max(ui.dp(240), room * pad_width / pad_height));
    pad(ui, "client.pad", page.lines, width,
        {.label = ui.tr("client.pad"), .hint = ui.tr("client.pad_hint"), .units = {pad_width, pad_height}, .most_lines = most_strokes, .most_points = most_points});
    space(ui, 8);
    if (button(ui, "client.clear", ui.tr("client.clear"), {.icon = icon::refresh, .enabled = !page.lines.empty()})) page.lines.clear();
}

bool is_ready(const ClientPage& page) {
    if (page.way == absent) return !page.absent.empty();
    return !page.name.empty() && (page.way == typed ? page.agreed : is_signature(strokes_of(page.lines)));
}

void save(Screen& screen, const ClientPage& page) {
    AppModel& model = screen.model;
    const auto about = [&screen, visit = page.visit](auto change) {
        return [&screen, visit, change](const Edit* saved) {
            if (screen.client && screen.client->visit == visit) change(*screen.client, saved != nullptr);
        };
    };
    screen.client->saving = true;
    if (page.stars > 0 && !page.rated && page.way != absent)
        model.perform("rate_visit", page.visit, {{"stars", page.stars}, {"remark", page.remark}},
                      about([](ClientPage& now, bool saved) { now.rated = now.rated || saved; }));
    Arguments arguments{{"name", page.way == absent ? std::string() : page.name}, {"signed_hash", page.shown->signed_hash}};
    if (page.way == drawn) arguments.emplace_back("strokes", strokes_text(strokes_of(page.lines)));
    if (page.way == typed) arguments.emplace_back("typed", std::int64_t{1});
    if (page.way == absent) arguments.emplace_back("absent_reason", page.absent);
    model.perform("sign_visit", page.visit, std::move(arguments), about([](ClientPage& now, bool saved) {
        now.saving = false;
        now.done = saved;
    }));
}

void draw_signing(Screen& screen, ClientPage& page) {
    Ui& ui = screen.ui;
    section(ui, ui.tr("client.sign"));
    const std::array<std::string, 3> words{ui.tr("client.by_hand"), ui.tr("client.by_name"), ui.tr("client.absent")};
    const std::array<Option, 3> options{{{"client.by_hand", words[0], icon::edit}, {"client.by_name", words[1], icon::text_fields}, {"client.absent", words[2], icon::block}}};
    segmented(ui, options, page.way);
    space(ui, 12);
    if (page.way == absent) {
        text_field(ui, "client.reason", page.absent, {.label = ui.tr("client.absent_reason"), .lines = 2});
    } else {
        text_field(ui, "client.name", page.name, {.label = ui.tr("client.name")});
        if (page.way == drawn) draw_pad(screen, page);
        else checkbox(ui, "client.agree", ui.tr("client.agree"), page.agreed);
    }
    space(ui, 14);
    if (button(ui, "client.save", ui.tr(page.way == absent ? "client.save_absent" : "client.save"),
               {.kind = ButtonKind::primary, .icon = icon::check, .width = fill(ui), .height = 60, .enabled = is_ready(page) && !page.saving}))
        save(screen, page);
    space(ui, 8);
}

void draw_thanks(Screen& screen, const ClientPage& page) {
    Ui& ui = screen.ui;
    const bool signed_by = page.way != absent;
    empty_state(ui, icon::check_circle_outline, signed_by ? ui.tr("client.thanks", page.name) : ui.tr("client.kept_absent"),
                ui.tr("client.give_back", page.shown->technician));
}

void draw_languages(Screen& screen, ClientPage& page) {
    Ui& ui = screen.ui;
    const std::array<Option, 2> options{{{"client.id", "Bahasa Indonesia"}, {"client.en", "English"}}};
    std::size_t chosen = page.language == Language::en ? 1 : 0;
    if (segmented(ui, options, chosen)) page.language = chosen == 1 ? Language::en : Language::id, ui.window().redraw();
}

// The technician's way out, asked once more.
void draw_leave(Screen& screen, ClientPage& page) {
    Ui& ui = screen.ui;
    space(ui, 16);
    if (button(ui, "client.leave", ui.tr("client.leave"), {.icon = icon::lock_open})) page.leaving = true;
    space(ui, 16);
}

void draw_parts(Screen& screen, ClientPage& page) {
    Ui& ui = screen.ui;
    const Rect area = ui.page();
    if (!page.shown) {
        begin_pane(ui, "client.pane", area, {32, 24});
        label(ui, ui.tr("client.wait"), true);
        draw_leave(screen, page);
        return end_pane(ui);
    }
    if (page.done) {
        begin_pane(ui, "client.pane", area, {32, 24});
        draw_thanks(screen, page);
        draw_leave(screen, page);
        return end_pane(ui);
    }
    const float unit = std::max(ui.tall(100), ui.dp(100)) / 100;
    const bool wide = area.width() / unit >= 1000;
    const float middle = wide ? std::round(area.width() * 0.44f) : area.width();
    const auto first = [&] {
        draw_languages(screen, page);
        space(ui, 14);
        draw_record(screen, *page.shown);
        if (!page.rated) draw_stars(screen, page);
    };
    begin_pane(ui, "client.pane", {area.min, {middle, area.max.y}}, {wide ? 32.0f : 16.0f, 20});
    first();
    if (wide) {
        draw_leave(screen, page);
        end_pane(ui);
        begin_pane(ui, "client.pane.sign", {{middle, area.min.y}, area.max}, {24, 20});
    }
    draw_signing(screen, page);
    if (!wide) draw_leave(screen, page);
    end_pane(ui);
}

}  // namespace

void draw_client(Screen& screen) {
    ClientPage& page = *screen.client;
    Ui& ui = screen.ui;
    const auto job = screen.model.job();
    if (!page.shown && job && job->visit.id == page.visit && has_ended(job->visit.status)) {
        page.shown = job;
        page.rated = !job->ratings.empty();
        if (!job->requester) return ui.window().redraw();
        page.name = job->requester->name;
        page.language = job->requester->language;
        return ui.window().redraw();
    }
    draw_parts(screen, page);
    if (!page.leaving) return;
    const std::string who = page.shown ? page.shown->technician : screen.state().person;
    const Answer answer = ask(ui, "client.out",
                              {.title = ui.tr("client.leave"), .text = ui.tr(page.done ? "client.leave_done" : "client.leave_open", who),
                               .verb = ui.tr("client.leave_verb"), .cancel = ui.tr("client.stay"), .kind = ButtonKind::primary});
    if (answer == Answer::open) return;
    page.leaving = false;
    if (answer == Answer::accepted) screen.client.reset();
}

}  // namespace sigap::views
