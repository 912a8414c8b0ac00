#include <algorithm>
#include <array>

#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

std::string minutes_words(const Ui& ui, std::int64_t seconds) {
    const std::int64_t minutes = seconds / 60;
    return minutes < 60 ? ui.tr("time.minutes", minutes) : ui.tr("time.hours", minutes / 60, minutes % 60);
}

std::string counted(const std::string& name, const std::string& unit, std::int64_t quantity) {
    return std::to_string(quantity) + (unit.empty() ? " \xc3\x97 " : " " + unit + "  ") + name;
}

std::string notice_words(const Screen& screen, const Notice& notice) {
    std::string text = screen.ui.tr("notice." + std::string(word_of(notice.state)), screen.when(notice.settled_at ? notice.settled_at : notice.at));
    if (!notice.problem.empty() && notice.state != NoticeState::sent) text += " \xe2\x80\x93 " + notice.problem;
    return text;
}

bool close_buttons(Ui& ui, std::string_view key, std::string_view verb, bool ready, bool& open) {
    space(ui, 14);
    const float width = std::floor((fill(ui) - ui.dp(Metrics::gap)) / 2);
    if (button(ui, std::string(key) + ".cancel", ui.tr("action.cancel"), {.width = width})) open = false;
    same_line(ui);
    const bool accepted = button(ui, std::string(key) + ".accept", ui.tr(verb), {.kind = ButtonKind::primary, .width = width, .enabled = ready});
    if (accepted) open = false;
    return accepted;
}

void draw_stock(Screen& screen, PartSheet& sheet, const JobDetail& job) {
    Ui& ui = screen.ui;
    if (job.stock.empty()) paragraph(ui, ui.tr("parts.no_stock"), true);
    for (const auto& line : job.stock) {
        if (sheet.stock && sheet.stock != line.stock) continue;
        const std::string left = ui.tr("parts.left", line.quantity);
        std::string place = line.place.empty() ? ui.tr("parts.van") : line.place;
        if (!line.number.empty()) place = line.number + "  \xc2\xb7  " + place;
        const Chip chip{line.quantity <= 0 ? Status::overdue : Status::neutral, left, icon::inventory_2};
        if (!row(ui, "part.stock." + to_string(line.stock), {.title = line.name, .subtitle = place, .chip = chip, .selected = sheet.stock == line.stock})
                 .activated)
            continue;
        sheet.stock = sheet.stock ? Uuid{} : line.stock;
        ui.window().redraw();
        break;
    }
}

}  // namespace

void draw_visit_times(Screen& screen, const JobDetail& job) {
    const VisitTimes times = times_of(job.visit, screen.model.now());
    if (!job.visit.travelling_at && !job.visit.arrived_at) return;
    Ui& ui = screen.ui;
    std::string work = minutes_words(ui, times.work);
    if (times.pause > 0) work += "  (" + ui.tr("time.pause") + " " + minutes_words(ui, times.pause) + ")";
    const std::string travel = ui.tr("time.travel") + " " + minutes_words(ui, times.travel);
    key_value(ui, ui.tr("time.title"), travel + "  \xc2\xb7  " + ui.tr("time.work") + " " + work);
    constexpr std::int64_t minute_ms = 60'000;
    if (times.runs) ui.window().redraw_at(ui.clock().monotonic_ms() + minute_ms - screen.model.now().ms % minute_ms);
}

void draw_client(Screen& screen, const JobDetail& job) {
    Ui& ui = screen.ui;
    if (!job.notices.empty()) key_value(ui, ui.tr("notice.title"), notice_words(screen, job.notices.front()));
    if (!job.plan.empty()) key_value(ui, ui.tr("job.plan"), job.plan);
}

void draw_call(Screen& screen, const Person& client) {
    if (client.phone.empty()) return;
    Ui& ui = screen.ui;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float room = fill(ui);
    key_value(ui, ui.tr("job.call"), client.name + "  " + client.phone);
    const std::string number = dialled(client.phone);
    if (number.empty()) return;
    // At the end of its line, so that the checklist stays as high as it was.
    const ImVec2 after = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({at.x + room - ui.dp(Metrics::target), at.y - ui.dp(10)});
    if (icon_button(ui, "job.call", icon::phone, ui.tr("call.client", client.name))) screen.call = CallSheet{client.name, number};
    ImGui::SetCursorScreenPos(after);
}

void draw_call_sheet(Screen& screen) {
    if (!screen.call) return;
    Ui& ui = screen.ui;
    bool open = begin_modal(ui, "call", screen.call->name);
    heading(ui, screen.call->number);
    ui.record({.key = "call.number", .role = ui::Role::text, .label = screen.call->number}, {});
    paragraph(ui, ui.tr("call.hint"), true);
    if (close_buttons(ui, "call", "call.here", true, open)) screen.model.call(screen.call->number);
    end_modal(ui);
    if (open) return;
    screen.call.reset();
    ui.window().redraw();
}

