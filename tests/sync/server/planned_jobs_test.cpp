#include "sync/server/clockwork/planned_jobs.hpp"

#include <catch2/catch_test_macros.hpp>

#include "sync/model/kinds/plan.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

struct Planned {
    Harness harness;
    // A job a week, a year ahead.
    Uuid weekly(const Uuid& procedure) {
        TestDevice& desk = harness.desk();
        const Uuid plan = desk.perform("create_plan", {}, {{"title", std::string("Periksa ruang server")}, {"unit", std::string("weeks")},
                                                           {"starts_at", harness.clock.now().ms + day_ms}, {"lead_days", std::int64_t{364}},
                                                           {"procedure", procedure}, {"assignee", harness.technician}}).id;
        must(desk.sync());
        return plan;
    }
    // More rows than one transaction of an import takes.
    Uuid long_procedure() {
        ProcedureVersion version;
        version.id = make_uuid(harness.clock, harness.random);
        version.version = 1;
        for (int step = 0; step < 45; ++step)
            version.steps += std::string(step == 0 ? "[" : ",") + R"({"mandatory":true,"kind":"tick","id":"a","en":"b"})";
        version.steps += "]";
        Procedure procedure;
        procedure.id = version.procedure = make_uuid(harness.clock, harness.random);
        procedure.code = "SOP-EUS-901", procedure.title_id = "Panjang", procedure.title_en = "Long";
        procedure.current = version.id;
        const std::vector<Record> records{record_of(procedure), record_of(version)};
        harness.insert(records);
        return procedure.id;
    }
    std::vector<WorkOrder> orders() {
        std::vector<WorkOrder> out;
        auto query = harness.store().database().query(harness.store().rows().select(Kind::work_order) + " ORDER BY due_at");
        while (query.step()) out.push_back(as<WorkOrder>(harness.store().rows().read(query, Kind::work_order)));
        return out;
    }
    std::int64_t make() { return must(make_planned_jobs(harness.store(), harness.clock.now())); }
};

}  // namespace

TEST_CASE("a planned job is there with its visit and all its steps or not at all, and one that cannot be written stops no other") {
    Planned given;
    given.weekly(given.long_procedure());
    Store& store = given.harness.store();
    const std::int64_t fiftieth = given.harness.clock.now().ms + (1 + 49 * 7) * day_ms;
    store.database().execute("CREATE TEMP TRIGGER full BEFORE INSERT ON work_order WHEN NEW.due_at=" + std::to_string(fiftieth) +
                             " BEGIN SELECT RAISE(ABORT,'full'); END");
    CHECK(given.make() == 51);
    const auto whole = [&] {
        for (const auto& order : given.orders()) {
            const auto visits = store.rows().referring(Kind::visit, field_of<&Visit::work_order>(), order.id);
            REQUIRE(visits.size() == 1);
            const auto runs = store.rows().referring(Kind::checklist_run, field_of<&ChecklistRun::visit>(), visits[0].id);
            REQUIRE(runs.size() == 1);
            CHECK(store.rows().referring(Kind::checklist_step, field_of<&ChecklistStep::run>(), runs[0].id).size() == 45);
        }
    };
    whole();
    store.database().execute("DROP TRIGGER full");
    CHECK(given.make() == 1);
    CHECK(given.orders().size() == 52);
    whole();
    CHECK(given.make() == 0);
}

TEST_CASE("a planned job whose number is taken gets a free one") {
    Planned made_before;
    const Uuid plan = made_before.weekly(made_before.harness.procedure);
    REQUIRE(made_before.make() == 52);
    const std::string taken = made_before.orders()[3].number;

    Planned given;
    REQUIRE(given.weekly(given.harness.procedure) == plan);
    WorkOrder other;
    other.id = make_uuid(given.harness.clock, given.harness.random);
    other.title = "Another";
    other.number = taken;
    const Record record = record_of(other);
    given.harness.insert(std::span(&record, 1));
    CHECK(given.make() == 52);
    CHECK(given.harness.store().rows().find(Kind::work_order, made_before.orders()[3].id));
    bool found = false;
    for (const auto& order : given.orders()) found = found || order.number == taken + "-2";
    CHECK(found);
}

TEST_CASE("a device whose clock is far ahead makes no planned jobs on the server before their time") {
    Planned given;
    TestDevice& desk = given.harness.desk();
    const Timestamp now = given.harness.clock.now();
    const Uuid plan = desk.perform("create_plan", {}, {{"title", std::string("Periksa")}, {"starts_at", now.ms + 10 * day_ms},
                                                       {"lead_days", std::int64_t{1}}, {"assignee", given.harness.technician}}).id;
    must(desk.sync());
    given.harness.clock.set_wall({now.ms + 3650 * day_ms});
    desk.perform("make_planned_jobs", plan);
    REQUIRE_FALSE(desk.all<WorkOrder>().empty());
    given.harness.clock.set_wall(now);
    must(desk.sync());
    CHECK(given.orders().empty());
    CHECK(desk.all<WorkOrder>().empty());
    CHECK(desk.replica->status().attention == 0);
    given.harness.clock.advance(9 * day_ms);
    CHECK(given.make() == 1);
}
