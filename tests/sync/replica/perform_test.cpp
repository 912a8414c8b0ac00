#include <catch2/catch_test_macros.hpp>

#include "tests/support/fault_vfs.hpp"
#include "tests/sync/replica/device.hpp"

using namespace sigap;
using namespace sigap::testing;

TEST_CASE("an edit is in its row, in the activity log and in the ledger") {
    Device device;
    device.ready();
    const Uuid id = device.asset("Laptop");
    device.clock.advance(5000);
    const Edit edit = device.perform("edit_asset", id, {{"name", "Laptop of finance"}, {"cost", 12}});
    CHECK(edit.n == 1);
    CHECK(edit.id == id);
    CHECK(device.get<Asset>(id).name == "Laptop of finance");
    const auto activity = device.get<Activity>(edit.operation);
    CHECK(activity.about == id);
    CHECK(activity.at == device.clock.now());
    REQUIRE(device.open());  // as after a restart
    const auto ledger = device.replica->ledger(10);
    REQUIRE(ledger.size() == 1);
    CHECK(ledger[0].state == EditState::queued);
    CHECK(ledger[0].command.operation == edit.operation);
    CHECK(ledger[0].about == id);
    REQUIRE(ledger[0].command.bases.size() == 1);
    CHECK(ledger[0].command.bases[0].seq == 1);
    CHECK(device.get<Asset>(id).cost == 12);
    CHECK(device.replica->status().queued == 1);
    CHECK(device.replica->status().oldest_queued == device.clock.now());
    CHECK(device.replica->ledger(10, make_uuid(device.clock, device.random)).empty());
}

TEST_CASE("an edit whose saving fails at any write or sync leaves nothing behind, or all of it") {
    int failures = 0;
    for (std::uint64_t nth = 1;; ++nth) {
        FaultVfs disk;
        Device device;
        device.options.vfs = disk.name();
        device.ready();
        const Uuid id = device.asset("before");
        disk.fail_nth(FaultVfs::Call::any, nth, 0, true);
        const auto edit = device.replica->perform("edit_asset", id, {{"name", "after"}});
        disk.heal();
        if (!edit) CHECK(edit.error().code == ErrorCode::storage);
        REQUIRE(device.open());
        const auto ledger = device.replica->ledger(10);
        const std::string name = device.get<Asset>(id).name;
        INFO("call " << nth);
        REQUIRE(ledger.size() == (name == "after" ? 1 : 0));
        ListQuery activities;
        activities.kind = Kind::activity;
        REQUIRE(device.replica->count(activities) == static_cast<std::int64_t>(ledger.size()));
        if (edit) {
            CHECK(name == "after");
            break;
        }
        ++failures;
        REQUIRE(nth < 200);
    }
    CHECK(failures > 3);
}

TEST_CASE("nobody edits before the device is enrolled, and what is unknown or refused leaves no trace") {
    Device device;
    REQUIRE(device.open());
    CHECK(device.replica->perform("create_asset", {}, {{"name", "x"}}).error().detail == "not_enrolled");
    CHECK(device.replica->next_pull(0).error().detail == "not_enrolled");
    REQUIRE(device.enrol());
    CHECK(device.replica->perform("fly", {}, {}).error().detail == "unknown_command");
    CHECK(device.replica->perform("add_note", device.me, {{"text", "x"}}).error().detail == "not_found");
    CHECK(device.replica->perform("create_location", {}, {{"name", "x"}}).error().detail == "role");
    CHECK(device.replica->ledger(10).empty());
    REQUIRE(device.open());
    REQUIRE(device.replica->enrolment());
    CHECK(device.replica->enrolment()->login == "technician");
    CHECK(device.replica->enrolment()->role == Role::technician);
    REQUIRE(device.replica->set_setting("theme", "dark"));
    CHECK(device.replica->setting("theme") == "dark");
    CHECK(device.replica->setting("nothing").empty());
}

TEST_CASE("an edit that changes nothing is no edit") {
    Device device;
    device.ready();
    const Uuid id = device.asset("Laptop");
    const Edit edit = device.perform("edit_asset", id, {{"name", "Laptop"}});
    CHECK_FALSE(edit.operation);
    CHECK(device.replica->ledger(10).empty());
}

TEST_CASE("a ticket gets a human number of the device's own, never twice") {
    Device device;
    device.ready();
    const auto number_of = [&](const Edit& edit) { return device.get<Ticket>(edit.id).number; };
    CHECK(number_of(device.perform("create_ticket", {}, {{"title", "a"}})) == "TKT-07-00001");
    CHECK(number_of(device.perform("create_ticket", {}, {{"title", "b"}})) == "TKT-07-00002");
    REQUIRE(device.open());
    CHECK(number_of(device.perform("create_ticket", {}, {{"title", "c"}})) == "TKT-07-00003");
    CHECK(number_of(device.perform("create_ticket", {}, {{"title", "d"}, {"number", "INC-1"}})) == "INC-1");
}

