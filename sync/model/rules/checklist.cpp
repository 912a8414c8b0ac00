#include <algorithm>

#include "platform/core/text.hpp"
#include "sync/model/kinds/procedure.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/model/rules/rules.hpp"

namespace sigap {

namespace {

std::string named(const ChecklistStep& step) {
    return "step " + std::to_string(step.position) + " \"" + step.text_en + "\" (" + step.text_id + ")";
}

// "12", "-58", "12.5" or, as Indonesians write it, "12,5".
bool is_number(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    const auto digits = [](std::string_view part) {
        return !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
    };
    const auto point = text.find_first_of(".,");
    return digits(text.substr(0, point)) && (point == std::string_view::npos || digits(text.substr(point + 1)));
}

// What a step asks for, it gets: a number or a text; a tick alone would say that it was measured, and not what.
Result<void> check_result(const ChecklistStep& step, std::string_view value) {
    if (step.step_kind != StepKind::number && step.step_kind != StepKind::text) return {};
    if (value.empty())
        return Judgement::refuse(named(step) + " takes " + (step.step_kind == StepKind::number ? "a number" : "a text") + ": value=...",
                                 "missing_value");
    if (step.step_kind == StepKind::number && !is_number(value))
        return Judgement::refuse(named(step) + " takes a number, such as 12 or 12,5, not \"" + std::string(value.substr(0, 60)) + "\"",
                                 "not_a_number");
    return {};
}

template <typename Change>
Result<void> change_step(Judgement& judgement, Change change) {
    auto step = judgement.target<ChecklistStep>();
    if (!step) return step.error();
    const auto visit = judgement.get<Visit>(step->visit);
    if (!visit) return visit.error();
    if (visit->status == VisitStatus::scheduled)
        return Judgement::refuse("accept the visit before you work on its steps", "state");
    if (visit->status >= VisitStatus::completed)
        return Judgement::refuse("the visit is " + std::string(word_of(visit->status)) + "; its steps cannot change any more", "state");
    SIGAP_TRY(change(*step));
    judgement.save(*step);
    return {};
}

Result<void> tick(Judgement& judgement) {
    return change_step(judgement, [&](ChecklistStep& step) -> Result<void> {
        // A second tick of a ticked step says nothing new: who did it first, and when, stays.
        if (step.state == StepState::done && !judgement.command().argument("value")) return {};
        const std::string value(trimmed(judgement.text("value")));
        SIGAP_TRY(check_result(step, value));
        step.state = StepState::done;
        step.value = value;
        step.skip_reason.clear();
        step.done_by = judgement.actor().person;
        step.done_at = judgement.at();
        return {};
    });
}

Result<void> untick(Judgement& judgement) {
    return change_step(judgement, [](ChecklistStep& step) -> Result<void> {
        step.state = StepState::open;
        step.value.clear();
        step.skip_reason.clear();
        step.done_by = {};
        step.done_at = {};
        return {};
    });
}

Result<void> skip(Judgement& judgement) {
    return change_step(judgement, [&](ChecklistStep& step) -> Result<void> {
        step.state = StepState::skipped;
        step.value.clear();
        step.skip_reason = judgement.text("reason");
        step.done_by = judgement.actor().person;
        step.done_at = judgement.at();
        return {};
    });
}

}  // namespace

std::vector<CommandInfo> checklist_rules() {
    constexpr Kind on = Kind::checklist_step;
    return {
        {"tick_step", on, false, staff, {argument<&ChecklistStep::value>()}, tick},
        {"untick_step", on, false, staff, {}, untick},
        {"skip_step", on, false, staff, {{"reason", FieldType::text, Kind::none, {}, true, true}}, skip},
    };
}

}  // namespace sigap
