// The procedures: which of them are unread, what they say, who has read them, and how they are carried out.
#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

constexpr std::string_view dot = "  \xc2\xb7  ";

std::string limits(Screen& screen, const ProcedureStepText& step) {
    ChecklistStep limited;
    limited.lowest = step.lowest, limited.highest = step.highest, limited.unit = step.unit;
    return limits_words(screen, limited);
}

std::string reason_of(Screen& screen, const ProcedureText& text, const ProcedureStepText& step) {
    const auto condition = condition_of(step.only_if);
    if (!condition) return {};
    std::string value(condition->value);
    const auto above = static_cast<std::size_t>(condition->position);
    if (above <= text.steps.size() && !screen.indonesian())
        for (const auto& choice : text.steps[above - 1].choices)
            if (choice.indonesian == condition->value) value = choice.english;
    return condition_words(screen, *condition, value);
}

void draw_variance(Screen& screen, const ProcedureVariance& variance) {
    Ui& ui = screen.ui;
    label(ui, ui.tr("procedures.variance_of", variance.version, variance.runs), false, Font::strong);
    space(ui, 4);
    for (const auto& step : variance.steps) {
        paragraph(ui, std::to_string(step.position) + ". " + screen.either(step.text_id, step.text_en));
        std::string counts = ui.tr("procedures.done", step.done);
        const auto add = [&](const char* key, std::int64_t count) {
            if (count > 0) counts += std::string(dot) + ui.tr(key, count);
        };
        add("procedures.failed", step.failed);
        add("procedures.skipped", step.skipped);
        add("procedures.open", step.open);
        add("procedures.not_needed", step.not_needed);
        paragraph(ui, counts, true);
        for (const auto& [reason, times] : step.reasons) paragraph(ui, "\xe2\x80\x93 " + reason + (times > 1 ? " (" + std::to_string(times) + ")" : ""), true);
        space(ui, 8);
    }
}

void draw_readers(Screen& screen, const ProcedureDetail& detail) {
    Ui& ui = screen.ui;
    section(ui, ui.tr("procedures.readers"));
    const ProcedureLine& line = detail.line;
    paragraph(ui, ui.tr("procedures.read_by", line.readers, line.readers + line.unread_by.size()));
    std::string names;
    for (const auto& name : line.unread_by) names += (names.empty() ? "" : ", ") + name;
    if (!names.empty()) paragraph(ui, ui.tr("procedures.unread_by", names), true);
    space(ui, 10);
}

void draw_versions(Screen& screen, const ProcedureDetail& detail) {
    if (detail.versions.size() < 2) return;
    Ui& ui = screen.ui;
    section(ui, ui.tr("procedures.versions"));
    for (auto version = detail.versions.rbegin(); version != detail.versions.rend(); ++version) {
        std::string words = ui.tr("procedures.version", version->version);
        if (version->published_at) words += std::string(dot) + screen.date(version->published_at);
        if (version->id == detail.version.id) paragraph(ui, words + std::string(dot) + ui.tr("procedures.shown"), true);
        else if (link(ui, "procedure.version." + std::to_string(version->version), words))
            screen.model.procedures().open(detail.line.procedure.id, version->id);
    }
}

void draw_head(Screen& screen, const ProcedureDetail& detail) {
    Ui& ui = screen.ui;
    heading(ui, screen.either(detail.line.procedure.title_id, detail.line.procedure.title_en));
    paragraph(ui, detail.line.procedure.code + std::string(dot) + ui.tr("procedures.version", detail.version.version) + std::string(dot) +
                      ui.tr("procedures.minutes", detail.line.procedure.minutes) + std::string(dot) + screen.date(detail.version.published_at),
              true);
    space(ui, 8);
    if (detail.version.id != detail.line.version.id) {
        const std::string older = ui.tr("procedures.older");
        pill(ui, {Status::offline, older, icon::history, "procedure.older"});
    } else if (detail.line.read) {
        const std::string read = ui.tr("procedures.read_at", screen.when(detail.line.read_at));
        pill(ui, {Status::done, read, nullptr, "procedure.read"});
    } else {
        const std::string unread = ui.tr("procedures.unread");
        pill(ui, {Status::today, unread, icon::visibility, "procedure.unread"});
    }
    space(ui, 12);
}

}  // namespace

