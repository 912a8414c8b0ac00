// The checklist of a job: each step with the control that it asks for.
#include <array>

#include "client/views/screen.hpp"
#include "platform/core/text.hpp"

namespace sigap::views {

using namespace ui;

namespace {

constexpr std::string_view dot = "  \xc2\xb7  ";

std::string draft_of(const ChecklistStep& step) { return "value." + to_string(step.id); }

// The answer as people read it: a choice in their language, a number with its unit.
std::string answer_of(Screen& screen, const ChecklistStep& step) {
    for (const auto& choice : choices_of(step))
        if (choice.id == step.value) return std::string(screen.indonesian() ? choice.id : choice.en);
    return step.value.empty() || step.unit.empty() ? step.value : step.value + ' ' + step.unit;
}

// Why a step is not called for, or not yet.
std::string reason_of(Screen& screen, const ChecklistStep& step, const std::vector<StepLine>& steps) {
    const auto condition = condition_of(step.only_if);
    if (!condition) return step.only_if;
    std::string value(condition->value);
    for (const auto& above : steps) {
        if (above.step.position != condition->position) continue;
        for (const auto& choice : choices_of(above.step))
            if (choice.id == condition->value && !screen.indonesian()) value = choice.en;
    }
    return condition_words(screen, *condition, value);
}

void give(Screen& screen, const ChecklistStep& step, const std::string& value) {
    AppModel& model = screen.model;
    model.perform("tick_step", step.id, {{"value", value}}, [&model, key = draft_of(step)](const Edit* saved) {
        if (saved) model.clear_draft(key);
    });
}

// Whether what is typed can be saved: all but a number may be any text.
bool is_ready(const ChecklistStep& step, const std::string& typed) {
    return step.step_kind == StepKind::number ? number_of(trimmed(typed)).has_value() : !trimmed(typed).empty();
}

void draw_field(Screen& screen, const ChecklistStep& step, std::string_view word, const char* picture = nullptr) {
    Ui& ui = screen.ui;
    const std::string position = std::to_string(step.position), key = draft_of(step);
    std::string& draft = screen.model.draft(key);
    std::string title = ui.tr(word), problem;
    bool outside = false;
    if (step.step_kind == StepKind::number) {
        const std::string range = limits_words(screen, step);
        if (!range.empty()) title += ": " + range;
        else if (!step.unit.empty()) title += " (" + step.unit + ")";
        const auto number = number_of(trimmed(draft));
        outside = number && !within_limits(step, *number);
        if (outside) problem = ui.tr("step.out_of_limits", range);
        else if (!number && !trimmed(draft).empty()) problem = ui.tr("refused.not_a_number");
    }
    const auto field = text_field(ui, "step.value." + position, draft,
                                  {.label = title, .error = problem, .icon = picture, .lines = step.step_kind == StepKind::text ? 2 : 1});
    if (field.changed) screen.model.draft_changed(key);
    space(ui, 6);
    const bool ready = is_ready(step, draft);
    if ((button(ui, "step.save." + position, ui.tr(outside ? "step.save_failed" : "step.save"), {.icon = icon::check, .enabled = ready}) ||
         field.submitted) &&
        ready)
        give(screen, step, std::string(trimmed(draft)));
}

void draw_choices(Screen& screen, const ChecklistStep& step) {
    const auto choices = choices_of(step);
    std::vector<std::string> keys, words;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        keys.push_back("step.choice." + std::to_string(step.position) + '.' + std::to_string(i + 1));
        words.emplace_back(screen.indonesian() ? choices[i].id : choices[i].en);
    }
    std::vector<Option> options;
    for (std::size_t i = 0; i < choices.size(); ++i) options.push_back({keys[i], words[i]});
    std::size_t chosen = choices.size();
    if (segmented(screen.ui, options, chosen)) give(screen, step, std::string(choices[chosen].id));
}

void draw_asset_choice(Screen& screen, const JobDetail& job, const ChecklistStep& step) {
    Ui& ui = screen.ui;
    if (job.asset && !job.asset->tag.empty()) {
        const std::string name = job.asset->tag + "  " + job.asset->name;
        if (button(ui, "step.asset." + std::to_string(step.position), name, {.icon = icon::laptop})) give(screen, step, job.asset->tag);
        space(ui, 8);
    }
    draw_field(screen, step, "step.tag", icon::qr_code_scanner);
}

void draw_photo_control(Screen& screen, const StepLine& line, std::string_view hint) {
    Ui& ui = screen.ui;
    if (line.files.empty()) paragraph(ui, ui.tr(hint), true), space(ui, 6);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (screen.model.photos().available() &&
        button(ui, "step.photo." + std::to_string(line.step.position), ui.tr("photos.add"), {.icon = icon::photo_camera})) {
        screen.photos.target = line.step.id;
        ui.open_menu("photos.menu", at);
    }
    space(ui, 8);
}

// What an open step asks for, below its text.
void draw_control(Screen& screen, const JobDetail& job, const StepLine& line) {
    const ChecklistStep& step = line.step;
    Ui& ui = screen.ui;
    switch (step.step_kind) {
        case StepKind::tick: return;
        case StepKind::number: draw_field(screen, step, "step.number"); break;
        case StepKind::text: draw_field(screen, step, "step.text"); break;
        case StepKind::choice: draw_choices(screen, step); break;
        case StepKind::scan: draw_asset_choice(screen, job, step); break;
        case StepKind::photo: draw_photo_control(screen, line, "step.photo"); break;
        case StepKind::signature:
            if (screen.model.photos().available() &&
                button(ui, "step.sign." + std::to_string(step.position), ui.tr(line.files.empty() ? "step.sign" : "step.sign_again"), {.icon = icon::edit})) {
                screen.photos.target = step.id;
                screen.photos.signing = true;
                ui.dismiss_toast();
            }
            space(ui, 8);
            draw_photo_control(screen, line, "step.signature");
            space(ui, 6);
            draw_field(screen, step, "step.signer");
            break;
    }
    space(ui, 12);
}

void draw_failed(Screen& screen, const StepLine& line, bool ours) {
    Ui& ui = screen.ui;
    const ChecklistStep& step = line.step;
    const std::string position = std::to_string(step.position), failed = ui.tr("step.failed");
    pill(ui, {Status::overdue, failed, nullptr, "step.failed." + position});
    space(ui, 6);
    if (step.follow_up) {
        paragraph(ui, line.follow_up.empty() ? ui.tr("step.followed_up") : ui.tr("step.followed_up_as", line.follow_up), true);
    } else if (ours && button(ui, "step.follow_up." + position, ui.tr("command.follow_up_step"), {.icon = icon::assignment_late})) {
        screen.model.perform("follow_up_step", step.id);
    }
    space(ui, 12);
}

std::string detail_of(Screen& screen, const StepLine& line) {
    Ui& ui = screen.ui;
    const ChecklistStep& step = line.step;
    if (step.state == StepState::open) return screen.either(step.hint_id, step.hint_en);
    std::string detail = answer_of(screen, step);
    const auto add = [&](const std::string& more) {
        if (!more.empty()) detail += (detail.empty() ? "" : std::string(dot)) + more;
    };
    add(step.note);
    add(step.state == StepState::skipped ? ui.tr("step.skipped", step.skip_reason) : ui.tr("step.done_by", line.done_by, screen.when(step.done_at)));
    return detail;
}

// The box of a step that asks for something saves what is typed, else leads to where it is typed.
void tap(Screen& screen, const ChecklistStep& step) {
    const std::string& typed = screen.model.draft(draft_of(step));
    if (step.state != StepState::open) screen.model.perform("untick_step", step.id);
    else if (is_ready(step, typed)) give(screen, step, std::string(trimmed(typed)));
    else if (step.step_kind == StepKind::choice && !step.choices_id.empty()) screen.ui.focus("step.choice." + std::to_string(step.position) + ".1");
    else if (step.step_kind == StepKind::number || step.step_kind == StepKind::text || step.step_kind == StepKind::signature)
        screen.ui.focus("step.value." + std::to_string(step.position));
    else screen.model.perform("tick_step", step.id);
}

void draw_step(Screen& screen, const JobDetail& job, const StepLine& line, bool changeable) {
    Ui& ui = screen.ui;
    const ChecklistStep& step = line.step;
    const std::string position = std::to_string(step.position);
    std::string text = position + ". " + screen.either(step.text_id, step.text_en);
    if (!step.mandatory) text += "  (" + ui.tr("step.optional") + ")";
    bool checked = step.state == StepState::done || step.state == StepState::skipped;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float more = changeable ? ui.dp(Metrics::target + Metrics::gap) : 0;
    if (checkbox(ui, "step." + position, text, checked, changeable, detail_of(screen, line), more)) tap(screen, step);
    if (changeable) {
        same_line(ui, 0);
        if (icon_button(ui, "step.more." + position, icon::more_vert, ui.tr("step.more"))) {
            screen.menu_about = step.id;
            ui.open_menu("step.menu", {at.x + fill(ui), at.y});
        }
    }
    const float indent = ui.dp(Metrics::target);
    ImGui::Indent(indent);
    if (step.state == StepState::open && changeable) draw_control(screen, job, line);
    if (!line.files.empty() || step.step_kind == StepKind::photo || step.step_kind == StepKind::signature) draw_photo_row(screen, step.id, line.files);
    if (step.state == StepState::failed) draw_failed(screen, line, !job.given_away);
    ImGui::Unindent(indent);
}

void draw_folded(Screen& screen, const JobDetail& job, const StepLine& line) {
    const std::string reason = reason_of(screen, line.step, job.steps);
    paragraph(screen.ui, screen.ui.tr("step.not_needed", line.step.position, screen.either(line.step.text_id, line.step.text_en), reason), true);
    draw_photo_row(screen, line.step.id, {});  // one that could not be saved is not folded away
    space(screen.ui, 10);
}

}  // namespace

