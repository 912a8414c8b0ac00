// Each row of the table of merge rules: a technician and the desk edit one job, neither seeing the other; then both sync.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "sync/model/kinds/part.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct TwoSides {
    Harness harness;
    Uuid visit = harness.make_job("Replace the dock", "technician", {harness.clock.now().ms + 3'600'000});
    TestDevice& field = harness.enrol("technician");
    TestDevice& desk = harness.desk();
    Uuid order;

    TwoSides() {
        meet();
        order = field.get<Visit>(visit).work_order;
    }
    // All that either has reaches the other.
    void meet() {
        for (auto* device : {&field, &desk, &field, &desk}) must(device->sync());
    }
    // The edits reach the server in this order.
    void meet(bool desk_first) {
        must((desk_first ? desk : field).sync());
        meet();
    }
    EditState state_of(const TestDevice& device, const Edit& edit) {
        for (const auto& entry : device.replica->ledger(100))
            if (entry.command.operation == edit.operation) return entry.state;
        throw std::runtime_error("an edit that is not in the ledger");
    }
    std::vector<Conflict> conflicts() { return desk.all<Conflict>(); }
    void agree() {
        for (const auto& kind : {Kind::work_order, Kind::visit, Kind::asset, Kind::ticket, Kind::stock}) {
            ListQuery query;
            query.kind = kind;
            for (const auto& record : field.replica->list(query)) CHECK(record == harness.store().rows().find(kind, record.id));
            for (const auto& record : desk.replica->list(query)) CHECK(record == harness.store().rows().find(kind, record.id));
        }
    }
};

const std::string none;

}  // namespace

TEST_CASE("plain: the last to arrive wins, the other is kept with its author and both times, one tap brings it back") {
    TwoSides job;
    const bool desk_first = GENERATE(true, false);
    const auto by_desk = job.desk.perform("edit_work_order", job.order, {{"title", "Desk's"}});
    job.harness.clock.advance(1000);
    const auto by_field = job.field.perform("edit_work_order", job.order, {{"title", "Field's"}});
    job.meet(desk_first);
    CHECK(job.field.get<WorkOrder>(job.order).title == (desk_first ? "Field's" : "Desk's"));
    REQUIRE(job.conflicts().size() == 1);
    const Conflict conflict = job.conflicts()[0];
    CHECK(conflict.lost == (desk_first ? "Desk's" : "Field's"));
    CHECK(conflict.lost_by.id == (desk_first ? job.harness.desk_person : job.harness.technician));
    CHECK(conflict.kept_by.id == (desk_first ? job.harness.technician : job.harness.desk_person));
    CHECK(std::abs(conflict.kept_at.ms - conflict.lost_at.ms) == 1000);
    CHECK(job.state_of(desk_first ? job.field : job.desk, desk_first ? by_field : by_desk) == EditState::merged);
    job.field.perform("restore_conflict", conflict.id);
    job.meet();
    CHECK(job.desk.get<WorkOrder>(job.order).title == (desk_first ? "Desk's" : "Field's"));
    job.agree();
}

TEST_CASE("plain: equal values are no conflict") {
    TwoSides job;
    job.desk.perform("edit_work_order", job.order, {{"title", "Same"}});
    job.field.perform("edit_work_order", job.order, {{"title", "Same"}});
    job.meet(true);
    CHECK(job.conflicts().empty());
    job.agree();
}

TEST_CASE("desk-owned: the desk's wins over the field's, whichever came first; the field's is kept") {
    TwoSides job;
    const bool desk_first = GENERATE(true, false);
    job.desk.perform("edit_work_order", job.order, {{"urgency", "high"}});
    job.field.perform("edit_work_order", job.order, {{"urgency", "low"}});
    job.meet(desk_first);
    CHECK(job.field.get<WorkOrder>(job.order).urgency == Level::high);
    REQUIRE(job.conflicts().size() == 1);
    CHECK(job.conflicts()[0].lost == "low");
    CHECK(job.conflicts()[0].lost_by.id == job.harness.technician);
    job.agree();
}

