#include "client/model/analysis.hpp"

#include <catch2/catch_test_macros.hpp>

#include "platform/core/csv.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t minute = 60'000;
constexpr int wib = 420;

struct Month {
    Harness harness;
    Uuid eus, network;

    Month() {
        const auto unit = [&](const char* code, const char* name) {
            OrgUnit made;
            made.id = make_uuid(harness.clock, harness.random);
            made.code = code;
            made.name = name;
            harness.insert({{record_of(made)}});
            return made.id;
        };
        eus = unit("EUS", "End User Support");
        network = unit("NET", "=Network");
        TestDevice& admin = harness.enrol("admin");
        must(admin.sync());
        admin.perform("edit_person", harness.technician, {{"org_unit", eus}});
        admin.perform("edit_person", harness.technician2, {{"org_unit", network}});
        must(admin.sync());
    }
    // A job made by the desk of a ticket, worked on and closed; `skips`: its first step is skipped.
    Uuid closed_job(TestDevice& technician, const std::string& category, std::int64_t work, bool skips) {
        TestDevice& desk = harness.desk();
        const Uuid ticket = desk.perform("create_ticket", {}, {{"title", "Printer macet"}, {"category", category}}).id;
        const auto order = desk.perform("create_work_order", {},
                                        {{"title", "Printer macet"}, {"ticket", ticket}, {"procedure", harness.procedure}, {"location", harness.room},
                                         {"assignee", technician.enrolment.person}, {"scheduled_at", harness.clock.now().ms}});
        must(desk.sync());
        must(technician.sync());
        const Uuid visit = technician.replica->rows().referring(Kind::visit, field_of<&Visit::work_order>(), order.id).at(0).id;
        technician.perform("accept_visit", visit);
        technician.perform("travel_visit", visit);
        harness.clock.advance(30 * minute);
        technician.perform("arrive_visit", visit);
        bool first = skips;
        for (const auto& step : technician.replica->rows().referring(Kind::checklist_step, field_of<&ChecklistStep::visit>(), visit)) {
            if (std::exchange(first, false)) technician.perform("skip_step", step.id, {{"reason", "tidak ada"}});
            else if (as<ChecklistStep>(step).mandatory) technician.perform("tick_step", step.id);
        }
        harness.clock.advance(work);
        technician.perform("complete_visit", visit, {{"outcome", "Beres"}, {"cause", "hardware"}});
        must(technician.sync());
        must(desk.sync());
        return ticket;
    }
    Analysis analyse(TestDevice& device, const std::string& month) {
        return must(device.replica->read([&]() -> Result<Analysis> { return analysis_of(*device.replica, month, wib); }));
    }
};

std::int64_t in_log(TestDevice& device, const std::string& sql) {
    return must(device.replica->read([&]() -> Result<std::int64_t> {
        auto row = device.replica->rows().database().query(sql);
        return row.step() ? row.int64(0) : 0;
    }));
}

std::int64_t sum(const std::vector<AnalysisCount>& counts) {
    std::int64_t out = 0;
    for (const auto& one : counts) out += one.count;
    return out;
}

}  // namespace

TEST_CASE("of 20 closed jobs the totals are those of SQL over the log") {
    Month month;
    TestDevice& one = month.harness.enrol("technician");
    TestDevice& two = month.harness.enrol("technician2");
    TestDevice& desk = month.harness.desk();
    const std::string now = month_of(month.harness.clock.now(), wib);
    std::vector<Uuid> tickets;
    for (int i = 0; i < 20; ++i)
        tickets.push_back(month.closed_job(i < 12 ? one : two, i % 4 == 0 ? "network" : "printer", (10 + i) * minute, i % 5 == 0));
    desk.perform("resolve_ticket", [&] {
        desk.perform("assign_ticket", tickets[3], {{"assignee", month.harness.technician}});
        desk.perform("start_ticket", tickets[3]);
        return tickets[3];
    }(), {{"cause", "consumable"}, {"resolution", "Tray cleaned"}});
    desk.perform("reopen_ticket", tickets[3]);
    // Made, not closed; and another month's.
    month.harness.make_job("Ganti dok", "technician", month.harness.clock.now());
    must(desk.sync());
    const Analysis found = month.analyse(desk, now);
    const std::string of_month = " AND at>=" + std::to_string(must(span_of_month(now, wib)).begin.ms);
    CHECK(found.closed == 20);
    CHECK(found.closed == in_log(desk, "SELECT count(*) FROM activity WHERE command='complete_visit'" + of_month));
    CHECK(found.made == in_log(desk, "SELECT count(*) FROM activity WHERE command='create_work_order'" + of_month));
    CHECK(found.made == 21);
    CHECK(found.skipped_steps.part == in_log(desk, "SELECT count(*) FROM activity WHERE command='skip_step'" + of_month));
    CHECK(found.skipped_steps.part == 4);
    CHECK(found.skipped_steps.of == 80);
    CHECK(found.reopened == in_log(desk, "SELECT count(DISTINCT about) FROM activity WHERE command='reopen_ticket'" + of_month));
    CHECK(found.reopened == 1);
    CHECK(found.by_category == std::vector<AnalysisCount>{{"printer", 15}, {"network", 5}});
    CHECK(found.by_person == std::vector<AnalysisCount>{{"Budi Santoso", 12}, {"Sari Dewi", 8}});
    CHECK(found.by_person[0].count == in_log(desk, "SELECT count(*) FROM activity a JOIN person p ON p.id=a.actor WHERE command='complete_visit' AND p.login='technician'"));
    CHECK(found.by_team == std::vector<AnalysisCount>{{"End User Support", 12}, {"=Network", 8}});
    CHECK(found.by_cause == std::vector<AnalysisCount>{{"hardware", 20}});
    CHECK(found.by_type == std::vector<AnalysisCount>{{"repair", 20}});
    for (const auto* counts : {&found.by_category, &found.by_cause, &found.by_type, &found.by_team, &found.by_person}) CHECK(sum(*counts) == 20);
    // 10 to 29 minutes on site: the middle of 19 and 20.
    CHECK(found.minutes_of_work == 19);
    CHECK(found.minutes_to_arrival == 30);
    CHECK(found.minutes_to_close == 49);
    CHECK(found.first_time_fixed.part == 19);
    CHECK(found.first_time_fixed.percent() == 95);

    const Analysis before = month.analyse(desk, month_beside(now, -1));
    CHECK((before.closed == 0 && before.made == 0 && before.bypass.empty() && !before.minutes_to_close));
}

