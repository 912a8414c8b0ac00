#include "sync/model/kinds/procedure.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/model/rules/rules.hpp"

namespace sigap {

namespace {

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
    change(*step);
    judgement.save(*step);
    return {};
}

Result<void> tick(Judgement& judgement) {
    return change_step(judgement, [&](ChecklistStep& step) {
        // A second tick of a ticked step says nothing new: who did it first, and when, stays.
        if (step.state == StepState::done && !judgement.command().argument("value")) return;
        step.state = StepState::done;
        step.value = judgement.text("value");
        step.skip_reason.clear();
        step.done_by = judgement.actor().person;
        step.done_at = judgement.at();
    });
}

Result<void> untick(Judgement& judgement) {
    return change_step(judgement, [](ChecklistStep& step) {
        step.state = StepState::open;
        step.value.clear();
        step.skip_reason.clear();
        step.done_by = {};
        step.done_at = {};
    });
}

Result<void> skip(Judgement& judgement) {
    return change_step(judgement, [&](ChecklistStep& step) {
        step.state = StepState::skipped;
        step.value.clear();
        step.skip_reason = judgement.text("reason");
        step.done_by = judgement.actor().person;
        step.done_at = judgement.at();
    });
}

}  // namespace

std::vector<CommandInfo> checklist_rules() {
    constexpr Kind on = Kind::checklist_step;
    return {
        {"tick_step", on, false, staff, {argument<&ChecklistStep::value>()}, tick},
        {"untick_step", on, false, staff, {}, untick},
        {"skip_step", on, false, staff, {{"reason", FieldType::text, Kind::none, {}, true}}, skip},
    };
}

}  // namespace sigap
