// Where a lead writes the next version of a procedure: its text, what is wrong with it by line, and how it will read.
#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

std::string draft_of(const Uuid& procedure) { return "procedure." + to_string(procedure); }

// Read anew only when it has changed.
void read(ProcedureEditor& editor, const std::string& text) {
    if (editor.read == text) return;
    editor.read = text;
    auto parsed = parse_procedure(text);
    editor.problem = parsed ? std::string() : parsed.error().message;
    if (parsed) editor.text = std::move(*parsed);
}

void publish(Screen& screen, const Uuid& procedure) {
    AppModel& model = screen.model;
    Screen* const at = &screen;
    model.perform("publish_procedure", procedure, {{"text", model.draft(draft_of(procedure))}}, [&model, at, procedure](const Edit* saved) {
        if (!saved) return;
        model.clear_draft(draft_of(procedure));
        at->editor = {};
    });
}

void draw_question(Screen& screen, const ProcedureDetail& detail) {
    if (!screen.editor.asking) return;
    Ui& ui = screen.ui;
    const std::string title = ui.tr("procedures.publish_title", detail.line.version.version + 1), text = ui.tr("procedures.publish_text"),
                      verb = ui.tr("procedures.publish"), cancel = ui.tr("action.cancel");
    const Answer answer = ask(ui, "procedure.publish", {title, text, verb, cancel, ButtonKind::primary});
    if (answer == Answer::open) return;
    screen.editor.asking = false;
    if (answer == Answer::accepted) publish(screen, detail.line.procedure.id);
    ui.window().redraw();
}

}  // namespace

void begin_procedure_editor(Screen& screen, const ProcedureDetail& detail) {
    const std::string key = draft_of(detail.line.procedure.id);
    // What was begun before is gone on with.
    if (screen.model.draft(key).empty()) screen.model.draft(key) = procedure_markdown(text_of(detail.line.procedure, detail.line.version));
    screen.editor = {.procedure = detail.line.procedure.id};
}

void draw_procedure_editor(Screen& screen, const ShellLayout& layout, const ProcedureDetail& detail) {
    Ui& ui = screen.ui;
    const std::string key = draft_of(detail.line.procedure.id);
    begin_pane(ui, "procedure.editor", layout.detail, {layout.narrow ? 16.0f : 32.0f, 18});
    std::string& text = screen.model.draft(key);
    const auto field = text_field(ui, "procedure.text", text, {.label = ui.tr("procedures.text_of", detail.line.procedure.code), .lines = 14});
    if (field.changed) screen.model.draft_changed(key);
    read(screen.editor, text);
    space(ui, 8);
    const bool good = screen.editor.problem.empty();
    const std::string verdict = good ? ui.tr("procedures.good") : ui.tr("procedures.wrong", screen.editor.problem);
    banner(ui, "procedure.verdict", {good ? Status::done : Status::overdue, verdict});
    space(ui, 8);
    if (button(ui, "procedure.publish", ui.tr("procedures.publish"), {.kind = ButtonKind::primary, .icon = icon::send, .enabled = good}))
        screen.editor.asking = true;
    same_line(ui);
    // The draft stays, to go on another time.
    if (button(ui, "procedure.later", ui.tr("procedures.later"))) screen.editor = {};
    same_line(ui);
    if (button(ui, "procedure.discard", ui.tr("procedures.discard"), {.kind = ButtonKind::quiet})) {
        screen.model.clear_draft(key);
        screen.editor = {};
    }
    space(ui, 12);
    if (!screen.editor.text.steps.empty()) {
        section(ui, ui.tr("procedures.preview"));
        label(ui, screen.either(screen.editor.text.title.indonesian, screen.editor.text.title.english), false, Font::strong);
        space(ui, 4);
        draw_procedure_text(screen, screen.editor.text);
    }
    end_pane(ui);
    draw_question(screen, detail);
}

}  // namespace sigap::views