TEST_CASE("field-owned: the field's wins over the desk's, whichever came first; the desk's is kept") {
    TwoSides job;
    const bool desk_first = GENERATE(true, false);
    job.field.perform("accept_visit", job.visit);
    job.meet();
    job.desk.perform("edit_asset", job.harness.laptop, {{"condition", "good"}});
    job.field.perform("edit_asset", job.harness.laptop, {{"condition", "broken"}});
    job.meet(desk_first);
    CHECK(job.desk.get<Asset>(job.harness.laptop).condition == AssetCondition::broken);
    REQUIRE(job.conflicts().size() == 1);
    CHECK(job.conflicts()[0].lost == "good");
    CHECK(job.conflicts()[0].lost_by.id == job.harness.desk_person);
    job.agree();
}

TEST_CASE("status: one that is no longer possible becomes a proposal that both see, with its author") {
    TwoSides job;
    const auto accept = job.field.perform("accept_visit", job.visit);
    job.desk.perform("cancel_visit", job.visit, {{"reason", "closed today"}});
    job.meet(true);
    CHECK(job.field.get<Visit>(job.visit).status == VisitStatus::cancelled);
    CHECK(job.state_of(job.field, accept) == EditState::conflict);
    REQUIRE(job.conflicts().size() == 1);
    const Conflict conflict = job.conflicts()[0];
    CHECK(conflict.command == "accept_visit");
    CHECK(conflict.lost == "accepted");
    CHECK(conflict.lost_by.id == job.harness.technician);
    CHECK(conflict.kept_by.id == job.harness.desk_person);
    CHECK(job.field.all<Conflict>().size() == 1);
    job.agree();
}

TEST_CASE("notes and scans: the union of both") {
    TwoSides job;
    job.desk.perform("add_note", job.visit, {{"text", "from the desk"}});
    job.field.perform("add_note", job.visit, {{"text", "from the field"}});
    job.field.perform("attach_scan", job.visit, {{"facts", "{}"}});
    job.meet(false);
    CHECK(job.desk.all<Note>().size() == 2);
    CHECK(job.field.all<Note>().size() == 2);
    CHECK(job.desk.get<Asset>(job.harness.laptop).facts == "{}");
    CHECK(job.conflicts().empty());
    job.agree();
}

TEST_CASE("counts: all that is taken and brought back counts, a recount corrects, below zero is no refusal") {
    TwoSides job;
    const auto part = job.desk.perform("create_part", {}, {{"name", "Toner 30A"}});
    const auto stock = job.desk.perform("create_stock", {}, {{"part", part.id}, {"location", job.harness.room}, {"quantity", 10}});
    job.meet();
    const bool desk_first = GENERATE(true, false);
    job.desk.perform("take_part", job.visit, {{"stock", stock.id}, {"quantity", 4}});
    job.field.perform("take_part", job.visit, {{"stock", stock.id}, {"quantity", 3}});
    job.field.perform("return_part", job.visit, {{"stock", stock.id}, {"quantity", 1}});
    CHECK(job.field.get<Stock>(stock.id).quantity == 8);
    SECTION("taken on both sides") {
        job.meet(desk_first);
        CHECK(job.field.get<Stock>(stock.id).quantity == 4);
    }
    SECTION("what is pending stays on top of what a pull brings") {
        must(job.desk.sync());
        job.field.network->lose_requests = 1;
        Session session(*job.field.replica);
        (void)run_session(session, *job.field.network);
        CHECK(job.field.get<Stock>(stock.id).quantity == 8);
        job.field.network->lose_replies = 1;
        (void)job.field.sync();
        job.meet();
        CHECK(job.field.get<Stock>(stock.id).quantity == 4);
    }
    SECTION("a recount corrects what its author saw") {
        job.field.perform("recount_stock", stock.id, {{"counted", 7}});
        job.meet(desk_first);
        CHECK(job.field.get<Stock>(stock.id).quantity == 3);
    }
    SECTION("below zero") {
        job.field.perform("take_part", job.visit, {{"stock", stock.id}, {"quantity", 9}});
        job.meet(desk_first);
        CHECK(job.field.get<Stock>(stock.id).quantity == -5);
    }
    CHECK(job.conflicts().empty());
    std::int64_t used = 0;
    for (const auto& use : job.desk.all<PartUse>()) used += use.quantity;
    CHECK(used >= 6);
    job.agree();
}

