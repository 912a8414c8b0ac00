#include <catch2/catch_test_macros.hpp>

#include "sync/model/kinds/location.hpp"
#include "sync/replica/asset_list.hpp"
#include "sync/replica/job_list.hpp"
#include "tests/sync/replica/device.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t hour = 3'600'000;

struct Jobs : Device {
    Jobs() {
        ready();
        now = clock.now();
        site = place("Head office", LocationLevel::site, {});
        building = place("Building B", LocationLevel::building, site);
        room = place("Room 3.14", LocationLevel::room, building);
        lobby = place("Lobby", LocationLevel::room, site);
        printer = job("Printer jam", room, now.ms + hour, Level::low, Level::low);
        dock = job("Replace a dock", lobby, now.ms + 30 * hour, Level::high, Level::high);
        late = job("Mail set-up 100%", room, now.ms - 5 * hour, Level::medium, Level::medium);
    }
    Uuid place(const std::string& name, LocationLevel level, const Uuid& parent) {
        Location row;
        row.id = make_uuid(clock, random);
        row.name = name;
        row.level = level;
        row.parent = parent;
        row.site = site ? site : row.id;
        pull({this->row(row, 1)});
        return row.id;
    }
    Uuid job(const std::string& title, const Uuid& where, std::int64_t when, Level impact, Level urgency) {
        WorkOrder order;
        order.id = make_uuid(clock, random);
        order.title = title;
        order.number = "WO-" + title.substr(0, 1);
        order.location = where;
        order.impact = impact;
        order.urgency = urgency;
        order.assignee = me;
        order.due_at = {when + hour};
        Visit visit;
        visit.id = make_uuid(clock, random);
        visit.work_order = order.id;
        visit.technician = me;
        visit.scheduled_at = {when};
        pull({row(order), row(visit)});
        return visit.id;
    }
    std::string titles(JobFilter filter, JobSort sort = JobSort::time, const std::string& text = {}) {
        const JobQuery query = asked(filter, sort, text);
        std::string out;
        for (const auto& row : list_jobs(*replica, query, visits_with_unsent(*replica), 100, 0)) out += row.title.substr(0, 4) + ";";
        CHECK(count_jobs(*replica, query) == static_cast<std::int64_t>(list_jobs(*replica, query, {}, 100, 0).size()));
        return out;
    }
    JobQuery asked(JobFilter filter, JobSort sort = JobSort::time, const std::string& text = {}) const {
        return {filter, sort, text, me, now, {now.ms + 12 * hour}};
    }

    Timestamp now;
    Uuid site, building, room, lobby, printer, dock, late;
};

}  // namespace

TEST_CASE("jobs are listed by time, place and priority, today's, open and done, and found by title, number and place") {
    Jobs jobs;
    CHECK(jobs.titles(JobFilter::all) == "Mail;Prin;Repl;");
    CHECK(jobs.titles(JobFilter::today) == "Mail;Prin;");
    CHECK(jobs.titles(JobFilter::all, JobSort::priority) == "Repl;Mail;Prin;");
    CHECK(jobs.titles(JobFilter::all, JobSort::place) == "Mail;Prin;Repl;");
    CHECK(jobs.titles(JobFilter::all, JobSort::time, " dock ") == "Repl;");
    CHECK(jobs.titles(JobFilter::all, JobSort::time, "WO-P") == "Prin;");
    CHECK(jobs.titles(JobFilter::all, JobSort::time, "3.14") == "Mail;Prin;");
    CHECK(jobs.titles(JobFilter::all, JobSort::time, "0%") == "Mail;");
    CHECK(jobs.titles(JobFilter::done).empty());
    CHECK(job_counts(*jobs.replica, jobs.asked(JobFilter::all)) == JobCounts{3, 2, 3, 0});
    const auto rows = list_jobs(*jobs.replica, jobs.asked(JobFilter::all, JobSort::time), {}, 1, 1);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].visit == jobs.printer);
    CHECK(rows[0].place == "Building B \xc2\xb7 Room 3.14");
    CHECK(rows[0].priority == 4);
    CHECK_FALSE(rows[0].overdue);
    CHECK_FALSE(rows[0].unsent);
    CHECK(PlaceNames(*jobs.replica).path(jobs.room) == std::vector<std::string>{"Head office", "Building B", "Room 3.14"});
    CHECK(PlaceNames(*jobs.replica).text(jobs.lobby) == "Lobby, Head office");
    CHECK(PlaceNames(*jobs.replica).text({}).empty());
}

