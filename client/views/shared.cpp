#include <algorithm>
#include <array>

#include "client/views/screen.hpp"

namespace sigap::views {

const std::string& Screen::either(const std::string& id, const std::string& en) const {
    const std::string& first = indonesian() ? id : en;
    return first.empty() ? (indonesian() ? en : id) : first;
}

std::string Screen::say(const Words& words) const {
    if (words.key.empty()) return words.plain;
    std::vector<std::string> arguments = words.arguments;
    arguments.resize(3);
    return ui.tr(words.key, arguments[0], arguments[1], arguments[2]);
}

std::string Screen::status_words(std::string_view kind, std::string_view word) const {
    return ui.tr("status." + std::string(kind) + "." + std::string(word));
}

std::string Screen::category_words(const std::string& category) const {
    static constexpr std::array<std::string_view, 11> known{"account", "asset",   "computer", "data",     "mail",     "meeting_room",
                                                            "network", "power",   "printer",  "security", "telephone"};
    return std::ranges::find(known, category) == known.end() ? category : ui.tr("category." + category);
}

std::string place_words(const std::vector<std::string>& path) {
    std::string words;
    for (auto part = path.rbegin(); part != path.rend(); ++part)
        if (words.find(*part) == std::string::npos) words += (words.empty() ? "" : ", ") + *part;
    return words;
}

namespace {

using namespace ui;

Chip pending_chip(const Screen& screen, EditState state, std::string& text) {
    text = screen.say(state_words(state));
    switch (state) {
        case EditState::queued:
        case EditState::sending: return {Status::offline, text, icon::cloud_queue};
        case EditState::accepted:
        case EditState::withdrawn:
        case EditState::left: return {Status::done, text};
        case EditState::merged:
        case EditState::conflict: return {Status::conflict, text};
        case EditState::refused:
        case EditState::deferred: return {Status::overdue, text};
    }
    return {};
}

}  // namespace

const char* status_icon(VisitStatus status) {
    if (status >= VisitStatus::completed) return icon::check_circle_outline;
    if (status == VisitStatus::on_site || status == VisitStatus::on_break) return icon::handyman;
    return status == VisitStatus::travelling ? icon::directions_walk : icon::schedule;
}

ui::Chip job_chip(const Screen& screen, const JobRow& job, std::string& text) {
    Ui& ui = screen.ui;
    if (job.done && job.unsent) {
        text = ui.tr("jobs.done_not_sent");
        return {Status::done, text};
    }
    if (job.done) {
        text = screen.status_words("visit", word_of(job.status));
        return {job.status == VisitStatus::completed ? Status::done : Status::neutral, text, status_icon(job.status)};
    }
    if (job.escalation != Escalation::none) {
        text = ui.tr("jobs.escalated");
        return {Status::overdue, text, icon::flag};
    }
    if (job.status == VisitStatus::travelling || job.status == VisitStatus::on_site || job.status == VisitStatus::on_break) {
        text = screen.status_words("visit", word_of(job.status));
        return {Status::today, text, status_icon(job.status)};
    }
    if (job.overdue) {
        text = ui.tr("jobs.overdue");
        return {Status::overdue, text};
    }
    const Timestamp when = job.scheduled_at ? job.scheduled_at : job.due_at;
    text = screen.when(when);
    const bool today = when && local_time(when, screen.offset()).day_number == local_time(screen.model.now(), screen.offset()).day_number;
    return {today ? Status::today : Status::neutral, text, icon::schedule};
}

void draw_notes(Screen& screen, const Uuid& about, const std::vector<NoteLine>& notes) {
    Ui& ui = screen.ui;
    const std::string key = "note." + to_string(about);
    section(ui, ui.tr("notes.title"));
    std::string& draft = screen.model.draft(key);
    const auto field = text_field(ui, "note.text", draft, {.hint = ui.tr("notes.hint"), .lines = 3});
    if (field.changed) screen.model.draft_changed(key);
    space(ui, 8);
    if (button(ui, "note.save", ui.tr("notes.save"), {.icon = icon::note_add, .enabled = !draft.empty()}))
        screen.model.add_note(about, key);
    space(ui, 8);
    if (notes.empty()) label(ui, ui.tr("notes.none"), true);
    for (const auto& line : notes) {
        const std::string id = to_string(line.note.id);
        begin_card(ui, "note." + id);
        paragraph(ui, line.note.text);
        label(ui, line.author + "  \xc2\xb7  " + screen.when(line.note.written_at), true, Font::small);
        if (line.pending) {
            std::string text;
            const Chip chip = pending_chip(screen, *line.pending, text);
            space(ui, 4);
            pill(ui, chip);
        }
        if (line.mine && link(ui, "note.retract." + id, ui.tr("notes.retract")))
            screen.model.perform("retract_note", line.note.id);
        end_card(ui);
        space(ui, 8);
    }
}

void draw_files(Screen& screen, const std::vector<FileLine>& files) {
    if (files.empty()) return;
    Ui& ui = screen.ui;
    section(ui, ui.tr("files.title"));
    for (const auto& line : files) {
        const Attachment& file = line.attachment;
        begin_card(ui, "file." + to_string(file.id));
        paragraph(ui, file.name.empty() ? ui.tr("files.unnamed") : file.name);
        if (!file.caption.empty()) paragraph(ui, file.caption, true);
        label(ui, line.author + "  \xc2\xb7  " + screen.when(file.added_at), true, Font::small);
        const std::string text = ui.tr("files." + std::string(word_of(line.state)), line.percent);
        space(ui, 4);
        switch (line.state) {
            case FileState::done: pill(ui, {Status::done, text}); break;
            case FileState::sending:
            case FileState::fetching: pill(ui, {Status::offline, text, icon::cloud_queue}); break;
            case FileState::elsewhere: pill(ui, {Status::neutral, text, icon::schedule}); break;
            case FileState::retake:
            case FileState::refused: pill(ui, {Status::overdue, text}); break;
        }
        end_card(ui);
        space(ui, 8);
    }
}

void draw_history(Screen& screen, const std::vector<HistoryLine>& history) {
    Ui& ui = screen.ui;
    section(ui, ui.tr("history.title"));
    if (history.empty()) label(ui, ui.tr("history.none"), true);
    Uuid job;
    for (std::size_t i = 0; i < history.size(); ++i) {
        const HistoryLine& line = history[i];
        if (line.job && line.job != job && line.job != screen.state().job)
            if (link(ui, "history.job." + std::to_string(i), screen.either(line.subject, line.subject_en))) screen.model.open_job(line.job);
        job = line.job;
        std::string what = line.key.empty() ? ui.tr("command." + line.command) : ui.tr(line.key);
        const std::string& subject = screen.either(line.subject, line.subject_en);
        if (!subject.empty()) what += ": " + subject;
        for (const auto& [name, value] : line.details)
            if ((name == "reason" || name == "text" || name == "outcome" || name == "findings" || name == "note" || name == "resolution" || name == "cause" || name == "absent_reason") && !value.empty())
                what += " \xe2\x80\x93 " + value;
        paragraph(ui, what);
        std::string who = line.actor.empty() ? screen.when(line.at) : line.actor + "  \xc2\xb7  " + screen.when(line.at);
        if (line.pending) who += "  \xc2\xb7  " + screen.say(state_words(*line.pending));
        label(ui, who, true, Font::small);
        space(ui, 10);
    }
}

void draw_conflict(Screen& screen, const ConflictLine& line) {
    Ui& ui = screen.ui;
    const std::string id = to_string(line.conflict.id);
    begin_card(ui, "conflict." + id);
    const std::string field = line.field.empty() ? ui.tr("field.newer") : ui.tr("field." + line.field);
    paragraph(ui, line.subject.empty() ? field : line.subject + "  \xc2\xb7  " + field);
    space(ui, 4);
    const auto side = [&](std::string_view name, const std::string& value, const std::string& who, Timestamp at) {
        const bool status = line.field == "status" && (line.kind == "visit" || line.kind == "asset");
        key_value(ui, name, value.empty() ? ui.tr("conflict.empty") : status ? screen.status_words(line.kind, value) : value);
        label(ui, who + "  \xc2\xb7  " + screen.when(at), true, Font::small);
        space(ui, 6);
    };
    side(ui.tr("conflict.kept"), line.kept, line.kept_by, line.conflict.kept_at);
    side(ui.tr("conflict.lost"), line.lost, line.lost_by, line.conflict.lost_at);
    if (!line.conflict.command.empty()) {
        paragraph(ui, ui.tr("conflict.late", ui.tr("command." + line.conflict.command)), true);
        if (!line.holder.empty()) paragraph(ui, ui.tr("conflict.holder", line.holder), true);
        for (const auto& [name, value] : line.wanted) paragraph(ui, ui.tr("field." + name) + ": " + value, true);
        space(ui, 6);
    }
    if (line.conflict.state == ConflictState::open) {
        if (line.may_restore) {
            if (button(ui, "conflict.restore." + id, ui.tr("conflict.restore"), {.icon = icon::restore}))
                screen.model.perform("restore_conflict", line.conflict.id);
            same_line(ui);
        } else {
            paragraph(ui, ui.tr(line.conflict.command.empty() ? "conflict.desk_decides" : "conflict.not_now"), true);
        }
        if (button(ui, "conflict.dismiss." + id, ui.tr("conflict.dismiss"), {.icon = icon::check}))
            screen.model.perform("dismiss_conflict", line.conflict.id);
    } else {
        label(ui, ui.tr("conflict." + std::string(word_of(line.conflict.state)), line.settled_by, screen.when(line.conflict.settled_at)), true);
    }
    end_card(ui);
    space(ui, 8);
}

void draw_first_pull(Screen& screen, std::string_view key) {
    const ConnectionState& connection = screen.state().connection;
    if (!connection.first_pull) return;
    Ui& ui = screen.ui;
    const auto [rows, of] = *connection.first_pull;
    const auto number = [&](std::int64_t value) { return ui::grouped(value, ui.tr("number.grouping")); };
    begin_card(ui, key);
    label(ui, ui.tr(connection.syncing ? "first_pull.runs" : "first_pull.waits"), false, Font::strong);
    space(ui, 6);
    const std::string text = of > 0 ? ui.tr("first_pull.of", number(rows), number(of)) : ui.tr("first_pull.begins");
    progress(ui, std::string(key) + ".bar", of > 0 ? static_cast<float>(rows) / static_cast<float>(of) : 0.0f, text);
    space(ui, 8);
    paragraph(ui, ui.tr("first_pull.hint"), true);
    end_card(ui);
    space(ui, 12);
}

void draw_warnings(Screen& screen, std::string_view key) {
    const ConnectionState& connection = screen.state().connection;
    Ui& ui = screen.ui;
    const auto warn = [&](std::string_view what, const char* picture) {
        const std::string text = ui.tr("warning." + std::string(what));
        banner(ui, std::string(key) + '.' + std::string(what), {Status::overdue, text, picture});
        space(ui, 10);
    };
    if (connection.disk_scarce) warn("disk", icon::storage);
    if (connection.unsent >= many_unsent) warn("unsent", icon::cloud_queue);
}

void draw_parked(Screen& screen, const LedgerLine& line) {
    Ui& ui = screen.ui;
    const Uuid operation = line.entry.command.operation;
    const std::string id = to_string(operation);
    begin_card(ui, "parked." + id);
    const std::string what = ui.tr(command_key(line.entry.command));
    const std::string& subject = screen.either(line.subject, line.subject_en);
    label(ui, subject.empty() ? what : subject + "  \xc2\xb7  " + what, false, Font::strong);
    label(ui, screen.when(line.entry.command.at), true, Font::small);
    space(ui, 4);
    paragraph(ui, screen.say(line.reason));
    for (const auto& [name, value] : line.wanted)
        if (!value.empty()) key_value(ui, ui.tr("field." + name), value);
    space(ui, 6);
    if (line.twin && line.entry.about_kind == Kind::asset) {
        if (link(ui, "parked.open." + id, ui.tr("parked.open", line.twin_title))) screen.model.open_asset(line.twin);
        space(ui, 4);
    }
    if (!line.unique_field.empty()) {
        if (button(ui, "parked.other." + id, ui.tr("parked.other"), {.kind = ButtonKind::primary}))
            screen.sheet = ReasonSheet{.command = line.entry.command.name, .argument = line.unique_field, .draft = "again." + id,
                                       .title = "parked.other", .again = operation};
        if (line.twin) {
            same_line(ui);
            if (button(ui, "parked.merge." + id, ui.tr("parked.merge"))) screen.model.do_again(operation, {}, line.twin);
        }
    } else if (button(ui, "parked.again." + id, ui.tr("parked.again"), {.icon = icon::restore})) {
        screen.model.do_again(operation);
    }
    same_line(ui);
    if (button(ui, "parked.leave." + id, ui.tr("conflict.dismiss"), {.icon = icon::check})) screen.model.leave(operation);
    end_card(ui);
    space(ui, 8);
}

void draw_differences(Screen& screen, const std::vector<Difference>& differences) {
    Ui& ui = screen.ui;
    for (const auto& difference : differences) {
        const std::string name = ui.tr("fact." + difference.field);
        const std::string registered = difference.registered.empty() ? ui.tr("scan.nothing") : difference.registered;
        key_value(ui, name, registered + "  \xe2\x86\x92  " + difference.found);
        if (difference.matters) {
            const std::string text = ui.tr("scan.differs");
            pill(ui, {Status::conflict, text});
            space(ui, 6);
        }
    }
}

void draw_facts(Screen& screen, const MachineFacts& facts) {
    Ui& ui = screen.ui;
    const auto line = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) key_value(ui, ui.tr("fact." + std::string(name)), value);
    };
    line("system", facts.system.vendor.empty() ? model_name(facts) : facts.system.vendor + " " + model_name(facts));
    line("serial", facts.system.serial);
    line("cpu", facts.cpu.model);
    if (facts.memory.total > 0) line("memory", memory_text(facts.memory.installed > 0 ? facts.memory.installed : facts.memory.total));
    for (const auto& disk : facts.disks)
        if (!disk.removable) line("disk", disk_text(disk.size) + (disk.model.empty() ? "" : "  \xc2\xb7  " + disk.model));
    for (const auto& network : facts.network)
        if (!network.is_virtual) line("mac", network.mac + "  \xc2\xb7  " + network.name);
    line("os", facts.os.name + (facts.os.version.empty() ? "" : " " + facts.os.version));
}