TEST_CASE("labels: each by itself; a label goes only where who took it off had seen each adding of it") {
    TwoSides job;
    job.desk.perform("add_label", job.order, {{"label", "vip"}});
    job.meet();
    const bool desk_first = GENERATE(true, false);
    SECTION("added on both sides, one taken off") {
        job.desk.perform("add_label", job.order, {{"label", "night"}});
        job.field.perform("add_label", job.order, {{"label", "dusty"}});
        job.field.perform("remove_label", job.order, {{"label", "vip"}});
        job.meet(desk_first);
        CHECK(job.desk.get<WorkOrder>(job.order).labels == "dusty,night");
        CHECK(job.conflicts().empty());
    }
    SECTION("taken off while somebody puts it on again") {
        job.desk.perform("remove_label", job.order, {{"label", "vip"}});
        job.desk.perform("add_label", job.order, {{"label", "vip"}});
        job.field.perform("remove_label", job.order, {{"label", "vip"}});
        job.meet(desk_first);
        CHECK(job.field.get<WorkOrder>(job.order).labels == "vip");
        if (desk_first) {
            REQUIRE(job.conflicts().size() == 1);
            CHECK(job.conflicts()[0].kept == "vip");
            CHECK(job.conflicts()[0].lost == none);
            CHECK(job.conflicts()[0].lost_by.id == job.harness.technician);
        }
    }
    job.agree();
}

TEST_CASE("prose: what both wrote in different places stays; where both changed one, both are kept and the owner's stands") {
    TwoSides job;
    job.field.perform("record_findings", job.order, {{"findings", "The cable is loose.\nThe fan is loud."}});
    job.meet();
    const bool desk_first = GENERATE(true, false);
    SECTION("different lines and words") {
        job.desk.perform("record_findings", job.order, {{"findings", "The blue cable is loose.\nThe fan is loud.\nOrder F-12."}});
        job.field.perform("record_findings", job.order, {{"findings", "The cable is broken.\nThe fan is loud."}});
        job.field.perform("record_findings", job.order, {{"findings", "The cable is broken.\nThe fan is quiet."}});
        job.meet(desk_first);
        CHECK(job.desk.get<WorkOrder>(job.order).findings == "The blue cable is broken.\nThe fan is quiet.\nOrder F-12.");
        CHECK(job.conflicts().empty());
    }
    SECTION("the same words") {
        job.desk.perform("record_findings", job.order, {{"findings", "The cable is fine.\nThe fan is loud.\nOrder F-12."}});
        job.field.perform("record_findings", job.order, {{"findings", "The cable is broken.\nThe fan is loud."}});
        job.meet(desk_first);
        CHECK(job.desk.get<WorkOrder>(job.order).findings == "The cable is broken.\nThe fan is loud.\nOrder F-12.");
        REQUIRE(job.conflicts().size() == 1);
        CHECK(job.conflicts()[0].lost == "The cable is fine.\nThe fan is loud.\nOrder F-12.");
        CHECK(job.conflicts()[0].lost_by.id == job.harness.desk_person);
        CHECK(job.conflicts()[0].kept_by.id == job.harness.technician);
        job.desk.perform("restore_conflict", job.conflicts()[0].id);
        job.meet();
        CHECK(job.field.get<WorkOrder>(job.order).findings == "The cable is fine.\nThe fan is loud.\nOrder F-12.");
    }
    job.agree();
}

TEST_CASE("prose: the base is what the open form showed, not what a pull brought meanwhile") {
    TwoSides job;
    job.desk.perform("edit_work_order", job.order, {{"description", "Third floor.\nAsk Maya."}});
    job.meet();
    const Seen form{-1, {{"description", "Third floor.\nAsk Maya."}}};
    job.desk.perform("edit_work_order", job.order, {{"description", "Third floor.\nAsk Rina."}});
    job.meet();
    must(job.field.replica->perform("edit_work_order", job.order, {{"description", "Fourth floor.\nAsk Maya."}}, form));
    job.meet();
    CHECK(job.desk.get<WorkOrder>(job.order).description == "Fourth floor.\nAsk Rina.");
    job.agree();
}

TEST_CASE("unique: the second to take a tag is refused by name and keeps all that it wanted") {
    TwoSides job;
    job.desk.perform("create_asset", {}, {{"name", "Desk's dock"}, {"tag", "DK-7"}});
    const auto mine = job.field.perform("create_asset", {}, {{"name", "My dock"}, {"tag", "DK-7"}, {"serial", "S-1"}, {"location", job.harness.room}});
    job.meet(true);
    const auto entry = job.field.replica->ledger(1).at(0);
    REQUIRE(entry.command.operation == mine.operation);
    CHECK(entry.state == EditState::refused);
    CHECK(entry.code == "duplicate");
    CHECK(entry.message.find("Desk's dock") != std::string::npos);
    REQUIRE(entry.command.argument("serial"));
    CHECK(*entry.command.argument("serial") == Value{std::string("S-1")});
    CHECK(job.field.replica->status().attention == 1);
    job.agree();
}

