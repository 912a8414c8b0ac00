#include <catch2/catch_test_macros.hpp>

#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

// Answers what the test says, in turn, and keeps what was asked.
struct Script final : Transport {
    Result<HttpResponse> send(const HttpRequest& request, std::stop_token) override {
        asked.push_back(request.target);
        if (answers.empty()) return fail(ErrorCode::offline, "no more answers");
        auto answer = std::move(answers.front());
        answers.erase(answers.begin());
        return answer;
    }
    std::vector<Result<HttpResponse>> answers;
    std::vector<std::string> asked;
};

HttpResponse json(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

HttpResponse failure(int status, const std::string& code) {
    return json(status, encode(FailureReply{code, "the reason", 0}));
}

struct Errand : Harness {
    Errand() : visit(make_job("Replace a dock", "technician", {1'800'000'000'000})), device(enrol("technician")) { must(device.sync()); }
    // One attempt against the script.
    Result<SyncReport> attempt() {
        Session session(*device.replica);
        return run_session(session, script);
    }
    Uuid visit;
    TestDevice& device;
    Script script;
};

}  // namespace

TEST_CASE("what a device did goes up, what changed comes down, and a second sync sends and receives nothing") {
    Errand errand;
    errand.device.perform("accept_visit", errand.visit);
    errand.device.perform("add_note", errand.visit, {{"text", "on my way"}});
    const auto first = must(errand.device.sync());
    CHECK(first.sent == 2);
    CHECK(first.received > 0);
    CHECK(first.conflicts + first.refused == 0);
    const auto second = must(errand.device.sync());
    CHECK(second.sent == 0);
    CHECK(second.received == 0);
    must(errand.desk().sync());
    CHECK(errand.desk().get<Visit>(errand.visit).status == VisitStatus::accepted);
    CHECK(errand.desk().all<Note>().size() == 1);
}

TEST_CASE("a reply that is lost after the server took the edits is given again, and each takes effect once") {
    Errand errand;
    errand.device.perform("add_note", errand.visit, {{"text", "once"}});
    errand.device.network->lose_replies = 1;
    CHECK(errand.device.sync().error().code == ErrorCode::offline);
    CHECK(errand.device.replica->status().queued == 1);
    errand.device.network->lose_requests = 1;
    CHECK(errand.device.sync().error().code == ErrorCode::offline);
    errand.reopen(errand.device);
    CHECK(must(errand.device.sync()).sent == 1);
    CHECK(errand.device.replica->status().queued == 0);
    must(errand.desk().sync());
    CHECK(errand.desk().all<Note>().size() == 1);
}

TEST_CASE("with no network or a captive portal nothing changes and the reason is one clear line") {
    Errand errand;
    errand.device.perform("accept_visit", errand.visit);
    errand.device.network->online = false;
    CHECK(errand.device.sync().error().code == ErrorCode::offline);
    errand.device.network->online = true;
    errand.device.network->html = true;
    const auto portal = errand.device.sync();
    REQUIRE_FALSE(portal);
    CHECK(portal.error().detail == "captive_portal");
    CHECK(portal.error().message.find("sign in to the network") != std::string::npos);
    errand.device.network->html = false;
    CHECK(errand.device.replica->status().queued == 1);
    CHECK(must(errand.device.sync()).sent == 1);
}

