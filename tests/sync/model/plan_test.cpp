#include "sync/model/kinds/plan.hpp"

#include <catch2/catch_test_macros.hpp>

#include <set>

#include "tests/sync/model/world.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

Timestamp day(std::string_view date) {
    return *parse_rfc3339(std::string(date) + "T02:00:00Z");
}

struct Planned : World {
    Plan plan;
    Planned() {
        clock.set_wall(day("2026-01-01"));
        plan.title = "Check the server room";
        plan.every = 3;
        plan.starts_at = day("2026-01-31");
        plan.lead_days = 14;
        plan.assignee = technician;
        plan.id = put(plan);
    }
    std::vector<WorkOrder> make(std::string_view date) {
        clock.set_wall(day(date));
        const auto done = perform("make_planned_jobs", plan.id);
        REQUIRE(done);
        std::vector<WorkOrder> out;
        for (const auto& [key, record] : rows.rows)
            if (key.first == Kind::work_order) out.push_back(as<WorkOrder>(record));
        return out;
    }
};

}  // namespace

TEST_CASE("a plan's periods end on the day of its start, or on the last of a shorter month") {
    Planned given;
    const char* due[] = {"2026-01-31", "2026-04-30", "2026-07-31", "2026-10-31", "2027-01-31"};
    for (int period = 0; period < 5; ++period) CHECK(due_of_period(given.plan, period) == day(due[period]));
    given.plan.every = 1;
    CHECK(due_of_period(given.plan, 1) == day("2026-02-28"));
    CHECK(due_of_period(given.plan, 25) == day("2028-02-29"));
    given.plan.unit = PlanUnit::weeks;
    given.plan.every = 2;
    CHECK(due_of_period(given.plan, 2) == day("2026-02-28"));
    for (std::int64_t period = 0; period < 100; ++period) {
        const Timestamp opens{due_of_period(given.plan, period).ms - 14 * day_ms};
        CHECK(periods_until(given.plan, opens) == period + 1);
        CHECK(periods_until(given.plan, {opens.ms - 1}) == period);
    }
}

TEST_CASE("each period has a name of its own, for ever the same") {
    std::set<Uuid> names;
    SeededRandom random{5};
    ManualClock clock;
    for (int plan = 0; plan < 50; ++plan) {
        const Uuid id = make_uuid(clock, random);
        for (std::int64_t period = 0; period < 100; ++period) names.insert(period_id(id, period));
    }
    CHECK(names.size() == 5000);
    CHECK(to_string(period_id(*parse_uuid("0198c2a4-7d1e-7b3a-9f42-1c5d6e7f8091"), 3)) == "db756c85-36d2-8412-b80a-e5e6b3234e85");
}

TEST_CASE("a plan makes the job of each period once, when its lead begins, for its technician and with its plan named") {
    Planned given;
    CHECK(given.make("2026-01-16").empty());
    const auto first = given.make("2026-01-17");
    REQUIRE(first.size() == 1);
    CHECK(first[0].title == "Check the server room");
    CHECK(first[0].due_at == day("2026-01-31"));
    CHECK(first[0].plan.id == given.plan.id);
    CHECK(first[0].assignee.id == given.technician);
    CHECK(first[0].number.starts_with("PM-"));
    CHECK(given.make("2026-01-18").size() == 1);
    CHECK(given.make("2026-04-15").size() == 1);
    CHECK(given.make("2026-04-16").size() == 2);
    // Two years on nobody does last year's maintenance: the last that is due, and the one whose lead has begun.
    CHECK(given.make("2028-01-20").size() == 4);
}

TEST_CASE("a plan that rests makes nothing, and one whose technician has left makes a job for the desk to give out") {
    Planned given;
    REQUIRE(given.perform("edit_plan", given.plan.id, {{"paused", std::int64_t{1}}}));
    given.clock.set_wall(day("2026-02-01"));
    const auto rests = given.perform("make_planned_jobs", given.plan.id);
    REQUIRE_FALSE(rests);
    CHECK(rests.error().detail == "plan_rests");
    REQUIRE(given.perform("edit_plan", given.plan.id, {{"paused", Value{}}}));
    auto gone = given.get<Person>(given.technician);
    gone.inactive = true;
    given.put(gone);
    const auto made = given.make("2026-02-01");
    REQUIRE(made.size() == 1);
    CHECK_FALSE(made[0].assignee);
    CHECK(made[0].status == WorkOrderStatus::unscheduled);
}

TEST_CASE("a plan far away in time or with absurd figures neither floods nor hangs") {
    Plan plan;
    plan.every = INT64_MAX;
    plan.starts_at = {1};
    plan.lead_days = INT64_MAX;
    CHECK(periods_until(plan, {1'800'000'000'000}) >= 1);
    CHECK(periods_until(plan, {INT64_MAX}) == 0);
    plan.starts_at = {INT64_MAX};
    CHECK(periods_until(plan, {1'800'000'000'000}) == 0);
    plan.starts_at = {INT64_MIN};
    CHECK(periods_until(plan, {1'800'000'000'000}) == 0);
}

TEST_CASE("a plan repeats every one or more months or weeks") {
    World world;
    const auto create = [&](std::vector<std::pair<std::string, Value>> more) {
        more.insert(more.end(), {{"title", Value{"Check the server room"}}, {"starts_at", Value{day("2026-01-31").ms}}});
        return world.perform("create_plan", {}, std::move(more));
    };
    // Zero travels as nothing.
    const auto never = create({{"every", Value{}}});
    REQUIRE_FALSE(never);
    CHECK(never.error().code == ErrorCode::refused);
    CHECK(never.error().detail == "plan_every");
    CHECK(never.error().message == "a plan repeats every 1 or more months or weeks: every=1");
    const auto often = create({{"every", Value{std::int64_t{2}}}});
    REQUIRE(often);
    CHECK(world.get<Plan>(*often).every == 2);
    CHECK(create({}));
}
