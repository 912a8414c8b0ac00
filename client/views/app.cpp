#include "client/views/app.hpp"

#include <array>

namespace sigap::views {

using namespace ui;

namespace {

constexpr std::array places{View::jobs, View::assets, View::library, View::sync, View::settings};

std::size_t place_of(View view) {
    switch (view) {
        case View::assets:
        case View::asset: return 1;
        case View::library:
        case View::article:
        case View::procedures:
        case View::procedure:
        case View::person:
        case View::analysis: return 2;
        case View::sync: return 3;
        case View::settings: return 4;
        default: return 0;
    }
}

bool is_detail(View view) { return view == View::job || view == View::asset || view == View::article || view == View::procedure || view == View::person || view == View::analysis; }

}  // namespace

void App::apply_settings() {
    Settings settings = screen_.state().settings;
    settings.theme = theme_.value_or(settings.theme);
    settings.language = language_.value_or(settings.language);
    settings.zoom = zoom_.value_or(settings.zoom);
    Appearance look;
    // By daylight where the person works: SDL 2 does not tell what the desktop prefers, and a kiosk has none.
    const int hour = local_time(screen_.model.now(), screen_.offset()).hour;
    look.dark = settings.theme == Theme::dark || (settings.theme == Theme::automatic && (hour < 6 || hour >= 18));
    look.zoom = static_cast<float>(settings.zoom) / 100;
    look.text = static_cast<float>(settings.text_size) / 100;
    // A client reads in their own language.
    look.language = std::string(word_of(screen_.client && screen_.client->shown ? screen_.client->language : settings.language));
    screen_.ui.set_appearance(look);
}

void App::show_toasts() {
    for (const Toast& toast : screen_.model.take_toasts()) {
        // What a technician did is not the client's to take back, nor may it lie over where they sign.
        if (toast.quiet || (screen_.client && !toast.refused)) continue;
        const std::string text = screen_.say(toast.words);
        if (!toast.undo) {
            screen_.ui.toast(text);
            continue;
        }
        AppModel& model = screen_.model;
        screen_.ui.toast(text, screen_.ui.tr("action.undo"), [&model, operation = toast.undo] { model.undo(operation); });
    }
}

void App::draw_rail(const ShellLayout& layout) {
    Ui& ui = screen_.ui;
    const std::array<std::string, 5> words{ui.tr("nav.jobs"), ui.tr("nav.assets"), ui.tr("nav.library"), ui.tr("nav.sync"), ui.tr("nav.settings")};
    const std::array<Option, 5> options{{{"nav.jobs", words[0], icon::assignment_turned_in},
                                         {"nav.assets", words[1], icon::laptop},
                                         {"nav.library", words[2], icon::list_alt},
                                         {"nav.sync", words[3], icon::sync},
                                         {"nav.settings", words[4], icon::settings}}};
    std::size_t chosen = place_of(screen_.state().view);
    if (rail(ui, layout, options, chosen)) screen_.model.show(places[chosen]);
}

void App::draw_header(const ShellLayout& layout) {
    Ui& ui = screen_.ui;
    const AppState& state = screen_.state();
    const ConnectionState& connection = state.connection;
    Chip chip;
    std::string text, brief;
    if (connection.first_pull && connection.unsent == 0 && (!connection.syncing || connection.contact == Contact::offline)) {
        text = ui.tr("header.first_pull_waits");
        brief = ui.tr("header.first_pull_brief");
        chip = {Status::offline, text, nullptr, "header.status"};
    } else if (connection.syncing && connection.contact != Contact::offline) {
        text = ui.tr("header.syncing");
        chip = {Status::today, text, icon::sync, "header.status"};
    } else if (connection.contact == Contact::offline && connection.unsent > 0) {
        text = ui.tr("header.offline_unsent", connection.unsent);
        brief = ui.tr("header.offline_unsent_brief", connection.unsent);
        chip = {Status::offline, text, nullptr, "header.status"};
    } else if (connection.attention > 0) {
        text = ui.tr("header.attention", connection.attention);
        chip = {Status::conflict, text, nullptr, "header.status"};
    } else if (connection.contact == Contact::offline || connection.contact == Contact::attention) {
        text = ui.tr("header.offline");
        brief = ui.tr("header.offline_brief");
        chip = {Status::offline, text, nullptr, "header.status"};
    } else if (connection.contact == Contact::never) {
        text = ui.tr("header.never");
        brief = ui.tr("header.offline_brief");
        chip = {Status::offline, text, nullptr, "header.status"};
    } else if (connection.unsent > 0) {
        text = ui.tr("header.unsent", connection.unsent);
        brief = ui.tr("header.unsent_brief", connection.unsent);
        chip = {Status::offline, text, icon::cloud_queue, "header.status"};
    } else {
        text = ui.tr("header.all_sent");
        brief = ui.tr("header.all_sent_brief");
        chip = {Status::done, text, icon::cloud_done, "header.status"};
    }
    chip.brief = brief;
    const bool in_detail = is_detail(state.view);
    static constexpr std::array<const char*, 5> titles{"jobs.title", "assets.title", "library.title", "sync.title", "settings.title"};
    const std::string back = in_detail && layout.narrow ? ui.tr("action.back") : std::string();
    const std::size_t place = place_of(state.view);
    const HeaderResult result = header(ui, layout, ui.tr(titles[place]), chip, back);
    if (result.back || (in_detail && layout.narrow && ui.take_key(ImGuiKey_Escape)))
        screen_.model.show(state.view == View::procedure ? View::procedures : places[place]);
    if (result.status) screen_.model.show(View::sync);
}

void App::take_dropped(const ShellLayout& layout) {
    const AppState& state = screen_.state();
    const auto job = screen_.model.job();
    const bool open = job && !job->given_away && (state.view == View::job || (state.view == View::jobs && !layout.narrow));
    for (const auto& path : screen_.ui.window().take_dropped()) {
        if (open) {
            screen_.model.photos().add_file(job->visit.id, path);
            screen_.job_tab = 0;
            screen_.ui.reveal("photos.add");
        } else {
            screen_.model.say({"photos.drop_needs_job", {}, {}});
        }
    }
}

void App::draw() {
    screen_.model.drain();
    apply_settings();
    show_toasts();
    const AppState& state = screen_.state();
    if (!state.ready) return;
    if (!state.enrolled || state.view == View::enrol) return draw_enrol(screen_);
    if (screen_.client) return draw_client(screen_);
    const bool lists = place_of(state.view) < 3;
    const bool in_detail = is_detail(state.view);
    const bool jobs = state.view == View::jobs || state.view == View::job;
    const LibraryModel& library = screen_.model.library();
    const bool article = (state.view == View::library || state.view == View::article) && library.article() && staff.has(state.enrolment.role) &&
                         !(screen_.edit && screen_.edit->article == library.chosen());
    const ShellLayout layout = shell_layout(screen_.ui, lists ? Panes::two : Panes::one, in_detail, (jobs && screen_.model.job() != nullptr) || article);
    take_dropped(layout);
    draw_shell(screen_.ui, layout);
    draw_rail(layout);
    draw_header(layout);
    switch (state.view) {
        case View::jobs:
        case View::job:
            draw_jobs(screen_, layout);
            draw_job(screen_, layout);
            break;
        case View::assets:
        case View::asset:
            draw_assets(screen_, layout);
            draw_asset(screen_, layout);
            break;
        case View::library:
        case View::article:
            draw_library(screen_, layout);
            draw_article(screen_, layout);
            break;
        case View::person:
            draw_library(screen_, layout);
            draw_person(screen_, layout);
            break;
        case View::analysis:
            draw_library(screen_, layout);
            draw_analysis(screen_, layout);
            break;
        case View::procedures:
        case View::procedure:
            draw_procedures(screen_, layout);
            draw_procedure(screen_, layout);
            break;
        case View::sync: draw_sync(screen_, layout); break;
        case View::settings: draw_settings(screen_, layout); break;
        case View::enrol: break;
    }
    draw_reason_sheet(screen_);
    draw_direct_sheet(screen_);
    draw_photo_pages(screen_);
    draw_hand_over_sheet(screen_);
    draw_part_sheet(screen_);
    draw_notice_sheet(screen_);
    draw_call_sheet(screen_);
}

}  // namespace sigap::views
