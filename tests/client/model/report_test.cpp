#include "client/model/report.hpp"

#include <catch2/catch_test_macros.hpp>

#include "sync/model/kinds/part.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

Result<Report> gathered(TestDevice& device, const Uuid& visit) {
    return device.replica->read([&]() -> Result<Report> { return report_of(*device.replica, visit); });
}

// A device that holds one job, and a van with cables.
struct Day {
    Harness harness;
    Uuid visit, cable, stock;
    TestDevice& device;

    Day() : device(harness.enrol("technician")) {
        Part part;
        part.id = cable = make_uuid(harness.clock, harness.random);
        part.name = "USB-C cable";
        part.number = "USBC-2";
        part.unit = "piece";
        Stock van;
        van.id = stock = make_uuid(harness.clock, harness.random);
        van.part = cable;
        van.holder = harness.technician;
        van.quantity = 10;
        harness.insert(std::vector{record_of(part), record_of(van)});
        visit = harness.make_job("Replace docking station", "technician", harness.clock.now());
        must(device.sync());
    }
    void minutes(std::int64_t count) { harness.clock.advance(count * 60'000); }
    Report report() { return must(gathered(device, visit)); }
};

}  // namespace

TEST_CASE("a report gathers what the technician did, with travel, work and breaks apart") {
    Day day;
    CHECK(day.report().is_interim());
    CHECK_FALSE(day.report().travel_seconds());
    day.device.perform("accept_visit", day.visit);
    day.minutes(5);
    day.device.perform("travel_visit", day.visit);
    day.minutes(30);
    day.device.perform("arrive_visit", day.visit);
    day.minutes(10);
    day.device.perform("pause_visit", day.visit);
    day.minutes(15);
    day.device.perform("resume_visit", day.visit);
    CHECK_FALSE(day.report().work_seconds());
    const auto steps = day.report().steps;
    REQUIRE(steps.size() == 4);
    auto rows = day.device.all<ChecklistStep>();
    std::ranges::sort(rows, {}, &ChecklistStep::position);
    for (std::size_t i = 0; i < 2; ++i) day.device.perform("tick_step", rows[i].id);
    day.device.perform("tick_step", rows[2].id, {{"value", "port 12"}});
    day.device.perform("skip_step", rows[3].id, {{"reason", "no second display"}});
    day.device.perform("take_part", day.visit, {{"stock", day.stock}, {"quantity", std::int64_t{3}}});
    day.device.perform("return_part", day.visit, {{"stock", day.stock}, {"quantity", std::int64_t{1}}});
    day.device.perform("add_note", day.visit, {{"text", "first"}});
    day.minutes(20);
    day.device.perform("add_note", day.visit, {{"text", "second"}});
    day.device.attach(day.visit, "a picture");
    day.device.perform("complete_visit", day.visit, {{"outcome", "works"}, {"cause", "hardware"}});

    const Report report = day.report();
    CHECK_FALSE(report.is_interim());
    CHECK(report.organisation == "Test organisation");
    CHECK(report.title == "Replace docking station");
    CHECK_FALSE(report.number.empty());
    CHECK(report.client == "Maya Putri");
    CHECK(report.client_phone == "+62215550100");
    CHECK(report.place == std::vector<std::string>{"Head office", "Building B", "Room 3.14"});
    CHECK(report.utc_offset_minutes == 420);
    CHECK(report.asset_tag == "LT-0001");
    CHECK(report.asset_model == "Latitude 5440");
    CHECK(report.technician == "Budi Santoso");
    CHECK(report.outcome == "works");
    CHECK(report.travel_seconds() == 30 * 60);
    CHECK(report.work_seconds() == 30 * 60);
    CHECK(report.break_seconds == 15 * 60);
    CHECK(report.procedure_code == "SOP-EUS-900");
    CHECK(report.procedure_en == "Replace a dock");
    CHECK(report.procedure_version == 1);
    REQUIRE(report.steps.size() == 4);
    CHECK(report.steps[0].text_en == "Collect the old dock");
    CHECK(report.steps[2].value == "port 12");
    CHECK(report.steps[2].done_by == "Budi Santoso");
    CHECK(report.steps[3].state == StepState::skipped);
    CHECK(report.steps[3].skip_reason == "no second display");
    REQUIRE(report.parts.size() == 1);
    CHECK(report.parts[0].name == "USB-C cable");
    CHECK(report.parts[0].quantity == 2);
    REQUIRE(report.notes.size() == 2);
    CHECK(report.notes[0].text == "first");
    REQUIRE(report.files.size() == 1);
    CHECK(report.files[0].is_picture());
    CHECK(report.last_change() == day.harness.clock.now());

    // The desk's device says the same, to the byte.
    must(day.device.sync());
    must(day.harness.desk().sync());
    const auto at_desk = must(gathered(day.harness.desk(), day.visit));
    CHECK(canonical_text(at_desk) == canonical_text(report));
    CHECK(verification_code(at_desk) == verification_code(report));
}

TEST_CASE("a visit that is not on this device has no report") {
    Day day;
    const auto none = gathered(day.device, day.harness.laptop);
    REQUIRE_FALSE(none);
    CHECK(none.error().code == ErrorCode::not_found);
}

TEST_CASE("a way that ended at a closed door was travel, and clocks that went back give no span below zero") {
    Report report;
    report.travelling_at = {60'000};
    report.completed_at = {660'000};
    report.status = VisitStatus::no_access;
    CHECK(report.travel_seconds() == 600);
    CHECK_FALSE(report.work_seconds());
    report.status = VisitStatus::cancelled;
    CHECK_FALSE(report.travel_seconds());
    report.arrived_at = {30'000};
    CHECK(report.travel_seconds() == 0);
    report.break_seconds = 100'000;
    CHECK(report.work_seconds() == 0);
}

TEST_CASE("whatever changes in a report changes its verification code") {
    Report report;
    report.place = {"A", "B"};
    report.steps.resize(2);
    report.parts.resize(1);
    report.notes.resize(1);
    report.files.resize(1);
    report.signatures.resize(1);
    report.ratings.resize(1);
    const std::string code = verification_code(report);
    CHECK(code.size() == 19);
    CHECK(code.find_first_not_of("0123456789ABCDEF-") == std::string::npos);
    CHECK(canonical_text(report).starts_with("sigap report 3\nvisit:0:\norganisation:0:\n"));
    using Change = void (*)(Report&);
    const Change changes[] = {
        [](Report& r) { r.visit.bytes[0] = 1; },     [](Report& r) { r.organisation = "x"; },
        [](Report& r) { r.number = "x"; },           [](Report& r) { r.title = "x"; },
        [](Report& r) { r.description = "x"; },      [](Report& r) { r.status = VisitStatus::completed; },
        [](Report& r) { r.client = "x"; },           [](Report& r) { r.client_phone = "x"; },
        [](Report& r) { r.place[1] = "C"; },         [](Report& r) { r.place = {"A:1:B"}; },
        [](Report& r) { r.place.pop_back(); },       [](Report& r) { r.utc_offset_minutes = 420; },
        [](Report& r) { r.asset_name = "x"; },       [](Report& r) { r.asset_tag = "x"; },
        [](Report& r) { r.asset_serial = "x"; },     [](Report& r) { r.asset_model = "x"; },
        [](Report& r) { r.technician = "x"; },       [](Report& r) { r.accepted_at.ms = 1; },
        [](Report& r) { r.travelling_at.ms = 1; },   [](Report& r) { r.arrived_at.ms = 1; },
        [](Report& r) { r.completed_at.ms = 1; },    [](Report& r) { r.break_seconds = 1; },
        [](Report& r) { r.outcome = "x"; },          [](Report& r) { r.reason = "x"; },
        [](Report& r) { r.findings = "x"; },         [](Report& r) { r.procedure_code = "x"; },
        [](Report& r) { r.procedure_id = "x"; },     [](Report& r) { r.procedure_en = "x"; },
        [](Report& r) { r.procedure_version = 1; },  [](Report& r) { r.steps.pop_back(); },
        [](Report& r) { r.steps[0].position = 1; },  [](Report& r) { r.steps[0].text_id = "x"; },
        [](Report& r) { r.steps[0].text_en = "x"; }, [](Report& r) { r.steps[0].state = StepState::done; },
        [](Report& r) { r.steps[0].value = "x"; },   [](Report& r) { r.steps[0].skip_reason = "x"; },
        [](Report& r) { r.steps[0].value_en = "x"; }, [](Report& r) { r.steps[0].unit = "x"; },
        [](Report& r) { r.steps[0].done_by = "x"; }, [](Report& r) { r.steps[0].done_at.ms = 1; },
        [](Report& r) { r.parts[0].name = "x"; },    [](Report& r) { r.parts[0].number = "x"; },
        [](Report& r) { r.parts[0].unit = "x"; },    [](Report& r) { r.parts[0].quantity = 1; },
        [](Report& r) { r.notes[0].author = "x"; },  [](Report& r) { r.notes[0].at.ms = 1; },
        [](Report& r) { r.notes[0].text = "x"; },    [](Report& r) { r.files[0].sha256 = "x"; },
        [](Report& r) { r.files[0].type = "x"; },    [](Report& r) { r.files[0].name = "x"; },
        [](Report& r) { r.files[0].caption = "x"; }, [](Report& r) { r.files[0].author = "x"; },
        [](Report& r) { r.files[0].bytes = 1; },     [](Report& r) { r.files[0].at.ms = 1; },
        [](Report& r) { r.files[0].step = 1; },
        [](Report& r) { r.signatures.pop_back(); },  [](Report& r) { r.signatures[0].name = "x"; },
        [](Report& r) { r.signatures[0].absent_reason = "x"; },
        [](Report& r) { r.signatures[0].collected_by = "x"; },
        [](Report& r) { r.signatures[0].strokes = {{{1, 2}}}; },
        [](Report& r) { r.signatures[0].typed = true; },
        [](Report& r) { r.signatures[0].signed_hash = "x"; },
        [](Report& r) { r.signatures[0].at.ms = 1; },
        [](Report& r) { r.ratings[0].stars = 1; },   [](Report& r) { r.ratings[0].remark = "x"; },
        [](Report& r) { r.ratings[0].at.ms = 1; },
    };
    std::set<std::string> codes{code};
    for (const auto change : changes) {
        Report changed = report;
        change(changed);
        CHECK(codes.insert(verification_code(changed)).second);
    }
}
