#include <array>
#include <vector>

#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

void draw_filter(Screen& screen) {
    Ui& ui = screen.ui;
    const AppState& state = screen.state();
    const JobCounts& counts = screen.model.job_counts();
    std::string text = state.job_text;
    const auto field = search_field(ui, "jobs.search", text, ui.tr("jobs.search"), ui.tr("search.clear"), fill(ui, ui.dp(112)));
    if (field.changed) screen.model.set_jobs(state.job_filter, state.job_sort, text);
    same_line(ui, 8);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (icon_button(ui, "jobs.sort", icon::sort, ui.tr("jobs.sort"))) ui.open_menu("jobs.sort.menu", at);
    same_line(ui, 8);
    if (icon_button(ui, "jobs.direct", icon::add, ui.tr("direct.title"))) screen.direct.emplace();
    // Before all is here, nobody knows how many there are.
    const auto told = [&](std::int64_t count) { return state.connection.first_pull ? std::string("\xe2\x80\xa6") : std::to_string(count); };
    std::vector<JobFilter> filters{JobFilter::today, JobFilter::open, JobFilter::done};
    if (leads.has(state.enrolment.role)) filters.insert(filters.begin(), JobFilter::escalated);
    std::vector<std::string> words, keys;
    for (const JobFilter filter : filters) {
        keys.push_back("jobs." + std::string(word_of(filter)));
        words.push_back(ui.tr("jobs.filter." + std::string(word_of(filter)), told(count_of(counts, filter))));
    }
    std::vector<Option> options;
    std::size_t chosen = filters.size() - 2;
    for (std::size_t i = 0; i < filters.size(); ++i) {
        options.push_back({keys[i], words[i]});
        if (filters[i] == state.job_filter) chosen = i;
    }
    space(ui, 4);
    if (tabs(ui, options, chosen)) screen.model.set_jobs(filters[chosen], state.job_sort, state.job_text);
}

void draw_sort_menu(Screen& screen) {
    Ui& ui = screen.ui;
    if (!begin_menu(ui, "jobs.sort.menu")) return;
    constexpr std::array sorts{JobSort::time, JobSort::place, JobSort::priority};
    constexpr std::array icons{icon::schedule, icon::place, icon::flag};
    for (std::size_t i = 0; i < sorts.size(); ++i) {
        const std::string word(word_of(sorts[i]));
        if (menu_item(ui, "jobs.sort." + word, icons[i], ui.tr("jobs.sort." + word)))
            screen.model.set_jobs(screen.state().job_filter, sorts[i], screen.state().job_text);
    }
    end_menu(ui);
}

}  // namespace

void draw_jobs(Screen& screen, const ShellLayout& layout) {
    if (!layout.shows_list()) return;
    Ui& ui = screen.ui;
    PagedList<JobRow>& jobs = screen.model.jobs();
    begin_pane(ui, "jobs.pane", layout.list, {12, 10});
    draw_filter(screen);
    draw_warnings(screen, "jobs.warning");
    if (screen.state().connection.first_pull) {
        space(ui, 12);
        draw_first_pull(screen, "jobs.first_pull");
    } else if (jobs.loaded() && jobs.size() == 0) {
        const bool searching = !screen.state().job_text.empty();
        empty_state(ui, searching ? icon::search : icon::assignment_turned_in, ui.tr(searching ? "jobs.none_found" : "jobs.none"),
                    ui.tr(searching ? "jobs.none_found_hint" : "jobs.none_hint"));
    }
    // Its order went to somebody else; the visit made for it stays.
    const std::string handed_on = ui.tr("jobs.handed_on");
    virtual_list(ui, "jobs.rows", jobs.size(), row_height(ui), [&](std::size_t index) {
        const JobRow* job = jobs.row(index);
        if (!job) return row(ui, "jobs.waiting." + std::to_string(index), {.title = "\xe2\x80\xa6", .subtitle = ui.tr("list.waiting")});
        std::string chip_text;
        const Chip chip = job_chip(screen, *job, chip_text);
        std::string subtitle = job->place;
        if (!job->number.empty()) subtitle += (subtitle.empty() ? "" : "  \xc2\xb7  ") + job->number;
        const Interaction tapped = row(ui, "job." + to_string(job->visit),
                                       {.title = job->title.empty() ? handed_on : job->title, .subtitle = subtitle, .chip = chip, .selected = job->visit == screen.state().job});
        if (tapped.activated) screen.model.open_job(job->visit);
        return tapped;
    });
    end_pane(ui);
    draw_sort_menu(screen);
}

}  // namespace sigap::views
