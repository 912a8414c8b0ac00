#include <catch2/catch_test_macros.hpp>

#include "platform/net/compression.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

// A server that breaks at each push that holds one of these edits.
struct Breaking final : Transport {
    explicit Breaking(Transport& behind) : server(behind) {}
    Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) override {
        const auto body = must(decode_content(header(request, "Content-Encoding"), request.body, 8U << 20U));
        bool breaks = down;
        for (const auto& operation : poison) breaks = breaks || body.find("{\"operation\":\"" + to_string(operation)) != std::string::npos;
        if (request.target == route::push) ++pushes;
        if (request.target == route::push && breaks) return broken;
        return server.send(request, stop);
    }
    Transport& server;
    std::vector<Uuid> poison;
    bool down = false;
    int pushes = 0;
    HttpResponse broken{500, {{"Content-Type", "application/json"}}, encode(FailureReply{"server_fault", "it broke", 0})};
};

struct Errand : Harness {
    Errand() : visit(make_job("Replace a dock", "technician", {1'800'000'000'000})), device(enrol("technician")), network(*device.network) {
        must(device.sync());
    }
    Result<SyncReport> attempt() {
        Session session(*device.replica);
        auto outcome = run_session(session, network);
        wait_ms = session.wait_ms();
        return outcome;
    }
    EditState state_of(const Edit& edit) {
        for (const auto& entry : device.replica->ledger(1000))
            if (entry.command.operation == edit.operation) return entry.state;
        throw std::runtime_error("the edit is not in the ledger");
    }
    Edit ticket(const std::string& title) { return device.perform("create_ticket", {}, {{"title", title}}); }
    Uuid visit;
    TestDevice& device;
    Breaking network;
    std::int64_t wait_ms = 0;
};

}  // namespace

TEST_CASE("an edit at which the server breaks is found among hundreds, and delays the others by three attempts at most") {
    Errand errand;
    std::vector<Edit> good;
    for (int i = 0; i < 150; ++i) good.push_back(errand.ticket("before " + std::to_string(i)));
    const Edit bad = errand.ticket("poison");
    for (int i = 0; i < 150; ++i) good.push_back(errand.ticket("after " + std::to_string(i)));
    errand.network.poison = {bad.operation};
    CHECK_FALSE(errand.attempt());
    for (int i = 0; i < 150; ++i) CHECK(errand.state_of(good[static_cast<std::size_t>(i)]) == EditState::accepted);
    errand.reopen(errand.device);  // the count of its failures outlives the process
    CHECK_FALSE(errand.attempt());
    CHECK_FALSE(errand.attempt());
    for (const auto& edit : good) CHECK(errand.state_of(edit) == EditState::accepted);
    CHECK(errand.network.pushes < 40);
    CHECK(errand.state_of(bad) == EditState::queued);
    CHECK(errand.device.replica->status().queued == 1);
    for (const auto& entry : errand.device.replica->ledger(1)) CHECK(entry.code == "server_fails");
    // With nothing behind it there is nothing to step aside for: one request an attempt, no new n.
    const auto n = errand.device.replica->ledger(1).at(0).n;
    for (int i = 0; i < 5; ++i) CHECK_FALSE(errand.attempt());
    CHECK(errand.device.replica->ledger(1).at(0).n == n);
    errand.network.poison.clear();
    CHECK(must(errand.attempt()).sent == 1);
    CHECK(errand.state_of(bad) == EditState::accepted);
    CHECK(errand.device.replica->ledger(1).at(0).code.empty());
    must(errand.desk().sync());
    CHECK(errand.desk().all<Ticket>().size() == 301);
}

