#include <catch2/catch_test_macros.hpp>

#include "sync/replica/asset_list.hpp"
#include "sync/replica/job_list.hpp"
#include "client/model/paged_list.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t hour = 3'600'000, day = 24 * hour;

std::vector<std::string> titles(TestDevice& device, const JobQuery& query, std::int64_t limit = -1, std::int64_t offset = 0) {
    return must(device.replica->read([&]() -> Result<std::vector<std::string>> {
        std::vector<std::string> out;
        for (const auto& row : list_jobs(*device.replica, query, visits_with_unsent(*device.replica), limit, offset)) out.push_back(row.title);
        return out;
    }));
}

using Titles = std::vector<std::string>;

}  // namespace

TEST_CASE("jobs are filtered, sorted, searched and paged") {
    Harness harness;
    const std::int64_t now = harness.clock.now().ms;
    harness.make_job("Late", "technician", {now - 2 * day});
    const Uuid done = harness.make_job("Done", "technician", {now - day});
    const Uuid urgent = harness.make_job("100% urgent", "technician", {now + hour});
    harness.make_job("Next week", "technician", {now + 7 * day});
    harness.make_job("Sari's", "technician2", {now});
    TestDevice& desk = harness.desk();
    desk.perform("cancel_visit", done, {{"reason", "no longer needed"}});
    const Uuid order = desk.get<Visit>(urgent).work_order;
    desk.perform("edit_work_order", order, {{"impact", "high"}, {"urgency", "high"}, {"location", harness.other_room}});
    must(desk.sync());

    JobQuery query;
    query.now = {now};
    query.day_end = {now + 12 * hour};
    query.technician = harness.technician;
    CHECK(titles(desk, query) == Titles{"Late", "Done", "100% urgent", "Next week"});
    CHECK(titles(desk, query, 2, 1) == Titles{"Done", "100% urgent"});
    query.filter = JobFilter::open;
    CHECK(titles(desk, query) == Titles{"Late", "100% urgent", "Next week"});
    query.filter = JobFilter::today;
    CHECK(titles(desk, query) == Titles{"Late", "100% urgent"});
    query.filter = JobFilter::done;
    CHECK(titles(desk, query) == Titles{"Done"});
    query.filter = JobFilter::open;
    query.sort = JobSort::priority;
    CHECK(titles(desk, query) == Titles{"100% urgent", "Late", "Next week"});
    query.sort = JobSort::place;
    CHECK(titles(desk, query) == Titles{"100% urgent", "Late", "Next week"});
    query.text = "late";
    CHECK(titles(desk, query) == Titles{"Late"});
    query.text = "lobby";
    CHECK(titles(desk, query) == Titles{"100% urgent"});
    query.text = "0%";
    CHECK(titles(desk, query) == Titles{"100% urgent"});
    query.text = "_ate";
    CHECK(titles(desk, query).empty());
    query = {};
    query.now = {now};
    query.day_end = {now + 12 * hour};
    CHECK(titles(desk, query).size() == 5);

    query.technician = harness.technician;
    const auto counts = must(desk.replica->read([&]() -> Result<JobCounts> { return job_counts(*desk.replica, query); }));
    CHECK(counts == JobCounts{.all = 4, .today = 2, .open = 3, .done = 1});
    for (const auto filter : {JobFilter::all, JobFilter::today, JobFilter::open, JobFilter::done})
        for (const auto sort : {JobSort::time, JobSort::place, JobSort::priority}) {
            query.filter = filter;
            query.sort = sort;
            query.text = "e";
            if (filter == JobFilter::done) CHECK(titles(desk, query) == Titles{"Done"});
            const auto count = must(desk.replica->read([&]() -> Result<std::int64_t> { return count_jobs(*desk.replica, query); }));
            CHECK(count == static_cast<std::int64_t>(titles(desk, query).size()));
        }
}

