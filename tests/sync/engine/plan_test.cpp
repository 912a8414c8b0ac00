// Jobs of a recurring plan: made by devices and by the server, and there once.
#include <catch2/catch_test_macros.hpp>

#include "sync/model/kinds/plan.hpp"
#include "sync/server/clockwork/planned_jobs.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

}  // namespace

TEST_CASE("a quarterly plan makes its jobs once, with two devices online and the server at it, too") {
    Harness harness;
    TestDevice& desk = harness.desk();
    TestDevice& lead = harness.enrol("lead");
    must(desk.sync());
    must(lead.sync());
    const Timestamp start{harness.clock.now().ms + day_ms};
    const Uuid plan = desk.perform("create_plan", {}, {{"title", std::string("Periksa ruang server")}, {"every", std::int64_t{3}},
                                                       {"starts_at", start.ms}, {"lead_days", std::int64_t{7}},
                                                       {"procedure", harness.procedure}, {"assignee", harness.technician}}).id;
    must(desk.sync());
    must(lead.sync());
    std::size_t made = 0;
    for (int quarter = 0; quarter < 4; ++quarter) {
        // Each makes them before it has heard of the other; the server does it on its own, before, between or after.
        if (quarter == 1) CHECK(must(make_planned_jobs(harness.store(), harness.clock.now())) == 1);
        desk.perform("make_planned_jobs", plan);
        lead.perform("make_planned_jobs", plan);
        CHECK(desk.all<WorkOrder>().size() == static_cast<std::size_t>(quarter + 1));
        must(desk.sync());
        if (quarter == 2) CHECK(must(make_planned_jobs(harness.store(), harness.clock.now())) == 0);
        must(lead.sync());
        must(desk.sync());
        CHECK(must(make_planned_jobs(harness.store(), harness.clock.now())) == 0);
        made = static_cast<std::size_t>(quarter + 1);
        for (TestDevice* device : {&desk, &lead}) {
            CHECK(device->replica->status().attention == 0);
            CHECK(device->replica->status().queued == 0);
            CHECK(device->all<WorkOrder>().size() == made);
            CHECK(device->all<Visit>().size() == made);
            CHECK(device->all<ChecklistRun>().size() == made);
        }
        harness.clock.advance(92 * day_ms);
    }
    for (const auto& order : desk.all<WorkOrder>()) CHECK(record_of(order) == record_of(lead.get<WorkOrder>(order.id)));
    TestDevice& technician = harness.enrol("technician");
    must(technician.sync());
    REQUIRE(technician.all<WorkOrder>().size() == made);
    CHECK(technician.get<Plan>(technician.all<WorkOrder>()[0].plan).title == "Periksa ruang server");
}
