#include <catch2/catch_test_macros.hpp>

#include <set>

#include "tests/sync/server/test_server.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

// A technician with one scheduled job, and a desk.
struct Field {
    BareServer server;
    Uuid technician = server.add_person("technician", Role::technician, server.site);
    Uuid other = server.add_person("technician2", Role::technician, server.site);
    Uuid clerk = server.add_person("desk", Role::desk);
    BareDevice phone = server.device("technician");
    BareDevice desk = server.device("desk");
    Uuid order;
    Uuid visit;

    Field() {
        const auto made = desk.command("create_work_order", Kind::none, {},
                                       {{"title", std::string("Printer jam")}, {"assignee", technician}});
        REQUIRE(desk.push(made).outcome == Outcome::applied);
        order = derived_id(made.operation, 0);
        visit = derived_id(made.operation, 1);
        phone.pull();
        desk.pull();
    }
    PushResult edit(BareDevice& device, std::string field, Value value) {
        return device.push("edit_work_order", Kind::work_order, order, {{std::move(field), std::move(value)}});
    }
};

}  // namespace

TEST_CASE("an accepted command reaches the others once, with its times") {
    Field f;
    f.server.clock.advance(60'000);
    const auto at = f.server.clock.now();
    const auto result = f.phone.push("accept_visit", Kind::visit, f.visit);
    CHECK(result.outcome == Outcome::applied);
    CHECK(result.seq == f.server.head());
    f.desk.pull();
    CHECK(f.desk.get<Visit>(f.visit).status == VisitStatus::accepted);
    CHECK(f.desk.get<Visit>(f.visit).accepted_at == at);
    CHECK(f.desk.holds(Kind::activity, result.operation));
}

TEST_CASE("a retry is answered word for word and changes nothing") {
    Field f;
    const std::vector<PushedCommand> commands{f.phone.next(f.phone.command("accept_visit", Kind::visit, f.visit)),
                                              f.phone.next(f.phone.command("complete_visit", Kind::visit, f.visit))};
    const auto first = read_push_reply(f.phone.send(commands).body).value();
    const auto head = f.server.head();
    f.server.clock.advance(5000);
    const auto again = read_push_reply(f.phone.send(commands).body).value();
    REQUIRE(again.results.size() == 2);
    CHECK(f.server.head() == head);
    for (int i = 0; i < 2; ++i) {
        std::string before;
        std::string after;
        append_result(before, first.results[static_cast<std::size_t>(i)]);
        append_result(after, again.results[static_cast<std::size_t>(i)]);
        CHECK(before == after);
    }
}

TEST_CASE("a gap in the device's count is told, with nothing done") {
    Field f;
    const auto head = f.server.head();
    auto late = f.phone.next(f.phone.command("accept_visit", Kind::visit, f.visit));
    late.n = 2;
    const auto response = f.phone.send({late});
    CHECK(response.status == 409);
    CHECK(code_of(response) == "gap");
    CHECK(read_failure(response.body)->expected == 1);
    CHECK(f.server.head() == head);
    CHECK(f.server.row<Visit>(f.visit).status == VisitStatus::scheduled);
}

TEST_CASE("a count used for another operation means a copied disk") {
    Field f;
    REQUIRE(f.phone.push("accept_visit", Kind::visit, f.visit).outcome == Outcome::applied);
    const auto response = f.phone.send({{1, false, f.phone.command("travel_visit", Kind::visit, f.visit)}});
    CHECK(response.status == 409);
    CHECK(code_of(response) == "cloned");
    CHECK(f.server.row<Visit>(f.visit).status == VisitStatus::accepted);
}

TEST_CASE("the same operation under a new device's count is absorbed") {
    Field f;
    const auto command = f.phone.command("accept_visit", Kind::visit, f.visit);
    const auto first = f.phone.push(command);
    auto renewed = f.server.device("technician");
    const auto again = renewed.push(command);
    CHECK(again.outcome == Outcome::applied);
    CHECK(again.seq == first.seq);
    CHECK(renewed.send({{1, false, command}}).status == 200);
}

TEST_CASE("a refusal consumes its count, names its reason and lets the next one pass") {
    Field f;
    const auto refused = f.phone.push("complete_visit", Kind::visit, f.visit);
    CHECK(refused.outcome == Outcome::refused);
    CHECK(refused.code == "state");
    CHECK_FALSE(refused.message.empty());
    CHECK(f.phone.push("accept_visit", Kind::visit, f.visit).outcome == Outcome::applied);
}

TEST_CASE("a command that stands on a refused one is deferred") {
    Field f;
    const auto refused = f.phone.push("travel_visit", Kind::visit, f.visit);
    REQUIRE(refused.outcome == Outcome::refused);
    auto next = f.phone.command("accept_visit", Kind::visit, f.visit);
    next.bases.at(0).operation = refused.operation;
    CHECK(f.phone.push(next).outcome == Outcome::deferred);
    CHECK(f.server.row<Visit>(f.visit).status == VisitStatus::scheduled);
}

TEST_CASE("a command that steps aside consumes its count and may come again") {
    Field f;
    const auto command = f.phone.command("accept_visit", Kind::visit, f.visit);
    const auto skipped = read_push_reply(f.phone.send({{++f.phone.n, true, command}}).body).value();
    CHECK(skipped.results.at(0).outcome == Outcome::skipped);
    CHECK(f.phone.push(command).outcome == Outcome::applied);
    // Under its first count it comes from a copy of the disk, which must not take it for withdrawn.
    const auto copied = f.phone.send({{1, false, command}});
    CHECK(copied.status == 409);
    CHECK(code_of(copied) == "cloned");
    // Nor is it taken back by one copy while the other one still brings it: as a device of its own it is told what became of it.
    PushedCommand taken_back{1, true, command};
    taken_back.withdrawn = true;
    CHECK(code_of(f.phone.send({taken_back})) == "cloned");
    auto renewed = f.server.device("technician");
    taken_back.n = ++renewed.n;
    CHECK(read_push_reply(renewed.send({taken_back}).body).value().results.at(0).outcome == Outcome::applied);
}

TEST_CASE("what its author took back stays so, whichever copy of the disk brings it, and so does what builds on it") {
    Field f;
    const auto command = f.phone.command("accept_visit", Kind::visit, f.visit);
    PushedCommand skip{++f.phone.n, true, command};
    skip.withdrawn = true;
    const auto skipped = read_push_reply(f.phone.send({skip}).body).value();
    CHECK(skipped.results.at(0).outcome == Outcome::skipped);
    const auto same_count = read_push_reply(f.phone.send({{1, false, command}}).body).value();
    CHECK(same_count.results.at(0).outcome == Outcome::skipped);
    auto renewed = f.server.device("technician");
    CHECK(renewed.push(command).outcome == Outcome::skipped);
    CHECK(f.server.row<Visit>(f.visit).status == VisitStatus::scheduled);
    auto later = f.phone.command("travel_visit", Kind::visit, f.visit);
    later.bases.at(0).operation = command.operation;
    CHECK(renewed.push(later).outcome == Outcome::deferred);
}

TEST_CASE("nobody withdraws another person's command") {
    Field f;
    const auto command = f.phone.command("accept_visit", Kind::visit, f.visit);
    REQUIRE(f.phone.push(command).outcome == Outcome::applied);
    PushedCommand skip{++f.desk.n, true, command};
    skip.withdrawn = true;
    CHECK(read_push_reply(f.desk.send({skip}).body).value().results.at(0).outcome == Outcome::skipped);
    CHECK(f.server.row<Visit>(f.visit).status == VisitStatus::accepted);
    CHECK(f.server.store->log().verify());
}

TEST_CASE("different fields of one record both stay") {
    Field f;
    CHECK(f.edit(f.desk, "description", std::string("third floor")).outcome == Outcome::applied);
    CHECK(f.edit(f.phone, "title", std::string("Printer jam again")).outcome == Outcome::applied);
    const auto order = f.server.row<WorkOrder>(f.order);
    CHECK(order.description == "third floor");
    CHECK(order.title == "Printer jam again");
    CHECK(f.server.conflicts().empty());
}

TEST_CASE("of two plain values the last to arrive wins and the other is kept with its author") {
    Field f;
    const auto desk_time = f.server.clock.now();
    REQUIRE(f.edit(f.desk, "title", std::string("Desk's title")).outcome == Outcome::applied);
    f.server.clock.advance(1000);
    const auto merged = f.edit(f.phone, "title", std::string("Phone's title"));
    CHECK(merged.outcome == Outcome::merged);
    CHECK(f.server.row<WorkOrder>(f.order).title == "Phone's title");
    const auto conflicts = f.server.conflicts();
    REQUIRE(conflicts.size() == 1);
    CHECK(merged.conflicts == std::vector<Uuid>{conflicts[0].id});
    CHECK(conflicts[0].kept == "Phone's title");
    CHECK(conflicts[0].kept_by.id == f.technician);
    CHECK(conflicts[0].kept_at == f.server.clock.now());
    CHECK(conflicts[0].lost == "Desk's title");
    CHECK(conflicts[0].lost_by.id == f.clerk);
    CHECK(conflicts[0].lost_at == desk_time);
    f.phone.pull();
    f.desk.pull();
    CHECK(f.phone.holds(Kind::conflict, conflicts[0].id));
    CHECK(f.desk.holds(Kind::conflict, conflicts[0].id));
}

TEST_CASE("restoring the loser makes it win everywhere") {
    Field f;
    REQUIRE(f.edit(f.desk, "title", std::string("Desk's title")).outcome == Outcome::applied);
    const auto merged = f.edit(f.phone, "title", std::string("Phone's title"));
    f.desk.pull();
    auto restore = f.desk.command("restore_conflict", Kind::conflict, merged.conflicts.at(0));
    restore.bases.push_back({Kind::work_order, f.order, f.desk.held.at({Kind::work_order, f.order}).record.seq, {}});
    CHECK(f.desk.push(restore).outcome == Outcome::applied);
    f.phone.pull();
    CHECK(f.phone.get<WorkOrder>(f.order).title == "Desk's title");
    CHECK(f.phone.get<Conflict>(merged.conflicts.at(0)).state == ConflictState::restored);
}

TEST_CASE("equal values are no conflict") {
    Field f;
    f.edit(f.desk, "title", std::string("Same"));
    CHECK(f.edit(f.phone, "title", std::string("Same")).outcome == Outcome::applied);
    CHECK(f.server.conflicts().empty());
}

TEST_CASE("one's own earlier edits are no conflict, whatever the base") {
    Field f;
    CHECK(f.edit(f.phone, "title", std::string("First")).outcome == Outcome::applied);
    CHECK(f.edit(f.phone, "title", std::string("Second")).outcome == Outcome::applied);
    CHECK(f.server.conflicts().empty());
}

TEST_CASE("the desk's priority wins over the field's, whichever came first") {
    Field f;
    SECTION("the desk first") {
        f.edit(f.desk, "urgency", std::string("high"));
        CHECK(f.edit(f.phone, "urgency", std::string("low")).outcome == Outcome::merged);
    }
    SECTION("the field first") {
        f.edit(f.phone, "urgency", std::string("low"));
        CHECK(f.edit(f.desk, "urgency", std::string("high")).outcome == Outcome::merged);
    }
    CHECK(f.server.row<WorkOrder>(f.order).urgency == Level::high);
    REQUIRE(f.server.conflicts().size() == 1);
    CHECK(f.server.conflicts()[0].lost == "low");
    CHECK(f.server.conflicts()[0].lost_by.id == f.technician);
}

TEST_CASE("the technician's findings win over the desk's, whichever came first") {
    Field f;
    const auto find = [&](BareDevice& device, const char* text) {
        return device.push("record_findings", Kind::work_order, f.order, {{"findings", std::string(text)}}).outcome;
    };
    SECTION("the desk first") {
        find(f.desk, "desk");
        CHECK(find(f.phone, "field") == Outcome::merged);
    }
    SECTION("the field first") {
        find(f.phone, "field");
        CHECK(find(f.desk, "desk") == Outcome::merged);
    }
    CHECK(f.server.row<WorkOrder>(f.order).findings == "field");
    CHECK(f.server.conflicts().at(0).lost == "desk");
}

TEST_CASE("a value that is another's for good is refused by name") {
    Field f;
    Asset asset;
    asset.name = "Laptop of Sari";
    asset.tag = "AST-1";
    f.server.add(asset);
    asset.name = "Other laptop";
    asset.tag = "AST-2";
    const auto second = f.server.add(asset);
    f.desk.pull();
    const auto result = f.desk.push("edit_asset", Kind::asset, second, {{"tag", std::string("AST-1")}});
    CHECK(result.outcome == Outcome::refused);
    CHECK(result.code == "duplicate");
    CHECK(result.message.find("Laptop of Sari") != std::string::npos);
    CHECK(f.server.row<Asset>(second).tag == "AST-2");
    const auto born =
        f.desk.push("create_asset", Kind::none, {}, {{"name", std::string("Third")}, {"tag", std::string("AST-2")}});
    CHECK(born.code == "duplicate");
}

TEST_CASE("a change of status that came too late becomes a visible proposal") {
    Field f;
    const auto late = f.phone.command("accept_visit", Kind::visit, f.visit);
    REQUIRE(f.desk.push("cancel_visit", Kind::visit, f.visit, {{"reason", std::string("closed")}}).outcome ==
            Outcome::applied);
    const auto result = f.phone.push(late);
    CHECK(result.outcome == Outcome::conflict);
    CHECK(f.server.row<Visit>(f.visit).status == VisitStatus::cancelled);
    const auto conflicts = f.server.conflicts();
    REQUIRE(conflicts.size() == 1);
    CHECK(conflicts[0].kept == "cancelled");
    CHECK(conflicts[0].kept_by.id == f.clerk);
    CHECK(conflicts[0].lost == "accepted");
    CHECK(conflicts[0].lost_by.id == f.technician);
    CHECK(conflicts[0].command == "accept_visit");
}

TEST_CASE("work on a job that was given away meanwhile: notes stay, the rest is proposed") {
    Field f;
    const auto accept = f.phone.command("accept_visit", Kind::visit, f.visit);
    auto note = f.phone.command("add_note", Kind::visit, f.visit, {{"text", std::string("the door is locked")}});
    note.bases.clear();  // it changes no row that is there
    REQUIRE(f.desk.push("assign_work_order", Kind::work_order, f.order, {{"assignee", f.other}}).outcome ==
            Outcome::applied);
    CHECK(f.phone.push(accept).outcome == Outcome::conflict);
    CHECK(f.phone.push(note).outcome == Outcome::applied);
    CHECK(f.server.row<Visit>(f.visit).status == VisitStatus::scheduled);
    auto theirs = f.server.device("technician2");
    theirs.pull();
    REQUIRE(theirs.all<Conflict>().size() == 1);
    CHECK(theirs.all<Conflict>()[0].lost == "accepted");
    REQUIRE(theirs.all<Note>().size() == 1);
    CHECK(theirs.all<Note>()[0].text == "the door is locked");
}

TEST_CASE("a technician asking for another's job is refused and sees nothing of it") {
    Field f;
    auto theirs = f.server.device("technician2");
    theirs.pull();
    CHECK_FALSE(theirs.holds(Kind::visit, f.visit));
    CHECK_FALSE(theirs.holds(Kind::work_order, f.order));
    const auto result = theirs.push("accept_visit", Kind::visit, f.visit);
    CHECK(result.outcome == Outcome::refused);
    CHECK(result.code == "not_yours");
    CHECK(f.server.row<Visit>(f.visit).status == VisitStatus::scheduled);
    CHECK(f.server.conflicts().empty());
}

TEST_CASE("a command in another person's name is refused") {
    Field f;
    auto command = f.phone.command("accept_visit", Kind::visit, f.visit);
    command.by = f.clerk;
    CHECK(f.phone.push(command).code == "not_you");
}

TEST_CASE("another person's operation is refused, whoever it says has done it") {
    Field f;
    const auto command = f.phone.command("accept_visit", Kind::visit, f.visit);
    REQUIRE(f.phone.push(command).outcome == Outcome::applied);
    CHECK(f.desk.push(command).code == "operation_taken");
}

TEST_CASE("in a batch a command that fails half done leaves nothing behind, and all others stand") {
    Field f;
    auto other_desk = f.server.device("desk");
    Asset asset_row;
    asset_row.tag = "AST-1";
    const auto taken = f.server.add(asset_row);
    asset_row.tag = "AST-2";
    const auto asset = f.server.add(asset_row);
    f.desk.pull();
    other_desk.pull();
    REQUIRE(other_desk.push("edit_asset", Kind::asset, asset, {{"name", std::string("Copier")}}).outcome == Outcome::applied);
    const auto before = f.server.head();
    // The second keeps the name that it overwrites as a conflict, and only then finds that the tag is another's.
    const auto edit = [&](const Uuid& id, Arguments arguments) {
        return f.desk.next(f.desk.command("edit_asset", Kind::asset, id, std::move(arguments)));
    };
    const auto results = read_push_reply(f.desk.send({edit(asset, {{"cpu", std::string("none")}}),
                                                      edit(asset, {{"name", std::string("Plotter")}, {"tag", std::string("AST-1")}}),
                                                      edit(taken, {{"name", std::string("Laptop of Budi")}})})
                                             .body)
                             .value()
                             .results;
    REQUIRE(results.size() == 3);
    CHECK(results[0].outcome == Outcome::applied);
    CHECK(results[0].seq == before + 1);
    CHECK(results[1].code == "duplicate");
    CHECK(results[2].outcome == Outcome::applied);
    CHECK(results[2].seq == before + 3);
    CHECK(f.server.head() == before + 3);
    CHECK(f.server.row<Asset>(asset).cpu == "none");
    CHECK(f.server.row<Asset>(asset).name == "Copier");
    CHECK(f.server.row<Asset>(taken).name == "Laptop of Budi");
    CHECK(f.server.conflicts().empty());
    CHECK(f.server.check_scope());
    CHECK(f.server.store->log().verify());
}

TEST_CASE("every role may do what its commands allow and nothing else") {
    Field f;
    for (const Role role :
         {Role::technician, Role::desk, Role::lead, Role::manager, Role::kiosk, Role::administrator}) {
        const std::string login = "a-" + std::string(word_of(role));
        f.server.add_person(login, role);
        auto device = f.server.device(login);
        for (const char* name : {"create_ticket", "create_work_order", "create_person", "create_announcement"}) {
            const CommandInfo& info = *catalogue().command(name);
            Arguments arguments;
            for (const auto& shape : info.arguments)
                if (shape.required) arguments.emplace_back(shape.name, std::string("a ") + name);
            INFO(login << " " << name);
            const auto result = device.push(name, Kind::none, {}, arguments);
            CHECK((result.outcome == Outcome::applied) == info.roles.has(role));
            CHECK((result.code == "role") == !info.roles.has(role));
        }
    }
}

TEST_CASE("the log's chain shows a changed byte, a missing entry and a moved one") {
    Field f;
    REQUIRE(f.phone.push("accept_visit", Kind::visit, f.visit).outcome == Outcome::applied);
    auto& database = f.server.store->database();
    CHECK(f.server.store->log().verify().value() == f.server.head());
    const auto tamper = [&](const char* sql) {
        (void)database.write([&]() -> Result<void> {
            database.execute(sql);
            CHECK_FALSE(f.server.store->log().verify());
            return fail(ErrorCode::refused, "undone");
        });
    };
    tamper("UPDATE log SET command=replace(command,'accept','cancel') WHERE seq=(SELECT max(seq) FROM log)");
    tamper("UPDATE log SET at=at+1 WHERE seq=2");
    tamper("DELETE FROM log WHERE seq=2");
    tamper("UPDATE log SET hash=zeroblob(32) WHERE seq=1");
    CHECK(f.server.store->log().verify());
}

TEST_CASE("restoring needs the right to write: a technician cannot restore a role") {
    Field f;
    f.server.add_person("admin", Role::administrator);
    f.server.add_person("admin2", Role::administrator);
    BareDevice one = f.server.device("admin"), two = f.server.device("admin2");
    one.pull();
    two.pull();
    REQUIRE(one.push("edit_person", Kind::person, f.technician, {{"role", std::string("administrator")}}).outcome == Outcome::applied);
    REQUIRE(two.push("edit_person", Kind::person, f.technician, {{"role", std::string("technician")}}).outcome == Outcome::merged);
    f.phone.pull();
    const auto conflicts = f.server.conflicts();
    REQUIRE(conflicts.size() == 1);
    CHECK(f.phone.push("restore_conflict", Kind::conflict, conflicts[0].id).code == "role");
    CHECK(f.server.row<Person>(f.technician).role == Role::technician);
}

TEST_CASE("a technician cannot bring another's ticket along with a job of their own") {
    Field f;
    const auto made = f.desk.command("create_ticket", Kind::none, {}, {{"title", std::string("Not theirs")}});
    REQUIRE(f.desk.push(made).outcome == Outcome::applied);
    const Uuid ticket = derived_id(made.operation, 0);
    CHECK(f.edit(f.phone, "ticket", ticket).code == "not_yours");
    f.phone.pull();
    CHECK_FALSE(f.phone.holds(Kind::ticket, ticket));
}

TEST_CASE("two jobs never share a number: that of the later one gets a suffix") {
    Field f;
    const auto number = [&](const char* title) {
        return f.desk.push("create_work_order", Kind::none, {}, {{"title", std::string(title)}, {"number", std::string("WO-01-00001")}});
    };
    CHECK(number("one").outcome == Outcome::applied);
    CHECK(number("two").outcome == Outcome::applied);
    CHECK(number("three").outcome == Outcome::applied);
    f.desk.pull();
    std::set<std::string> numbers;
    for (const auto& [key, row] : f.desk.held)
        if (key.first == Kind::work_order) numbers.insert(as<WorkOrder>(row.record).number);
    CHECK(numbers.contains("WO-01-00001"));
    CHECK(numbers.contains("WO-01-00001-2"));
    CHECK(numbers.contains("WO-01-00001-3"));
}

TEST_CASE("a reason of blanks is no reason") {
    Field f;
    CHECK(f.desk.push("cancel_work_order", Kind::work_order, f.order, {{"reason", std::string("   ")}}).code == "missing_reason");
    CHECK(f.desk.push("cancel_work_order", Kind::work_order, f.order, {{"reason", std::string()}}).code == "missing_reason");
}

TEST_CASE("a late command keeps what it was given, for whoever decides") {
    Field f;
    f.phone.pull();
    const auto late = f.phone.command("partially_complete_visit", Kind::visit, f.visit, {{"reason", std::string("No spare part")}});
    REQUIRE(f.desk.push("cancel_work_order", Kind::work_order, f.order, {{"reason", std::string("Gone")}}).outcome == Outcome::applied);
    const auto result = f.phone.push(late);
    CHECK(result.outcome != Outcome::applied);
    if (result.outcome == Outcome::conflict) {
        const auto conflicts = f.server.conflicts();
        REQUIRE(conflicts.size() == 1);
        CHECK(conflicts[0].arguments == R"({"reason":"No spare part"})");
    }
}
