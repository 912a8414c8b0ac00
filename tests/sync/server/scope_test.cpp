#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "sync/server/fill_demo.hpp"
#include "tests/sync/server/test_server.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Team {
    BareServer server;
    Uuid first = server.add_person("first", Role::technician);
    Uuid second = server.add_person("second", Role::technician);
    Uuid clerk = server.add_person("desk", Role::desk);
    BareDevice one = server.device("first");
    BareDevice two = server.device("second");
    BareDevice desk = server.device("desk");

    Uuid order_for(const Uuid& technician, Arguments more = {}) {
        more.insert(more.end(), {{"title", std::string("Job")}, {"assignee", technician}});
        const auto made = desk.command("create_work_order", Kind::none, {}, more);
        REQUIRE(desk.push(made).outcome == Outcome::applied);
        return derived_id(made.operation, 0);
    }
    void everybody_pulls() { one.pull(), two.pull(), desk.pull(); }
};

}  // namespace

TEST_CASE("a job goes to its technician with visit, ticket, asset and steps, and to no other") {
    Team t;
    Asset asset;
    asset.name = "Printer";
    const auto printer = t.server.add(asset);
    Ticket ticket;
    ticket.title = "It does not print";
    const auto complaint = t.server.add(ticket);
    const auto order = t.order_for(t.first, {{"asset", printer}, {"ticket", complaint}});
    t.everybody_pulls();
    for (const auto& [kind, id] : std::initializer_list<std::pair<Kind, Uuid>>{
             {Kind::work_order, order}, {Kind::asset, printer}, {Kind::ticket, complaint}}) {
        CHECK(t.one.holds(kind, id));
        CHECK(t.desk.holds(kind, id));
        CHECK_FALSE(t.two.holds(kind, id));
    }
    CHECK(t.one.all<Visit>().size() == 1);
    CHECK(t.two.all<Person>().size() == 3);
    CHECK(t.server.check_scope());
}

TEST_CASE("a reassignment takes the job with all that follows from one and gives it whole to the other") {
    Team t;
    Asset asset;
    asset.name = "Printer";
    const auto printer = t.server.add(asset);
    const auto order = t.order_for(t.first, {{"asset", printer}});
    t.everybody_pulls();
    const auto visit = t.one.all<Visit>().at(0).id;
    REQUIRE(t.one.push("add_note", Kind::visit, visit, {{"text", std::string("call first")}}).outcome ==
            Outcome::applied);
    t.everybody_pulls();
    const auto before = t.one.held.size();
    REQUIRE(t.desk.push("assign_work_order", Kind::work_order, order, {{"assignee", t.second}}).outcome ==
            Outcome::applied);
    t.everybody_pulls();
    for (const auto kind : {Kind::work_order, Kind::visit, Kind::note, Kind::asset, Kind::activity}) {
        INFO(static_cast<int>(kind));
        CHECK(std::none_of(t.one.held.begin(), t.one.held.end(),
                           [&](const auto& row) { return row.first.first == kind; }));
        CHECK(std::any_of(t.two.held.begin(), t.two.held.end(),
                          [&](const auto& row) { return row.first.first == kind; }));
    }
    CHECK(t.one.held.size() < before);
    CHECK(t.two.get<Visit>(visit).technician.id == t.second);
    CHECK(t.server.check_scope());
}

TEST_CASE("an asset stays while one of two jobs that bring it stays") {
    Team t;
    Asset asset;
    asset.name = "Printer";
    const auto printer = t.server.add(asset);
    const auto order = t.order_for(t.first, {{"asset", printer}});
    t.order_for(t.first, {{"asset", printer}});
    t.everybody_pulls();
    t.desk.push("assign_work_order", Kind::work_order, order, {{"assignee", t.second}});
    t.everybody_pulls();
    CHECK(t.one.holds(Kind::asset, printer));
    CHECK(t.two.holds(Kind::asset, printer));
    Asset another;
    another.name = "Scanner";
    const auto scanner = t.server.add(another);
    t.desk.push("edit_work_order", Kind::work_order, order, {{"asset", scanner}});
    t.everybody_pulls();
    CHECK(t.two.holds(Kind::asset, scanner));
    CHECK_FALSE(t.two.holds(Kind::asset, printer));
    CHECK(t.server.check_scope());
}