void draw_scan(Screen& screen, const Uuid& target, const Uuid& asset) {
    Ui& ui = screen.ui;
    if (button(ui, "scan.machine", screen.state().scanning ? ui.tr("scan.running") : ui.tr("scan.machine"),
               {.icon = icon::memory, .enabled = !screen.state().scanning}))
        screen.model.scan_machine(asset);
    if (!screen.state().scan_error.empty()) {
        space(ui, 8);
        paragraph(ui, screen.say(screen.state().scan_error));
    }
    const auto scan = screen.model.scan();
    if (!scan || scan->asset != asset) return;
    space(ui, 10);
    begin_card(ui, "scan.result");
    label(ui, ui.tr("scan.found"), false, Font::strong);
    draw_facts(screen, scan->facts);
    space(ui, 6);
    if (scan->differences.empty()) {
        const std::string text = ui.tr("scan.same");
        pill(ui, {Status::done, text});
    } else {
        label(ui, ui.tr("scan.differences"), false, Font::strong);
        draw_differences(screen, scan->differences);
    }
    if (!scan->facts.unread.empty()) {
        space(ui, 6);
        label(ui, ui.tr("scan.unread", scan->facts.unread.size()), false, Font::strong);
        for (const auto& unread : scan->facts.unread)
            paragraph(ui, unread.fact + ": " + ui.tr("unread." + std::string(name_of(unread.why))), true);
    }
    space(ui, 8);
    if (target && button(ui, "scan.attach", ui.tr("scan.attach"), {.kind = ButtonKind::primary, .icon = icon::attach_file}))
        screen.model.attach_scan(target);
    end_card(ui);
}

