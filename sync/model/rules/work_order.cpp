#include "sync/model/kinds/person.hpp"
#include "sync/model/kinds/procedure.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/model/procedure_text.hpp"
#include "sync/model/rules/rules.hpp"

namespace sigap {

namespace {

using enum WorkOrderStatus;

// The steps of the procedure's current version, copied, so that the run keeps the version that it began with.
Result<void> begin_run(Judgement& judgement, const WorkOrder& order, const Uuid& visit) {
    if (!order.procedure) return {};
    auto procedure = judgement.get<Procedure>(order.procedure);
    if (!procedure) return procedure.error();
    if (!procedure->current) return {};
    auto version = judgement.get<ProcedureVersion>(procedure->current);
    if (!version) return version.error();
    const auto steps = steps_from_json(version->steps);
    if (!steps) return Judgement::refuse("the steps of procedure " + procedure->code + " cannot be read", "bad_procedure");
    ChecklistRun run;
    run.visit = visit;
    run.procedure_version = version->id;
    run.title_id = procedure->title_id;
    run.title_en = procedure->title_en;
    run.ordered = version->ordered;
    const Uuid run_id = judgement.create(run);
    std::int64_t position = 0;
    for (const auto& text : *steps) {
        ChecklistStep step;
        step.run = run_id;
        step.visit = visit;
        step.position = ++position;
        step.mandatory = text.mandatory;
        from_word(text.kind, step.step_kind);
        step.text_id = text.text.indonesian, step.text_en = text.text.english;
        step.hint_id = text.hint.indonesian, step.hint_en = text.hint.english;
        step.lowest = text.lowest, step.highest = text.highest, step.unit = text.unit;
        step.only_if = text.only_if;
        for (const auto& choice : text.choices) {
            step.choices_id += (step.choices_id.empty() ? "" : "|") + choice.indonesian;
            step.choices_en += (step.choices_en.empty() ? "" : "|") + choice.english;
        }
        judgement.create(step);
    }
    return {};
}

}  // namespace

Result<void> schedule_order(Judgement& judgement, WorkOrder order, const Uuid& technician, Timestamp when) {
    auto person = judgement.get<Person>(technician);
    if (person && !staff.has(person->role))
        return Judgement::refuse(person->name + " is no technician; choose somebody of the support staff", "not_staff");
    order.assignee = technician;
    for (auto& visit : judgement.all<&Visit::work_order>(order.id)) {
        if (has_ended(visit.status)) continue;
        if (visit.technician.id != technician) {
            visit.technician = technician;
            visit.status = VisitStatus::scheduled;
            visit.accepted_at = visit.travelling_at = visit.arrived_at = visit.paused_at = {};
            visit.break_seconds = 0;
        }
        if (when) visit.scheduled_at = when;
        if (order.status == unscheduled) order.status = visit.status < VisitStatus::travelling ? scheduled : in_progress;
        judgement.save(visit);
        judgement.save(order);
        return {};
    }
    order.status = scheduled;
    judgement.save(order);
    Visit visit;
    visit.work_order = order.id;
    visit.technician = technician;
    visit.scheduled_at = when ? when : order.due_at;
    return begin_run(judgement, order, judgement.create(visit));
}

namespace {

Result<void> create(Judgement& judgement) {
    const KindInfo& kind = judgement.catalogue().at(Kind::work_order);
    Record record = born_record(kind, judgement.next_id());
    for (const auto& [name, value] : judgement.command().arguments)
        if (const auto* field = kind.find(name); field && !std::holds_alternative<Absent>(value))
            record.values[kind.index_of(*field)] = value;
    auto order = as<WorkOrder>(record);
    order.created_at = judgement.at();
    judgement.create_record(record_of(order));
    if (!order.assignee) return {};
    return schedule_order(judgement, order, order.assignee, judgement.time("scheduled_at"));
}

Result<void> assign(Judgement& judgement) {
    auto order = judgement.target<WorkOrder>();
    if (!order) return order.error();
    if (order->status == completed || order->status == reviewed || order->status == cancelled)
        return illegal("work order", word_of(order->status), word_of(scheduled));
    const WorkOrder before = *order;
    SIGAP_TRY(schedule_order(judgement, *order, judgement.id("assignee"), judgement.time("scheduled_at")));
    log_assignment(judgement, before, judgement.id("assignee"));
    return {};
}

Result<void> record_findings(Judgement& judgement) {
    auto order = judgement.target<WorkOrder>();
    if (!order) return order.error();
    order->findings = judgement.text("findings");
    judgement.save(*order);
    return {};
}

Result<void> review(Judgement& judgement) {
    auto order = judgement.target<WorkOrder>();
    if (!order) return order.error();
    if (order->status != completed) return illegal("work order", word_of(order->status), word_of(reviewed));
    order->status = reviewed;
    judgement.save(*order);
    return {};
}

Result<void> cancel(Judgement& judgement) {
    auto order = judgement.target<WorkOrder>();
    if (!order) return order.error();
    if (order->status >= completed) return illegal("work order", word_of(order->status), word_of(cancelled));
    order->status = cancelled;
    order->outcome = judgement.text("reason");
    judgement.save(*order);
    for (auto& visit : judgement.all<&Visit::work_order>(order->id)) {
        if (has_ended(visit.status)) continue;
        visit.status = VisitStatus::cancelled;
        visit.reason = judgement.text("reason");
        judgement.save(visit);
    }
    return {};
}

}  // namespace

std::vector<CommandInfo> work_order_rules() {
    constexpr Kind on = Kind::work_order;
    const ArgumentInfo when{"scheduled_at", FieldType::time};
    return {
        {"create_work_order", on, true, desk_side,
         {argument<&WorkOrder::title>(true), argument<&WorkOrder::description>(), argument<&WorkOrder::ticket>(),
          argument<&WorkOrder::job_type>(), argument<&WorkOrder::impact>(), argument<&WorkOrder::urgency>(),
          argument<&WorkOrder::asset>(), argument<&WorkOrder::location>(), argument<&WorkOrder::requester>(),
          argument<&WorkOrder::procedure>(), argument<&WorkOrder::assignee>(), argument<&WorkOrder::due_at>(),
          argument<&WorkOrder::estimated_minutes>(), argument<&WorkOrder::number>(), when},
         create},
        {"assign_work_order", on, false, desk_side, {argument<&WorkOrder::assignee>(true), when}, assign},
        {"record_findings", on, false, staff, {argument<&WorkOrder::findings>(true)}, record_findings},
        {"review_work_order", on, false, leads, {}, review},
        {"cancel_work_order", on, false, desk_side, {{"reason", FieldType::text, Kind::none, {}, true, true}}, cancel},
    };
}

}  // namespace sigap
