#include "sync/server/clockwork/notices.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <chrono>
#include <thread>

#include "sync/server/running_server.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t minute = 60'000;

struct OnTheWay {
    Harness harness;
    Uuid visit;
    TestDevice* field = nullptr;
    explicit OnTheWay(const std::string& address = "maya@example.org") {
        auto client = *harness.store().person(harness.requester);
        client.email = address;
        const Record record = record_of(client);
        harness.insert(std::span(&record, 1));
        visit = harness.make_job("Printer macet", "technician", {harness.clock.now().ms + 60 * minute});
        field = &harness.enrol("technician");
        must(field->sync());
        field->perform("accept_visit", visit);
        field->perform("travel_visit", visit);
    }
    Uuid notify() {
        field->perform("notify_client", visit, {{"expected_at", harness.clock.now().ms + 15 * minute}});
        return field->all<Notice>().at(0).id;
    }
    // A later notice to the same client, of another visit.
    Uuid notify_of_another() {
        harness.clock.advance(1);
        const Uuid other = harness.make_job("Layar gelap", "technician", {harness.clock.now().ms + 60 * minute});
        must(field->sync());
        field->perform("notify_client", other);
        must(field->sync());
        for (const auto& notice : field->all<Notice>())
            if (notice.visit.id == other) return notice.id;
        throw std::runtime_error("no notice");
    }
    NoticeState state_of(const Uuid& id) { return as<Notice>(*harness.store().rows().find(Kind::notice, id)).state; }
    // The device's clock is so far ahead of the server's.
    void skewed(std::int64_t ms) {
        must(harness.store().database().write([&] { harness.store().devices().seen(field->enrolment.device, harness.clock.now(), ms); }));
    }
    // While it is there this notice cannot be written.
    void keep_from_writing(const Uuid& id) {
        std::string hex;
        for (const auto byte : id.bytes) hex += "0123456789ABCDEF"[byte >> 4], hex += "0123456789ABCDEF"[byte & 15];
        harness.store().database().execute("CREATE TEMP TRIGGER full BEFORE UPDATE ON notice WHEN NEW.id=x'" + hex +
                                           "' BEGIN SELECT RAISE(ABORT,'full'); END");
    }
    void let_write() { harness.store().database().execute("DROP TRIGGER full"); }
    std::vector<ClaimedNotice> claim(Notices& notices) {
        auto claimed = must(notices.claim(harness.clock.now(), harness.clock.monotonic_ms()));
        return claimed ? std::vector{std::move(*claimed)} : std::vector<ClaimedNotice>();
    }
    std::string text(Notices& notices) {
        const auto claimed = claim(notices);
        return claimed.empty() ? std::string() : claimed[0].mail.text;
    }
    Notice settle(Notices& notices, const Uuid& id, MailFate fate) {
        must(notices.settle(id, {fate, fate == MailFate::taken ? "" : "450 busy"}, harness.clock.now(), harness.clock.monotonic_ms()));
        must(field->sync());
        return field->get<Notice>(id);
    }
};

}  // namespace

TEST_CASE("a notice queued offline is sent once, and the device hears of it") {
    OnTheWay given;
    Notices notices(given.harness.store(), "it@example.org");
    given.field->network->online = false;
    const Uuid id = given.notify();
    CHECK(given.claim(notices).empty());
    given.field->network->online = true;
    must(given.field->sync());
    must(given.field->sync());
    const auto claimed = given.claim(notices);
    REQUIRE(claimed.size() == 1);
    CHECK(claimed[0].id == id);
    CHECK(claimed[0].mail.to == "maya@example.org");
    CHECK(claimed[0].mail.text.find("Budi Santoso") != std::string::npos);
    CHECK(claimed[0].mail.text.find("07:15") != std::string::npos);  // where the client is
    CHECK(claimed[0].mail.id == to_string(id));
    CHECK(given.claim(notices).empty());
    CHECK(given.settle(notices, id, MailFate::taken).state == NoticeState::sent);
    CHECK(given.claim(notices).empty());
    Notices after(given.harness.store(), "it@example.org");
    must(after.recover());
    CHECK(given.claim(after).empty());
    CHECK(given.settle(after, id, MailFate::not_sent).state == NoticeState::sent);
}

