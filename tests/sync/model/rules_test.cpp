#include <catch2/catch_test_macros.hpp>

#include "tests/sync/model/world.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

// A visit on site with one mandatory and one optional step.
struct Job : World {
    Job() {
        Asset asset;
        asset.name = "Finance laptop";
        laptop = put(asset);
        WorkOrder row;
        row.title = "Replace a dock";
        row.asset = laptop;
        row.assignee = technician;
        order = put(row);
        Visit on_site;
        on_site.work_order = order;
        on_site.technician = technician;
        on_site.status = VisitStatus::on_site;
        visit = put(on_site);
        ChecklistRun checklist;
        checklist.visit = visit;
        run = put(checklist);
        mandatory = step(1, true, "Update the firmware");
        optional = step(2, false, "Write down the port");
    }
    Uuid step(std::int64_t position, bool needed, const std::string& text) {
        ChecklistStep row;
        row.run = run;
        row.visit = visit;
        row.position = position;
        row.mandatory = needed;
        row.text_en = text;
        return put(row);
    }
    Uuid laptop, order, visit, run, mandatory, optional;
};

std::string refusal(const Result<Uuid>& result) {
    return result ? "" : result.error().detail;
}

}  // namespace

TEST_CASE("a visit with a mandatory step open cannot be completed, and the step is named") {
    Job job;
    const auto refused = job.perform("complete_visit", job.visit, {}, job.technician);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::refused);
    CHECK(refused.error().detail == "step_open");
    CHECK(refused.error().message.find("Update the firmware") != std::string::npos);
    REQUIRE(job.perform("tick_step", job.mandatory, {}, job.technician));
    CHECK(job.perform("complete_visit", job.visit, {}, job.technician));
    CHECK(job.get<ChecklistStep>(job.optional).state == StepState::open);
    CHECK(job.get<ChecklistRun>(job.run).completed_at);
}

TEST_CASE("a mandatory step is skipped with a reason only, and the reason is kept") {
    Job job;
    CHECK(refusal(job.perform("skip_step", job.mandatory)) == "missing_reason");
    CHECK(refusal(job.perform("skip_step", job.mandatory, {{"reason", Value{}}})) == "missing_reason");
    REQUIRE(job.perform("skip_step", job.mandatory, {{"reason", "no firmware for this model"}}, job.technician));
    const auto step = job.get<ChecklistStep>(job.mandatory);
    CHECK(step.state == StepState::skipped);
    CHECK(step.skip_reason == "no firmware for this model");
    CHECK(step.done_by.id == job.technician);
    CHECK(job.perform("complete_visit", job.visit));
}

TEST_CASE("a second tick changes nothing, a value corrects, and untick opens the step again") {
    Job job;
    REQUIRE(job.perform("tick_step", job.mandatory, {}, job.technician));
    const auto first = job.get<ChecklistStep>(job.mandatory);
    const auto again = job.judge("tick_step", job.mandatory);
    REQUIRE(again);
    CHECK(again->empty());
    REQUIRE(job.perform("tick_step", job.mandatory, {{"value", "1.2.3"}}, job.desk));
    CHECK(job.get<ChecklistStep>(job.mandatory).value == "1.2.3");
    CHECK(job.get<ChecklistStep>(job.mandatory).done_at > first.done_at);
    REQUIRE(job.perform("untick_step", job.mandatory));
    const auto open = job.get<ChecklistStep>(job.mandatory);
    CHECK(open.state == StepState::open);
    CHECK(open.value.empty());
    CHECK_FALSE(open.done_by);
}

