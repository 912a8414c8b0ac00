#include <catch2/catch_test_macros.hpp>

#include "tests/sync/model/world.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

// A command and the states from which it is legal; from every other state it is refused with the detail "state".
struct Legal {
    std::string command;
    World::Arguments arguments;
    std::string_view to;
    std::string_view from;  // words, each with a space before and after
};

bool listed(std::string_view list, std::string_view word) {
    return list.find(" " + std::string(word) + " ") != std::string_view::npos;
}

template <typename T, typename Status>
void check_machine(const std::vector<Legal>& table, Status T::*status, void (*prepare)(World&, T&)) {
    for (const auto& [command, arguments, to, from] : table)
        for (std::size_t i = 0; i < std::size(words_of<Status>); ++i) {
            World world;
            T row;
            row.*status = static_cast<Status>(i);
            prepare(world, row);
            const Uuid id = world.put(row);
            const std::string_view before = word_of(row.*status);
            INFO(command << " from " << before);
            const auto done = world.perform(command, id, arguments);
            if (listed(from, before)) {
                REQUIRE(done);
                CHECK(word_of(world.get<T>(id).*status) == to);
            } else {
                REQUIRE_FALSE(done);
                CHECK(done.error().code == ErrorCode::refused);
                CHECK(done.error().detail == "state");
                CHECK(word_of(world.get<T>(id).*status) == before);
            }
        }
}

}  // namespace

TEST_CASE("a ticket moves along its states and no other way") {
    check_machine<Ticket, TicketStatus>(
        {
            {"triage_ticket", {}, "triaged", " new "},
            {"start_ticket", {}, "in_progress", " assigned on_hold "},
            {"hold_ticket", {{"hold_reason", "part"}}, "on_hold", " in_progress "},
            {"resolve_ticket", {{"cause", "a"}, {"resolution", "b"}}, "resolved", " in_progress on_hold "},
            {"close_ticket", {}, "closed", " resolved "},
            {"reopen_ticket", {}, "in_progress", " resolved closed "},
            {"cancel_ticket", {}, "cancelled", " new triaged assigned in_progress on_hold "},
        },
        &Ticket::status, [](World&, Ticket& ticket) { ticket.title = "no network"; });
}

TEST_CASE("a ticket is given to somebody until it is resolved or waits") {
    for (std::size_t i = 0; i < std::size(words_of<TicketStatus>); ++i) {
        World world;
        Ticket ticket;
        ticket.status = static_cast<TicketStatus>(i);
        const Uuid id = world.put(ticket);
        const auto done = world.perform("assign_ticket", id, {{"assignee", world.technician}});
        INFO(word_of(ticket.status));
        CHECK(static_cast<bool>(done) == listed(" new triaged assigned in_progress ", word_of(ticket.status)));
        if (!done) CHECK(done.error().detail == "state");
        else CHECK(world.get<Ticket>(id).assignee.id == world.technician);
    }
}

TEST_CASE("a visit moves along its states and no other way") {
    check_machine<Visit, VisitStatus>(
        {
            {"accept_visit", {}, "accepted", " scheduled "},
            {"travel_visit", {}, "travelling", " accepted "},
            {"arrive_visit", {}, "on_site", " travelling "},
            {"pause_visit", {}, "on_break", " on_site "},
            {"resume_visit", {}, "on_site", " on_break "},
            {"complete_visit", {}, "completed", " on_site "},
            {"partially_complete_visit", {{"reason", "part"}}, "partially_completed", " on_site "},
            {"no_access_visit", {{"reason", "locked"}}, "no_access", " travelling on_site "},
            {"cancel_visit", {{"reason", "moved"}}, "cancelled", " scheduled accepted travelling on_site on_break "},
        },
        &Visit::status, [](World& world, Visit& visit) {
            WorkOrder order;
            order.title = "Replace a dock";
            visit.work_order = world.put(order);
        });
}

TEST_CASE("a work order is reviewed when it is completed, and cancelled before") {
    check_machine<WorkOrder, WorkOrderStatus>(
        {
            {"review_work_order", {}, "reviewed", " completed "},
            {"cancel_work_order", {{"reason", "not needed"}}, "cancelled", " unscheduled scheduled in_progress "},
        },
        &WorkOrder::status, [](World& world, WorkOrder&) {
            auto lead = world.get<Person>(world.desk);
            lead.role = Role::lead;
            world.put(lead);
        });
}

