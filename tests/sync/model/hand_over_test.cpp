#include "sync/model/kinds/hand_over.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "tests/sync/model/world.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Given : World {
    explicit Given(bool complete = true) : World(complete) {
        lead = person("Dewi", Role::lead);
        requester = person("Agus", Role::none);
        Procedure sop;
        sop.code = "SOP-1";
        ProcedureVersion version;
        version.steps = R"([{"id":"Lihat","en":"Look","mandatory":true}])";
        sop.current = put(version);
        const Uuid procedure = put(sop);
        order = *perform("create_work_order", {}, {{"title", "Replace a dock"}, {"assignee", technician}, {"procedure", procedure},
                                                   {"scheduled_at", clock.now().ms + 3'600'000}});
    }
    template <typename T>
    std::vector<T> all() const {
        std::vector<T> out;
        for (const auto& [key, record] : rows.rows)
            if (key.first == kind_of<T>.kind) out.push_back(as<T>(record));
        return out;
    }
    std::vector<Visit> open_visits() const {
        std::vector<Visit> out;
        for (const auto& visit : all<Visit>())
            if (!has_ended(visit.status)) out.push_back(visit);
        return out;
    }
    std::vector<HandOver> history() const {
        auto out = all<HandOver>();
        std::ranges::sort(out, {}, &HandOver::at);
        return out;
    }
    std::string refusal(const std::string& name, World::Arguments arguments, const Uuid& by) {
        const auto result = perform(name, order, std::move(arguments), by);
        return result ? "" : result.error().detail;
    }
    Uuid lead, requester, order;
};

}  // namespace

TEST_CASE("a job that was not begun is handed to a colleague with its visit, and the row says who, to whom and why") {
    Given given;
    const Visit before = given.open_visits().at(0);
    REQUIRE(given.perform("accept_visit", before.id, {}, given.technician));
    REQUIRE(given.perform("hand_over_work_order", given.order, {{"assignee", given.other}, {"reason", "I am ill"}}, given.technician));
    const auto visits = given.all<Visit>();
    REQUIRE(visits.size() == 1);
    CHECK(visits[0].technician.id == given.other);
    CHECK(visits[0].status == VisitStatus::scheduled);
    CHECK(visits[0].scheduled_at == before.scheduled_at);
    CHECK_FALSE(visits[0].accepted_at);
    CHECK(given.get<WorkOrder>(given.order).assignee.id == given.other);
    const auto history = given.history();
    REQUIRE(history.size() == 1);
    CHECK(history[0].from.id == given.technician);
    CHECK(history[0].to.id == given.other);
    CHECK(history[0].by.id == given.technician);
    CHECK(history[0].reason == "I am ill");
    CHECK(history[0].escalation == Escalation::none);
}