TEST_CASE("a step that asks for a number or a text is not done without it") {
    Job job;
    const auto asking = [&](StepKind kind) {
        ChecklistStep row;
        row.run = job.run;
        row.visit = job.visit;
        row.position = 3;
        row.mandatory = true;
        row.step_kind = kind;
        row.text_en = "Measure the signal";
        return job.put(row);
    };
    const Uuid number = asking(StepKind::number), text = asking(StepKind::text), choice = asking(StepKind::choice);
    const auto tick = [&](const Uuid& step, World::Arguments arguments) { return job.perform("tick_step", step, std::move(arguments), job.technician); };
    for (const Uuid& step : {number, text}) {
        CHECK(refusal(tick(step, {})) == "missing_value");
        CHECK(refusal(tick(step, {{"value", "  "}})) == "missing_value");
    }
    CHECK(tick(number, {}).error().message.find("Measure the signal") != std::string::npos);
    for (const char* wrong : {"strong", "12 dBm", "-", "1.2.3", ",5", "5,", "0x1f"}) {
        INFO(wrong);
        CHECK(refusal(tick(number, {{"value", wrong}})) == "not_a_number");
    }
    CHECK(job.get<ChecklistStep>(number).state == StepState::open);
    for (const char* right : {"-58", "0", "12.5", "12,5", "48213"}) {
        REQUIRE(tick(number, {{"value", right}}));
        CHECK(job.get<ChecklistStep>(number).value == right);
    }
    REQUIRE(tick(text, {{"value", " port 12 "}}));
    CHECK(job.get<ChecklistStep>(text).value == "port 12");
    CHECK(tick(choice, {}));
    CHECK(job.perform("skip_step", number, {{"reason", "no meter"}}, job.technician));
}

TEST_CASE("a place or a unit never lies within itself") {
    World world;
    const Uuid admin = world.person("Dian", Role::administrator);
    Location row;
    row.name = "Site";
    const Uuid site = world.put(row);
    row.id = {};
    row.parent = site;
    const Uuid building = world.put(row);
    row.id = {};
    row.parent = building;
    const Uuid room = world.put(row);
    const auto place = [&](const Uuid& child, const Value& parent) {
        return refusal(world.perform("edit_location", child, {{"parent", parent}}, admin));
    };
    CHECK(place(site, site) == "ring");
    CHECK(place(site, room) == "ring");
    CHECK(place(room, site) == "");
    CHECK(place(building, room) == "");
    CHECK(place(room, building) == "ring");
    CHECK(place(site, Value{}) == "");
    OrgUnit unit;
    unit.code = "IT";
    const Uuid it = world.put(unit);
    CHECK(refusal(world.perform("edit_org_unit", it, {{"parent", it}}, admin)) == "ring");
}

TEST_CASE("who writes a ticket down is its reporter, whoever asked for it") {
    World world;
    const Uuid id = *world.perform("create_ticket", {}, {{"title", "No network"}, {"requester", world.other}}, world.technician);
    CHECK(world.get<Ticket>(id).reporter.id == world.technician);
    CHECK(refusal(world.perform("create_ticket", {}, {{"title", "x"}, {"reporter", world.other}})) == "shape");
}

TEST_CASE("who is approached directly works at once, and the desk gets the ticket, marked") {
    World world;
    Asset printer;
    printer.location = world.put(Location{});
    const Uuid asset = world.put(printer);
    CHECK(refusal(world.perform("take_direct_request", {}, {}, world.technician)) == "missing_title");
    const Uuid id = *world.perform("take_direct_request", {},
                                   {{"title", "Printer jam"}, {"category", "printer"}, {"requester", world.other}, {"asset", asset},
                                    {"number", "WO-1"}, {"ticket_number", "TKT-1"}},
                                   world.technician);
    const auto visit = world.get<Visit>(id);
    CHECK(visit.technician.id == world.technician);
    CHECK(visit.status == VisitStatus::on_site);
    CHECK(visit.arrived_at);
    const auto order = world.get<WorkOrder>(visit.work_order);
    CHECK(order.status == WorkOrderStatus::in_progress);
    CHECK(order.assignee.id == world.technician);
    CHECK(order.number == "WO-1");
    CHECK(order.location == printer.location);
    const auto ticket = world.get<Ticket>(order.ticket);
    CHECK(ticket.number == "TKT-1");
    CHECK(ticket.bypass);
    CHECK(ticket.channel == Channel::field);
    CHECK(ticket.status == TicketStatus::fresh);
    CHECK_FALSE(ticket.assignee);
    CHECK(ticket.requester.id == world.other);
    CHECK(ticket.reporter.id == world.technician);
    REQUIRE(world.perform("complete_visit", id, {{"outcome", "Paper removed"}}, world.technician));
    CHECK(world.get<WorkOrder>(visit.work_order).status == WorkOrderStatus::completed);
}