TEST_CASE("an asset's status changes along the table, one pair at a time") {
    const std::pair<std::string_view, std::string_view> table[] = {
        {"ordered", " in_stock "},
        {"in_stock", " configuring in_use on_loan in_repair missing retired "},
        {"configuring", " in_stock in_use "},
        {"in_use", " on_loan in_stock in_repair missing retired "},
        {"on_loan", " in_use in_stock missing "},
        {"in_repair", " in_stock in_use retired "},
        {"missing", " in_stock in_use retired "},
        {"retired", " disposed in_stock "},
        {"disposed", " "},
    };
    REQUIRE(std::size(table) == std::size(words_of<AssetStatus>));
    for (const auto& [from, allowed] : table)
        for (const auto to : words_of<AssetStatus>) {
            World world;
            Asset asset;
            asset.name = "laptop";
            REQUIRE(from_word(from, asset.status));
            const Uuid id = world.put(asset);
            INFO(from << " to " << to);
            const auto changes = world.judge("set_asset_status", id, {{"status", std::string(to)}, {"wipe_proof", "certificate 12"}});
            if (from == to) {
                REQUIRE(changes);
                CHECK(changes->empty());
            } else if (listed(allowed, to)) {
                REQUIRE(changes);
                CHECK(changes->size() == 2);  // the asset and the activity log
            } else {
                REQUIRE_FALSE(changes);
                CHECK(changes.error().detail == "state");
            }
        }
}

TEST_CASE("travelling to a job starts its order, finishing it completes the order, a closed door gives it back") {
    World world;
    WorkOrder order;
    order.title = "Replace a dock";
    order.status = WorkOrderStatus::scheduled;
    const Uuid order_id = world.put(order);
    Visit visit;
    visit.work_order = order_id;
    visit.technician = world.technician;
    const Uuid first = world.put(visit);
    REQUIRE(world.perform("accept_visit", first));
    REQUIRE(world.perform("travel_visit", first));
    CHECK(world.get<WorkOrder>(order_id).status == WorkOrderStatus::in_progress);
    REQUIRE(world.perform("no_access_visit", first, {{"reason", "nobody at home"}}));
    CHECK(world.get<WorkOrder>(order_id).status == WorkOrderStatus::unscheduled);
    CHECK(world.get<Visit>(first).reason == "nobody at home");

    const Uuid second = world.put(visit);
    REQUIRE(world.perform("accept_visit", second));
    REQUIRE(world.perform("travel_visit", second));
    REQUIRE(world.perform("arrive_visit", second));
    REQUIRE(world.perform("pause_visit", second));
    world.clock.advance(90'000);
    REQUIRE(world.perform("resume_visit", second));
    REQUIRE(world.perform("complete_visit", second, {{"outcome", "done"}}));
    const auto done = world.get<Visit>(second);
    CHECK(done.break_seconds == 91);
    CHECK_FALSE(done.paused_at);
    CHECK(done.arrived_at < done.completed_at);
    CHECK(world.get<WorkOrder>(order_id).status == WorkOrderStatus::completed);
    CHECK(world.get<WorkOrder>(order_id).outcome == "done");
    CHECK(world.get<WorkOrder>(order_id).completed_at == done.completed_at);
}

TEST_CASE("what a state does not allow is refused with what it does, to this person") {
    World world;
    Ticket ticket;
    ticket.title = "no network";
    ticket.assignee = world.technician;
    ticket.status = TicketStatus::on_hold;
    const Uuid on_hold = world.put(ticket);
    WorkOrder order;
    order.assignee = world.technician;
    Visit visit;
    visit.work_order = world.put(order);
    visit.technician = world.technician;
    const auto said = [&](VisitStatus status, const std::string& command, const Uuid& by, World::Arguments arguments = {}) {
        visit.status = status;
        const auto done = world.perform(command, world.put(visit), std::move(arguments), by);
        REQUIRE_FALSE(done);
        return done.error().message;
    };
    using enum VisitStatus;
    CHECK(said(accepted, "arrive_visit", world.technician) == "the visit is accepted, from which it cannot become on_site; from here: travel_visit");
    CHECK(said(accepted, "arrive_visit", world.desk) == "the visit is accepted, from which it cannot become on_site; from here: travel_visit, cancel_visit");
    CHECK(said(on_break, "arrive_visit", world.technician) == "the visit is on_break, from which it cannot become on_site; from here: resume_visit");
    CHECK(said(on_site, "resume_visit", world.technician) ==
          "the visit is on_site, from which it cannot become on_site; from here: pause_visit, complete_visit, partially_complete_visit, no_access_visit");
    CHECK(said(completed, "pause_visit", world.desk) == "the visit is completed, from which it cannot become on_break");
    CHECK(said(scheduled, "complete_visit", world.technician, {{"outcome", "x"}, {"cause", "power"}}).ends_with("; from here: accept_visit"));

    const auto closed = world.perform("close_ticket", on_hold);
    REQUIRE_FALSE(closed);
    CHECK(closed.error().message == "the ticket is on_hold, from which it cannot become closed; from here: start_ticket, resolve_ticket, cancel_ticket");
    Asset asset;
    asset.name = "Laptop";
    asset.status = AssetStatus::ordered;
    const auto used = world.perform("set_asset_status", world.put(asset), {{"status", "in_use"}});
    REQUIRE_FALSE(used);
    CHECK(used.error().message == "the asset is ordered, from which it cannot become in_use; from here: in_stock");
}