TEST_CASE("a visit under way ends with its times when the job is handed over, and the colleague gets one with its own steps") {
    Given given;
    const Uuid first = given.open_visits().at(0).id;
    for (const char* move : {"accept_visit", "travel_visit", "arrive_visit", "pause_visit"}) REQUIRE(given.perform(move, first, {}, given.technician));
    given.clock.advance(120'000);
    REQUIRE(given.perform("hand_over_work_order", given.order, {{"assignee", given.other}, {"reason", "needs a ladder"}}, given.technician));
    const auto ended = given.get<Visit>(first);
    CHECK(ended.status == VisitStatus::partially_completed);
    CHECK(ended.technician.id == given.technician);
    CHECK(ended.arrived_at);
    CHECK(ended.completed_at);
    CHECK(ended.break_seconds == 121);
    CHECK(ended.reason == "needs a ladder");
    const auto open = given.open_visits();
    REQUIRE(open.size() == 1);
    CHECK(open[0].technician.id == given.other);
    CHECK(open[0].status == VisitStatus::scheduled);
    CHECK(open[0].scheduled_at == ended.scheduled_at);
    const auto steps = given.all<ChecklistStep>();
    CHECK(std::ranges::count(steps, open[0].id, [](const ChecklistStep& step) { return step.visit.id; }) == 1);
    CHECK(given.get<WorkOrder>(given.order).status == WorkOrderStatus::scheduled);
}

TEST_CASE("a job goes back to the desk with its reason, and what comes of it there is in the history, too") {
    Given given;
    REQUIRE(given.perform("hand_over_work_order", given.order, {{"reason", "not my trade"}}, given.technician));
    CHECK(given.open_visits().empty());
    CHECK(given.all<Visit>().at(0).status == VisitStatus::cancelled);
    auto order = given.get<WorkOrder>(given.order);
    CHECK_FALSE(order.assignee);
    CHECK(order.status == WorkOrderStatus::unscheduled);
    REQUIRE(given.perform("assign_work_order", given.order, {{"assignee", given.other}}));
    REQUIRE(given.perform("assign_work_order", given.order, {{"assignee", given.other}, {"scheduled_at", given.clock.now().ms}}));
    REQUIRE(given.perform("assign_work_order", given.order, {{"assignee", given.technician}}));
    const auto history = given.history();
    REQUIRE(history.size() == 3);  // an appointment that moves passes nothing on
    CHECK_FALSE(history[0].to);
    CHECK_FALSE(history[1].from);
    CHECK(history[1].to.id == given.other);
    CHECK(history[2].from.id == given.other);
    CHECK(history[2].to.id == given.technician);
    CHECK(history[2].by.id == given.desk);
    CHECK(std::ranges::count_if(history, [](const HandOver& row) { return static_cast<bool>(row.to); }) == 2);
}

TEST_CASE("a job is handed over by who holds it, with a reason, to somebody of the staff who does not have it yet") {
    Given given;
    CHECK(given.refusal("hand_over_work_order", {{"assignee", given.other}}, given.technician) == "missing_reason");
    CHECK(given.refusal("hand_over_work_order", {{"assignee", given.technician}, {"reason", "x"}}, given.technician) == "same_holder");
    CHECK(given.refusal("hand_over_work_order", {{"assignee", given.requester}, {"reason", "x"}}, given.technician) == "not_staff");
    CHECK(given.refusal("hand_over_work_order", {{"assignee", given.other}, {"reason", "x"}}, given.other) == "not_yours");
    auto gone = given.get<Person>(given.other);
    gone.inactive = true;
    given.put(gone);
    CHECK(given.refusal("hand_over_work_order", {{"assignee", given.other}, {"reason", "x"}}, given.technician) == "not_staff");
    REQUIRE(given.perform("hand_over_work_order", given.order, {{"reason", "x"}}, given.technician));
    CHECK(given.refusal("hand_over_work_order", {{"reason", "x"}}, given.desk) == "not_held");
    REQUIRE(given.perform("cancel_work_order", given.order, {{"reason", "not needed"}}));
    CHECK(given.refusal("hand_over_work_order", {{"assignee", given.technician}, {"reason", "x"}}, given.desk) == "state");
}

TEST_CASE("an answer to the lead's question leaves a call to the manager standing that its author did not see") {
    Given given;
    REQUIRE(given.perform("escalate_work_order", given.order, {{"reason", "no key"}}, given.technician));
    REQUIRE(given.perform("escalate_work_order", given.order, {{"reason", "still none"}, {"escalation", "manager"}}, given.technician));
    REQUIRE(given.perform("answer_escalation", given.order, {{"reason", "ask the guard"}, {"escalation", "lead"}}, given.lead));
    CHECK(given.get<WorkOrder>(given.order).escalation == Escalation::manager);
    CHECK(given.history().back().answer);
    REQUIRE(given.perform("answer_escalation", given.order, {{"reason", "go at five"}, {"escalation", "manager"}}, given.lead));
    CHECK(given.get<WorkOrder>(given.order).escalation == Escalation::none);
}

TEST_CASE("help is asked for with a reason, of the lead and then of the manager, and stays flagged until a lead answers") {
    Given given;
    CHECK(given.refusal("escalate_work_order", {}, given.technician) == "missing_reason");
    REQUIRE(given.perform("escalate_work_order", given.order, {{"reason", "no access to the server room"}}, given.technician));
    CHECK(given.get<WorkOrder>(given.order).escalation == Escalation::lead);
    CHECK(given.get<WorkOrder>(given.order).assignee.id == given.technician);
    CHECK(given.refusal("escalate_work_order", {{"reason", "again"}}, given.technician) == "escalated");
    REQUIRE(given.perform("escalate_work_order", given.order, {{"reason", "still none"}, {"escalation", "manager"}}, given.technician));
    CHECK(given.get<WorkOrder>(given.order).escalation == Escalation::manager);
    CHECK(given.refusal("answer_escalation", {{"reason", "go at five"}}, given.technician) == "role");
    REQUIRE(given.perform("answer_escalation", given.order, {{"reason", "go at five"}}, given.lead));
    CHECK(given.get<WorkOrder>(given.order).escalation == Escalation::none);
    CHECK(given.refusal("answer_escalation", {{"reason", "go at five"}}, given.lead) == "not_escalated");
    const auto history = given.history();
    REQUIRE(history.size() == 3);
    CHECK(history[0].escalation == Escalation::lead);
    CHECK(history[1].escalation == Escalation::manager);
    CHECK(history[2].answer);
    CHECK(history[2].by.id == given.lead);
    CHECK(std::ranges::none_of(history, [](const HandOver& row) { return static_cast<bool>(row.to); }));
}
