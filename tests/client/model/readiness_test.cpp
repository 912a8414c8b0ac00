#include "client/model/readiness.hpp"

#include <catch2/catch_test_macros.hpp>

#include "sync/model/kinds/part.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Morning : Harness {
    Uuid visit = make_job("Replace a dock", "technician", clock.now());
    TestDevice& budi = enrol("technician");

    ReadinessReport look(FileStore* files) {
        return must(budi.replica->read([&]() -> Result<ReadinessReport> { return readiness(*budi.replica, files, clock.now()); }));
    }
    ReadinessReport look() { return look(budi.files.get()); }
};

const NeedState& need(const ReadinessReport& report, Need which) { return report.needs.at(static_cast<std::size_t>(which)); }

}  // namespace

TEST_CASE("a device that never had everything is not ready, and one with all of it is until it is old") {
    Morning morning;
    CHECK(morning.look().light == Readiness::missing);
    must(morning.budi.sync());
    auto report = morning.look();
    CHECK(report.light == Readiness::ready);
    CHECK(need(report, Need::jobs).here == 1);
    CHECK(need(report, Need::jobs).of == 1);
    CHECK(need(report, Need::procedures).here == 1);
    CHECK(need(report, Need::equipment).whole());
    morning.clock.advance(old_after_ms + 1);
    report = morning.look();
    CHECK(report.light == Readiness::nearly);
    CHECK(report.old);
    must(morning.budi.sync());
    CHECK(morning.look().light == Readiness::ready);
}

TEST_CASE("a photo of an open job that has not come is named, until it is here") {
    Morning morning;
    TestDevice& desk = morning.desk();
    must(desk.sync());
    desk.attach(morning.visit, std::string(5000, 'p'));
    must(desk.sync());
    must(desk.sync_files());
    must(morning.budi.sync());
    auto report = morning.look();
    CHECK(report.light == Readiness::nearly);
    CHECK(need(report, Need::files).of == 1);
    CHECK(need(report, Need::files).here == 0);
    REQUIRE(need(report, Need::files).missing.size() == 1);
    CHECK(need(report, Need::files).missing[0].find("Replace a dock") != std::string::npos);
    CHECK(morning.look(nullptr).light == Readiness::nearly);
    must(morning.budi.sync_files());
    CHECK(morning.look().light == Readiness::ready);
    CHECK(morning.look(nullptr).light == Readiness::ready);
}

TEST_CASE("a photo that waits to be sent is here, and a job without its equipment or steps is not ready") {
    Morning morning;
    must(morning.budi.sync());
    morning.budi.attach(morning.visit, std::string(500, 'q'));
    CHECK(morning.look().light == Readiness::ready);
    CHECK(morning.look(nullptr).light == Readiness::ready);
    const auto order = morning.budi.get<Visit>(morning.visit).work_order;
    const auto lost = [&](const char* table, const Uuid& id) {
        auto& database = morning.budi.replica->rows().database();
        must(database.write([&] { database.query("DELETE FROM " + std::string(table) + " WHERE id=?", id).run(); }));
    };
    for (const auto& step : morning.budi.all<ChecklistStep>()) lost("checklist_step", step.id);
    auto report = morning.look();
    CHECK(report.light == Readiness::missing);
    CHECK_FALSE(need(report, Need::procedures).whole());
    lost("asset", morning.budi.get<WorkOrder>(order).asset);
    CHECK_FALSE(need(morning.look(), Need::equipment).whole());
    lost("work_order", order);
    CHECK_FALSE(need(morning.look(), Need::jobs).whole());
}

TEST_CASE("what the van lacks is named with what is left of it") {
    Morning morning;
    Part part;
    part.id = make_uuid(morning.clock, morning.random);
    part.name = "Toner 85A";
    Stock stock;
    stock.id = make_uuid(morning.clock, morning.random);
    stock.part = part.id;
    stock.holder = morning.technician;
    stock.quantity = 1;
    stock.minimum = 2;
    const std::vector<Record> rows{record_of(part), record_of(stock)};
    morning.insert(rows);
    must(morning.budi.sync());
    const auto report = morning.look();
    CHECK(report.light == Readiness::nearly);
    CHECK(need(report, Need::parts).missing == std::vector<std::string>{"Toner 85A: 1"});
}

TEST_CASE("a job that is done asks for nothing any more") {
    Morning morning;
    must(morning.budi.sync());
    morning.budi.perform("accept_visit", morning.visit);
    morning.budi.perform("travel_visit", morning.visit);
    morning.budi.perform("no_access_visit", morning.visit, {{"reason", "Locked"}});
    CHECK(need(morning.look(), Need::jobs).of == 0);
}
