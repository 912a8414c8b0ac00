#include "sync/model/kinds/procedure.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/model/rules/rules.hpp"
#include "sync/model/step_rules.hpp"

namespace sigap {

namespace {

using enum VisitStatus;

bool may_become(VisitStatus from, VisitStatus to) {
    switch (from) {
        case scheduled: return to == accepted || to == cancelled;
        case accepted: return to == travelling || to == cancelled;
        case travelling: return to == on_site || to == no_access || to == cancelled;
        case on_site: return to == on_break || to == completed || to == partially_completed || to == no_access || to == cancelled;
        case on_break: return to == on_site || to == cancelled;
        default: return false;
    }
}

struct Way {
    std::string_view command;
    VisitStatus to;
};
constexpr Way ways[] = {{"accept_visit", accepted},   {"travel_visit", travelling},   {"arrive_visit", on_site},
                        {"pause_visit", on_break},    {"resume_visit", on_site},      {"complete_visit", completed},
                        {"partially_complete_visit", partially_completed}, {"no_access_visit", no_access}, {"cancel_visit", cancelled}};

Error illegal_visit(const Judgement& judgement, VisitStatus from, VisitStatus to) {
    std::vector<std::string_view> on;
    for (const auto& way : ways) {
        // From a break one resumes, from the way there one arrives.
        const bool other = way.to == on_site && (from == on_break) != (way.command == "resume_visit");
        if (may_become(from, way.to) && !other && may_give(judgement, way.command)) on.push_back(way.command);
    }
    return illegal("visit", word_of(from), word_of(to), on);
}

void end_break(Visit& visit, Timestamp now) {
    if (visit.paused_at && now > visit.paused_at) visit.break_seconds += (now.ms - visit.paused_at.ms) / 1000;
    visit.paused_at = {};
}

Result<void> save_order(Judgement& judgement, const Visit& visit, WorkOrderStatus status) {
    auto order = judgement.get<WorkOrder>(visit.work_order);
    // The order may be out of this device's sight; the server, which sees it, moves it.
    if (!order) return judgement.rows().complete() ? Result<void>(order.error()) : Result<void>();
    order->status = status;
    if (status == WorkOrderStatus::completed) {
        order->completed_at = judgement.at();
        if (!visit.outcome.empty()) order->outcome = visit.outcome;
    }
    judgement.save(*order);
    return {};
}

template <typename Change>
Result<void> move(Judgement& judgement, VisitStatus to, Change change) {
    auto visit = judgement.target<Visit>();
    if (!visit) return visit.error();
    if (!may_become(visit->status, to)) return illegal_visit(judgement, visit->status, to);
    visit->status = to;
    change(*visit);
    judgement.save(*visit);
    return {};
}

// The desk may have such work done after all though the visit was given back meanwhile: then the order is in hand again.
Result<void> take_up_order(Judgement& judgement, WorkOrderStatus status) {
    const auto visit = judgement.target<Visit>();
    const auto order = judgement.get<WorkOrder>(visit->work_order);
    if (!order || order->status != WorkOrderStatus::unscheduled) return {};
    return save_order(judgement, *visit, status);
}

Result<void> accept(Judgement& judgement) {
    SIGAP_TRY(move(judgement, accepted, [&](Visit& visit) { visit.accepted_at = judgement.at(); }));
    return take_up_order(judgement, WorkOrderStatus::scheduled);
}

Result<void> travel(Judgement& judgement) {
    SIGAP_TRY(move(judgement, travelling, [&](Visit& visit) { visit.travelling_at = judgement.at(); }));
    return save_order(judgement, *judgement.target<Visit>(), WorkOrderStatus::in_progress);
}

Result<void> arrive(Judgement& judgement) {
    // The way back from a break is resume_visit.
    if (const auto before = judgement.target<Visit>(); before && before->status == on_break)
        return illegal_visit(judgement, before->status, on_site);
    SIGAP_TRY(move(judgement, on_site, [&](Visit& visit) { visit.arrived_at = judgement.at(); }));
    for (auto& run : judgement.all<&ChecklistRun::visit>(judgement.command().target)) {
        if (run.started_at) continue;
        run.started_at = judgement.at();
        judgement.save(run);
    }
    return take_up_order(judgement, WorkOrderStatus::in_progress);
}

Result<void> pause(Judgement& judgement) {
    SIGAP_TRY(move(judgement, on_break, [&](Visit& visit) { visit.paused_at = judgement.at(); }));
    return take_up_order(judgement, WorkOrderStatus::in_progress);
}

Result<void> resume(Judgement& judgement) {
    const auto visit = judgement.target<Visit>();
    if (visit && visit->status != on_break) return illegal_visit(judgement, visit->status, on_site);
    SIGAP_TRY(move(judgement, on_site, [&](Visit& resumed) { end_break(resumed, judgement.at()); }));
    return take_up_order(judgement, WorkOrderStatus::in_progress);
}

Result<void> complete(Judgement& judgement) {
    const auto visit = judgement.target<Visit>();
    if (!visit) return visit.error();
    if (!may_become(visit->status, completed)) return illegal_visit(judgement, visit->status, completed);
    const auto steps = judgement.all<&ChecklistStep::visit>(visit->id);
    if (const auto* step = first_open(steps))
        return Judgement::refuse("step " + std::to_string(step->position) + " \"" + step->text_en + "\" (" + step->text_id +
                                     ") is still open; tick it, or skip it with a reason",
                                 "step_open");
    SIGAP_TRY(move(judgement, completed, [&](Visit& done) {
        done.completed_at = judgement.at();
        done.outcome = judgement.text("outcome");
        from_word(judgement.text("cause"), done.cause);
    }));
    for (auto& run : judgement.all<&ChecklistRun::visit>(visit->id)) {
        run.completed_at = judgement.at();
        judgement.save(run);
    }
    return save_order(judgement, *judgement.target<Visit>(), WorkOrderStatus::completed);
}

// Ends the visit without ending the work: the order goes back to be scheduled again.
template <VisitStatus To>
Result<void> give_back(Judgement& judgement) {
    SIGAP_TRY(move(judgement, To, [&](Visit& visit) { end_visit(visit, To, judgement.text("reason"), judgement.at()); }));
    const auto visit = judgement.target<Visit>();
    for (const auto& other : judgement.all<&Visit::work_order>(visit->work_order))
        if (other.id != visit->id && !has_ended(other.status)) return {};  // it is in hand still
    return save_order(judgement, *visit, WorkOrderStatus::unscheduled);
}

}  // namespace

void end_visit(Visit& visit, VisitStatus status, std::string reason, Timestamp at) {
    visit.status = status;
    visit.completed_at = at;
    visit.reason = std::move(reason);
    end_break(visit, at);
}

std::vector<CommandInfo> visit_rules() {
    constexpr Kind on = Kind::visit;
    ArgumentInfo outcome = argument<&Visit::outcome>(), cause = argument<&Visit::cause>();
    outcome.asked = cause.asked = true;
    return {
        {"accept_visit", on, false, staff, {}, accept},
        {"travel_visit", on, false, staff, {}, travel},
        {"arrive_visit", on, false, staff, {}, arrive},
        {"pause_visit", on, false, staff, {}, pause},
        {"resume_visit", on, false, staff, {}, resume},
        {"complete_visit", on, false, staff, {outcome, cause}, complete},
        {"partially_complete_visit", on, false, staff, {argument<&Visit::reason>(true)}, give_back<partially_completed>},
        {"no_access_visit", on, false, staff, {argument<&Visit::reason>(true)}, give_back<no_access>},
        {"cancel_visit", on, false, desk_side, {argument<&Visit::reason>(true)}, give_back<cancelled>},
    };
}

}  // namespace sigap