TEST_CASE("a relay that is down is tried again with longer and longer pauses, and given up with its words") {
    OnTheWay given;
    Notices notices(given.harness.store(), "it@example.org");
    const Uuid id = given.notify();
    must(given.field->sync());
    std::int64_t last = 0, tries = 0;
    for (int i = 0; i < 20; ++i) {
        if (given.claim(notices).empty()) break;
        ++tries;
        const Notice notice = given.settle(notices, id, MailFate::not_sent);
        const auto next = notices.next_try();
        if (!next) {
            CHECK(notice.state == NoticeState::failed);
            CHECK(notice.problem == "450 busy");
            break;
        }
        const std::int64_t pause = *next - given.harness.clock.monotonic_ms();
        CHECK(pause > last);
        last = pause;
        given.harness.clock.advance(pause - 1);
        CHECK(given.claim(notices).empty());
        given.harness.clock.advance(1);
    }
    CHECK(tries == 6);
}

TEST_CASE("a notice that was claimed when the server ended is not sent again, and says that nobody knows") {
    OnTheWay given;
    const Uuid id = given.notify();
    must(given.field->sync());
    {
        Notices notices(given.harness.store(), "it@example.org");
        REQUIRE(given.claim(notices).size() == 1);
    }
    Notices after(given.harness.store(), "it@example.org");
    must(after.recover());
    CHECK(given.claim(after).empty());
    must(given.field->sync());
    CHECK(given.field->get<Notice>(id).state == NoticeState::unsure);
}

TEST_CASE("a notice is not sent without a relay, without an address, or when it helps nobody any more, and says so") {
    std::string from = "it@example.org", address = "maya@example.org";
    NoticeState expected{};
    std::int64_t later = 0;
    bool arrives = false;
    SECTION("no relay") from.clear(), expected = NoticeState::no_relay;
    SECTION("two hours after the time") later = 136 * minute, expected = NoticeState::too_late;
    SECTION("the technician is there") arrives = true, expected = NoticeState::too_late;
    SECTION("not an address") address = "maya@example.org\r\nBcc: all@example.org", expected = NoticeState::no_address;
    OnTheWay given(address);
    Notices notices(given.harness.store(), from);
    const Uuid id = given.notify();
    if (arrives) given.field->perform("arrive_visit", given.visit);
    given.harness.clock.advance(later);
    must(given.field->sync());
    CHECK(given.claim(notices).empty());
    must(given.field->sync());
    CHECK(given.field->get<Notice>(id).state == expected);
}

TEST_CASE("a client is told once at a time, before the technician is there, and where there is an address") {
    const auto refusal = [](OnTheWay& given) {
        const auto done = given.field->replica->perform("notify_client", given.visit, {});
        return done ? std::string() : done.error().detail;
    };
    OnTheWay given;
    given.notify();
    CHECK(refusal(given) == "notice_waits");
    given.field->perform("arrive_visit", given.visit);
    CHECK(refusal(given) == "state");
    OnTheWay without("");
    CHECK(refusal(without) == "no_email");
}

TEST_CASE("one notice is claimed at a time, so that a server's end leaves only that one in doubt") {
    OnTheWay given;
    const Uuid first = given.notify(), second = given.notify_of_another();
    {
        Notices notices(given.harness.store(), "it@example.org");
        const auto claimed = given.claim(notices);
        REQUIRE(claimed.size() == 1);
        CHECK(claimed[0].id == first);
        CHECK(given.claim(notices).empty());
        CHECK(given.state_of(second) == NoticeState::waiting);
    }
    Notices after(given.harness.store(), "it@example.org");
    must(after.recover());
    CHECK(given.state_of(first) == NoticeState::unsure);
    const auto claimed = given.claim(after);
    REQUIRE(claimed.size() == 1);
    CHECK(claimed[0].id == second);
}

TEST_CASE("a notice that grew too late while another one was being sent is not sent") {
    OnTheWay given;
    Notices notices(given.harness.store(), "it@example.org");
    const Uuid first = given.notify(), second = given.notify_of_another();
    REQUIRE(given.claim(notices).size() == 1);
    given.harness.clock.advance(136 * minute);
    given.settle(notices, first, MailFate::taken);
    CHECK(given.claim(notices).empty());
    CHECK(given.state_of(second) == NoticeState::too_late);
}

