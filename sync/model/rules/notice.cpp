#include "sync/model/kinds/notice.hpp"

#include <algorithm>

#include "sync/model/kinds/person.hpp"
#include "sync/model/rules/rules.hpp"

namespace sigap {

namespace {

Result<void> notify(Judgement& judgement) {
    const auto visit = judgement.target<Visit>();
    if (!visit) return visit.error();
    if (visit->status >= VisitStatus::on_site) return illegal("visit", word_of(visit->status), word_of(VisitStatus::travelling));
    const auto order = judgement.get<WorkOrder>(visit->work_order);
    if (!order) return order.error();
    if (!order->requester) return Judgement::refuse("nobody is named who asked for this job; call the desk", "no_client");
    if (const auto client = judgement.get<Person>(order->requester); client && client->email.empty())
        return Judgement::refuse(client->name + " has no e-mail address here; call them", "no_email");
    const auto notices = judgement.all<&Notice::work_order>(order->id);
    if (std::ranges::any_of(notices, [&](const Notice& one) { return one.visit.id == visit->id && one.state <= NoticeState::sending; }))
        return Judgement::refuse("a notice to this client waits to be sent already", "notice_waits");
    Notice notice;
    notice.work_order = order->id;
    notice.visit = visit->id;
    notice.to = order->requester;
    notice.by = judgement.actor().person;
    notice.at = judgement.at();
    notice.expected_at = judgement.time("expected_at");
    judgement.create(notice);
    return {};
}

}  // namespace

std::vector<CommandInfo> notice_rules() {
    return {{"notify_client", Kind::visit, false, staff, {argument<&Notice::expected_at>()}, notify}};
}

}  // namespace sigap