TEST_CASE("steps change between the acceptance of a visit and its end") {
    for (std::size_t i = 0; i < std::size(words_of<VisitStatus>); ++i) {
        Job job;
        auto visit = job.get<Visit>(job.visit);
        visit.status = static_cast<VisitStatus>(i);
        job.put(visit);
        INFO(word_of(visit.status));
        const bool under_way = visit.status > VisitStatus::scheduled && visit.status < VisitStatus::completed;
        for (const auto* command : {"tick_step", "untick_step"})
            CHECK(refusal(job.perform(command, job.mandatory)) == (under_way ? "" : "state"));
    }
}

TEST_CASE("a ticket is resolved with a cause and a resolution, and held for a reason") {
    World world;
    const Uuid id = *world.perform("create_ticket", {}, {{"title", "No network"}, {"impact", "high"}});
    CHECK(world.get<Ticket>(id).opened_at);
    REQUIRE(world.perform("assign_ticket", id, {{"assignee", world.technician}}));
    REQUIRE(world.perform("start_ticket", id));
    CHECK(refusal(world.perform("hold_ticket", id)) == "missing_hold_reason");
    CHECK(refusal(world.perform("hold_ticket", id, {{"hold_reason", "none"}})) == "missing_hold_reason");
    CHECK(refusal(world.perform("hold_ticket", id, {{"hold_reason", "weather"}})) == "bad_value");
    REQUIRE(world.perform("hold_ticket", id, {{"hold_reason", "vendor"}}));
    CHECK(refusal(world.perform("resolve_ticket", id, {{"resolution", "new cable"}})) == "missing_cause");
    CHECK(refusal(world.perform("resolve_ticket", id, {{"cause", "cable"}})) == "missing_resolution");
    REQUIRE(world.perform("resolve_ticket", id, {{"cause", "cable"}, {"resolution", "new cable"}}));
    const auto resolved = world.get<Ticket>(id);
    CHECK(resolved.hold_reason == HoldReason::none);
    CHECK(resolved.resolved_at);
    REQUIRE(world.perform("reopen_ticket", id));
    CHECK_FALSE(world.get<Ticket>(id).resolved_at);
}

TEST_CASE("an asset is disposed of with the proof of its wipe only") {
    World world;
    Asset asset;
    asset.name = "Old server";
    asset.status = AssetStatus::retired;
    const Uuid id = world.put(asset);
    CHECK(refusal(world.perform("set_asset_status", id, {{"status", "disposed"}})) == "missing_wipe_proof");
    REQUIRE(world.perform("set_asset_status", id, {{"status", "disposed"}, {"wipe_proof", "certificate 12"}}));
    CHECK(world.get<Asset>(id).wipe_proof == "certificate 12");
}

TEST_CASE("a machine's facts go to the asset, or to the asset of the visit's order") {
    Job job;
    REQUIRE(job.perform("attach_scan", job.visit, {{"facts", "{\"cpu\":\"A\"}"}}, job.technician));
    CHECK(job.get<Asset>(job.laptop).facts == "{\"cpu\":\"A\"}");
    REQUIRE(job.perform("attach_scan", job.laptop, {{"facts", "{}"}}));
    CHECK(job.get<Asset>(job.laptop).facts == "{}");
    CHECK(refusal(job.perform("attach_scan", job.order, {{"facts", "{}"}})) == "shape");
    auto order = job.get<WorkOrder>(job.order);
    order.asset = {};
    job.put(order);
    CHECK(refusal(job.perform("attach_scan", job.visit, {{"facts", "{}"}})) == "no_asset");
    REQUIRE(job.perform("move_asset", job.laptop, {{"holder", job.technician}}));
    CHECK(job.get<Asset>(job.laptop).holder.id == job.technician);
}

