#include <catch2/catch_test_macros.hpp>

#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Loss : Harness {
    Loss() : visit(make_job("Replace a dock", "technician", {1'800'000'000'000})), device(enrol("technician")) {
        must(device.sync());
        device.perform("accept_visit", visit);
        must(device.sync());
        must(desk().sync());
        backup_server();
        device.perform("travel_visit", visit);
        ticket = device.perform("create_ticket", {}, {{"title", "Made after the backup"}});
        must(device.sync());
    }
    EditState state_of(const Edit& edit) {
        for (const auto& entry : device.replica->ledger(1000))
            if (entry.command.operation == edit.operation) return entry.state;
        throw std::runtime_error("the edit is not in the ledger");
    }
    int tickets(const std::string& title) {
        int found = 0;
        for (const auto& one : desk().all<Ticket>()) found += one.title == title;
        return found;
    }
    Uuid visit;
    TestDevice& device;
    Edit ticket;
};

}  // namespace

TEST_CASE("what a restored copy lacks comes back from the devices, once, and the log stays whole") {
    Loss loss;
    loss.restore_server();
    const Uuid before = loss.store().epoch();
    must(loss.store().begin_epoch());
    CHECK(loss.store().epoch() != before);
    must(loss.device.sync());
    must(loss.desk().sync());
    CHECK(loss.state_of(loss.ticket) == EditState::accepted);
    CHECK(loss.tickets("Made after the backup") == 1);
    CHECK(loss.desk().get<Visit>(loss.visit).status == VisitStatus::travelling);
    CHECK(loss.desk().all<Conflict>().empty());
    CHECK(loss.device.replica->enrolment()->epoch == loss.store().epoch());
    CHECK(loss.store().log().head() > std::int64_t{1} << 40);
    CHECK(must(loss.store().log().verify()) > 0);
    must(loss.store().database().write([&] { return loss.store().scope().check(); }));
    loss.reopen(loss.device);
    const auto quiet = must(loss.device.sync());
    CHECK(quiet.sent + quiet.received == 0);
}

TEST_CASE("a restore behind the server's back is found even after its order has passed the lost part again") {
    Loss loss;
    const std::int64_t lost_head = loss.store().log().head();
    loss.restore_server();
    for (int i = 0; i < 10; ++i) loss.desk().perform("create_ticket", {}, {{"title", "Since " + std::to_string(i)}});
    must(loss.desk().sync());
    REQUIRE(loss.store().log().head() > lost_head);
    CHECK(must(loss.device.sync()).sent == 2);
    must(loss.desk().sync());
    CHECK(loss.tickets("Made after the backup") == 1);
    CHECK(loss.tickets("Since 3") == 1);
    CHECK(loss.desk().get<Visit>(loss.visit).status == VisitStatus::travelling);
    CHECK(loss.device.get<Visit>(loss.visit).status == VisitStatus::travelling);
    CHECK(must(loss.device.sync()).sent == 0);
}

TEST_CASE("what a pull left for the next one, because it had changed meanwhile, is not lost with a restore behind the server's back") {
    Harness harness;
    TestDevice& device = harness.enrol("technician");
    const Uuid last = harness.desk().perform("create_asset", {}, {{"name", "Printer"}, {"location", harness.room}}).id;
    must(harness.desk().sync());
    harness.backup_server();
    SessionOptions options;
    options.page_rows = 5;
    Session session(*device.replica, options);
    session.receive(device.network->send(*session.next()));
    harness.desk().perform("edit_asset", last, {{"name", "changed between two pages"}});
    must(harness.desk().sync());
    while (const auto request = session.next()) session.receive(device.network->send(*request));
    must(session.outcome());
    REQUIRE_FALSE(device.replica->find(Kind::asset, last));
    harness.restore_server();
    must(device.sync());
    CHECK(device.replica->find(Kind::asset, last) == harness.store().rows().find(Kind::asset, last));
}

