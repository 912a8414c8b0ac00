// sigap sign and rate_visit: what a client signs and says, offline, and what of it arrives.
#include <catch2/catch_test_macros.hpp>

#include <boost/json.hpp>

#include "platform/os/files.hpp"
#include "sync/model/kinds/signing.hpp"
#include "tests/client/cli/device_backend.hpp"
#include "tests/support/pdf_reader.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

// A technician in front of a client, without a network.
struct Signing {
    Harness harness;
    TestDevice& desk = harness.desk();
    Uuid ticket = desk.perform("create_ticket", {}, {{"title", "The dock is dead"}}).id;
    Uuid visit = harness.make_job("Replace docking station", "technician", harness.clock.now());
    TestDevice& device = harness.enrol("technician");
    DeviceBackend backend{device};
    std::string id = to_string(visit);

    Signing() {
        must(desk.sync());
        desk.perform("edit_work_order", desk.get<Visit>(visit).work_order, {{"ticket", ticket}});
        must(desk.sync());
        must(device.sync());
        device.network->online = false;
    }
    void work_until_done() {
        for (const char* command : {"accept_visit", "travel_visit", "arrive_visit"}) device.perform(command, visit);
        for (const auto& step : device.all<ChecklistStep>()) device.perform("skip_step", step.id, {{"reason", "not needed"}});
        device.perform("complete_visit", visit, {{"outcome", "Dock replaced"}, {"cause", "hardware"}});
        harness.clock.advance(60'000);
    }
    ControlReply run(const std::vector<std::string>& args) {
        const auto parsed = cli::parse(args);
        return parsed.reply ? *parsed.reply : cli::execute(backend, parsed.invocation);
    }
    std::string refusal(const std::vector<std::string>& args) {
        const auto reply = run(args);
        CHECK(reply.exit_code == 1);
        CHECK(reply.out.empty());
        return reply.err;
    }
    std::string report() {
        REQUIRE(run({"report", id, "visit.pdf", "--lang", "en"}).exit_code == 0);
        std::string text;
        for (const auto& page : pdf_pages(must(read_file(device.folder / "visit.pdf", 64U << 20U)))) text += page;
        return text;
    }
};

bool has(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("offline a client signs and rates; the server has both once, at the right ticket, with every time of the visit") {
    Signing office;
    office.work_until_done();
    REQUIRE(atomic_write(office.device.folder / "maya.txt", "10,10 200,120 300,20;310,200 420,90\n"));
    const auto reply = office.run({"sign", office.id, "--name", "Maya Putri", "--strokes", "maya.txt", "--json"});
    INFO(reply.err);
    REQUIRE(reply.exit_code == 0);
    const auto hash = boost::json::parse(reply.out).at("signed_hash").as_string();
    CHECK(hash.size() == 64);
    REQUIRE(office.run({"do", "rate_visit", office.id, "stars=5", "remark=quick"}).exit_code == 0);
    CHECK(has(office.refusal({"do", "rate_visit", office.id, "stars=1"}), "rating already"));
    CHECK(has(office.report(), "5 of 5 stars"));

    office.device.network->online = true;
    must(office.device.sync());
    must(office.device.sync());
    must(office.desk.sync());
    const auto ratings = office.desk.all<Rating>();
    REQUIRE(ratings.size() == 1);
    CHECK(ratings[0].ticket.id == office.ticket);
    CHECK(ratings[0].stars == 5);
    const auto signatures = office.desk.all<Signature>();
    REQUIRE(signatures.size() == 1);
    CHECK(signatures[0].name == "Maya Putri");
    CHECK(signatures[0].strokes == "10,10 200,120 300,20;310,200 420,90");
    CHECK(signatures[0].signed_hash == std::string_view(hash));
    const auto seen = office.desk.get<Visit>(office.visit);
    for (const auto at : {seen.accepted_at, seen.travelling_at, seen.arrived_at, seen.completed_at}) CHECK(at);
    CHECK(seen.cause == Cause::hardware);
}

TEST_CASE("a record that was changed after it was signed says so in its report, on every device") {
    Signing office;
    office.work_until_done();
    REQUIRE(office.run({"sign", office.id, "--name", "Maya Putri", "--typed"}).exit_code == 0);
    CHECK_FALSE(has(office.report(), "changed after this was signed"));
    CHECK(has(office.report(), "typed by the client"));
    office.device.network->online = true;
    must(office.device.sync());
    must(office.device.sync());
    CHECK_FALSE(has(office.report(), "changed after this was signed"));

    must(office.desk.sync());
    office.desk.perform("record_findings", office.desk.get<Visit>(office.visit).work_order, {{"findings", "the cable was bent"}});
    must(office.desk.sync());
    must(office.device.sync());
    CHECK(has(office.report(), "changed after this was signed"));
    // What it says now may be signed as well; both signatures stay.
    REQUIRE(office.run({"sign", office.id, "--absent", "left at five"}).exit_code == 0);
    const auto text = office.report();
    CHECK(has(text, "Client absent: left at five"));
    CHECK(has(text, "Before: Maya Putri"));
}

TEST_CASE("what cannot be signed is refused in one line that says what to do") {
    Signing office;
    CHECK(has(office.refusal({"sign", office.id, "--name", "Maya", "--typed"}), "complete it first"));
    office.work_until_done();
    CHECK(has(office.refusal({"sign", office.id, "--name", "Maya"}), "sign on the pad or type their name"));
    CHECK(has(office.refusal({"sign", office.id, "--typed"}), "the name of who signs"));
    CHECK(has(office.refusal({"sign", office.id, "--name", "Maya", "--strokes", "gone.txt"}), "gone.txt"));
    CHECK(has(office.refusal({"sign", "WO-99-99999", "--name", "Maya", "--typed"}), "check the id"));
    CHECK(has(office.refusal({"sign", to_string(office.harness.laptop), "--name", "Maya", "--typed"}), "is no visit"));
    REQUIRE(atomic_write(office.device.folder / "dot.txt", "10,10"));
    CHECK(has(office.refusal({"sign", office.id, "--name", "Maya", "--strokes", "dot.txt"}), "as good as empty"));
    REQUIRE(office.run({"sign", office.id, "--name", "Maya", "--typed"}).exit_code == 0);
    CHECK(has(office.refusal({"sign", office.id, "--name", "Maya", "--typed"}), "signed already, by Maya"));
    CHECK(has(office.refusal({"do", "rate_visit", office.id, "stars=6"}), "1 to 5 stars"));
    CHECK(office.device.all<Signature>().size() == 1);
    CHECK(office.device.all<Rating>().empty());
}

TEST_CASE("a client who was absent has signed nothing, and nowhere is it said that they did") {
    Signing office;
    office.work_until_done();
    const auto reply = office.run({"sign", office.id, "--absent", "left at five"});
    REQUIRE(reply.exit_code == 0);
    CHECK_FALSE(has(reply.out, "what was signed"));
    CHECK(has(reply.out, "client absent: not signed"));
    CHECK_FALSE(has(office.report(), "What was signed"));
    for (const bool synced : {false, true}) {
        if (synced) office.device.network->online = true, must(office.device.sync());
        for (const auto& of : {std::vector<std::string>{"timeline", "job", office.id}, {"timeline", "person", to_string(office.harness.technician)}}) {
            const auto told = office.run(of).out;
            CHECK(has(told, "client absent not signed"));
            CHECK_FALSE(has(told, "sign visit"));
            CHECK(has(told, "left at five"));
        }
    }
    office.harness.clock.advance(60'000);
    REQUIRE(office.run({"sign", office.id, "--name", "Maya Putri", "--typed"}).exit_code == 0);
    CHECK(has(office.run({"timeline", "job", office.id}).out, "sign visit"));
    const auto text = office.report();
    CHECK(has(text, "What was signed"));
    CHECK(has(text, "Before: Client absent: left at five, "));
    CHECK_FALSE(has(text.substr(text.find("Before: Client absent")), " ("));
}