void draw_reason_sheet(Screen& screen) {
    if (!screen.sheet) return;
    Ui& ui = screen.ui;
    const ReasonSheet sheet = *screen.sheet;
    bool open = begin_modal(ui, "reason", ui.tr(sheet.title));
    std::string& draft = screen.model.draft(sheet.draft);
    const auto field = text_field(ui, "reason.text", draft, {.label = ui.tr((sheet.again ? "field." : "reason.") + sheet.argument), .lines = sheet.again ? 1 : 3});
    if (field.changed) screen.model.draft_changed(sheet.draft);
    space(ui, 16);
    const float width = std::floor((fill(ui) - ui.dp(Metrics::gap)) / 2);
    if (button(ui, "reason.cancel", ui.tr("action.cancel"), {.width = width})) open = false;
    same_line(ui);
    const bool ready = !sheet.required || !draft.empty();
    if (button(ui, "reason.accept", sheet.again ? ui.tr("parked.save") : ui.tr("command." + sheet.command), {.kind = ButtonKind::primary, .width = width, .enabled = ready})) {
        AppModel& model = screen.model;
        const auto clear = [&model, key = sheet.draft](bool done) {
            if (done) model.clear_draft(key);
        };
        const auto saved = [clear](const Edit* edit) { clear(edit != nullptr); };
        Arguments given{{sheet.argument, draft.empty() ? Value{} : Value{draft}}};
        given.insert(given.end(), sheet.more.begin(), sheet.more.end());
        if (sheet.again) model.do_again(sheet.again, std::move(given), {}, clear);
        else model.perform(sheet.command, sheet.target, std::move(given), saved);
        open = false;
    }
    end_modal(ui);
    if (!open) {
        screen.sheet.reset();
        ui.window().redraw();
    }
}

}  // namespace sigap::views