TEST_CASE("an edit based on the lost part overwrites nothing that came in its place unseen") {
    Loss loss;
    TestDevice& desk = loss.desk();
    const Uuid order = loss.device.get<Visit>(loss.visit).work_order;
    desk.perform("edit_work_order", order, {{"title", "lost"}});
    must(desk.sync());
    const std::int64_t lost_head = loss.store().log().head();
    loss.restore_server();
    TestDevice& other = loss.enrol("lead");
    must(other.sync());
    for (int i = 0; i < 10; ++i) other.perform("create_ticket", {}, {{"title", "Since " + std::to_string(i)}});
    other.perform("edit_work_order", order, {{"title", "new"}});
    must(other.sync());
    REQUIRE(loss.store().log().head() > lost_head);
    must(desk.sync());
    must(other.sync());
    // The desk's edit was made before the other one was seen: one of them stays as a conflict, neither is gone.
    const auto conflicts = other.all<Conflict>();
    REQUIRE(conflicts.size() == 1);
    CHECK(conflicts[0].lost + conflicts[0].kept == "newlost");
}

TEST_CASE("a device that knows nothing that the copy lacks goes on as if nothing had been") {
    Loss loss;
    TestDevice& desk = loss.desk();
    loss.restore_server();
    must(loss.store().begin_epoch());
    const auto report = must(desk.sync());
    CHECK(report.sent == 0);
    CHECK(report.received == 0);
    CHECK(desk.replica->enrolment()->epoch == loss.store().epoch());
}

TEST_CASE("edits that are offered again stay visible while the server cannot take them") {
    Loss loss;
    loss.device.perform("add_note", loss.visit, {{"text", "on my way"}});
    must(loss.device.sync());
    loss.restore_server();
    must(loss.store().begin_epoch());
    struct PullsOnly final : Transport {
        explicit PullsOnly(Transport& behind) : server(behind) {}
        Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) override {
            if (request.target == route::push)
                return HttpResponse{503, {{"Content-Type", "application/json"}}, encode(FailureReply{"disk_full", "full"})};
            return server.send(request, stop);
        }
        Transport& server;
    } network(*loss.device.network);
    Session session(*loss.device.replica);
    CHECK_FALSE(run_session(session, network));
    CHECK(loss.state_of(loss.ticket) == EditState::queued);
    CHECK(loss.device.get<Visit>(loss.visit).status == VisitStatus::travelling);
    CHECK(loss.device.all<Note>().size() == 1);
    must(loss.device.sync());
    CHECK(loss.state_of(loss.ticket) == EditState::accepted);
}

TEST_CASE("numbers that a copied disk or a forgotten device gave are never those of two records") {
    Loss loss;
    TestDevice& late = loss.enrol("technician2");  // unknown to the copy
    must(late.sync());
    const Edit lost = late.perform("create_ticket", {}, {{"title", "of the forgotten device"}});
    const std::string number = late.get<Ticket>(lost.id).number;
    must(late.sync());
    loss.restore_server();
    must(loss.store().begin_epoch());
    TestDevice& next = loss.enrol("technician2");
    CHECK(next.enrolment.device_number > late.enrolment.device_number + 100);
    // The forgotten device comes in again and keeps its outbox; somebody else was given its number by an older copy.
    const auto again = loss.enrol("technician2").enrolment;
    must(late.replica->set_enrolment({again.device, again.device_number, again.person, again.login, again.role, again.organisation, again.epoch,
                                      "https://loopback.test"}));
    Ticket same;
    same.id = make_uuid(loss.clock, loss.random);
    same.title = "with the same number";
    same.number = number;
    const std::vector<Record> imported{record_of(same)};
    loss.insert(imported);
    late.network = loss.network_of(again);
    must(late.sync());
    must(loss.desk().sync());
    CHECK(loss.desk().get<Ticket>(lost.id).number == number + "-2");
}