TEST_CASE("today's list goes by appointment, and between two of them by the way from one to the next") {
    Jobs jobs;
    jobs.job("Lobby screen", jobs.lobby, 0, Level::low, Level::low);
    jobs.job("Room cables", jobs.room, 0, Level::low, Level::low);
    CHECK(jobs.titles(JobFilter::today) == "Mail;Room;Prin;Lobb;");
    CHECK(job_counts(*jobs.replica, jobs.asked(JobFilter::all)).today == 4);
    const auto second = list_jobs(*jobs.replica, jobs.asked(JobFilter::today), {}, 1, 1);
    REQUIRE(second.size() == 1);
    CHECK(second[0].title == "Room cables");
}

TEST_CASE("a job that ended here stays among the open ones until the server has it, marked as not sent") {
    Jobs jobs;
    CHECK(visits_with_unsent(*jobs.replica).empty());
    for (const auto* step : {"accept_visit", "travel_visit", "arrive_visit"}) jobs.perform(step, jobs.late);
    jobs.perform("complete_visit", jobs.late, {{"outcome", "works"}, {"cause", "network"}});
    jobs.perform("add_note", jobs.dock, {{"text", "later"}});
    jobs.perform("record_findings", jobs.get<Visit>(jobs.printer).work_order, {{"findings", "paper"}});
    CHECK(visits_with_unsent(*jobs.replica) == std::unordered_set<Uuid>{jobs.late, jobs.dock, jobs.printer});
    CHECK(jobs.titles(JobFilter::open) == "Mail;Prin;Repl;");
    CHECK(jobs.titles(JobFilter::done) == "Mail;");
    const auto rows = list_jobs(*jobs.replica, jobs.asked(JobFilter::open), visits_with_unsent(*jobs.replica), 1, 0);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].done);
    CHECK(rows[0].unsent);
    CHECK_FALSE(rows[0].overdue);
    REQUIRE(jobs.push_and_answer(Outcome::applied));
    CHECK(jobs.titles(JobFilter::open) == "Prin;Repl;");
}

TEST_CASE("assets are listed in order and found by tag, serial, name, holder and model") {
    Jobs jobs;
    Person holder;
    holder.id = make_uuid(jobs.clock, jobs.random);
    holder.name = "Maya Putri";
    AssetModel model;
    model.id = make_uuid(jobs.clock, jobs.random);
    model.name = "Latitude 5440";
    Asset laptop;
    laptop.id = make_uuid(jobs.clock, jobs.random);
    laptop.name = "Laptop";
    laptop.tag = "T2";
    laptop.status = AssetStatus::in_use;
    laptop.holder = holder.id;
    laptop.model = model.id;
    laptop.location = jobs.room;
    Asset printer;
    printer.id = make_uuid(jobs.clock, jobs.random);
    printer.name = "Printer";
    printer.tag = "T1";
    printer.serial = "S_9";
    jobs.pull({jobs.row(holder, 1), jobs.row(model, 1), jobs.row(laptop), jobs.row(printer)});
    const auto names = [&](const AssetQuery& query) {
        std::string out;
        for (const auto& row : list_assets(*jobs.replica, query, 10, 0)) out += row.name + ";";
        CHECK(count_assets(*jobs.replica, query) == static_cast<std::int64_t>(list_assets(*jobs.replica, query, 10, 0).size()));
        return out;
    };
    CHECK(names({AssetSort::name, "", {}}) == "Laptop;Printer;");
    CHECK(names({AssetSort::tag, "", {}}) == "Printer;Laptop;");
    CHECK(names({AssetSort::status, "", {}}) == "Laptop;Printer;");
    CHECK(names({AssetSort::name, "maya", {}}) == "Laptop;");
    CHECK(names({AssetSort::name, "5440", AssetStatus::in_use}) == "Laptop;");
    CHECK(names({AssetSort::name, "5440", AssetStatus::missing}).empty());
    CHECK(names({AssetSort::name, "S_", {}}) == "Printer;");
    CHECK(names({AssetSort::name, "", AssetStatus::ordered}) == "Printer;");
    jobs.perform("edit_asset", laptop.id, {{"remarks", "x"}});
    const auto rows = list_assets(*jobs.replica, {AssetSort::name, "T2", {}}, 10, 0);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].holder == "Maya Putri");
    CHECK(rows[0].model == "Latitude 5440");
    CHECK(rows[0].place == "Room 3.14, Building B");
    CHECK(rows[0].unsent);
    WorkOrder order;
    order.id = make_uuid(jobs.clock, jobs.random);
    order.title = "Repair";
    order.asset = laptop.id;
    Visit visit;
    visit.id = make_uuid(jobs.clock, jobs.random);
    visit.work_order = order.id;
    jobs.pull({jobs.row(order), jobs.row(visit)});
    const auto history = jobs_of_asset(*jobs.replica, laptop.id, jobs.now, 10);
    REQUIRE(history.size() == 1);
    CHECK(history[0].visit == visit.id);
}