TEST_CASE("edits that build on a failing one step aside with it and stay in their order") {
    Errand errand;
    const Edit accept = errand.device.perform("accept_visit", errand.visit);
    const Edit other = errand.ticket("unrelated");
    const Edit travel = errand.device.perform("travel_visit", errand.visit);
    errand.network.poison = {accept.operation};
    for (int i = 0; i < 5; ++i) CHECK_FALSE(errand.attempt());
    CHECK(errand.state_of(other) == EditState::accepted);
    CHECK(errand.state_of(travel) == EditState::queued);
    CHECK(errand.device.get<Visit>(errand.visit).status == VisitStatus::travelling);
    for (const auto& edit : {travel, accept}) CHECK_FALSE(errand.device.replica->withdraw(edit.operation));
    errand.network.poison.clear();
    must(errand.attempt());
    for (const auto& edit : {accept, travel}) CHECK(errand.state_of(edit) == EditState::accepted);
    must(errand.desk().sync());
    CHECK(errand.desk().get<Visit>(errand.visit).status == VisitStatus::travelling);
}

TEST_CASE("an edit of a record whose birth fails waits for the birth") {
    Errand errand;
    TestDevice& desk = errand.desk();
    Breaking network(*desk.network);
    const auto attempt = [&] {
        Session session(*desk.replica);
        return run_session(session, network);
    };
    const Edit made = desk.perform("create_ticket", {}, {{"title", "Printer jam"}});
    desk.perform("add_note", made.id, {{"text", "on the second floor"}});
    desk.perform("create_ticket", {}, {{"title", "Another"}});
    network.poison = {made.operation};
    for (int i = 0; i < 5; ++i) CHECK_FALSE(attempt());
    CHECK(desk.replica->status().queued == 2);
    network.poison.clear();
    must(attempt());
    CHECK(desk.replica->status().queued == 0);
    for (const auto& entry : desk.replica->ledger(10)) CHECK(entry.state == EditState::accepted);
    CHECK(desk.all<Note>().size() == 1);
}

TEST_CASE("an edit that was done although its answers were failures is not done again, however often it stepped aside") {
    Errand errand;
    const Edit done = errand.ticket("done at once");
    errand.device.network->lose_replies = 1;
    CHECK_FALSE(errand.attempt());
    errand.network.poison = {done.operation};
    const Edit other = errand.ticket("another");
    for (int i = 0; i < 4; ++i) CHECK_FALSE(errand.attempt());
    CHECK(errand.state_of(other) == EditState::accepted);
    errand.network.poison.clear();
    must(errand.attempt());
    CHECK(errand.state_of(done) == EditState::accepted);
    must(errand.desk().sync());
    CHECK(errand.desk().all<Ticket>().size() == 2);
}

TEST_CASE("a server that is down altogether costs few requests and loses nothing") {
    Errand errand;
    std::vector<Edit> edits;
    for (int i = 0; i < 20; ++i) edits.push_back(errand.ticket("ticket " + std::to_string(i)));
    errand.network.down = true;
    errand.network.broken = {502, {{"Content-Type", "text/html"}}, "<html>Bad gateway</html>"};
    for (int i = 0; i < 6; ++i) CHECK(errand.attempt().error().detail == "server_fault");
    CHECK(errand.network.pushes <= 30);
    errand.network.down = false;
    must(errand.attempt());
    for (const auto& edit : edits) CHECK(errand.state_of(edit) == EditState::accepted);
}

TEST_CASE("who is asked to wait asks nothing more and says how long; what the disk cannot take does not stop the download") {
    Errand errand;
    const Edit edit = errand.ticket("ticket");
    errand.network.poison = {edit.operation};
    const auto refuse = [&](int status, const char* code) {
        errand.network.broken = {status,
                                 {{"Content-Type", "application/json"}, {"Retry-After", "120"}},
                                 encode(FailureReply{code, "wait", 0})};
        const int before = errand.device.network->sent;
        CHECK_FALSE(errand.attempt());
        CHECK(errand.wait_ms == 120'000);
        return errand.device.network->sent - before;
    };
    CHECK(refuse(429, "too_many") == 0);
    CHECK(refuse(503, "busy") == 0);
    CHECK(refuse(503, "disk_full") == 1);
    errand.network.poison.clear();
    must(errand.attempt());
    CHECK(errand.wait_ms == 0);
    CHECK(errand.state_of(edit) == EditState::accepted);
}