TEST_CASE("a notice whose claim cannot be written is not sent, and is claimed when it can") {
    OnTheWay given;
    Notices notices(given.harness.store(), "it@example.org");
    const Uuid first = given.notify(), second = given.notify_of_another();
    const auto attempt = [&] { return notices.claim(given.harness.clock.now(), given.harness.clock.monotonic_ms()); };
    given.keep_from_writing(second);
    const auto claimed = attempt();
    REQUIRE(claimed);
    CHECK(given.state_of(first) == NoticeState::sending);
    given.settle(notices, first, MailFate::taken);
    CHECK_FALSE(attempt());
    given.let_write();
    CHECK(given.claim(notices).size() == 1);
    CHECK(given.state_of(second) == NoticeState::sending);
}

TEST_CASE("what became of a notice is written later where it cannot be written at once, and it is not sent again") {
    OnTheWay given;
    Notices notices(given.harness.store(), "it@example.org");
    const Uuid id = given.notify();
    must(given.field->sync());
    REQUIRE(given.claim(notices).size() == 1);
    given.keep_from_writing(id);
    CHECK_FALSE(notices.settle(id, {MailFate::taken, ""}, given.harness.clock.now(), given.harness.clock.monotonic_ms()));
    CHECK_FALSE(notices.claim(given.harness.clock.now(), given.harness.clock.monotonic_ms()));
    given.let_write();
    CHECK(given.claim(notices).empty());
    CHECK(given.state_of(id) == NoticeState::sent);
}

TEST_CASE("a notice names the visit's technician, whoever pressed it") {
    OnTheWay given;
    Notices notices(given.harness.store(), "it@example.org");
    TestDevice& desk = given.harness.desk();
    must(given.field->sync());
    must(desk.sync());
    desk.perform("notify_client", given.visit);
    must(desk.sync());
    const std::string text = given.text(notices);
    CHECK(text.find("Budi Santoso") != std::string::npos);
    CHECK(text.find("Rina Wulandari") == std::string::npos);
}

TEST_CASE("a technician's notice of a visit that went to somebody else since is not sent, the desk's is") {
    const bool by_desk = GENERATE(false, true);
    OnTheWay given;
    Notices notices(given.harness.store(), "it@example.org");
    TestDevice& desk = given.harness.desk();
    const Uuid other = given.harness.make_job("Layar gelap", "technician", {given.harness.clock.now().ms + 60 * minute});
    must(given.field->sync());
    TestDevice& author = by_desk ? desk : *given.field;
    author.perform("notify_client", other);
    author.perform("hand_over_work_order", author.get<Visit>(other).work_order.id,
                   {{"assignee", given.harness.technician2}, {"reason", std::string("ill")}});
    must(author.sync());
    const auto claimed = given.claim(notices);
    REQUIRE(claimed.size() == (by_desk ? 1 : 0));
    if (by_desk) CHECK(claimed[0].mail.text.find("Sari Dewi") != std::string::npos);
    else CHECK(as<Notice>(given.harness.store().rows().referring(Kind::notice, field_of<&Notice::visit>(), other).at(0)).state == NoticeState::too_late);
}

TEST_CASE("the time of arrival is told as clocks show it at the job, else where its people are, else not at all") {
    const auto text_without = [](bool place, bool client_site, bool technician_site) {
        OnTheWay given;
        Notices notices(given.harness.store(), "it@example.org");
        Harness& harness = given.harness;
        const auto drop_site = [&](const Uuid& id) {
            auto person = *harness.store().person(id);
            person.site = {};
            const Record record = record_of(person);
            harness.insert(std::span(&record, 1));
        };
        if (!place) {
            auto order = as<WorkOrder>(*harness.store().rows().find(Kind::work_order, given.field->get<Visit>(given.visit).work_order));
            order.location = {};
            const Record record = record_of(order);
            harness.insert(std::span(&record, 1));
        }
        if (!client_site) drop_site(harness.requester);
        if (!technician_site) drop_site(harness.technician);
        given.notify();
        must(given.field->sync());
        return given.text(notices);
    };
    CHECK(text_without(true, false, false).find("07:15") != std::string::npos);
    CHECK(text_without(false, true, false).find("07:15") != std::string::npos);
    CHECK(text_without(false, false, true).find("07:15") != std::string::npos);
    const std::string nowhere = text_without(false, false, false);
    CHECK(nowhere.find("Budi Santoso") != std::string::npos);
    CHECK(nowhere.find("15") == std::string::npos);
}