TEST_CASE("a conflict is restored or dismissed once, what is the desk's by the desk") {
    Job job;
    const auto conflict_on = [&](std::int64_t field, const std::string& lost) {
        Conflict conflict;
        conflict.about_kind = Kind::work_order;
        conflict.about = job.order;
        conflict.field = field;
        conflict.lost = lost;
        return job.put(conflict);
    };
    const Uuid title = conflict_on(field_of<&WorkOrder::title>().number, "Replace two docks");
    REQUIRE(job.perform("restore_conflict", title, {}, job.technician));
    CHECK(job.get<WorkOrder>(job.order).title == "Replace two docks");
    CHECK(job.get<Conflict>(title).state == ConflictState::restored);
    CHECK(job.get<Conflict>(title).settled_by.id == job.technician);
    CHECK(refusal(job.perform("restore_conflict", title)) == "settled");
    CHECK(refusal(job.perform("dismiss_conflict", title)) == "settled");

    const Uuid due = conflict_on(field_of<&WorkOrder::due_at>().number, "2026-03-01T08:30:00.000Z");
    CHECK(refusal(job.perform("restore_conflict", due, {}, job.technician)) == "desk_owned");
    REQUIRE(job.perform("restore_conflict", due));
    CHECK(to_rfc3339(job.get<WorkOrder>(job.order).due_at) == "2026-03-01T08:30:00.000Z");

    const Uuid dismissed = conflict_on(field_of<&WorkOrder::title>().number, "x");
    REQUIRE(job.perform("dismiss_conflict", dismissed));
    CHECK(job.get<Conflict>(dismissed).state == ConflictState::dismissed);
    CHECK(refusal(job.perform("restore_conflict", conflict_on(999, "x"))) == "newer_version");
    CHECK(refusal(job.perform("restore_conflict", conflict_on(field_of<&WorkOrder::job_type>().number, "juggling"))) == "bad_value");
}

TEST_CASE("a note stands under its record, and its author alone takes it back") {
    Job job;
    REQUIRE(job.perform("add_note", job.visit, {{"text", "The user was away"}}, job.technician));
    const auto notes = job.rows.referring(Kind::note, field_of<&Note::about>(), job.visit);
    REQUIRE(notes.size() == 1);
    CHECK(as<Note>(notes[0]).author.id == job.technician);
    CHECK(refusal(job.perform("retract_note", notes[0].id)) == "not_yours");
    REQUIRE(job.perform("retract_note", notes[0].id, {}, job.technician));
    CHECK(job.get<Note>(notes[0].id).retracted);
    CHECK(refusal(job.perform("add_note", job.visit)) == "missing_text");
}

TEST_CASE("an order is given to staff only; its visit and a copy of the procedure's steps come with it") {
    World world;
    ProcedureVersion version;
    version.steps = R"([{"mandatory":true,"kind":"tick","id":"a","en":"b"},{"kind":"number","id":"c"}])";
    Procedure procedure;
    procedure.code = "SOP-1";
    procedure.current = world.put(version);
    const Uuid sop = world.put(procedure);
    const Uuid order = *world.perform("create_work_order", {},
                                      {{"title", "Dock"}, {"procedure", sop}, {"assignee", world.technician}, {"scheduled_at", 1000}});
    auto visits = world.rows.referring(Kind::visit, field_of<&Visit::work_order>(), order);
    REQUIRE(visits.size() == 1);
    const Uuid visit = visits[0].id;
    CHECK(as<Visit>(visits[0]).scheduled_at.ms == 1000);
    const auto steps = world.rows.referring(Kind::checklist_step, field_of<&ChecklistStep::visit>(), visit);
    REQUIRE(steps.size() == 2);
    CHECK(as<ChecklistStep>(steps[0]).mandatory != as<ChecklistStep>(steps[1]).mandatory);

    const Uuid nobody_there = world.person("Maya", Role::none);
    CHECK(refusal(world.perform("assign_work_order", order, {{"assignee", nobody_there}})) == "not_staff");
    REQUIRE(world.perform("accept_visit", visit, {}, world.technician));
    REQUIRE(world.perform("travel_visit", visit, {}, world.technician));
    REQUIRE(world.perform("arrive_visit", visit, {}, world.technician));
    REQUIRE(world.perform("pause_visit", visit, {}, world.technician));
    REQUIRE(world.perform("assign_work_order", order, {{"assignee", world.other}}));
    const auto moved = world.get<Visit>(visit);
    CHECK(moved.technician.id == world.other);
    CHECK(moved.status == VisitStatus::scheduled);
    CHECK_FALSE(moved.accepted_at);
    CHECK_FALSE(moved.arrived_at);
    CHECK_FALSE(moved.paused_at);  // or the next technician's break would begin with this one
    // An order that says unscheduled though a visit of it stands: giving it to somebody settles that.
    auto astray = world.get<WorkOrder>(order);
    astray.status = WorkOrderStatus::unscheduled;
    world.put(astray);
    REQUIRE(world.perform("assign_work_order", order, {{"assignee", world.other}}));
    CHECK(world.get<WorkOrder>(order).status == WorkOrderStatus::scheduled);
    auto visiting = world.get<Visit>(visit);
    visiting.status = VisitStatus::on_site;
    world.put(visiting);
    world.put(astray);
    REQUIRE(world.perform("assign_work_order", order, {{"assignee", world.other}}));
    CHECK(world.get<WorkOrder>(order).status == WorkOrderStatus::in_progress);
    REQUIRE(world.perform("cancel_work_order", order, {{"reason", "bought a new one"}}));
    CHECK(world.get<Visit>(visit).status == VisitStatus::cancelled);
    CHECK(refusal(world.perform("assign_work_order", order, {{"assignee", world.other}})) == "state");

    version.id = procedure.current;
    for (const auto* damaged : {"{}", "[1]", "["}) {
        version.steps = damaged;
        world.put(version);
        CHECK(refusal(world.perform("create_work_order", {}, {{"title", "x"}, {"procedure", sop}, {"assignee", world.other}})) ==
              "bad_procedure");
    }
}

