// The end of a visit as its technician tells it: done, partly or behind a closed door, why it happened and what was done.
#include <algorithm>
#include <array>

#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

constexpr std::array commands{"complete_visit", "partially_complete_visit", "no_access_visit"};
// Those that end a work order most often come first; `planned` and `unknown` are no faults.
constexpr std::array causes{"hardware", "software", "settings", "network", "power", "account", "handling", "consumable", "outside", "planned", "unknown"};
constexpr std::array cause_icons{icon::memory,   icon::desktop_windows, icon::settings, icon::wifi,  icon::storage,     icon::key,
                                 icon::person, icon::inventory_2,     icon::business, icon::event, icon::help_outline};
constexpr std::array phrases{"repaired", "replaced", "installed", "explained"};

std::string note_key(const FinishPage& page) { return (page.result == 0 ? "complete_visit." : "reason.") + to_string(page.visit); }
std::string cause_key(const FinishPage& page) { return "cause." + to_string(page.visit); }

void draw_results(Screen& screen, FinishPage& page) {
    Ui& ui = screen.ui;
    const std::array<std::string, 3> words{ui.tr("finish.done"), ui.tr("finish.partly"), ui.tr("finish.no_access")};
    const std::array<Option, 3> options{{{"finish.done", words[0], icon::check}, {"finish.partly", words[1], icon::hourglass_empty}, {"finish.no_access", words[2], icon::lock}}};
    segmented(ui, options, page.result);
}

void draw_causes(Screen& screen, FinishPage& page) {
    Ui& ui = screen.ui;
    section(ui, ui.tr("finish.cause"));
    std::string& chosen = screen.model.draft(cause_key(page));
    const float gap = ui.dp(8), least = ui.tall(190);
    const auto columns = static_cast<std::size_t>(std::clamp((fill(ui) + gap) / (least + gap), 1.0f, 4.0f));
    const float width = std::floor((fill(ui) - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
    for (std::size_t i = 0; i < causes.size(); ++i) {
        if (i % columns > 0) same_line(ui, 8);
        else if (i > 0) space(ui, 8);
        const bool is = chosen == causes[i];
        const std::string word = ui.tr(std::string("cause.") + causes[i]);
        if (choice(ui, std::string("finish.cause.") + causes[i], word, is ? icon::check : cause_icons[i], is, width)) {
            chosen = causes[i];
            screen.model.draft_changed(cause_key(page));
        }
    }
}

void draw_note(Screen& screen, FinishPage& page) {
    Ui& ui = screen.ui;
    const std::string key = note_key(page);
    std::string& note = screen.model.draft(key);
    space(ui, 14);
    const auto field = text_field(ui, "finish.note", note, {.label = ui.tr(page.result == 0 ? "finish.outcome" : "finish.reason"), .lines = 3});
    if (field.changed) screen.model.draft_changed(key);
    if (page.result != 0) return;
    // The commonest is said by one tap; what somebody has typed stays.
    for (std::size_t i = 0; i < phrases.size(); ++i) {
        const std::string words = ui.tr(std::string("finish.phrase.") + phrases[i]);
        const float width = text_width(ui, Font::body, words) + ui.dp(40);
        if (i > 0) {
            same_line(ui, 8);
            if (fill(ui) < width) ImGui::NewLine(), space(ui, 8);
        }
        if (!button(ui, std::string("finish.phrase.") + phrases[i], words, {.width = std::min(width, fill(ui)), .height = 48})) continue;
        if (note.find(words) == std::string::npos) note += (note.empty() ? "" : "\n") + words;
        screen.model.draft_changed(key);
    }
}

void finish(Screen& screen, FinishPage& page) {
    AppModel& model = screen.model;
    const std::string note = note_key(page), cause = cause_key(page);
    Arguments arguments{{page.result == 0 ? "outcome" : "reason", model.draft(note)}};
    if (page.result == 0) arguments.emplace_back("cause", model.draft(cause));
    const bool for_client = page.result < 2;
    page.saving = true;
    model.perform(commands[page.result], page.visit, std::move(arguments), [&screen, note, cause, for_client, visit = page.visit](const Edit* saved) {
        // Whoever has gone on to something else meanwhile stays there.
        const bool here = screen.finish && screen.finish->visit == visit;
        if (here) screen.finish->saving = false;
        if (!saved) return;
        screen.model.clear_draft(note);
        screen.model.clear_draft(cause);
        if (here) screen.finish.reset();
        if (!here || !for_client || screen.state().job != visit) return;
        screen.client = ClientPage{.visit = visit};
        screen.ui.dismiss_toast();
    });
}

}  // namespace

void draw_finish(Screen& screen, const ShellLayout& layout, const JobDetail& job) {
    Ui& ui = screen.ui;
    FinishPage& page = *screen.finish;
    begin_pane(ui, "finish.pane." + to_string(page.visit), layout.detail, {layout.narrow ? 16.0f : 32.0f, 18});
    heading(ui, job.order.title);
    space(ui, 8);
    draw_results(screen, page);
    if (page.result == 0) {
        if (job.open_mandatory > 0) {
            space(ui, 10);
            const std::string open = ui.tr("finish.steps_open", job.open_mandatory);
            banner(ui, "finish.steps_open", {Status::overdue, open, icon::checklist});
        }
        space(ui, 8);
        draw_causes(screen, page);
    }
    draw_note(screen, page);
    space(ui, 20);
    end_pane(ui);
    const Actions bar = begin_actions(ui, layout, 2);
    const bool told = !screen.model.draft(note_key(page)).empty() && (page.result > 0 || !screen.model.draft(cause_key(page)).empty());
    if (button(ui, "finish.save", ui.tr(page.result < 2 ? "finish.to_client" : "finish.save"),
               {.kind = ButtonKind::primary, .icon = icon::check, .width = bar.main, .height = bar.height, .enabled = told && !page.saving}))
        finish(screen, page);
    same_line(ui);
    const bool back = button(ui, "finish.back", ui.tr("action.back"), {.width = bar.other, .height = bar.height});
    end_actions(ui);
    if (!back && !ui.take_key(ImGuiKey_Escape)) return;
    screen.finish.reset();
    ui.window().redraw();
}

}  // namespace sigap::views