void draw_procedure_text(Screen& screen, const ProcedureText& text) {
    Ui& ui = screen.ui;
    paragraph(ui, screen.either(text.purpose.indonesian, text.purpose.english));
    section(ui, ui.tr("procedures.steps", text.steps.size()));
    if (text.ordered) paragraph(ui, ui.tr("step.in_order"), true), space(ui, 6);
    std::size_t position = 0;
    for (const auto& step : text.steps) {
        std::string line = std::to_string(++position) + ". " + screen.either(step.text.indonesian, step.text.english);
        if (!step.mandatory) line += "  (" + ui.tr("step.optional") + ")";
        paragraph(ui, line);
        const std::string& hint = screen.either(step.hint.indonesian, step.hint.english);
        if (!hint.empty()) paragraph(ui, hint, true);
        std::string asked = step.kind == "tick" ? std::string() : ui.tr("step.kind." + step.kind);
        const auto add = [&](const std::string& more) {
            if (!more.empty()) asked += (asked.empty() ? "" : std::string(dot)) + more;
        };
        add(limits(screen, step));
        std::string choices;
        for (const auto& choice : step.choices) choices += (choices.empty() ? "" : ", ") + (screen.indonesian() ? choice.indonesian : choice.english);
        add(choices);
        const std::string condition = reason_of(screen, text, step);
        if (!condition.empty()) add(ui.tr("step.only", condition));
        if (!asked.empty()) paragraph(ui, asked, true);
        space(ui, 10);
    }
}

void draw_procedures(Screen& screen, const ShellLayout& layout) {
    if (!layout.shows_list()) return;
    Ui& ui = screen.ui;
    const auto all = screen.model.procedures().all();
    begin_pane(ui, "procedures.pane", layout.list, {12, 10});
    draw_library_switch(screen);
    if (all) {
        label(ui, all->unread > 0 ? ui.tr("procedures.unread_count", all->unread, all->lines.size()) : ui.tr("procedures.all_read", all->lines.size()), true,
              Font::small);
        if (all->lines.empty()) empty_state(ui, icon::checklist, ui.tr("procedures.none"), ui.tr("procedures.none_hint"));
        const std::string unread = ui.tr("procedures.unread");
        virtual_list(ui, "procedures.rows", all->lines.size(), row_height(ui), [&](std::size_t index) {
            const ProcedureLine& line = all->lines[index];
            const std::string& title = screen.either(line.procedure.title_id, line.procedure.title_en);
            std::string subtitle = line.procedure.code;
            if (line.version.id) subtitle += std::string(dot) + ui.tr("procedures.version", line.version.version);
            if (all->at_desk && !line.unread_by.empty())
                subtitle += std::string(dot) + ui.tr("procedures.read_by", line.readers, line.readers + line.unread_by.size());
            const bool mark = line.version.id && !line.read;
            const Interaction tapped = row(ui, "procedure." + line.procedure.code,
                                           {.title = title, .subtitle = subtitle,
                                            .chip = mark ? Chip{Status::today, unread, icon::visibility} : Chip{}, .icon = icon::checklist,
                                            .selected = line.procedure.id == screen.model.procedures().chosen()});
            if (tapped.activated) screen.model.open_procedure(line.procedure.id);
            return tapped;
        });
    }
    end_pane(ui);
}

void draw_procedure(Screen& screen, const ShellLayout& layout) {
    if (!layout.shows_detail()) return;
    Ui& ui = screen.ui;
    const auto detail = screen.model.procedures().detail();
    const auto all = screen.model.procedures().all();
    if (detail && screen.editor.procedure == detail->line.procedure.id) return draw_procedure_editor(screen, layout, *detail);
    begin_pane(ui, "procedure.pane." + to_string(screen.model.procedures().chosen()), layout.detail, {layout.narrow ? 16.0f : 32.0f, 18});
    if (!detail) {
        empty_state(ui, icon::checklist, ui.tr("procedures.choose"), ui.tr("procedures.choose_hint"));
        return end_pane(ui);
    }
    draw_head(screen, *detail);
    if (detail->version.id) draw_procedure_text(screen, detail->text);
    const bool unread = detail->version.id && detail->version.id == detail->line.version.id && !detail->line.read;
    if (unread && button(ui, "procedure.acknowledge", ui.tr("command.acknowledge_procedure"), {.kind = ButtonKind::primary, .icon = icon::check}))
        screen.model.perform("acknowledge_procedure", {}, {{"procedure_version", detail->version.id}});
    if (all && all->may_publish) {
        if (unread) same_line(ui);
        if (button(ui, "procedure.edit", ui.tr("procedures.edit"), {.icon = icon::edit})) begin_procedure_editor(screen, *detail);
    }
    space(ui, 12);
    if (all && all->at_desk) draw_readers(screen, *detail);
    draw_versions(screen, *detail);
    if (!detail->variance.empty()) section(ui, ui.tr("procedures.variance"));
    for (const auto& variance : detail->variance) draw_variance(screen, variance);
    end_pane(ui);
}

}  // namespace sigap::views
