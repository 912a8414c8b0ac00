#include "sync/model/kinds/ticket.hpp"

#include "sync/model/rules/rules.hpp"

namespace sigap {

std::int64_t priority_of(Level impact, Level urgency, bool major) {
    if (major) return 0;
    const auto rank = [](Level level) { return level == Level::high ? 0 : level == Level::medium ? 1 : 2; };
    static constexpr std::int64_t matrix[3][3] = {{1, 2, 3}, {2, 3, 4}, {3, 4, 4}};
    return matrix[rank(impact)][rank(urgency)];
}

namespace {

using enum TicketStatus;

bool may_become(TicketStatus from, TicketStatus to) {
    switch (from) {
        case fresh: return to == triaged || to == assigned || to == cancelled;
        case triaged: return to == assigned || to == cancelled;
        case assigned: return to == assigned || to == in_progress || to == cancelled;
        case in_progress: return to == on_hold || to == resolved || to == assigned || to == cancelled;
        case on_hold: return to == in_progress || to == resolved || to == cancelled;
        case resolved: return to == closed || to == in_progress;
        case closed: return to == in_progress;
        case cancelled: return false;
    }
    return false;
}

bool is_over(TicketStatus status) { return status == resolved || status == closed; }

struct Way {
    std::string_view command;
    TicketStatus to;
};
constexpr Way ways[] = {{"triage_ticket", triaged},   {"assign_ticket", assigned}, {"start_ticket", in_progress},   {"hold_ticket", on_hold},
                        {"resolve_ticket", resolved}, {"close_ticket", closed},    {"reopen_ticket", in_progress}, {"cancel_ticket", cancelled}};

Error illegal_ticket(const Judgement& judgement, TicketStatus from, TicketStatus to) {
    std::vector<std::string_view> on;
    for (const auto& way : ways) {
        const bool other = way.to == in_progress && is_over(from) != (way.command == "reopen_ticket");
        if (may_become(from, way.to) && !other && may_give(judgement, way.command)) on.push_back(way.command);
    }
    return illegal("ticket", word_of(from), word_of(to), on);
}

template <typename Change>
Result<void> move(Judgement& judgement, TicketStatus to, Change change) {
    auto ticket = judgement.target<Ticket>();
    if (!ticket) return ticket.error();
    if (!may_become(ticket->status, to)) return illegal_ticket(judgement, ticket->status, to);
    ticket->status = to;
    change(*ticket);
    judgement.save(*ticket);
    return {};
}

Result<void> create(Judgement& judgement) {
    SIGAP_TRY(judge_create(judgement));
    const Uuid id = derived_id(judgement.command().operation, 0);
    auto ticket = judgement.get<Ticket>(id);
    ticket->opened_at = judgement.at();
    ticket->reporter = judgement.actor().person;
    judgement.save(*ticket);
    return {};
}

Result<void> triage(Judgement& judgement) {
    return move(judgement, triaged, [](Ticket&) {});
}
Result<void> assign(Judgement& judgement) {
    return move(judgement, assigned, [&](Ticket& ticket) { ticket.assignee = judgement.id("assignee"); });
}
// Both lead to in_progress, and neither from where only the other may.
Result<void> refuse_unless(const Judgement& judgement, bool ended) {
    const auto ticket = judgement.target<Ticket>();
    return ticket && is_over(ticket->status) != ended ? Result<void>(illegal_ticket(judgement, ticket->status, in_progress)) : Result<void>();
}

Result<void> start(Judgement& judgement) {
    SIGAP_TRY(refuse_unless(judgement, false));
    return move(judgement, in_progress, [](Ticket& ticket) { ticket.hold_reason = HoldReason::none; });
}
Result<void> hold(Judgement& judgement) {
    HoldReason reason{};
    if (!from_word(judgement.text("hold_reason"), reason) || reason == HoldReason::none)
        return Judgement::refuse("say why it waits: hold_reason=user, vendor, part, problem, change or evidence", "missing_hold_reason");
    return move(judgement, on_hold, [&](Ticket& ticket) { ticket.hold_reason = reason; });
}
Result<void> resolve(Judgement& judgement) {
    return move(judgement, resolved, [&](Ticket& ticket) {
        ticket.cause = judgement.text("cause");
        ticket.resolution = judgement.text("resolution");
        ticket.resolved_at = judgement.at();
        ticket.hold_reason = HoldReason::none;
    });
}
Result<void> close(Judgement& judgement) {
    return move(judgement, closed, [&](Ticket& ticket) { ticket.closed_at = judgement.at(); });
}
Result<void> reopen(Judgement& judgement) {
    SIGAP_TRY(refuse_unless(judgement, true));
    return move(judgement, in_progress, [](Ticket& ticket) { ticket.resolved_at = {}, ticket.closed_at = {}; });
}
Result<void> cancel(Judgement& judgement) {
    return move(judgement, cancelled, [&](Ticket& ticket) { ticket.closed_at = judgement.at(); });
}

}  // namespace

std::vector<CommandInfo> ticket_rules() {
    constexpr Kind on = Kind::ticket;
    constexpr Roles anybody{Role::technician, Role::desk, Role::lead, Role::manager, Role::administrator, Role::kiosk};
    // A text, as it was before there was a list to choose from.
    ArgumentInfo cause = argument<&Ticket::cause>(true);
    cause.words = words_of<Cause>;
    cause.asked = true;
    return {
        {"create_ticket", on, true, anybody,
         {argument<&Ticket::title>(true), argument<&Ticket::description>(), argument<&Ticket::channel>(), argument<&Ticket::category>(),
          argument<&Ticket::impact>(), argument<&Ticket::urgency>(), argument<&Ticket::major>(), argument<&Ticket::requester>(),
          argument<&Ticket::location>(), argument<&Ticket::asset>(), argument<&Ticket::bypass>(), argument<&Ticket::number>()},
         create},
        {"triage_ticket", on, false, desk_side, {}, triage},
        {"assign_ticket", on, false, desk_side, {argument<&Ticket::assignee>(true)}, assign},
        {"start_ticket", on, false, staff, {}, start},
        {"hold_ticket", on, false, staff, {argument<&Ticket::hold_reason>(true)}, hold},
        {"resolve_ticket", on, false, staff, {cause, argument<&Ticket::resolution>(true)}, resolve},
        {"close_ticket", on, false, desk_side, {}, close},
        {"reopen_ticket", on, false, desk_side, {}, reopen},
        {"cancel_ticket", on, false, desk_side, {}, cancel},
    };
}

}  // namespace sigap