void draw_parts(Screen& screen, const JobDetail& job) {
    const bool may = !job.given_away && job.visit.status >= VisitStatus::accepted && !has_ended(job.visit.status);
    if (job.parts.empty() && !may) return;
    Ui& ui = screen.ui;
    section(ui, ui.tr("parts.title"));
    for (std::size_t i = 0; i < job.parts.size(); ++i) {
        const PartLine& line = job.parts[i];
        std::string text = counted(line.name, line.unit, line.quantity);
        if (!line.serial.empty()) text += "  \xc2\xb7  " + line.serial;
        paragraph(ui, text);
        for (const auto& stock : job.stock)
            if (stock.stock == line.stock && stock.quantity < 0) {
                const std::string below = ui.tr("parts.below", stock.quantity);
                pill(ui, {Status::overdue, below, nullptr, "part.below." + std::to_string(i)});
            }
        if (may && line.quantity > 0 && link(ui, "part.return." + std::to_string(i), ui.tr("parts.return")))
            screen.model.perform("return_part", job.visit.id, {{"stock", line.stock}, {"quantity", std::int64_t{1}}, {"serial", line.serial}});
        space(ui, 6);
    }
    if (may && button(ui, "job.take_part", ui.tr("parts.take"), {.icon = icon::inventory_2})) screen.part = PartSheet{.visit = job.visit.id};
}

void draw_part_sheet(Screen& screen) {
    if (!screen.part) return;
    const auto job = screen.model.job();
    if (!job || job->visit.id != screen.part->visit) return screen.part.reset();
    Ui& ui = screen.ui;
    PartSheet& sheet = *screen.part;
    bool open = begin_modal(ui, "part", ui.tr("parts.take"));
    draw_stock(screen, sheet, *job);
    if (sheet.stock) {
        space(ui, 12);
        if (icon_button(ui, "part.fewer", icon::remove, ui.tr("parts.fewer"), sheet.quantity > 1)) --sheet.quantity;
        same_line(ui);
        const std::string count = std::to_string(sheet.quantity);
        pill(ui, {Status::neutral, count, icon::inventory_2, "part.quantity"});
        same_line(ui);
        if (icon_button(ui, "part.more", icon::add, ui.tr("parts.more"))) ++sheet.quantity;
        space(ui, 12);
        text_field(ui, "part.serial", sheet.serial, {.label = ui.tr("parts.serial"), .icon = icon::qr_code_scanner});
    }
    if (close_buttons(ui, "part", "parts.take", static_cast<bool>(sheet.stock), open)) {
        Arguments arguments{{"stock", sheet.stock}, {"quantity", sheet.serial.empty() ? sheet.quantity : std::int64_t{1}}, {"serial", sheet.serial}};
        screen.model.perform("take_part", sheet.visit, std::move(arguments));
    }
    end_modal(ui);
    if (open) return;
    screen.part.reset();
    ui.window().redraw();
}

void draw_notice_sheet(Screen& screen) {
    if (!screen.notice) return;
    Ui& ui = screen.ui;
    NoticeSheet& sheet = *screen.notice;
    bool open = begin_modal(ui, "notice", ui.tr("command.notify_client"));
    constexpr std::array<std::int64_t, 4> minutes{10, 20, 30, 60};
    for (std::size_t i = 0; i < minutes.size(); i += 2) {
        const std::array<std::string, 2> words{ui.tr("notice.in", minutes[i]), ui.tr("notice.in", minutes[i + 1])},
            keys{"notice.in." + std::to_string(minutes[i]), "notice.in." + std::to_string(minutes[i + 1])};
        const std::array<Option, 2> options{{{keys[0], words[0]}, {keys[1], words[1]}}};
        std::size_t chosen = sheet.minutes == minutes[i] ? 0 : sheet.minutes == minutes[i + 1] ? 1 : 2;
        if (i > 0) space(ui, 8);
        if (segmented(ui, options, chosen)) sheet.minutes = minutes[i + chosen];
    }
    space(ui, 10);
    paragraph(ui, ui.tr("notice.hint", sheet.address), true);
    if (close_buttons(ui, "notice", "notice.send", true, open))
        screen.model.perform("notify_client", sheet.visit, {{"expected_at", screen.model.now().ms + sheet.minutes * 60'000}});
    end_modal(ui);
    if (open) return;
    screen.notice.reset();
    ui.window().redraw();
}

}  // namespace sigap::views
