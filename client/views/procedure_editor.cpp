// Where a lead writes the next version of a procedure: its text, what is wrong with it by line, and how it will read.
#include <utility>

#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

std::string draft_of(const Uuid& procedure) { return "procedure." + to_string(procedure); }
// What it began from: the version's id, and its text.
std::string version_of(const Uuid& procedure) { return "procedure_version." + to_string(procedure); }
std::string base_of(const Uuid& procedure) { return "procedure_was." + to_string(procedure); }

bool is_changed(AppModel& model, const Uuid& procedure) { return model.draft(draft_of(procedure)) != model.draft(base_of(procedure)); }

void changed(Screen& screen) {
    const Uuid& procedure = screen.editor.procedure;
    if (!std::exchange(screen.editor.stored, true)) {
        screen.model.draft_changed(base_of(procedure));
        screen.model.draft_changed(version_of(procedure));
    }
    screen.model.draft_changed(draft_of(procedure));
}

void close(Screen& screen, Uuid procedure) {
    screen.model.clear_draft(draft_of(procedure));
    screen.model.clear_draft(version_of(procedure));
    screen.model.clear_draft(base_of(procedure));
    if (screen.editor.procedure == procedure) screen.editor = {};
    screen.ui.window().redraw();
}

// Somebody published another version after this text was begun.
bool is_overtaken(Screen& screen, const ProcedureDetail& detail) {
    return screen.model.draft(version_of(detail.line.procedure.id)) != to_string(detail.line.version.id);
}

// Read anew only when it has changed.
void read(ProcedureEditor& editor, const std::string& text) {
    if (editor.read == text) return;
    editor.read = text;
    auto parsed = parse_procedure(text);
    editor.problem = parsed ? std::string() : parsed.error().message;
    if (parsed) editor.text = std::move(*parsed);
}

void publish(Screen& screen, const Uuid& procedure) {
    Screen* const at = &screen;
    const std::string sent = screen.model.draft(draft_of(procedure));
    screen.saving.insert(procedure);
    screen.model.perform("publish_procedure", procedure, {{"text", sent}}, [at, procedure, sent](const Edit* saved) {
        at->saving.erase(procedure);
        if (!saved) return;
        AppModel& model = at->model;
        if (model.draft(draft_of(procedure)) == sent) return close(*at, procedure);
        // What was typed on meanwhile goes on from what was published.
        model.draft(base_of(procedure)) = sent;
        model.draft(version_of(procedure)) = to_string(derived_id(saved->operation, 0));
        model.draft_changed(base_of(procedure));
        model.draft_changed(version_of(procedure));
    });
}

void draw_leave(Screen& screen) {
    if (!screen.editor.leaving) return;
    Ui& ui = screen.ui;
    const std::string title = ui.tr("procedures.leave"), text = ui.tr("procedures.leave_hint"), verb = ui.tr("procedures.discard"), stay = ui.tr("action.write_on");
    const Answer answer = ask(ui, "procedure.leave", {title, text, verb, stay});
    if (answer == Answer::cancelled) screen.editor.leaving = false;
    if (answer == Answer::accepted) close(screen, screen.editor.procedure);
}

void draw_question(Screen& screen, const ProcedureDetail& detail) {
    if (!screen.editor.asking) return;
    Ui& ui = screen.ui;
    const std::int64_t newest = detail.line.version.version;
    const bool overtaken = is_overtaken(screen, detail);
    const std::string title = ui.tr("procedures.publish_title", newest + 1), cancel = ui.tr("action.cancel"),
                      text = (overtaken ? ui.tr("procedures.newer", newest) + ' ' : std::string()) + ui.tr("procedures.publish_text"),
                      verb = ui.tr(overtaken ? "procedures.publish_anyway" : "procedures.publish");
    const Answer answer = ask(ui, "procedure.publish", {title, text, verb, cancel, overtaken ? ButtonKind::danger : ButtonKind::primary});
    if (answer == Answer::open) return;
    screen.editor.asking = false;
    if (answer == Answer::accepted) publish(screen, detail.line.procedure.id);
    ui.window().redraw();
}

}  // namespace

void begin_procedure_editor(Screen& screen, const ProcedureDetail& detail) {
    AppModel& model = screen.model;
    const Uuid& procedure = detail.line.procedure.id;
    std::string &draft = model.draft(draft_of(procedure)), &base = model.draft(base_of(procedure)), &version = model.draft(version_of(procedure));
    screen.editor = {.procedure = procedure, .stored = !version.empty() && draft != base};
    // What was begun before is gone on with.
    if (draft.empty() || draft == base) draft = base = procedure_markdown(text_of(detail.line.procedure, detail.line.version)), version.clear();
    // Older versions kept the text alone.
    if (version.empty()) version = to_string(detail.line.version.id);
}

void draw_procedure_editor(Screen& screen, const ShellLayout& layout, const ProcedureDetail& detail) {
    Ui& ui = screen.ui;
    const std::string key = draft_of(detail.line.procedure.id);
    begin_pane(ui, "procedure.editor", layout.detail, {layout.narrow ? 16.0f : 32.0f, 18});
    std::string& text = screen.model.draft(key);
    const auto field = text_field(ui, "procedure.text", text, {.label = ui.tr("procedures.text_of", detail.line.procedure.code), .lines = 14});
    if (field.changed) changed(screen);
    read(screen.editor, text);
    space(ui, 8);
    const bool good = screen.editor.problem.empty();
    const std::string verdict = good ? ui.tr("procedures.good") : ui.tr("procedures.wrong", screen.editor.problem);
    banner(ui, "procedure.verdict", {good ? Status::done : Status::overdue, verdict});
    space(ui, 8);
    const bool saving = screen.saving.contains(detail.line.procedure.id);
    if (button(ui, "procedure.publish", ui.tr("procedures.publish"), {.kind = ButtonKind::primary, .icon = icon::send, .enabled = good && !saving}))
        screen.editor.asking = true;
    same_line(ui);
    // The draft stays, to go on another time.
    if (button(ui, "procedure.later", ui.tr("procedures.later"))) screen.editor = {};
    same_line(ui);
    if (button(ui, "procedure.discard", ui.tr("procedures.discard"), {.kind = ButtonKind::quiet, .enabled = !saving})) {
        if (is_changed(screen.model, screen.editor.procedure)) screen.editor.leaving = true;
        else close(screen, screen.editor.procedure);
    }
    space(ui, 12);
    // Below the buttons, which are not to go from under a finger.
    if (is_overtaken(screen, detail)) {
        const std::string newer = ui.tr("procedures.newer", detail.line.version.version);
        banner(ui, "procedure.newer", {Status::conflict, newer});
        space(ui, 12);
    }
    if (!screen.editor.text.steps.empty()) {
        section(ui, ui.tr("procedures.preview"));
        label(ui, screen.either(screen.editor.text.title.indonesian, screen.editor.text.title.english), false, Font::strong);
        space(ui, 4);
        draw_procedure_text(screen, screen.editor.text);
    }
    end_pane(ui);
    draw_question(screen, detail);
    draw_leave(screen);
}

}  // namespace sigap::views