TEST_CASE("a retired asset still takes the edit of somebody who did not know") {
    TwoSides job;
    job.desk.perform("set_asset_status", job.harness.laptop, {{"status", "retired"}});
    job.field.perform("edit_asset", job.harness.laptop, {{"remarks", "found in the store room"}});
    job.meet(true);
    CHECK(job.desk.get<Asset>(job.harness.laptop).status == AssetStatus::retired);
    CHECK(job.desk.get<Asset>(job.harness.laptop).remarks == "found in the store room");
    job.agree();
}

TEST_CASE("status: the desk has the late command done as it was given, for its author and at their time") {
    TwoSides job;
    job.field.perform("accept_visit", job.visit);
    job.field.perform("travel_visit", job.visit);
    job.field.perform("arrive_visit", job.visit);
    job.meet();
    const auto at = job.harness.clock.now();
    job.field.perform("partially_complete_visit", job.visit, {{"reason", "No spare fan"}});
    job.harness.clock.advance(5000);
    job.desk.perform("cancel_visit", job.visit, {{"reason", "closed today"}});
    job.meet(true);
    REQUIRE(job.conflicts().size() == 1);
    const Uuid conflict = job.conflicts()[0].id;
    // The state has moved on: only the desk may decide that the late one stands after all.
    CHECK_FALSE(job.field.replica->perform("restore_conflict", conflict, {}));
    job.desk.perform("restore_conflict", conflict);
    job.meet();
    const auto visit = job.field.get<Visit>(job.visit);
    CHECK(visit.status == VisitStatus::partially_completed);
    CHECK(visit.reason == "No spare fan");
    CHECK(visit.completed_at == at);
    CHECK(job.field.get<Conflict>(conflict).state == ConflictState::restored);
    job.agree();
}

TEST_CASE("status: a visit that the desk has accepted after all has its order scheduled again") {
    TwoSides job;
    job.desk.perform("cancel_visit", job.visit, {{"reason", "closed today"}});
    job.field.perform("accept_visit", job.visit);
    job.meet(true);
    REQUIRE(job.conflicts().size() == 1);
    const Uuid order = job.desk.get<Visit>(job.visit).work_order;
    CHECK(job.desk.get<WorkOrder>(order).status == WorkOrderStatus::unscheduled);
    job.desk.perform("restore_conflict", job.conflicts()[0].id);
    job.meet();
    CHECK(job.field.get<Visit>(job.visit).status == VisitStatus::accepted);
    CHECK(job.field.get<WorkOrder>(order).status == WorkOrderStatus::scheduled);
    job.agree();
}

TEST_CASE("a hand-over past a desk that gave the job away and back meanwhile is kept whole, and done whole when the desk says so") {
    TwoSides job;
    const Uuid sari = job.harness.technician2, budi = job.harness.technician;
    const Uuid to = GENERATE_COPY(values({Uuid{}, sari}));
    job.desk.perform("assign_work_order", job.order, {{"assignee", sari}});
    job.desk.perform("assign_work_order", job.order, {{"assignee", budi}});
    if (to) job.field.perform("hand_over_work_order", job.order, {{"assignee", to}, {"reason", "not my trade"}});
    else job.field.perform("hand_over_work_order", job.order, {{"reason", "not my trade"}});
    job.meet(true);
    REQUIRE(job.conflicts().size() == 1);
    // The job lies in exactly one hand, and that hand has a visit of it.
    const auto order = job.desk.get<WorkOrder>(job.order);
    CHECK(order.assignee.id == budi);
    CHECK(order.status == WorkOrderStatus::scheduled);
    const auto open = [&] {
        std::vector<Uuid> hands;
        for (const auto& visit : job.desk.all<Visit>())
            if (visit.work_order.id == job.order && !has_ended(visit.status)) hands.push_back(visit.technician);
        return hands;
    };
    CHECK(open() == std::vector<Uuid>{order.assignee.id});
    job.agree();
    job.desk.perform("restore_conflict", job.conflicts()[0].id);
    job.meet();
    CHECK(job.desk.get<WorkOrder>(job.order).assignee.id == to);
    CHECK(open() == (to ? std::vector<Uuid>{to} : std::vector<Uuid>{}));
    job.agree();
}