TEST_CASE("an order is given back with its last visit only") {
    Job job;
    Visit second = job.get<Visit>(job.visit);
    second.id = {};
    const Uuid other = job.put(second);
    auto order = job.get<WorkOrder>(job.order);
    order.status = WorkOrderStatus::in_progress;
    job.put(order);
    REQUIRE(job.perform("cancel_visit", other, {{"reason", "one is enough"}}));
    CHECK(job.get<WorkOrder>(job.order).status == WorkOrderStatus::in_progress);
    REQUIRE(job.perform("cancel_visit", job.visit, {{"reason", "closed today"}}));
    CHECK(job.get<WorkOrder>(job.order).status == WorkOrderStatus::unscheduled);
}

TEST_CASE("every command that takes effect leaves one line in the activity log, with its arguments") {
    Job job;
    const auto command = job.command("edit_work_order", job.order, {{"title", "Replace \"two\" docks"}, {"due_at", 1'000}}, job.desk);
    const auto changes = job.judge(command);
    REQUIRE(changes);
    REQUIRE(changes->size() == 2);
    CHECK(changes->front() == RowChange{Kind::work_order, job.order, false, {{3, "Replace \"two\" docks"}, {14, 1'000}}});
    CHECK(changes->back().born);
    Record record = born_record(kind_of<Activity>, changes->back().id);
    apply(kind_of<Activity>, record, changes->back());
    const auto activity = as<Activity>(record);
    CHECK(activity.id == command.operation);
    CHECK(activity.about == job.order);
    CHECK(activity.actor.id == job.desk);
    CHECK(activity.details == R"({"title":"Replace \"two\" docks","due_at":"1970-01-01T00:00:01.000Z"})");
}

TEST_CASE("a command of a wrong shape is refused before its rule sees it") {
    Job job;
    const auto refused = [&](const std::string& name, const Uuid& target, World::Arguments arguments) {
        return refusal(job.perform(name, target, std::move(arguments)));
    };
    CHECK(refused("fly_to_moon", job.visit, {}) == "unknown_command");
    CHECK(refused("accept_visit", {}, {}) == "shape");
    CHECK(refused("accept_visit", job.order, {}) == "shape");
    CHECK(refused("create_asset", job.laptop, {{"name", "x"}}) == "shape");
    CHECK(refused("create_asset", {}, {}) == "missing_name");
    CHECK(refused("edit_asset", job.laptop, {}) == "shape");
    CHECK(refused("edit_asset", job.laptop, {{"status", "disposed"}}) == "shape");  // by its own command only
    CHECK(refused("edit_asset", job.laptop, {{"name", Value{}}}) == "missing_name");
    CHECK(refused("edit_asset", job.laptop, {{"name", 7}}) == "bad_value");
    CHECK(refused("edit_asset", job.laptop, {{"model", job.visit}}) == "no_reference");
    CHECK(refused("accept_visit", derived_id(job.visit, 1), {}) == "shape");  // of no kind
}
