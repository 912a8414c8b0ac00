#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

Chip state_chip(EditState state, const std::string& text) {
    switch (state) {
        case EditState::queued:
        case EditState::sending: return {Status::offline, text, icon::cloud_queue};
        case EditState::accepted: return {Status::done, text, icon::cloud_done};
        case EditState::withdrawn: return {Status::neutral, text, icon::undo};
        case EditState::left: return {Status::neutral, text};
        case EditState::merged:
        case EditState::conflict: return {Status::conflict, text};
        case EditState::refused:
        case EditState::deferred: return {Status::overdue, text};
    }
    return {};
}

void draw_state(Screen& screen, const SyncSnapshot& sync) {
    Ui& ui = screen.ui;
    const ConnectionState& connection = screen.state().connection;
    if (!connection.error.empty()) {
        const std::string problem = screen.say(connection.error);
        banner(ui, "sync.error", {Status::offline, problem, icon::cloud_off});
        space(ui, 10);
    }
    draw_warnings(screen, "sync.warning");
    draw_first_pull(screen, "sync.first_pull");
    key_value(ui, ui.tr("sync.unsent"), std::to_string(sync.status.queued));
    if (sync.status.oldest_queued) key_value(ui, ui.tr("sync.oldest"), screen.when(sync.status.oldest_queued));
    key_value(ui, ui.tr("sync.last_contact"), sync.status.last_contact ? screen.ago(sync.status.last_contact) : ui.tr("sync.never"));
    constexpr std::int64_t skew_worth_saying = 120'000;
    if (std::abs(sync.status.server_skew_ms) > skew_worth_saying) {
        const std::string skew = ui.tr("sync.skew", std::abs(sync.status.server_skew_ms) / 60'000);
        banner(ui, "sync.skew", {Status::offline, skew, icon::schedule});
    }
    space(ui, 12);
    if (button(ui, "sync.now", connection.syncing ? ui.tr("sync.running") : ui.tr("sync.now"),
               {.kind = ButtonKind::primary, .icon = icon::sync, .enabled = !connection.syncing}))
        screen.model.sync_now();
}

// Before leaving: what the open jobs need, what of it is here.
void draw_readiness(Screen& screen, const ReadinessReport& report) {
    Ui& ui = screen.ui;
    section(ui, ui.tr("ready.title"));
    const std::string light = ui.tr("ready." + std::string(word_of(report.light)));
    const Status status = report.light == Readiness::ready ? Status::done : report.light == Readiness::nearly ? Status::offline : Status::overdue;
    pill(ui, {status, light, report.light == Readiness::ready ? icon::check_circle : nullptr, "ready.light"});
    space(ui, 8);
    if (!report.status.first_pull_done) paragraph(ui, ui.tr("ready.first_pull"), true);
    else if (report.old) paragraph(ui, ui.tr("ready.old"), true);
    if (report.status.disk_scarce) paragraph(ui, ui.tr("warning.disk"), true);
    for (const auto& state : report.needs) {
        if (state.of == 0) continue;
        key_value(ui, ui.tr("ready.need." + std::string(word_of(state.need))), ui.tr("ready.here", state.here, state.of));
        for (const auto& missing : state.missing) paragraph(ui, "\xe2\x80\x93 " + missing, true);
    }
}

void draw_edit(Screen& screen, const LedgerLine& line) {
    Ui& ui = screen.ui;
    std::string title = ui.tr(command_key(line.entry.command));
    const std::string& subject = screen.either(line.subject, line.subject_en);
    const std::string state = screen.say(line.state);
    std::string below = screen.when(line.entry.command.at);
    if (!subject.empty()) below = subject + "  \xc2\xb7  " + below;
    const std::string id = to_string(line.entry.command.operation);
    const Interaction tapped = row(ui, "edit." + id, {.title = title, .subtitle = below, .chip = state_chip(line.entry.state, state)});
    if (tapped.activated && line.job) screen.model.open_job(line.job);
    if (!line.reason.empty()) {
        paragraph(ui, screen.say(line.reason), true);
        space(ui, 8);
    }
}

}  // namespace

void draw_sync(Screen& screen, const ShellLayout& layout) {
    Ui& ui = screen.ui;
    begin_pane(ui, "sync.pane", layout.detail, {layout.narrow ? 16.0f : 32.0f, 18});
    if (const auto sync = screen.model.sync()) {
        draw_state(screen, *sync);
        space(ui, 18);
        bool open = false;
        for (const auto& conflict : sync->conflicts) open = open || conflict.conflict.state == ConflictState::open;
        for (const auto& line : sync->ledger) open = open || line.parked();
        section(ui, ui.tr("sync.attention"));
        if (!open) label(ui, ui.tr("sync.attention_none"), true);
        for (const auto& line : sync->ledger)
            if (line.parked()) draw_parked(screen, line);
        for (const auto& conflict : sync->conflicts)
            if (conflict.conflict.state == ConflictState::open) draw_conflict(screen, conflict);
        space(ui, 14);
        draw_readiness(screen, sync->readiness);
        space(ui, 14);
        section(ui, ui.tr("sync.ledger"));
        if (sync->ledger.empty()) label(ui, ui.tr("sync.ledger_none"), true);
        for (const auto& line : sync->ledger) draw_edit(screen, line);
        bool settled = false;
        for (const auto& conflict : sync->conflicts) settled = settled || conflict.conflict.state != ConflictState::open;
        if (settled) {
            space(ui, 14);
            section(ui, ui.tr("sync.settled"));
            for (const auto& conflict : sync->conflicts)
                if (conflict.conflict.state != ConflictState::open) draw_conflict(screen, conflict);
        }
    }
    end_pane(ui);
}

}  // namespace sigap::views