TEST_CASE("an upload that fails does not stop the download; one that is denied ends the attempt") {
    const std::string pull_path(route::pull), push_path(route::push);
    Errand errand;
    errand.device.perform("accept_visit", errand.visit);
    PullReply nothing;
    nothing.epoch = errand.store().epoch();
    nothing.until = nothing.next = 1;
    for (const auto& cursor : must(errand.device.replica->next_pull(0)).cursors) nothing.subscriptions.push_back(cursor.bucket);
    const std::string page = encode(nothing, catalogue());
    struct Case {
        Result<HttpResponse> answer;
        ErrorCode code;
        std::string detail;
        bool goes_on;
    };
    const std::string cut = "{\"epoch\":\"";
    const Case cases[] = {
        {failure(503, "storage"), ErrorCode::busy, "storage", true},
        {failure(429, "too_many"), ErrorCode::busy, "too_many", true},
        {failure(409, "cloned"), ErrorCode::refused, "cloned", true},
        {failure(400, "malformed"), ErrorCode::protocol, "malformed", true},
        {json(500, "oops"), ErrorCode::protocol, "status", true},
        {json(200, cut), ErrorCode::protocol, "malformed", true},
        {json(200, encode(PushReply{nothing.epoch, {1}, {}})), ErrorCode::protocol, "no_results", true},
        {failure(401, "unknown_device"), ErrorCode::denied, "unknown_device", false},
        {failure(403, "revoked"), ErrorCode::denied, "revoked", false},
        {fail(ErrorCode::untrusted, "somebody else's certificate"), ErrorCode::untrusted, "", false},
        {fail(ErrorCode::expired, "an old certificate"), ErrorCode::expired, "", false},
        {HttpResponse{200, {{"Content-Type", "application/json"}, {"Content-Encoding", "zstd"}}, "damaged"}, ErrorCode::protocol, "", true},
    };
    for (const auto& [answer, code, detail, goes_on] : cases) {
        INFO(detail << " " << (answer ? answer->status : 0));
        errand.script.asked.clear();
        errand.script.answers = {answer, json(200, page)};
        const auto outcome = errand.attempt();
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().code == code);
        if (!detail.empty()) CHECK(outcome.error().detail == detail);
        CHECK(errand.script.asked == (goes_on ? std::vector{push_path, pull_path} : std::vector{push_path}));
        CHECK(errand.device.replica->status().queued == 1);
        errand.reopen(errand.device);
    }
}

TEST_CASE("a pull that is answered with an error, half a page or without getting on ends, and the next begins where it was") {
    Errand errand;
    PullReply stuck;
    stuck.epoch = errand.store().epoch();
    stuck.until = 1'000'000;
    for (const auto& cursor : must(errand.device.replica->next_pull(0)).cursors) stuck.subscriptions.push_back(cursor.bucket);
    stuck.served = stuck.subscriptions;
    const std::string stuck_page = encode(stuck, catalogue());
    const auto before = must(errand.device.replica->next_pull(0)).cursors;
    for (auto answer : {json(503, "{}"), json(200, stuck_page.substr(0, stuck_page.size() / 2)), json(200, stuck_page)}) {
        errand.script.answers = {answer, answer, answer};
        errand.script.asked.clear();
        CHECK_FALSE(errand.attempt());
        CHECK(errand.script.asked.size() == 1);
        CHECK(must(errand.device.replica->next_pull(0)).cursors == before);
    }
}

TEST_CASE("a server that answers only old edits is not asked for ever") {
    Errand errand;
    const Edit old = errand.device.perform("accept_visit", errand.visit);
    must(errand.device.sync());
    errand.device.perform("travel_visit", errand.visit);
    const auto reply = json(200, encode(PushReply{errand.store().epoch(), {1}, {{old.n, old.operation, Outcome::applied, 9, {}, {}, {}}}}));
    errand.script.answers = {reply, reply, reply};
    CHECK_FALSE(errand.attempt());
    CHECK(errand.script.asked.size() == 2);  // the push once, then the pull
}

TEST_CASE("what the server had acknowledged and lost is offered again in the same attempt") {
    Errand errand;
    errand.device.perform("accept_visit", errand.visit);
    must(errand.device.sync());
    errand.device.perform("travel_visit", errand.visit);
    must(errand.device.sync());
    errand.device.perform("arrive_visit", errand.visit);
    const auto gap = json(409, encode(FailureReply{"gap", "expected command 2", 2}));
    errand.script.answers = {gap, gap};
    const auto outcome = errand.attempt();
    REQUIRE_FALSE(outcome);
    const auto offered = must(errand.device.replica->next_push(500, 1 << 20));
    REQUIRE(offered.commands.size() == 2);
    CHECK(offered.commands[0].n == 2);
    CHECK(errand.script.asked == std::vector{std::string(route::push), std::string(route::push), std::string(route::pull)});
    // The real server knows both operations and gives their results again.
    CHECK(must(errand.device.sync()).sent == 2);
    CHECK(errand.device.get<Visit>(errand.visit).status == VisitStatus::on_site);
}