TEST_CASE("a device's wrong clock neither moves the time in a notice nor makes it too late") {
    OnTheWay given;
    Notices notices(given.harness.store(), "it@example.org");
    const Timestamp now = given.harness.clock.now();
    const std::int64_t skew = GENERATE(-180, 180) * minute;
    given.harness.clock.set_wall({now.ms + skew});
    const Uuid id = given.notify();
    must(given.field->sync());
    given.harness.clock.set_wall(now);
    given.skewed(skew);
    CHECK(given.text(notices).find("07:15") != std::string::npos);
    // Also where the server itself has written the row since.
    given.settle(notices, id, MailFate::not_sent);
    given.harness.clock.advance(*notices.next_try() - given.harness.clock.monotonic_ms());
    given.skewed(skew);
    CHECK(given.text(notices).find("07:15") != std::string::npos);
    given.settle(notices, id, MailFate::not_sent);
    given.harness.clock.advance(136 * minute);
    given.skewed(skew);
    CHECK(given.claim(notices).empty());
    CHECK(given.state_of(id) == NoticeState::too_late);
}

TEST_CASE("a server that was restored sends no notice of before again, whether its copy or a device brings it") {
    OnTheWay given;
    const bool in_copy = GENERATE(true, false);
    Harness& harness = given.harness;
    const Uuid id = given.notify();
    if (in_copy) must(given.field->sync());
    harness.backup_server();
    must(given.field->sync());
    harness.clock.advance(minute);
    {
        Notices notices(harness.store(), "it@example.org");
        REQUIRE(given.claim(notices).size() == 1);
        must(notices.settle(id, {MailFate::taken, ""}, harness.clock.now(), harness.clock.monotonic_ms()));
    }
    harness.clock.advance(minute);
    harness.restore_server();
    must(harness.store().begin_epoch());
    harness.clock.advance(minute);
    harness.restart_server();
    Notices after(harness.store(), "it@example.org");
    must(after.recover());
    if (in_copy) CHECK(given.claim(after).empty());
    must(given.field->sync());
    CHECK(given.claim(after).empty());
    CHECK(given.state_of(id) == NoticeState::unsure);
    given.notify_of_another();
    CHECK(given.claim(after).size() == 1);
}

TEST_CASE("a running server tries each notice in its turn") {
    const TempFolder folder;
    const SystemClock clock;
    SystemRandom random;
    std::vector<Uuid> notices;
    {
        const auto store = std::move(found_server(folder.path(), {"Test", {}}, clock, random).value());
        std::vector<Record> records;
        const auto add = [&](auto row) {
            row.id = make_uuid(clock, random);
            records.push_back(record_of(row));
            return row.id;
        };
        Person client;
        client.name = "Maya Putri", client.email = "maya@example.org";
        const Uuid to = add(client);
        WorkOrder order;
        order.title = "Printer macet", order.requester = to;
        const Uuid job = add(order);
        for (int i = 0; i < 3; ++i) {
            Visit visit;
            visit.work_order = job;
            Notice notice;
            notice.work_order = job, notice.visit = add(visit), notice.to = to, notice.at = clock.now();
            notices.push_back(add(notice));
        }
        must(store->insert(records, {}, "test"));
    }
    // Nobody listens there.
    const auto server = must(RunningServer::start(folder.path(), "127.0.0.1:0", clock, random, {}, {"smtp://127.0.0.1:1", "it@example.org"}));
    const auto untried = [&] {
        std::size_t count = 0;
        server->with_store([&](Store& store) {
            for (const auto& id : notices) {
                const auto notice = as<Notice>(*store.rows().find(Kind::notice, id));
                count += notice.attempts == 1 && notice.state == NoticeState::waiting ? 0 : 1;
            }
        });
        return count;
    };
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (untried() > 0 && std::chrono::steady_clock::now() < until) std::this_thread::yield();
    CHECK(untried() == 0);
}
