#include <algorithm>
#include <array>

#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

constexpr const char* draft_key = "direct.title";
constexpr std::array categories{"printer", "network", "computer", "account"};
constexpr std::array category_icons{icon::print, icon::wifi, icon::computer, icon::key};

void draw_categories(Screen& screen, DirectSheet& sheet, std::string& title) {
    Ui& ui = screen.ui;
    const auto word = [&](std::string_view category) { return ui.tr("direct.category." + std::string(category)); };
    // Two side by side, so that the fields below stay in sight of the keyboard.
    for (std::size_t i = 0; i < categories.size(); i += 2) {
        const std::array<std::string, 2> words{word(categories[i]), word(categories[i + 1])},
            keys{std::string("direct.category.") + categories[i], std::string("direct.category.") + categories[i + 1]};
        const std::array<Option, 2> options{{{keys[0], words[0], category_icons[i]}, {keys[1], words[1], category_icons[i + 1]}}};
        std::size_t chosen = sheet.category == categories[i] ? 0 : sheet.category == categories[i + 1] ? 1 : 2;
        if (i > 0) space(ui, 8);
        if (!segmented(ui, options, chosen)) continue;
        // The commonest is said by one tap; what somebody has typed stays.
        if (title.empty() || std::ranges::any_of(categories, [&](const char* category) { return title == word(category); })) {
            title = words[chosen];
            screen.model.draft_changed(draft_key);
        }
        sheet.category = categories[i + chosen];
    }
}

void draw_requester(Screen& screen, DirectSheet& sheet) {
    Ui& ui = screen.ui;
    const auto field = text_field(ui, "direct.who", sheet.who, {.label = ui.tr("direct.who"), .icon = icon::badge});
    if (field.changed) {
        sheet.requester = {};
        screen.model.find_people(sheet.who);
    }
    if (sheet.requester) return;
    for (const auto& person : screen.model.people()) {
        if (!row(ui, "direct.person." + to_string(person.id), {.title = person.name, .subtitle = person.unit, .icon = icon::badge}).activated) continue;
        sheet.requester = person.id;
        sheet.who = person.name;
        screen.model.find_people({});
        ui.window().redraw();
        break;
    }
}

void start(Screen& screen, const DirectSheet& sheet, const std::string& title) {
    Arguments arguments{{"title", title}, {"category", sheet.category}};
    if (sheet.requester) arguments.emplace_back("requester", sheet.requester);
    // A name that nobody here has is not lost.
    else if (!sheet.who.empty()) arguments.emplace_back("description", screen.ui.tr("direct.asked_by", sheet.who));
    AppModel& model = screen.model;
    model.perform("take_direct_request", {}, std::move(arguments), [&model](const Edit* saved) {
        if (!saved) return;
        model.clear_draft(draft_key);
        model.open_job(saved->id);
    });
}

}  // namespace

void draw_direct_sheet(Screen& screen) {
    if (!screen.direct) return;
    Ui& ui = screen.ui;
    DirectSheet& sheet = *screen.direct;
    bool open = begin_modal(ui, "direct", ui.tr("direct.title"));
    std::string& title = screen.model.draft(draft_key);
    draw_categories(screen, sheet, title);
    space(ui, 12);
    const auto field = text_field(ui, "direct.what", title, {.label = ui.tr("direct.what")});
    if (field.changed) screen.model.draft_changed(draft_key);
    space(ui, 12);
    draw_requester(screen, sheet);
    space(ui, 10);
    paragraph(ui, ui.tr("direct.hint"), true);
    space(ui, 14);
    const float width = std::floor((fill(ui) - ui.dp(Metrics::gap)) / 2);
    if (button(ui, "direct.cancel", ui.tr("action.cancel"), {.width = width})) open = false;
    same_line(ui);
    if (button(ui, "direct.start", ui.tr("direct.start"), {.kind = ButtonKind::primary, .width = width, .enabled = !title.empty()})) {
        start(screen, sheet, title);
        open = false;
    }
    end_modal(ui);
    if (open) return;
    screen.direct.reset();
    screen.model.find_people({});
    ui.window().redraw();
}

}  // namespace sigap::views
