#include "client/model/timeline.hpp"

#include <catch2/catch_test_macros.hpp>

#include "sync/model/kinds/part.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

using Whats = std::vector<std::string>;

std::vector<HistoryLine> timeline(TestDevice& device, Kind kind, const Uuid& id) {
    return must(device.replica->read([&]() -> Result<std::vector<HistoryLine>> { return timeline_of(*device.replica, kind, id, 500); }));
}

// Oldest first.
Whats whats(const std::vector<HistoryLine>& lines) {
    Whats out;
    for (const auto& line : lines) out.insert(out.begin(), line.key.empty() ? line.command : line.key);
    return out;
}

struct Worked {
    Harness harness;
    TestDevice* device = nullptr;
    Uuid visit, order;

    Worked() {
        visit = harness.make_job("Ganti dok", "technician", harness.clock.now());
        device = &harness.enrol("technician");
        Part part;
        part.id = make_uuid(harness.clock, harness.random);
        part.name = "Kabel USB-C";
        Stock stock;
        stock.id = make_uuid(harness.clock, harness.random);
        stock.part = part.id;
        stock.holder = harness.technician;
        stock.quantity = 5;
        harness.insert({{record_of(part), record_of(stock)}});
        must(device->sync());
        order = device->get<Visit>(visit).work_order;
        const auto step = device->replica->rows().referring(Kind::checklist_step, field_of<&ChecklistStep::visit>(), visit).at(0).id;
        const auto then = [&](const char* command, const Uuid& target, std::vector<std::pair<std::string, Value>> arguments = {}) {
            harness.clock.advance(60'000);
            return device->perform(command, target, std::move(arguments));
        };
        then("accept_visit", visit);
        then("travel_visit", visit);
        then("arrive_visit", visit);
        then("tick_step", step);
        then("add_note", visit, {{"text", "Kabel lama longgar"}});
        const Uuid regretted = then("add_note", order, {{"text", "Salah tulis"}}).operation;
        then("retract_note", derived_id(regretted, 0));
        then("take_part", visit, {{"stock", stock.id}, {"quantity", std::int64_t{2}}});
        harness.clock.advance(60'000);
        device->attach(visit, "photo");
        then("no_access_visit", visit, {{"reason", "Pintu terkunci"}});
    }
};

const Whats of_the_job{"create_work_order", "accept_visit", "travel_visit", "arrive_visit", "tick_step", "add_note", "timeline.note_retracted",
                       "take_part", "attach_file", "no_access_visit"};

}  // namespace

TEST_CASE("one list has everything about a job, in its order, whichever of its records is named") {
    Worked worked;
    for (const bool synced : {false, true}) {
        if (synced) must(worked.device->sync());
        const auto lines = timeline(*worked.device, Kind::visit, worked.visit);
        CHECK(whats(lines) == of_the_job);
        CHECK(whats(timeline(*worked.device, Kind::work_order, worked.order)) == of_the_job);
        for (std::size_t i = 1; i < lines.size(); ++i) CHECK(lines[i - 1].at >= lines[i].at);
        for (const auto& line : lines) CHECK((!line.actor.empty() || line.command == "create_work_order"));
        const auto line = [&](std::string_view command) { return *std::ranges::find(lines, command, &HistoryLine::command); };
        CHECK(line("add_note").details.size() + line("take_part").details.size() >= 1);
        CHECK(line("take_part").details.at(0).second == "2 \xc3\x97 Kabel USB-C");
        CHECK(line("tick_step").subject_en == "Collect the old dock");
        CHECK(line("no_access_visit").actor == "Budi Santoso");
        // What was taken back is said without its words.
        for (const auto& any : lines)
            for (const auto& [name, value] : any.details) CHECK(value != "Salah tulis");
        CHECK(line("no_access_visit").pending.has_value() == !synced);
    }
}

TEST_CASE("an asset's list has its own changes and its jobs, a person's what they did and what was done for them") {
    Worked worked;
    worked.harness.clock.advance(60'000);
    worked.device->perform("edit_asset", worked.harness.laptop, {{"remarks", "Tergores"}});
    const auto of_asset = timeline(*worked.device, Kind::asset, worked.harness.laptop);
    Whats expected = of_the_job;
    expected.push_back("edit_asset");
    CHECK(whats(of_asset) == expected);
    CHECK(of_asset[0].job == Uuid{});
    CHECK(of_asset[1].job == worked.visit);
    CHECK(of_asset[1].subject == "Ganti dok");

    const auto of_technician = timeline(*worked.device, Kind::person, worked.harness.technician);
    CHECK(whats(of_technician).back() == "edit_asset");
    CHECK(std::ranges::count(of_technician, std::string("no_access_visit"), &HistoryLine::command) == 1);
    CHECK(std::ranges::count(of_technician, std::string("create_work_order"), &HistoryLine::command) == 0);
    const auto of_requester = timeline(*worked.device, Kind::person, worked.harness.requester);
    CHECK(whats(of_requester) == of_the_job);
    CHECK(timeline(*worked.device, Kind::person, worked.harness.lead).empty());
}

TEST_CASE("times of a visit that the log does not know are told, and a conflict with both its sides") {
    Worked worked;
    WorkOrder order;
    order.id = make_uuid(worked.harness.clock, worked.harness.random);
    order.title = "Dari sistem lama";
    order.assignee = worked.harness.technician;
    order.created_at = {worked.harness.clock.now().ms - 5'000'000};
    Visit visit;
    visit.id = make_uuid(worked.harness.clock, worked.harness.random);
    visit.work_order = order.id;
    visit.technician = worked.harness.technician;
    visit.status = VisitStatus::completed;
    visit.arrived_at = {worked.harness.clock.now().ms - 3'000'000};
    visit.completed_at = {worked.harness.clock.now().ms - 2'000'000};
    Conflict conflict;
    conflict.id = make_uuid(worked.harness.clock, worked.harness.random);
    conflict.about_kind = Kind::work_order;
    conflict.about = order.id;
    conflict.field = field_of<&WorkOrder::title>().number;
    conflict.kept = "Dari sistem lama";
    conflict.lost = "Dari sistem";
    conflict.lost_by = worked.harness.technician;
    conflict.lost_at = {worked.harness.clock.now().ms - 1'000'000};
    worked.harness.insert({{record_of(order), record_of(visit), record_of(conflict)}});
    must(worked.device->sync());
    const auto lines = timeline(*worked.device, Kind::work_order, order.id);
    CHECK(whats(lines) == Whats{"create_work_order", "time.arrived", "time.completed", "timeline.conflict"});
    CHECK(lines[0].details.at(0).second == "Dari sistem lama | Dari sistem");
    CHECK(lines[1].actor == "Budi Santoso");
}