TEST_CASE("a job done here stays among the open ones until it is sent") {
    Harness harness;
    const Uuid visit = harness.make_job("Dock", "technician", harness.clock.now());
    TestDevice& device = harness.enrol("technician");
    must(device.sync());
    JobQuery query;
    query.filter = JobFilter::open;
    query.technician = harness.technician;
    query.now = harness.clock.now();
    for (const char* command : {"accept_visit", "travel_visit"}) device.perform(command, visit);
    device.perform("no_access_visit", visit, {{"reason", "door locked"}});
    CHECK(titles(device, query) == Titles{"Dock"});
    must(device.sync());
    CHECK(titles(device, query).empty());
}

TEST_CASE("what hangs on a visit marks it as unsent") {
    Harness harness;
    const Uuid visit = harness.make_job("Dock", "technician", harness.clock.now());
    TestDevice& device = harness.enrol("technician");
    must(device.sync());
    const auto unsent = [&] { return visits_with_unsent(*device.replica).contains(visit); };
    CHECK_FALSE(unsent());
    device.perform("accept_visit", visit);
    must(device.sync());
    const auto steps = device.replica->rows().referring(Kind::checklist_step, field_of<&ChecklistStep::visit>(), visit);
    device.perform("tick_step", steps.at(0).id);
    CHECK(unsent());
    must(device.sync());
    CHECK_FALSE(unsent());
    device.perform("record_findings", device.get<Visit>(visit).work_order, {{"findings", "dust"}});
    CHECK(unsent());
}

TEST_CASE("assets are found by tag, name, holder and model, and sorted") {
    Harness harness;
    TestDevice& desk = harness.desk();
    desk.perform("create_asset", {}, {{"name", "Archive printer"}, {"tag", "PR-0001"}, {"status", "in_stock"}});
    AssetQuery query;
    const auto names = [&] {
        return must(desk.replica->read([&]() -> Result<Titles> {
            Titles out;
            for (const auto& row : list_assets(*desk.replica, query, 100, 0)) out.push_back(row.name + (row.unsent ? "*" : ""));
            CHECK(count_assets(*desk.replica, query) == static_cast<std::int64_t>(out.size()));
            return out;
        }));
    };
    CHECK(names() == Titles{"Archive printer*", "Finance laptop"});
    query.sort = AssetSort::tag;
    CHECK(names() == Titles{"Finance laptop", "Archive printer*"});
    query.status = AssetStatus::in_stock;
    CHECK(names() == Titles{"Archive printer*"});
    query.text = "pr-00";
    CHECK(names() == Titles{"Archive printer*"});
    query.status = AssetStatus::in_use;
    CHECK(names().empty());
    query.text = "maya";
    CHECK(names() == Titles{"Finance laptop"});
    query.text = "latitude";
    CHECK(names() == Titles{"Finance laptop"});
}

TEST_CASE("a paged list keeps what it shows until the fresh page has come") {
    std::vector<std::pair<std::uint64_t, std::size_t>> asked;
    PagedList<int> list([&](std::uint64_t generation, std::size_t page) { asked.emplace_back(generation, page); });
    const auto reply = [&](std::uint64_t generation, std::size_t page, int first) {
        auto out = std::make_shared<ListPage<int>>();
        out->generation = generation;
        out->page = page;
        out->total = 100'000;
        for (int i = 0; i < 200; ++i) out->rows.push_back(first + i);
        list.take(out);
    };
    list.refresh();
    CHECK_FALSE(list.loaded());
    REQUIRE(asked.size() == 1);
    reply(asked[0].first, 0, 0);
    CHECK(list.size() == 100'000);
    CHECK(*list.row(7) == 7);
    CHECK(list.row(50'000) == nullptr);
    CHECK(list.row(50'001) == nullptr);
    REQUIRE(asked.size() == 2);
    reply(asked[1].first, 250, 50'000);
    CHECK(*list.row(50'001) == 50'001);

    list.refresh();
    CHECK(*list.row(50'001) == 50'001);
    const auto fresh = asked.back();
    CHECK(fresh.second == 250);
    reply(asked[0].first, 0, -1);
    CHECK(*list.row(0) == 0);
    reply(fresh.first, 250, 60'000);
    CHECK(*list.row(50'001) == 60'001);

    list.refresh(true);
    CHECK(*list.row(0) == 0);
    reply(asked.back().first, 0, 9);
    CHECK(*list.row(0) == 9);
    CHECK(list.row(50'001) == nullptr);
}