TEST_CASE("3 of 10 asked for directly is 30 per cent, for each team by itself") {
    Month month;
    TestDevice& one = month.harness.enrol("technician");
    TestDevice& two = month.harness.enrol("technician2");
    must(one.sync());
    must(two.sync());
    TestDevice& desk = month.harness.desk();
    const auto direct = [&](TestDevice& device) { device.perform("take_direct_request", {}, {{"title", "Layar mati"}, {"category", "computer"}}); };
    for (int i = 0; i < 3; ++i) direct(one);
    for (int i = 0; i < 7; ++i) {
        const Uuid ticket = desk.perform("create_ticket", {}, {{"title", "Surel"}, {"channel", "phone"}}).id;
        desk.perform("assign_ticket", ticket, {{"assignee", month.harness.technician}});
    }
    direct(two);
    for (TestDevice* device : {&one, &two, &desk}) must(device->sync());
    must(desk.sync());
    const Analysis found = month.analyse(desk, month_of(month.harness.clock.now(), wib));
    REQUIRE(found.bypass.size() == 2);
    CHECK(found.bypass[0].team == "=Network");
    CHECK(found.bypass[0].percent() == 100);
    CHECK(found.bypass[1].team == "End User Support");
    CHECK((found.bypass[1].tickets == 10 && found.bypass[1].direct == 3));
    CHECK(found.bypass[1].percent() == 30);
    CHECK(found.bypass_of_all.percent() == 36);

    // A name that a spreadsheet would run is no formula in the CSV, and reads back as it was.
    const auto csv = must(read_csv(analysis_csv(found)));
    CHECK(csv.rows[0].fields == std::vector<std::string>{"month", "measure", "of", "value"});
    const auto line = std::ranges::find_if(csv.rows, [](const CsvRow& row) { return row.fields[1] == "bypass_percent" && row.fields[2] == "'=Network"; });
    REQUIRE(line != csv.rows.end());
    CHECK(line->fields[3] == "100");
    CHECK(formula_unguarded(line->fields[2]) == "=Network");
}

TEST_CASE("a month begins at midnight where the person works") {
    const auto span = must(span_of_month("2026-03", wib));
    CHECK(span.begin == *parse_rfc3339("2026-02-28T17:00:00Z"));
    CHECK(span.end == *parse_rfc3339("2026-03-31T17:00:00Z"));
    CHECK(month_of({span.begin.ms - 1}, wib) == "2026-02");
    CHECK(month_of(span.begin, wib) == "2026-03");
    CHECK(month_beside("2026-12", 1) == "2027-01");
    CHECK(month_beside("2026-01", -1) == "2025-12");
    for (const char* wrong : {"", "2026", "2026-13", "2026-00", "26-01", "2026-1", "2026-1x", "2026/01", "-026-01", "november"}) {
        INFO(wrong);
        CHECK_FALSE(span_of_month(wrong, wib));
    }
}

TEST_CASE("a closed job counts under the cause that its completed visit names, else under its ticket's") {
    Month month;
    Harness& harness = month.harness;
    const auto closed = [&](const std::string& of_ticket, std::vector<std::pair<VisitStatus, Cause>> visits) {
        std::vector<Record> rows;
        const auto add = [&](auto row) {
            row.id = make_uuid(harness.clock, harness.random);
            rows.push_back(record_of(row));
            return row.id;
        };
        Ticket ticket;
        ticket.title = "Printer macet";
        ticket.cause = of_ticket;
        WorkOrder order;
        order.title = ticket.title;
        order.status = WorkOrderStatus::completed;
        order.created_at = order.completed_at = harness.clock.now();
        order.ticket = add(ticket);
        const Uuid id = add(order);
        for (const auto& [status, cause] : visits) {
            harness.clock.advance(minute);
            Visit visit;
            visit.work_order = id;
            visit.technician = harness.technician;
            visit.status = status;
            visit.completed_at = harness.clock.now();
            visit.cause = cause;
            add(visit);
        }
        harness.insert(rows);
    };
    using enum VisitStatus;
    closed("consumable", {{completed, Cause::none}});
    closed("consumable", {{completed, Cause::settings}, {cancelled, Cause::power}});
    closed("", {{completed, Cause::hardware}, {completed, Cause::settings}});
    closed("", {{no_access, Cause::none}});
    TestDevice& desk = harness.desk();
    must(desk.sync());
    CHECK(month.analyse(desk, month_of(harness.clock.now(), wib)).by_cause == std::vector<AnalysisCount>{{"settings", 2}, {"", 1}, {"consumable", 1}});
}
