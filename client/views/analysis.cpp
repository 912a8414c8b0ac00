#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

std::string duration_words(const Ui& ui, std::int64_t minutes) {
    return minutes < 60 ? ui.tr("analysis.minutes", minutes) : ui.tr("analysis.hours", minutes / 60, minutes % 60);
}

void draw_month(Screen& screen, const std::string& month) {
    Ui& ui = screen.ui;
    LibraryModel& library = screen.model.library();
    if (icon_button(ui, "analysis.before", icon::chevron_left, ui.tr("analysis.before"))) library.analyse(month_beside(month, -1), screen.offset());
    same_line(ui, 8);
    if (icon_button(ui, "analysis.after", icon::chevron_right, ui.tr("analysis.after"), month < month_of(screen.model.now(), screen.offset())))
        library.analyse(month_beside(month, 1), screen.offset());
    same_line(ui, 12);
    const auto span = span_of_month(month, screen.offset());
    heading(ui, span ? month_words(ui.strings(), span->begin, screen.offset()) : month);
}

template <typename Words>
void draw_counts(Screen& screen, const char* title, const std::vector<AnalysisCount>& counts, Words words) {
    if (counts.empty()) return;
    Ui& ui = screen.ui;
    space(ui, 12);
    section(ui, ui.tr(title));
    for (const auto& one : counts) key_value(ui, one.name.empty() ? ui.tr("analysis.not_said") : words(one.name), std::to_string(one.count));
}

void draw_figures(Screen& screen, const Analysis& analysis) {
    Ui& ui = screen.ui;
    const auto share = [&](std::int64_t part, std::int64_t of, std::int64_t percent) { return ui.tr("analysis.of", part, of, percent); };
    key_value(ui, ui.tr("analysis.made"), std::to_string(analysis.made));
    key_value(ui, ui.tr("analysis.closed"), std::to_string(analysis.closed));
    const Share& first = analysis.first_time_fixed;
    if (first.of > 0) key_value(ui, ui.tr("analysis.first_time"), share(first.part, first.of, first.percent()));
    key_value(ui, ui.tr("analysis.reopened"), std::to_string(analysis.reopened));
    const Share& steps = analysis.skipped_steps;
    if (steps.of > 0) key_value(ui, ui.tr("analysis.skipped"), share(steps.part, steps.of, steps.percent()));
    if (analysis.minutes_to_close) {
        space(ui, 12);
        section(ui, ui.tr("analysis.times"));
        const auto time = [&](const char* key, const std::optional<std::int64_t>& minutes) {
            if (minutes) key_value(ui, ui.tr(key), duration_words(ui, *minutes));
        };
        time("analysis.to_arrival", analysis.minutes_to_arrival);
        time("analysis.of_work", analysis.minutes_of_work);
        time("analysis.to_close", analysis.minutes_to_close);
    }
    space(ui, 12);
    section(ui, ui.tr("analysis.bypass"));
    if (analysis.bypass.empty()) label(ui, ui.tr("analysis.no_tickets"), true);
    for (const auto& rate : analysis.bypass)
        key_value(ui, rate.team.empty() ? ui.tr("analysis.not_said") : rate.team, share(rate.direct, rate.tickets, rate.percent()));
    const BypassRate& all = analysis.bypass_of_all;
    if (analysis.bypass.size() > 1) key_value(ui, ui.tr("analysis.all_teams"), share(all.direct, all.tickets, all.percent()));
    const auto as_it_is = [](const std::string& name) { return name; };
    draw_counts(screen, "analysis.by_category", analysis.by_category, [&](const std::string& name) { return screen.category_words(name); });
    // A ticket's cause may be any text of before there was a list.
    draw_counts(screen, "analysis.by_cause", analysis.by_cause, [&](const std::string& name) {
        Cause known{};
        return from_word(name, known) && known != Cause::none ? ui.tr("cause." + name) : name;
    });
    draw_counts(screen, "analysis.by_type", analysis.by_type, [&](const std::string& name) { return ui.tr("job_type." + name); });
    draw_counts(screen, "analysis.by_team", analysis.by_team, as_it_is);
    draw_counts(screen, "analysis.by_person", analysis.by_person, as_it_is);
}

}  // namespace

void draw_analysis(Screen& screen, const ShellLayout& layout) {
    if (!layout.shows_detail()) return;
    Ui& ui = screen.ui;
    const LibraryModel& library = screen.model.library();
    const auto analysis = library.analysis();
    begin_pane(ui, "analysis.pane", layout.detail, {layout.narrow ? 16.0f : 32.0f, 18});
    draw_month(screen, library.month());
    if (!analysis || analysis->month != library.month()) {
        label(ui, ui.tr("analysis.counting"), true);
        return end_pane(ui);
    }
    draw_figures(screen, *analysis);
    space(ui, 16);
    if (button(ui, "analysis.copy", ui.tr("analysis.copy"), {.icon = icon::content_copy})) {
        ImGui::SetClipboardText(analysis_csv(*analysis).c_str());
        ui.toast(ui.tr("analysis.copied"));
    }
    scroll_by_keys(ui);
    end_pane(ui);
}

}  // namespace sigap::views