TEST_CASE("a gap that the real server finds is closed in one attempt") {
    Errand errand;
    errand.device.perform("accept_visit", errand.visit);
    must(errand.device.sync());
    errand.device.perform("travel_visit", errand.visit);
    must(errand.device.sync());
    // As after a restored backup: the server has forgotten the second edit.
    must(errand.store().database().write([&] {
        errand.store().devices().set_last_n(errand.device.enrolment.device, 1);
    }));
    errand.device.perform("arrive_visit", errand.visit);
    CHECK(must(errand.device.sync()).sent == 2);
    CHECK(errand.device.replica->status().queued == 0);
}

TEST_CASE("a restored server is offered all again and pulled anew; what the device may not hold any more goes") {
    // The server as its backup was: it does not know the cursors.
    struct Restored final : Transport {
        explicit Restored(Transport& behind) : server(behind) {}
        Result<HttpResponse> send(const HttpRequest& request, std::stop_token) override {
            if (request.target == route::pull && told++ < 2) return failure(409, "epoch");
            return server.send(request);
        }
        Transport& server;
        int told = 0;
    };
    Errand errand;
    const Uuid given_away = errand.make_job("Printer jam", "technician", {1'800'000'000'000});
    must(errand.device.sync());
    errand.device.perform("accept_visit", errand.visit);
    must(errand.device.sync());
    const auto order = errand.device.get<Visit>(given_away).work_order;
    errand.desk().perform("assign_work_order", order, {{"assignee", errand.technician2}});
    must(errand.desk().sync());
    errand.device.perform("travel_visit", errand.visit);
    Restored transport(*errand.device.network);
    Session session(*errand.device.replica);
    const auto report = must(run_session(session, transport));
    CHECK(report.sent == 3);  // the new one, and both again
    CHECK(errand.device.get<Visit>(errand.visit).status == VisitStatus::travelling);
    CHECK_FALSE(errand.device.replica->find(Kind::visit, given_away));
    for (const auto& entry : errand.device.replica->ledger(10)) CHECK(entry.state == EditState::accepted);
    CHECK(errand.device.replica->enrolment()->epoch == errand.store().epoch());
    errand.reopen(errand.device);
    const auto after = must(errand.device.sync());
    CHECK(after.sent + after.received == 0);
    // Once more in the same attempt is no restored server but a broken one.
    errand.script.answers = {failure(409, "epoch"), failure(409, "epoch"), failure(409, "epoch")};
    CHECK(errand.attempt().error().detail == "epoch");
}

TEST_CASE("a first pull of many pages brings every row, also over lost answers") {
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
    TestDevice& device = harness.enrol("technician");
    int attempts = 0;
    for (; attempts < 20; ++attempts) {
        device.network->lose_replies = attempts < 3 ? 1 : 0;
        if (device.sync()) break;
    }
    CHECK(attempts == 3);
    CHECK(device.network->sent >= 6);
    CHECK(device.all<Asset>().size() == 5001);
    CHECK(must(device.sync()).received == 0);
}

TEST_CASE("what is asked ahead is what is asked next: pages of a pull, parts of a push") {
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
    TestDevice& device = harness.enrol("technician");
    SessionOptions options;
    options.most_commands = 3;
    int ahead_of = 0;
    const auto attempt = [&] {
        Session session(*device.replica, options);
        std::optional<HttpRequest> ahead;
        while (const auto request = session.next()) {
            if (ahead) {
                ++ahead_of;
                CHECK(*ahead == *request);
            }
            ahead.reset();
            session.receive(device.network->send(*request), [&](const HttpRequest& asked) { ahead = asked; });
        }
        CHECK_FALSE(ahead);
        must(session.outcome());
    };
    attempt();
    CHECK(ahead_of >= 2);
    CHECK(device.all<Asset>().size() == 5001);
    for (int i = 0; i < 7; ++i) device.perform("create_ticket", {}, {{"title", "Printer jam " + std::to_string(i)}});
    ahead_of = 0;
    attempt();
    CHECK(ahead_of == 2);
    CHECK(device.replica->status().queued == 0);
    CHECK(must(device.sync()).received == 0);
}
