#include <algorithm>

#include "platform/core/text.hpp"
#include "sync/model/kinds/attachment.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/model/rules/rules.hpp"
#include "sync/model/step_rules.hpp"

namespace sigap {

namespace {

constexpr std::size_t longest_title = 120;

// Cut at a word, never inside of a character.
std::string shortened(const std::string& text, std::size_t most) {
    if (text.size() <= most) return text;
    const std::size_t space = text.rfind(' ', most);
    std::size_t end = space == std::string::npos || space < most / 2 ? most : space;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return text.substr(0, end) + "...";
}

std::string named(const ChecklistStep& step) {
    return "step " + std::to_string(step.position) + " \"" + step.text_en + "\" (" + step.text_id + ")";
}

Error unlike(const ChecklistStep& step, std::string message, std::string detail) {
    return Judgement::refuse(named(step) + ' ' + std::move(message), std::move(detail));
}

// The choice as it is kept, whichever language it was given in.
Result<void> take_choice(const ChecklistStep& step, std::string& value, bool may_lack) {
    std::string all;
    for (const auto& choice : choices_of(step)) {
        if (value == choice.id || value == choice.en) return value = choice.id, Result<void>();
        all += (all.empty() ? "" : ", ") + std::string(choice.id);
    }
    if (all.empty() || (may_lack && value.empty())) return {};
    return unlike(step, "takes one of " + all + ": value=...", value.empty() ? "missing_value" : "no_choice");
}

// What a step asks for, it gets: a tick alone would say that it was measured or photographed, and not what. That is said on the
// device, where it can be put right; the server takes what was done, also by an older app, which knew no more than to tick it.
Result<void> take_result(Judgement& judgement, const ChecklistStep& step, std::string& value) {
    const bool may_lack = judgement.rows().complete();
    switch (step.step_kind) {
        case StepKind::tick:
        case StepKind::scan: return {};
        case StepKind::choice: return take_choice(step, value, may_lack);
        case StepKind::text:
            return value.empty() ? Result<void>(unlike(step, "takes a text: value=...", "missing_value")) : Result<void>();
        case StepKind::number:
            if (value.empty()) return unlike(step, "takes a number: value=...", "missing_value");
            if (number_of(value)) return {};
            return unlike(step, "takes a number, such as 12 or 12,5, not \"" + std::string(value.substr(0, 60)) + "\"", "not_a_number");
        case StepKind::photo:
        case StepKind::signature:
            if (may_lack) return {};
            if (step.step_kind == StepKind::signature && value.empty())
                return unlike(step, "takes the name of who signs: value=...", "missing_value");
            if (std::ranges::any_of(judgement.all<&Attachment::about>(step.id), [](const Attachment& file) { return file.type.starts_with("image/"); }))
                return {};
            return unlike(step, step.step_kind == StepKind::photo ? "takes a photo; attach one first" : "takes a signature; attach it first",
                          "missing_photo");
    }
    return {};
}

// Not for what is skipped: that says that it was not done. Nor on the server: what was done in order stays done when somebody takes
// a tick above it back meanwhile.
Result<void> check_order(const Judgement& judgement, const ChecklistStep& step) {
    if (judgement.rows().complete()) return {};
    const auto run = judgement.get<ChecklistRun>(step.run);
    if (!run || !run->ordered) return {};
    const auto steps = judgement.all<&ChecklistStep::run>(step.run);
    const auto* open = first_open(steps, step.position);
    if (!open) return {};
    return Judgement::refuse("this procedure goes in its order; " + named(*open) + " comes first", "step_order");
}

void settle(const Judgement& judgement, ChecklistStep& step, StepState state) {
    step.state = state;
    step.skip_reason.clear();
    step.note.clear();
    step.done_by = judgement.actor().person;
    step.done_at = judgement.at();
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
        std::string value(trimmed(judgement.text("value")));
        SIGAP_TRY(take_result(judgement, step, value));
        SIGAP_TRY(check_order(judgement, step));
        const bool fits = step.step_kind != StepKind::number || within_limits(step, *number_of(value));
        settle(judgement, step, fits ? StepState::done : StepState::failed);
        step.value = value;
        return {};
    });
}

Result<void> untick(Judgement& judgement) {
    return change_step(judgement, [&](ChecklistStep& step) -> Result<void> {
        settle(judgement, step, StepState::open);
        step.value.clear();
        step.done_by = {};
        step.done_at = {};
        return {};
    });
}

Result<void> skip(Judgement& judgement) {
    return change_step(judgement, [&](ChecklistStep& step) -> Result<void> {
        settle(judgement, step, StepState::skipped);
        step.value.clear();
        step.skip_reason = judgement.text("reason");
        return {};
    });
}

// Said by who saw it, with or without a value; a number outside of its limits needs nobody to say so.
Result<void> say_failed(Judgement& judgement) {
    return change_step(judgement, [&](ChecklistStep& step) -> Result<void> {
        SIGAP_TRY(check_order(judgement, step));
        std::string value(trimmed(judgement.text("value")));
        if (!value.empty() && (step.step_kind == StepKind::number || step.step_kind == StepKind::choice))
            SIGAP_TRY(take_result(judgement, step, value));
        settle(judgement, step, StepState::failed);
        if (!value.empty()) step.value = value;
        step.note = judgement.text("note");
        return {};
    });
}

// Opens the job that the failed step calls for, once; the desk gives it to somebody.
Result<void> follow_up(Judgement& judgement) {
    auto step = judgement.target<ChecklistStep>();
    if (!step) return step.error();
    if (step->follow_up) return {};
    if (step->state != StepState::failed) return Judgement::refuse(named(*step) + " has not failed; a follow-up job is for one that has", "state");
    const auto visit = judgement.get<Visit>(step->visit);
    if (!visit) return visit.error();
    const auto order = judgement.get<WorkOrder>(visit->work_order);
    // The order may be out of this device's sight; the server, which sees it, fills in what it knows.
    if (!order && judgement.rows().complete()) return order.error();
    WorkOrder next;
    if (order) {
        next.ticket = order->ticket, next.asset = order->asset, next.location = order->location, next.requester = order->requester;
        next.impact = order->impact, next.urgency = order->urgency;
    }
    next.number = judgement.text("follow_up_number");
    const std::string& text = step->text_id.empty() ? step->text_en : step->text_id;
    next.title = shortened(text, longest_title);
    next.description = text;
    const auto add = [&](const std::string& more) {
        if (!more.empty()) next.description += '\n' + more;
    };
    add(step->value.empty() || step->unit.empty() ? step->value : step->value + ' ' + step->unit);
    add(step->note);
    add(order ? order->number : std::string());
    next.created_at = judgement.at();
    step->follow_up = judgement.create(next);
    judgement.save(*step);
    return {};
}

}  // namespace

std::vector<CommandInfo> checklist_rules() {
    constexpr Kind on = Kind::checklist_step;
    ArgumentInfo follow_up_number = argument<&WorkOrder::number>();
    follow_up_number.name = "follow_up_number";
    return {
        {"tick_step", on, false, staff, {argument<&ChecklistStep::value>()}, tick},
        {"untick_step", on, false, staff, {}, untick},
        {"skip_step", on, false, staff, {{"reason", FieldType::text, Kind::none, {}, true, true}}, skip},
        {"fail_step", on, false, staff, {argument<&ChecklistStep::note>(true), argument<&ChecklistStep::value>()}, say_failed},
        {"follow_up_step", on, false, staff, {follow_up_number}, follow_up},
    };
}

}  // namespace sigap
