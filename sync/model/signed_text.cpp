#include "sync/model/signed_text.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "sync/model/canonical_text.hpp"
#include "sync/model/kinds/part.hpp"
#include "sync/model/kinds/procedure.hpp"

namespace sigap {

std::string signed_text(const Rows& rows, const Visit& visit) {
    CanonicalText out("sigap signed 1");
    const auto record = rows.find(Kind::work_order, visit.work_order);
    const auto order = record ? as<WorkOrder>(*record) : WorkOrder{};
    out.text("visit", to_string(visit.id));
    out.text("number", order.number);
    out.text("title", order.title);
    out.text("status", word_of(visit.status));
    out.text("outcome", visit.outcome);
    out.text("reason", visit.reason);
    out.text("findings", order.findings);
    out.time("accepted_at", visit.accepted_at);
    out.time("travelling_at", visit.travelling_at);
    out.time("arrived_at", visit.arrived_at);
    out.time("completed_at", visit.completed_at);
    out.number("break_seconds", visit.break_seconds);
    std::vector<ChecklistStep> steps;
    for (const auto& step : rows.referring(Kind::checklist_step, field_of<&ChecklistStep::visit>(), visit.id))
        steps.push_back(as<ChecklistStep>(step));
    std::ranges::sort(steps, [](const auto& a, const auto& b) { return std::tie(a.position, a.id) < std::tie(b.position, b.id); });
    out.list("steps", steps, [&](const ChecklistStep& step) {
        out.number("position", step.position);
        out.text("text_id", step.text_id);
        out.text("text_en", step.text_en);
        out.text("state", word_of(step.state));
        out.text("value", step.value);
        out.text("skip_reason", step.skip_reason);
    });
    std::map<Uuid, std::int64_t> taken;
    for (const auto& row : rows.referring(Kind::part_use, field_of<&PartUse::visit>(), visit.id)) {
        const auto use = as<PartUse>(row);
        taken[use.part] += use.quantity;
    }
    // What was brought back is as if it had never been taken.
    std::erase_if(taken, [](const auto& part) { return part.second == 0; });
    const std::vector<std::pair<Uuid, std::int64_t>> parts(taken.begin(), taken.end());
    out.list("parts", parts, [&](const auto& part) {
        out.text("part", to_string(part.first));
        out.number("quantity", part.second);
    });
    return out.take();
}

}  // namespace sigap