TEST_CASE("a later edit names the pending one that it builds on, and what its author saw") {
    Device device;
    device.ready();
    const Uuid id = device.asset("Laptop");
    const Edit first = device.perform("edit_asset", id, {{"name", "a"}});
    device.perform("edit_asset", id, {{"name", "b"}});
    CHECK(device.replica->ledger(1)[0].command.bases == std::vector<Base>{{Kind::asset, id, 1, first.operation}});
    const Uuid other = device.asset("Printer");
    Asset newer = device.get<Asset>(other);
    newer.cost = 5;
    device.pull({device.row(newer)});
    REQUIRE(device.replica->perform("edit_asset", other, {{"name", "c"}}, Seen{2}));
    CHECK(device.replica->ledger(1)[0].command.bases == std::vector<Base>{{Kind::asset, other, 2, {}}});
}

TEST_CASE("an edit is taken back until it was sent or another builds on it") {
    Device device;
    device.ready();
    const Uuid id = device.asset("Laptop");
    const Edit first = device.perform("edit_asset", id, {{"name", "a"}});
    const Edit second = device.perform("edit_asset", id, {{"cost", 5}});
    CHECK(device.replica->withdraw(first.operation).error().detail == "built_on");
    CHECK(device.replica->withdraw(device.me).error().detail == "not_found");
    REQUIRE(device.replica->withdraw(second.operation));
    CHECK(device.get<Asset>(id).cost == 0);
    CHECK(device.get<Asset>(id).name == "a");
    CHECK_FALSE(device.has<Activity>(second.operation));
    CHECK(device.replica->withdraw(second.operation).error().detail == "sent");
    REQUIRE(device.replica->withdraw(first.operation));
    CHECK(device.get<Asset>(id).name == "Laptop");
    CHECK(device.replica->status().queued == 0);
    const Edit made = device.perform("create_asset", {}, {{"name", "new"}});
    REQUIRE(device.replica->withdraw(made.operation));
    CHECK_FALSE(device.has<Asset>(made.id));
    device.perform("edit_asset", id, {{"name", "b"}});
    const PushRequest sent = device.push();
    REQUIRE(sent.commands.size() == 4);
    CHECK(sent.commands[1].skip);
    CHECK_FALSE(sent.commands[3].skip);
    const auto ledger = device.replica->ledger(10);
    CHECK(ledger[0].state == EditState::sending);
    CHECK(ledger[1].state == EditState::withdrawn);
    CHECK(device.replica->withdraw(ledger[0].command.operation).error().detail == "sent");
    CHECK(device.replica->unanswered(10).size() == 1);
    // The push got no answer: it waits here again, and nobody is told that it is on its way.
    device.replica->push_failed();
    CHECK(device.replica->ledger(1)[0].state == EditState::queued);
    // It may have arrived, and stays offered; what never left is this device's own again.
    const Edit last = device.perform("edit_asset", id, {{"cost", 7}});
    device.push();
    device.replica->push_never_left();
    REQUIRE(device.replica->withdraw(last.operation));
    CHECK(device.replica->withdraw(ledger[0].command.operation).error().detail == "sent");
}

TEST_CASE("rows are listed by field, by text with its wildcards as letters, in order and in pages") {
    Device device;
    device.ready();
    for (const auto* name : {"b 100%", "a 100", "c_1", "cx1"}) device.perform("create_asset", {}, {{"name", name}, {"supplier", "S"}});
    const auto names = [&](const ListQuery& query) {
        std::string out;
        for (const auto& record : device.replica->list(query)) out += as<Asset>(record).name + ";";
        CHECK(device.replica->count(query) >= static_cast<std::int64_t>(device.replica->list(query).size()));
        return out;
    };
    ListQuery query;
    query.kind = Kind::asset;
    query.order = "name";
    CHECK(names(query) == "a 100;b 100%;c_1;cx1;");
    query.limit = 2;
    query.offset = 1;
    query.descending = true;
    CHECK(names(query) == "c_1;b 100%;");
    query = {Kind::asset, {}, "100%", {}, false, -1, 0};
    CHECK(names(query) == "b 100%;");
    query.text = "C_";
    CHECK(names(query) == "c_1;");
    query = {Kind::asset, {{"supplier", "S"}, {"name", "cx1"}}, {}, {}, false, -1, 0};
    CHECK(names(query) == "cx1;");
    query.where = {{"tag", Value{}}};
    CHECK(device.replica->count(query) == 4);
    query.where = {{"colour", 1}};
    CHECK_THROWS_AS(device.replica->list(query), std::logic_error);
    query.where.clear();
    query.order = "colour";
    CHECK_THROWS_AS(device.replica->list(query), std::logic_error);
}
