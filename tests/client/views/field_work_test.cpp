// On the way and on site: the notice to the client, the call, parts from the van, and times that go on over a restart.
#include <catch2/catch_test_macros.hpp>

#include "sync/model/kinds/notice.hpp"
#include "sync/model/kinds/part.hpp"
#include "tests/client/views/app_rig.hpp"
#include "tests/support/golden.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t hour = 3'600'000, minute = 60'000;

struct Field {
    Harness harness;
    Uuid visit, stock;
    TestDevice* device = nullptr;

    Field() {
        auto client = *harness.store().person(harness.requester);
        client.email = "maya@example.org";
        Part part;
        part.id = make_uuid(harness.clock, harness.random);
        part.name = "Kabel HDMI";
        part.number = "HD-2";
        Stock van;
        van.id = stock = make_uuid(harness.clock, harness.random);
        van.part = part.id;
        van.holder = harness.technician;
        van.quantity = 1;
        const std::vector<Record> rows{record_of(client), record_of(part), record_of(van)};
        harness.insert(rows);
        visit = harness.make_job("Ganti kabel layar", "technician", {harness.clock.now().ms + 2 * hour});
        device = &harness.enrol("technician");
        must(device->sync());
        device->network->online = false;
    }
};

}  // namespace

TEST_CASE("a client is told by two taps on the way, without a network, and called by a large number") {
    Field f;
    AppRig app(*f.device, f.harness.random, {.language = Language::id});
    app.tap("job." + to_string(f.visit));
    app.tap("do.accept_visit");
    app.driver.pass(7'000);  // the line that says "saved" lies over the menu
    app.tap("job.more");
    app.tap("do.notify_client");
    app.tap("notice.in.30");
    app.tap("notice.accept");
    const auto notices = f.device->all<Notice>();
    REQUIRE(notices.size() == 1);
    CHECK(notices[0].to.id == f.harness.requester);
    CHECK(notices[0].state == NoticeState::waiting);
    CHECK(notices[0].expected_at.ms - app.model().now().ms <= 30 * minute);
    CHECK(notices[0].expected_at.ms - app.model().now().ms > 29 * minute);
    // One at a time.
    app.tap("job.more");
    CHECK_FALSE(app.has("do.notify_client"));
    app.driver.press(ImGuiKey_Escape);
    app.settle();
    app.tap("job.call");
    CHECK(app.driver.entry("call.number").label == "+62215550100");
    CHECK(test::golden_mismatch("call-sheet", app.driver.picture()) == "");
    app.tap("call.cancel");
    CHECK_FALSE(app.has("call.number"));
}

TEST_CASE("parts are taken from the van with their serial and brought back, and a stock below nothing is flagged") {
    Field f;
    for (const char* move : {"accept_visit", "travel_visit", "arrive_visit"}) f.device->perform(move, f.visit);
    AppRig app(*f.device, f.harness.random, {.language = Language::en});
    app.tap("job." + to_string(f.visit));
    const auto take = [&] {
        app.tap("job.take_part");
        app.tap("part.stock." + to_string(f.stock));
    };
    take();
    app.tap("part.serial");
    app.type("SN-0042");
    app.tap("part.accept");
    CHECK(f.device->get<Stock>(f.stock).quantity == 0);
    REQUIRE(f.device->all<PartUse>().size() == 1);
    CHECK(f.device->all<PartUse>()[0].serial == "SN-0042");
    CHECK_FALSE(app.has("part.below.0"));
    take();
    app.tap("part.more");
    app.tap("part.accept");
    CHECK(f.device->get<Stock>(f.stock).quantity == -2);
    REQUIRE(app.model().job()->parts.size() == 2);
    CHECK(app.has("part.below.0"));
    app.tap("part.return.0");
    CHECK(f.device->get<Stock>(f.stock).quantity == -1);
    CHECK(f.device->all<PartUse>().size() == 3);
    app.tap("job.take_part");
    CHECK(test::golden_mismatch("part-sheet", app.driver.picture()) == "");
}

TEST_CASE("the times of a visit go on over a restart of the app and grow before one's eyes") {
    Field f;
    f.device->perform("accept_visit", f.visit);
    f.device->perform("travel_visit", f.visit);
    f.harness.clock.advance(10 * minute);
    f.device->perform("arrive_visit", f.visit);
    f.harness.clock.advance(5 * minute);
    f.device->perform("pause_visit", f.visit);
    f.harness.reopen(*f.device);
    f.harness.clock.advance(7 * minute);
    f.device->perform("resume_visit", f.visit);
    f.harness.clock.advance(20 * minute);
    f.harness.reopen(*f.device);
    const auto times = times_of(f.device->get<Visit>(f.visit), f.harness.clock.now());
    CHECK(times.travel == 600);
    CHECK(times.work == 1500);
    CHECK(times.pause == 420);
    AppRig app(*f.device, f.harness.random, {});
    app.tap("job." + to_string(f.visit));
    app.driver.pass(2 * minute);
    const auto before = app.driver.window().frames_drawn();
    app.driver.pass(3 * minute);
    const auto drawn = app.driver.window().frames_drawn() - before;
    CHECK(drawn >= 3);
    CHECK(drawn <= 12);
}
