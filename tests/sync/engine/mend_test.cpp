#include <catch2/catch_test_macros.hpp>

#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

// Changes the device's file behind its back.
void spoil(TestDevice& device, const std::string& sql) {
    device.replica.reset();
    OpenOptions options;
    options.path = device.folder / "sigap.db";
    auto database = must(Database::open(options));
    must(database->write([&] { database->execute(sql); }));
}

struct Shelf : Harness {
    explicit Shelf(int count) {
        std::vector<Record> assets;
        for (int i = 0; i < count; ++i) {
            Asset asset;
            asset.id = make_uuid(clock, random);
            asset.name = "Laptop " + std::to_string(i);
            asset.location = room;
            assets.push_back(record_of(asset));
        }
        insert(assets);
    }
    // One more change, for a device that asks.
    void change() {
        Asset asset;
        asset.id = make_uuid(clock, random);
        asset.name = "New";
        asset.location = room;
        const std::vector<Record> one{record_of(asset)};
        insert(one);
    }
};

}  // namespace

TEST_CASE("a copy that was damaged behind its back is found within a day of syncing and mended, and pending edits stay") {
    Shelf shelf(50);
    const Uuid visit = shelf.make_job("Replace a dock", "technician", {1'800'000'000'000});
    TestDevice& device = shelf.enrol("technician");
    must(device.sync());
    const auto all = device.all<Asset>().size();
    device.network->online = false;
    device.perform("accept_visit", visit);
    device.perform("create_ticket", {}, {{"title", "still here"}});
    device.network->online = true;
    spoil(device,
          "DELETE FROM asset WHERE name LIKE 'Laptop 1%';"
          "UPDATE asset SET held=0 WHERE name LIKE 'Laptop 2%';"
          "UPDATE asset SET seq=seq-1,name='old' WHERE name='Laptop 3';"
          "UPDATE visit SET held=0;"
          "INSERT INTO asset(id,seq,name,held) VALUES(x'0198c2a47d1e7b3a9f421c5d6e7f8091',3,'of nobody',2);"
          "INSERT INTO asset(id,seq,name,held) VALUES(x'0198c2a47d1e7b3a9f421c5d6e7f8092',3,'held by nothing',0)");
    shelf.reopen(device);
    shelf.clock.advance(day_ms);
    shelf.change();
    const auto report = must(device.sync());
    CHECK(report.mended > 20);
    CHECK(report.sent == 2);
    CHECK(device.all<Asset>().size() == all + 1);
    for (const auto& asset : device.all<Asset>()) CHECK(asset.name != "old");
    CHECK(device.get<Visit>(visit).status == VisitStatus::accepted);
    shelf.clock.advance(day_ms);
    shelf.change();
    CHECK(must(device.sync()).mended == 0);
}

TEST_CASE("a damaged row with an edit that cannot be sent yet is mended under the edit") {
    Shelf shelf(1);
    const Uuid visit = shelf.make_job("Replace a dock", "technician", {1'800'000'000'000});
    TestDevice& device = shelf.enrol("technician");
    must(device.sync());
    device.perform("accept_visit", visit);
    struct PullsOnly final : Transport {
        explicit PullsOnly(Transport& behind) : server(behind) {}
        Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) override {
            if (request.target == route::push)
                return HttpResponse{503, {{"Content-Type", "application/json"}}, encode(FailureReply{"disk_full", "full"})};
            return server.send(request, stop);
        }
        Transport& server;
    } network(*device.network);
    spoil(device, "UPDATE visit SET held=0,seq=1");
    shelf.reopen(device);
    shelf.clock.advance(day_ms);
    shelf.change();
    Session session(*device.replica);
    CHECK_FALSE(run_session(session, network));
    CHECK(session.report().mended == 1);
    CHECK(device.get<Visit>(visit).status == VisitStatus::accepted);
    CHECK(device.replica->status().queued == 1);
    must(device.sync());
    CHECK(device.replica->status().queued == 0);
    CHECK(device.get<Visit>(visit).status == VisitStatus::accepted);
}

TEST_CASE("a large difference is mended in parts, and a cut between two parts is made good later") {
    Shelf shelf(7000);
    TestDevice& device = shelf.enrol("technician");
    must(device.sync());
    spoil(device, "DELETE FROM asset WHERE name LIKE '%3%' OR name LIKE '%4%' OR name LIKE '%5%'");
    shelf.reopen(device);
    const auto left = device.all<Asset>().size();
    REQUIRE(left < 4000);
    shelf.clock.advance(day_ms);
    shelf.change();
    struct Cut final : Transport {
        explicit Cut(Transport& behind) : server(behind) {}
        Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) override {
            if (request.target == route::compare && ++comparisons == 2) return fail(ErrorCode::offline, "cut");
            return server.send(request, stop);
        }
        Transport& server;
        int comparisons = 0;
    } network(*device.network);
    Session cut(*device.replica);
    CHECK_FALSE(run_session(cut, network));
    CHECK(device.all<Asset>().size() < 7002);
    // It is not forgotten, also where nothing else is new.
    shelf.clock.advance(600'000);
    Session again(*device.replica);
    CHECK(must(run_session(again, network)).mended > 0);
    CHECK(device.all<Asset>().size() == 7002);
    CHECK(network.comparisons > 3);
}

TEST_CASE("through edits, reassignments and lost answers the sums agree without any comparison") {
    Harness world;
    TestDevice& device = world.enrol("technician");
    TestDevice& other = world.enrol("technician2");
    must(device.sync());
    must(other.sync());
    for (int i = 0; i < 12; ++i) {
        const Uuid visit = world.make_job("Job " + std::to_string(i), i % 2 ? "technician" : "technician2", world.clock.now());
        must(device.sync());
        must(other.sync());
        TestDevice& holder = i % 2 ? device : other;
        holder.perform("accept_visit", visit);
        holder.perform("add_note", visit, {{"text", "note"}});
        if (i % 3 == 0) holder.network->lose_replies = 1;
        const Uuid order = holder.get<Visit>(visit).work_order;
        (void)holder.sync();
        must(world.desk().sync());
        world.desk().perform("assign_work_order", order, {{"assignee", i % 2 ? world.technician2 : world.technician}});
        must(world.desk().sync());
        world.clock.advance(day_ms / 2);
        for (TestDevice* each : {&device, &other, &world.desk()}) CHECK(must(each->sync()).mended == 0);
    }
    must(world.store().database().write([&] { return world.store().scope().check(); }));
}