TEST_CASE("a job given away with edits under way: what adds is taken, the rest is proposed, and both see it") {
    TwoSides job;
    TestDevice& other = job.harness.enrol("technician2");
    must(other.sync());
    const auto part = job.desk.perform("create_part", {}, {{"name", "Fan"}});
    const auto stock = job.desk.perform("create_stock", {}, {{"part", part.id}, {"location", job.harness.room}, {"quantity", 5}});
    job.meet();
    const auto accept = job.field.perform("accept_visit", job.visit);
    const auto findings = job.field.perform("record_findings", job.order, {{"findings", "The fan is loud."}});
    std::vector<Edit> additions{job.field.perform("add_note", job.order, {{"text", "the door is locked"}}),
                                job.field.perform("take_part", job.visit, {{"stock", stock.id}, {"quantity", 2}}),
                                job.field.perform("attach_scan", job.visit, {{"facts", "{}"}}),
                                job.field.perform("add_label", job.order, {{"label", "dusty"}})};
    job.desk.perform("assign_work_order", job.order, {{"assignee", job.harness.technician2}});
    must(job.desk.sync());
    job.meet();
    must(other.sync());
    for (const auto& edit : additions) CHECK(job.state_of(job.field, edit) == EditState::accepted);
    CHECK(job.state_of(job.field, accept) == EditState::conflict);
    CHECK(job.state_of(job.field, findings) == EditState::conflict);
    CHECK_FALSE(job.field.replica->find(Kind::visit, job.visit));
    CHECK(job.desk.get<Stock>(stock.id).quantity == 3);
    CHECK(other.get<WorkOrder>(job.order).labels == "dusty");
    CHECK(other.all<Note>().size() == 1);
    for (auto* device : {&job.field, &other, &job.desk}) {
        const auto conflicts = device->all<Conflict>();
        REQUIRE(conflicts.size() == 2);
        for (const auto& conflict : conflicts) {
            CHECK(conflict.lost_by.id == job.harness.technician);
            CHECK(conflict.kept_by.id == job.harness.desk_person);
            CHECK(conflict.holder.id == job.harness.technician2);
        }
    }
    for (const auto& conflict : other.all<Conflict>())
        if (conflict.command == "record_findings") other.perform("restore_conflict", conflict.id);
    must(other.sync());
    job.meet();
    CHECK(job.desk.get<WorkOrder>(job.order).findings == "The fan is loud.");
    job.agree();
}

TEST_CASE("unique: another value, or the values given to the record that is there, and nobody is asked any more") {
    TwoSides job;
    const auto theirs = job.desk.perform("create_asset", {}, {{"name", "Desk's dock"}, {"tag", "DK-7"}, {"location", job.harness.room}});
    const auto mine = job.field.perform("create_asset", {}, {{"name", "My dock"}, {"tag", "DK-7"}, {"serial", "S-1"}, {"location", job.harness.room}});
    job.meet(true);
    Replica& replica = *job.field.replica;
    REQUIRE(job.state_of(job.field, mine) == EditState::refused);
    REQUIRE(replica.twin_of(*replica.entry_of(mine.operation))->id == theirs.id);
    SECTION("another value") {
        const auto again = must(replica.do_again(mine.operation, {{"tag", std::string("DK-8")}}));
        job.meet();
        CHECK(job.desk.get<Asset>(again.id).tag == "DK-8");
        CHECK(job.desk.get<Asset>(again.id).serial == "S-1");
    }
    SECTION("into the other") {
        must(replica.do_again(mine.operation, {}, theirs.id));
        job.meet();
        CHECK(job.desk.get<Asset>(theirs.id).serial == "S-1");
        CHECK(job.desk.get<Asset>(theirs.id).name == "Desk's dock");
    }
    SECTION("left") { must(replica.leave(mine.operation)); }
    CHECK(job.state_of(job.field, mine) == EditState::left);
    CHECK(replica.status().attention == 0);
    CHECK(replica.do_again(mine.operation).error().detail == "not_parked");
    job.agree();
}
