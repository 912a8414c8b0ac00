#include <catch2/catch_test_macros.hpp>

#include "tests/client/model/stepped.hpp"

using namespace sigap;
using namespace sigap::testing;

TEST_CASE("a device that cannot reach the server tries again, each time later, and at once when told") {
    Harness harness;
    harness.desk();
    TestDevice& device = harness.enrol("technician");
    device.network->online = false;
    SteppedApp app(harness, device);
    CHECK(app.state().connection.contact == Contact::never);
    CHECK(app.state().connection.error.key == "error.offline");
    int before = device.network->sent;
    device.network->online = true;
    // The first retry is due two seconds later at most.
    app.pass(2'001);
    CHECK(device.network->sent > before);
    CHECK(app.state().connection.contact == Contact::online);

    device.network->online = false;
    app.model().sync_now();
    app.settle();
    CHECK(app.state().connection.contact == Contact::offline);
    device.network->online = true;
    before = device.network->sent;
    app.model().sync_now();
    app.settle();
    CHECK(device.network->sent > before);
}

TEST_CASE("an attempt that got on before it broke is followed soon, however many broke before it") {
    Harness harness;
    harness.desk();
    TestDevice& device = harness.enrol("technician");
    device.network->online = false;
    SteppedApp app(harness, device);
    for (int i = 0; i < 8; ++i) app.pass(900'000);
    // A push comes through; the pull after it does not.
    device.perform("create_ticket", {}, {{"title", "Printer jam"}});
    device.network->online = true;
    device.network->lose_requests = 0;
    device.network->break_after = 1;
    app.model().sync_now();
    app.settle();
    REQUIRE(app.state().connection.contact == Contact::offline);
    const int before = device.network->sent;
    device.network->break_after = -1;
    app.pass(2'001);
    CHECK(device.network->sent > before);
    CHECK(app.state().connection.contact == Contact::online);
}

TEST_CASE("the window is told of each page of a first pull, and lists its rows when it has ended") {
    Harness harness;
    std::vector<Record> assets;
    for (int i = 0; i < 4500; ++i) {
        Asset asset;
        asset.id = make_uuid(harness.clock, harness.random);
        asset.name = "Machine " + std::to_string(i);
        asset.serial = "SN" + std::to_string(i);
        asset.location = harness.room;
        assets.push_back(record_of(asset));
    }
    harness.insert(assets);
    TestDevice& device = harness.enrol("technician");
    device.network->online = false;
    SteppedApp app(harness, device);
    CHECK(app.state().connection.first_pull == FirstPull{0, 0});
    device.network->online = true;
    app.model().sync_now();
    std::vector<FirstPull> told;
    app.settle([&] {
        const auto& now = app.state().connection.first_pull;
        if (now && now->rows > 0 && (told.empty() || told.back() != *now)) told.push_back(*now);
    });
    REQUIRE(told.size() >= 2);
    CHECK(told[0].rows >= 1000);
    CHECK(told[0].rows < told[1].rows);
    CHECK(told[0].of == told[1].of);
    CHECK(told[0].of > 4500);
    CHECK_FALSE(app.state().connection.first_pull);
    CHECK(app.model().assets().size() == 4501);
}

TEST_CASE("a device at rest asks from time to time, and never more often than every thirty seconds") {
    Harness harness;
    harness.desk();
    TestDevice& device = harness.enrol("technician");
    SteppedApp app(harness, device);
    const int before = device.network->sent;
    app.pass(29'000);
    CHECK(device.network->sent == before);
    for (int i = 0; i < 120; ++i) app.pass(30'000);
    const int asked = device.network->sent - before;
    CHECK(asked >= 4);
    CHECK(asked <= 60);
}

TEST_CASE("who waits for a sync hears of the attempt that began after they asked") {
    Harness harness;
    harness.desk();
    TestDevice& device = harness.enrol("technician");
    SteppedApp app(harness, device);
    int heard = 0;
    app.driver().sync_now([&](const Result<SyncReport>& report) { heard += report ? 1 : 0; });
    app.driver().sync_now([&](const Result<SyncReport>& report) { heard += report ? 10 : 0; });
    CHECK(heard == 0);
    app.settle();
    CHECK(heard == 11);
    device.network->html = true;
    std::string detail;
    app.driver().sync_now([&](const Result<SyncReport>& report) { detail = report ? "" : report.error().detail; });
    app.settle();
    CHECK(detail == "captive_portal");
}

TEST_CASE("who waits for a sync hears of it once its photos have had their turn, and before the next attempt at the latest") {
    Harness harness;
    const Uuid visit = harness.make_job("Replace a dock", "technician", harness.clock.now());
    TestDevice& device = harness.enrol("technician");
    SteppedApp app(harness, device);
    app.driver().sync_now();
    app.settle();
    const std::string photo(3 * file_chunk_bytes, 'p');
    device.attach(visit, photo);
    int heard = 0;
    const auto arrived = [&] { return harness.server_files().size(to_hex(sha256(photo))) == photo.size(); };
    app.driver().sync_now([&](const Result<SyncReport>& report) { heard += report && arrived() ? 1 : 100; });
    app.settle();
    CHECK(heard == 1);
    device.attach(visit, std::string(20 * file_chunk_bytes, 'q'));
    app.driver().sync_now([&](const Result<SyncReport>& report) { heard += report ? 10 : 100; });
    for (int i = 0; i < 10'000 && !app.driver().progress().files_running; ++i) REQUIRE(app.step());
    CHECK(heard == 1);
    app.driver().sync_now();
    CHECK(heard == 11);
    app.settle();
    CHECK(heard == 11);
}

TEST_CASE("after stop nothing is sent, and who waits is told") {
    Harness harness;
    harness.desk();
    TestDevice& device = harness.enrol("technician");
    SteppedApp app(harness, device);
    std::string detail;
    app.driver().sync_now([&](const Result<SyncReport>& report) { detail = report ? "" : report.error().detail; });
    app.driver().stop();
    app.settle();
    CHECK(detail == "cancelled");
    const int sent = device.network->sent;
    app.pass(3'600'000);
    CHECK(device.network->sent == sent);
}

TEST_CASE("an edit made while an attempt is under way is sent six seconds after it") {
    Harness harness;
    harness.desk();
    TestDevice& device = harness.enrol("technician");
    SteppedApp app(harness, device);
    app.driver().sync_now();
    REQUIRE(app.driver().progress().running);
    // After its push: the answers to come are the pull's.
    app.step_network();
    device.perform("create_ticket", {}, {{"title", "Printer jam"}});
    app.driver().edited();
    app.settle();
    CHECK(device.replica->status().queued == 1);
    app.pass(6'100);
    CHECK(device.replica->status().queued == 0);
}

TEST_CASE("an attempt that breaks off by an exception ends with an error, and the next one is made") {
    Harness harness;
    TestDevice& device = harness.enrol("technician");
    ManualExecutor executor(harness.clock);
    bool breaks = true;
    SyncDriver driver(SyncDriver::Parts{
        *device.replica, executor, executor, harness.random,
        [&]() -> Result<std::unique_ptr<Transport>> {
            if (breaks) throw std::runtime_error("the disk went away");
            return fail(ErrorCode::offline, "no network here");
        },
        [] {},
        {}});
    std::optional<ErrorCode> heard;
    const auto hear = [&](const Result<SyncReport>& report) { heard = report.error().code; };
    driver.sync_now(hear);
    while (executor.step()) {
    }
    CHECK(heard == ErrorCode::storage);
    CHECK_FALSE(driver.progress().running);
    breaks = false;
    driver.sync_now(hear);
    while (executor.step()) {
    }
    CHECK(heard == ErrorCode::offline);
}

TEST_CASE("a pause that the server asks for is kept, also when there are new edits, but not against a person's tap") {
    Harness harness;
    harness.desk();
    TestDevice& device = harness.enrol("technician");
    SteppedApp app(harness, device);
    device.network->busy_seconds = 300;
    app.model().sync_now();
    app.settle();
    const int before = device.network->sent;
    device.perform("create_ticket", {}, {{"title", "Printer jam"}});
    app.driver().edited();
    app.pass(299'000);
    CHECK(device.network->sent == before);
    app.model().sync_now();
    app.settle();
    CHECK(device.network->sent == before + 1);
    device.network->busy_seconds = 0;
    app.pass(300'000 + 10'000);
    CHECK(device.replica->status().queued == 0);
}

TEST_CASE("an edit made while a large photo is under way waits for one piece of it, not for all of it") {
    Harness harness;
    const Uuid visit = harness.make_job("Replace a dock", "technician", harness.clock.now());
    TestDevice& device = harness.enrol("technician");
    SteppedApp app(harness, device);
    const std::string photo(20 * file_chunk_bytes, 'p');
    device.attach(visit, photo);
    app.driver().edited();
    harness.clock.advance(6'000);
    const int before = device.network->sent;
    const auto go_on_until = [&](const std::function<bool()>& reached) {
        for (int i = 0; i < 10'000 && !reached(); ++i)
            if (!app.step()) break;
        REQUIRE(reached());
    };
    go_on_until([&] { return device.network->sent >= before + 6; });
    CHECK(app.driver().progress().files_running);
    CHECK_FALSE(app.driver().progress().running);
    const auto note = device.perform("add_note", visit, {{"text", "The photo is large"}});
    app.driver().edited();
    harness.clock.advance(6'000);
    go_on_until([&] {
        const auto newest = device.replica->ledger(1).at(0);
        return newest.command.operation == note.operation && newest.state == EditState::accepted;
    });
    CHECK_FALSE(harness.server_files().size(to_hex(sha256(photo))));
    app.settle();
    CHECK(harness.server_files().size(to_hex(sha256(photo))) == photo.size());
    // Every piece went once, but for the one that the edit cut off.
    CHECK(harness.server_disk().bytes_written == static_cast<std::int64_t>(photo.size()));
    CHECK_FALSE(app.driver().progress().files_running);
}

TEST_CASE("on a network that is paid by the byte the driver sends thumbnails only, until the network is another") {
    Harness harness;
    const Uuid visit = harness.make_job("Replace a dock", "technician", harness.clock.now());
    TestDevice& device = harness.enrol("technician");
    SteppedApp app(harness, device);
    app.originals = false;
    device.attach(visit, std::string(5000, 'p'), "small picture");
    app.model().sync_now();
    app.settle();
    CHECK(harness.server_files().size(to_hex(sha256("small picture"))));
    CHECK_FALSE(harness.server_files().size(to_hex(sha256(std::string(5000, 'p')))));
    app.originals = true;
    app.model().sync_now();
    app.settle();
    CHECK(harness.server_files().size(to_hex(sha256(std::string(5000, 'p')))));
}

TEST_CASE("while the server can be reached one request waits there, and what it calls for is fetched at once") {
    struct Held final : Transport {
        explicit Held(std::vector<Result<HttpResponse>>& given) : answers(given) {}
        Result<HttpResponse> send(const HttpRequest& request, std::stop_token) override {
            if (request.target != route::wait || answers.empty()) throw std::logic_error("not expected");
            auto answer = std::move(answers.front());
            answers.erase(answers.begin());
            return answer;
        }
        std::vector<Result<HttpResponse>>& answers;
    };
    struct Borrowed final : Transport {
        explicit Borrowed(Transport& given) : network(given) {}
        Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) override { return network.send(request, stop); }
        Transport& network;
    };
    Harness harness;
    harness.desk();
    TestDevice& device = harness.enrol("technician");
    ManualExecutor executor(harness.clock), waiting(harness.clock);
    std::vector<Result<HttpResponse>> answers;
    SyncDriver driver(SyncDriver::Parts{*device.replica, executor, executor, harness.random,
                                        [&] { return Result<std::unique_ptr<Transport>>(std::make_unique<Borrowed>(*device.network)); }, [] {},
                                        {}, nullptr, {}, &waiting, [&] { return Result<std::unique_ptr<Transport>>(std::make_unique<Held>(answers)); }});
    const auto settle = [&] {
        while (executor.step()) {
        }
    };
    driver.start();
    settle();
    const int first = device.network->sent;
    // Sent away with nothing, it comes again, and nothing else is asked meanwhile.
    answers = {HttpResponse{204, {}, {}}, HttpResponse{204, {}, {}}};
    for (int i = 0; i < 2; ++i) {
        CHECK(waiting.step());
        settle();
        CHECK_FALSE(waiting.step());
        harness.clock.advance(1'000);
        settle();
    }
    harness.clock.advance(400'000);
    settle();
    CHECK(device.network->sent == first);
    const Uuid visit = harness.make_job("Replace a dock", "technician", harness.clock.now());
    answers = {HttpResponse{200, {{"Content-Type", "application/json"}}, R"({"more":true})"}};
    CHECK(waiting.step());
    settle();
    CHECK(device.get<Visit>(visit).status == VisitStatus::scheduled);
    // A lost one is a reason to look whether the server is there, and only then to wait again.
    device.network->online = false;
    answers = {fail(ErrorCode::offline, "lost")};
    CHECK(waiting.step());
    settle();
    harness.clock.advance(30'000);
    settle();
    REQUIRE(driver.progress().error);
    CHECK_FALSE(waiting.step());
    device.network->online = true;
    driver.sync_now();
    settle();
    answers = {HttpResponse{404, {{"Content-Type", "application/json"}}, encode(FailureReply{"no_such_path", "nothing here"})}};
    CHECK(waiting.step());
    settle();
    harness.clock.advance(60'000);
    settle();
    CHECK_FALSE(waiting.step());  // such a server is polled
    driver.stop();
}

TEST_CASE("pages are asked ahead and none of them twice") {
    Harness harness;
    std::vector<Record> assets;
    for (int i = 0; i < 5000; ++i) {
        Asset asset;
        asset.id = make_uuid(harness.clock, harness.random);
        asset.name = "Laptop " + std::to_string(i);
        asset.location = harness.room;
        assets.push_back(record_of(asset));
    }
    harness.insert(assets);
    TestDevice& other = harness.enrol("technician");
    must(other.sync());
    TestDevice& device = harness.enrol("technician");
    SteppedApp app(harness, device);
    CHECK(device.all<Asset>().size() == 5001);
    CHECK(device.network->sent == other.network->sent);
}