std::string limits_words(const Screen& screen, const ChecklistStep& step) {
    const std::array<std::string, 3> words{screen.ui.tr("step.at_least"), screen.ui.tr("step.at_most"), screen.ui.tr("step.to")};
    const std::array<std::string_view, 3> views{words[0], words[1], words[2]};
    return limits_of(step, views);
}

std::string condition_words(const Screen& screen, const StepCondition& condition, const std::string& value) {
    const std::string position = std::to_string(condition.position);
    if (condition.test == StepCondition::Test::failed) return screen.ui.tr("step.if_failed", position);
    return screen.ui.tr(condition.test == StepCondition::Test::is ? "step.if_is" : "step.if_is_not", position, value);
}

void draw_step_menu(Screen& screen) {
    Ui& ui = screen.ui;
    if (!begin_menu(ui, "step.menu")) return;
    const Uuid step = screen.menu_about;
    const auto ask = [&](const char* command, const char* argument, const std::string& draft) {
        screen.sheet = ReasonSheet{command, step, argument, draft + to_string(step), "command." + std::string(command), true};
    };
    if (menu_item(ui, "step.skip", icon::skip_next, ui.tr("command.skip_step"))) ask("skip_step", "reason", "skip.");
    if (menu_item(ui, "step.fail", icon::error_outline, ui.tr("command.fail_step"))) ask("fail_step", "note", "fail.");
    if (menu_item(ui, "step.untick", icon::undo, ui.tr("command.untick_step"))) screen.model.perform("untick_step", step);
    end_menu(ui);
}

void draw_steps(Screen& screen, const JobDetail& job) {
    if (job.steps.empty()) return;
    Ui& ui = screen.ui;
    std::size_t settled = 0, all = 0;
    for (const auto& line : job.steps) {
        all += line.called_for;
        settled += line.called_for && line.step.state != StepState::open;
    }
    section(ui, ui.tr("job.checklist", settled, all));
    if (job.run) {
        const std::string& title = screen.either(job.run->title_id, job.run->title_en);
        label(ui, job.procedure_code.empty() ? title : job.procedure_code + std::string(dot) + title, true, Font::small);
        space(ui, 6);
        if (job.run->ordered) label(ui, ui.tr("step.in_order"), true), space(ui, 6);
    }
    const bool changeable = !job.given_away && job.visit.status > VisitStatus::scheduled && job.visit.status < VisitStatus::completed;
    if (job.visit.status == VisitStatus::scheduled) label(ui, ui.tr("job.accept_first"), true);
    for (const auto& line : job.steps) {
        if (line.called_for || line.step.state != StepState::open) draw_step(screen, job, line, changeable);
        else draw_folded(screen, job, line);
    }
}

}  // namespace sigap::views
