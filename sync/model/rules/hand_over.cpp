#include "sync/model/kinds/hand_over.hpp"

#include "sync/model/kinds/person.hpp"
#include "sync/model/rules/rules.hpp"

namespace sigap {

namespace {

HandOver row_about(const Judgement& judgement, const WorkOrder& order) {
    HandOver row;
    row.work_order = order.id;
    row.from = order.assignee;
    row.reason = judgement.text("reason");
    row.at = judgement.at();
    row.by = judgement.actor().person;
    return row;
}

Result<WorkOrder> open_order(const Judgement& judgement, WorkOrderStatus wanted) {
    auto order = judgement.target<WorkOrder>();
    if (order && order->status >= WorkOrderStatus::completed) return illegal("work order", word_of(order->status), word_of(wanted));
    return order;
}

// What was not begun goes on with its visit; a visit under way ends, with its times and steps, and the next holder gets one of their own.
void end_visits(Judgement& judgement, const WorkOrder& order, bool begun_only) {
    for (auto& visit : judgement.all<&Visit::work_order>(order.id)) {
        if (has_ended(visit.status)) continue;
        const bool begun = visit.status >= VisitStatus::travelling;
        if (begun_only && !begun) continue;
        end_visit(visit, begun ? VisitStatus::partially_completed : VisitStatus::cancelled, judgement.text("reason"), judgement.at());
        judgement.save(visit);
    }
}

Timestamp appointed(const Judgement& judgement, const Uuid& order) {
    for (const auto& visit : judgement.all<&Visit::work_order>(order))
        if (!has_ended(visit.status)) return visit.scheduled_at;
    return {};
}

Result<void> hand_over(Judgement& judgement) {
    const Uuid to = judgement.id("assignee");
    auto order = open_order(judgement, to ? WorkOrderStatus::scheduled : WorkOrderStatus::unscheduled);
    if (!order) return order.error();
    if (!order->assignee) return Judgement::refuse("the desk has this job already; the desk assigns it", "not_held");
    if (to == order->assignee.id) return Judgement::refuse("this person has the job already; choose somebody else", "same_holder");
    if (const auto person = judgement.get<Person>(to); to && person && person->inactive)
        return Judgement::refuse(person->name + " does not work here any more; choose somebody else", "not_staff");
    HandOver row = row_about(judgement, *order);
    row.to = to;
    const Timestamp when = appointed(judgement, order->id);
    end_visits(judgement, *order, static_cast<bool>(to));
    if (to) {
        SIGAP_TRY(schedule_order(judgement, *order, to, when));
    } else {
        order->assignee = {};
        order->status = WorkOrderStatus::unscheduled;
        judgement.save(*order);
    }
    judgement.create(row);
    return {};
}

Result<void> escalate(Judgement& judgement) {
    auto order = open_order(judgement, WorkOrderStatus::in_progress);
    if (!order) return order.error();
    Escalation level = Escalation::lead;
    from_word(judgement.text("escalation"), level);
    if (level == Escalation::none) level = Escalation::lead;
    if (level <= order->escalation)
        return Judgement::refuse("help is asked for already; wait for the answer, or ask the manager", "escalated");
    HandOver row = row_about(judgement, *order);
    row.escalation = level;
    order->escalation = level;
    judgement.save(*order);
    judgement.create(row);
    return {};
}

Result<void> answer(Judgement& judgement) {
    auto order = judgement.target<WorkOrder>();
    if (!order) return order.error();
    if (order->escalation == Escalation::none) return Judgement::refuse("nobody waits for an answer on this job", "not_escalated");
    HandOver row = row_about(judgement, *order);
    row.answer = true;
    Escalation answered = order->escalation;
    if (from_word(judgement.text("escalation"), answered) && answered == Escalation::none) answered = order->escalation;
    // Whoever was called meanwhile is still called: this answers what its author saw.
    if (answered >= order->escalation) {
        order->escalation = Escalation::none;
        judgement.save(*order);
    }
    judgement.create(row);
    return {};
}

}  // namespace

void log_assignment(Judgement& judgement, const WorkOrder& before, const Uuid& to) {
    if (before.assignee.id == to) return;
    // The first to get a job gets it from nobody.
    if (!before.assignee && judgement.all<&HandOver::work_order>(before.id).empty()) return;
    HandOver row = row_about(judgement, before);
    row.to = to;
    judgement.create(row);
}

std::vector<CommandInfo> hand_over_rules() {
    constexpr Kind on = Kind::work_order;
    const ArgumentInfo reason = argument<&HandOver::reason>(true);
    return {
        {"hand_over_work_order", on, false, staff, {argument<&WorkOrder::assignee>(), reason}, hand_over},
        {"escalate_work_order", on, false, staff, {reason, argument<&WorkOrder::escalation>()}, escalate},
        {"answer_escalation", on, false, leads, {reason, argument<&WorkOrder::escalation>()}, answer},
    };
}

}  // namespace sigap
