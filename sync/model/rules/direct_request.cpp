#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/model/rules/rules.hpp"

namespace sigap {

namespace {

// The client went round the desk and is helped at once: the ticket goes to the desk's queue, marked as such, and the work has its
// order and its visit like any other.
Result<void> take(Judgement& judgement) {
    const Uuid visit_id = judgement.next_id(), order_id = judgement.next_id(), ticket_id = judgement.next_id();
    const Uuid technician = judgement.actor().person;
    Ticket ticket;
    ticket.id = ticket_id;
    ticket.number = judgement.text("ticket_number");
    ticket.title = judgement.text("title");
    ticket.description = judgement.text("description");
    ticket.channel = Channel::field;
    ticket.category = judgement.text("category");
    ticket.requester = judgement.id("requester");
    ticket.location = judgement.id("location");
    ticket.asset = judgement.id("asset");
    if (!ticket.location && ticket.asset)
        if (const auto asset = judgement.get<Asset>(ticket.asset)) ticket.location = asset->location;
    ticket.opened_at = judgement.at();
    ticket.bypass = true;
    ticket.reporter = technician;
    judgement.create_record(record_of(ticket));

    WorkOrder order;
    order.id = order_id;
    order.number = judgement.text("number");
    order.ticket = ticket_id;
    order.title = ticket.title;
    order.description = ticket.description;
    order.status = WorkOrderStatus::in_progress;
    order.asset = ticket.asset;
    order.location = ticket.location;
    order.requester = ticket.requester;
    order.assignee = technician;
    order.created_at = judgement.at();
    judgement.create_record(record_of(order));

    Visit visit;
    visit.id = visit_id;
    visit.work_order = order_id;
    visit.technician = technician;
    visit.status = VisitStatus::on_site;
    visit.scheduled_at = visit.accepted_at = visit.arrived_at = judgement.at();
    judgement.create_record(record_of(visit));
    return {};
}

}  // namespace

std::vector<CommandInfo> direct_request_rules() {
    ArgumentInfo ticket_number = argument<&Ticket::number>();
    ticket_number.name = "ticket_number";
    return {
        {"take_direct_request", Kind::visit, true, staff,
         {argument<&Ticket::title>(true), argument<&Ticket::description>(), argument<&Ticket::category>(), argument<&Ticket::requester>(),
          argument<&Ticket::location>(), argument<&Ticket::asset>(), argument<&WorkOrder::number>(), ticket_number},
         take},
    };
}

}  // namespace sigap
