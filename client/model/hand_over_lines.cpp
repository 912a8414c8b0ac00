#include "client/model/hand_over_lines.hpp"

#include <algorithm>

#include "client/model/details.hpp"

namespace sigap {

void add_hand_overs(Replica& replica, JobDetail& job) {
    const WorkOrder& order = job.order;
    if (!order.id) return;
    for (const auto& record : replica.rows().referring(Kind::hand_over, field_of<&HandOver::work_order>(), order.id)) {
        HandOverLine line{as<HandOver>(record), {}, {}, {}};
        line.from = person_name(replica, line.row.from);
        line.to = person_name(replica, line.row.to);
        line.by = person_name(replica, line.row.by);
        job.reassigned += line.row.to ? 1u : 0u;
        job.hand_overs.push_back(std::move(line));
    }
    std::ranges::stable_sort(job.hand_overs, [](const auto& a, const auto& b) { return a.row.at > b.row.at; });
    const auto enrolment = replica.enrolment();
    if (!enrolment || job.given_away || order.status >= WorkOrderStatus::completed) return;
    const bool theirs = desk_side.has(enrolment->role) || order.assignee.id == enrolment->person;
    if (order.assignee && theirs) job.order_actions.emplace_back("hand_over_work_order");
    if (theirs && order.escalation != Escalation::manager) job.order_actions.emplace_back("escalate_work_order");
    if (order.escalation != Escalation::none && leads.has(enrolment->role)) job.order_actions.emplace_back("answer_escalation");
}

}  // namespace sigap