TEST_CASE("an asset goes to the technicians of its site, and leaves when it is moved") {
    BareServer server;
    Location room;
    room.name = "Room 1";
    room.site = server.site;
    const auto inside = server.add(room);
    Location far;
    far.name = "Makassar";
    const auto elsewhere = server.add(far);
    server.add_person("local", Role::technician, server.site);
    server.add_person("lead", Role::lead);
    auto local = server.device("local");
    auto lead = server.device("lead");
    Asset asset;
    asset.name = "Switch";
    asset.location = inside;
    const auto network = server.add(asset);
    local.pull();
    lead.pull();
    CHECK(local.holds(Kind::asset, network));
    CHECK(lead.push("move_asset", Kind::asset, network, {{"location", elsewhere}}).outcome == Outcome::applied);
    local.pull();
    CHECK_FALSE(local.holds(Kind::asset, network));
    CHECK(lead.push("move_asset", Kind::asset, network, {{"location", inside}}).outcome == Outcome::applied);
    local.pull();
    CHECK(local.holds(Kind::asset, network));
    // The room itself becomes a part of another site.
    CHECK(lead.push("edit_location", Kind::location, inside, {{"site", elsewhere}}).outcome == Outcome::applied);
    local.pull();
    CHECK_FALSE(local.holds(Kind::asset, network));
    CHECK(server.check_scope());
}

TEST_CASE("a role decides on the buckets, at the very next request") {
    BareServer server;
    const auto person = server.add_person("somebody", Role::desk);
    auto device = server.device("somebody");
    CHECK(device.page().subscriptions == std::vector<std::string>{"reference", "desk"});
    auto changed = server.row<Person>(person);
    changed.role = Role::kiosk;
    server.insert({record_of(changed)});
    const auto reply = device.page();
    CHECK(reply.role == Role::kiosk);
    CHECK(reply.subscriptions == std::vector<std::string>{"reference", "reported:" + to_string(person)});
}

TEST_CASE("who reported a ticket keeps seeing it and what is said of it, whoever works on it") {
    Team t;
    t.server.add_person("lobby", Role::kiosk);
    auto kiosk = t.server.device("lobby");
    Asset asset;
    asset.name = "Printer";
    const auto printer = t.server.add(asset);
    for (auto* device : {&t.one, &kiosk}) {
        const auto made = device->command("create_ticket", Kind::none, {}, {{"title", std::string("Jam")}, {"asset", printer}});
        REQUIRE(device->push(made).outcome == Outcome::applied);
        const Uuid ticket = derived_id(made.operation, 0);
        REQUIRE(t.desk.push("assign_ticket", Kind::ticket, ticket, {{"assignee", t.second}}).outcome == Outcome::applied);
        REQUIRE(t.desk.push("add_note", Kind::ticket, ticket, {{"text", std::string("on our way")}}).outcome == Outcome::applied);
        t.everybody_pulls(), kiosk.pull();
        CHECK(device->get<Ticket>(ticket).status == TicketStatus::assigned);
        CHECK(device->all<Note>().size() == 1);
        CHECK_FALSE(device->holds(Kind::asset, printer));
        CHECK(t.two.holds(Kind::ticket, ticket));
        CHECK(t.two.holds(Kind::asset, printer));
        // To see it is not to work on it.
        CHECK(device->push("start_ticket", Kind::ticket, ticket, {}).outcome == Outcome::refused);
    }
    CHECK(t.one.all<Ticket>().size() == 1);
    CHECK(kiosk.all<Ticket>().size() == 1);
    CHECK(t.server.check_scope());
}

TEST_CASE("a bucket that is not the person's is not served, even when asked for") {
    Team t;
    const auto order = t.order_for(t.first);
    t.two.cursors["jobs:" + to_string(t.first)] = 0;
    t.two.cursors["desk"] = 0;
    t.two.pull();
    CHECK_FALSE(t.two.holds(Kind::work_order, order));
}

TEST_CASE("the demo's rows are all in the buckets where they belong, and are pulled in pages that split no command") {
    BareServer server;
    REQUIRE(fill_demo(*server.store));
    CHECK(server.check_scope());
    CHECK(server.store->log().verify());
    auto desk = server.device("desk");
    auto technician = server.device("technician");
    std::map<std::int64_t, int> page_of;
    int pages = 0;
    for (;; ++pages) {
        const auto reply = desk.page();
        if (reply.served.empty()) break;
        for (const auto& row : reply.rows) {
            const auto [at, fresh] = page_of.emplace(row.record.seq, pages);
            if (!fresh) CHECK(at->second == pages);
            CHECK(row.record.seq <= reply.next);
        }
        REQUIRE(pages < 100);
    }
    CHECK(pages > 1);
    technician.pull();
    CHECK(technician.all<Visit>().size() >= 12);
    CHECK(technician.held.size() < desk.held.size());
}

TEST_CASE("what changes during a pull comes with the next one") {
    BareServer server;
    REQUIRE(fill_demo(*server.store));
    auto desk = server.device("desk");
    const auto bound = desk.page().until;
    server.add_person("late", Role::technician);
    while (!desk.page().served.empty()) CHECK(desk.until == bound);
    CHECK(std::ranges::none_of(desk.all<Person>(), [](const Person& person) { return person.login == "late"; }));
    desk.pull();
    CHECK(std::ranges::any_of(desk.all<Person>(), [](const Person& person) { return person.login == "late"; }));
}
