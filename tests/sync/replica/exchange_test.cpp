#include <catch2/catch_test_macros.hpp>

#include "tests/sync/replica/device.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

// It calls a laptop "mine", and nobody knows that yet.
struct Renaming : Device {
    Renaming() {
        ready();
        id = asset("Laptop");
        row = get<Asset>(id);
        known = head;
        perform("edit_asset", id, {{"name", "mine"}});
    }
    // A page with the row as somebody else has named it, and another page to come.
    PullReply page_of_theirs() {
        row.name = "theirs";
        auto first = page({this->Device::row(row)});
        first.until = ++head;
        return first;
    }

    // The name is accepted while an edit of the remarks waits.
    void accept_below_a_later_one() {
        const auto first = push();
        perform("edit_asset", id, {{"remarks", "later"}});
        REQUIRE(replica->take(answer(first, Outcome::applied)));
    }

    Uuid id;
    Asset row;               // as the server had it before
    std::int64_t known = 0;  // its place
};

}  // namespace

TEST_CASE("a pull over a pending edit keeps the edit on top and brings all else") {
    Device device;
    device.ready();
    const Uuid id = device.asset("Laptop");
    device.perform("edit_asset", id, {{"name", "mine"}});
    auto theirs = device.get<Asset>(id);
    theirs.name = "theirs";
    theirs.cost = 9;
    device.pull({device.row(theirs)});
    CHECK(device.get<Asset>(id).name == "mine");
    CHECK(device.get<Asset>(id).cost == 9);
    CHECK(device.replica->find(Kind::asset, id)->seq == 2);
}

TEST_CASE("an accepted edit does not flicker back before the pull has passed it; then the server's row stands") {
    Device device;
    device.ready();
    const Uuid id = device.asset("Laptop");
    const auto before = device.get<Asset>(id);
    device.perform("edit_asset", id, {{"name", "mine"}});
    const auto stale = device.page({device.row(before)});  // made before the push came
    REQUIRE(device.push_and_answer(Outcome::applied));
    CHECK(device.get<Asset>(id).name == "mine");
    REQUIRE(device.replica->take(stale));
    CHECK(device.get<Asset>(id).name == "mine");
    REQUIRE(device.open());
    CHECK(device.get<Asset>(id).name == "mine");
    auto merged = before;
    merged.name = "mine, and theirs";
    device.pull({device.row(merged)});
    CHECK(device.get<Asset>(id).name == "mine, and theirs");
    CHECK(device.replica->ledger(1)[0].state == EditState::accepted);
}

TEST_CASE("in a pull of many pages the overlay stays until the last one") {
    Device device;
    device.ready();
    const Uuid id = device.asset("Laptop");
    auto row = device.get<Asset>(id);
    device.perform("edit_asset", id, {{"name", "mine"}});
    REQUIRE(device.push_and_answer(Outcome::applied));
    auto first = device.page({});
    first.next = device.head - 1;
    const auto partly = device.replica->take(first);
    REQUIRE(partly);
    CHECK_FALSE(partly->complete);
    CHECK(device.get<Asset>(id).name == "mine");
    row.name = "mine";
    row.cost = 3;
    const auto rest = device.replica->take(device.page({device.row(row)}));
    REQUIRE(rest);
    CHECK(rest->complete);
    CHECK(device.get<Asset>(id).cost == 3);
}

TEST_CASE("between the pages of a pull an accepted edit does not hide what somebody wrote over it") {
    Renaming device;
    REQUIRE(device.push_and_answer(Outcome::applied));
    const auto partly = device.replica->take(device.page_of_theirs());
    REQUIRE(partly);
    CHECK_FALSE(partly->complete);
    CHECK(device.get<Asset>(device.id).name == "theirs");
}

TEST_CASE("an edit whose result comes after its row was pulled does not hide what somebody wrote over it") {
    Renaming device;
    const auto late = device.answer(device.push(), Outcome::applied);
    device.replica->push_failed();
    REQUIRE(device.replica->take(device.page_of_theirs()));
    CHECK(device.get<Asset>(device.id).name == "mine");
    REQUIRE(device.replica->take(late));
    CHECK(device.get<Asset>(device.id).name == "theirs");
}

TEST_CASE("what somebody wrote over an accepted edit stays when the row goes to somebody else and a later edit waits") {
    Renaming device;
    device.accept_below_a_later_one();
    REQUIRE(device.replica->take(device.page_of_theirs()));
    device.pull({}, {device.out(Kind::asset, device.id)});
    CHECK(device.get<Asset>(device.id).name == "theirs");
    CHECK(device.get<Asset>(device.id).remarks == "later");
}

TEST_CASE("an accepted edit stays below a later one when all is pulled anew and the row has gone to somebody else") {
    Renaming device;
    device.accept_below_a_later_one();
    REQUIRE(device.replica->start_over(device.head));
    device.pull({});
    CHECK(device.get<Asset>(device.id).name == "mine");
    CHECK(device.get<Asset>(device.id).remarks == "later");
}

TEST_CASE("labels that others set under an unanswered edit are seen") {
    Device device;
    device.ready();
    const Uuid id = device.asset("Laptop");
    auto row = device.get<Asset>(id);
    device.perform("add_label", id, {{"label", "dusty"}});
    row.labels = "vip";
    device.pull({device.row(row)});
    CHECK(device.get<Asset>(id).labels == "dusty,vip");
    device.perform("remove_label", id, {{"label", "vip"}});
    const auto push = device.push();
    REQUIRE(push.commands.size() == 2);
    CHECK(read_command(push.commands[1].written, catalogue())->bases.at(0).seq == device.head);
}

TEST_CASE("an edit upon an unanswered one knows no more of a field than that one did") {
    Renaming device;
    REQUIRE(device.replica->take(device.page_of_theirs()));
    const std::int64_t pulled = device.head - 1;
    CHECK(device.get<Asset>(device.id).name == "mine");
    device.perform("edit_asset", device.id, {{"name", "mine again"}});
    device.perform("edit_asset", device.id, {{"cost", 5}});
    const auto push = device.push();
    REQUIRE(push.commands.size() == 3);
    const auto base = [&](std::size_t i) { return read_command(push.commands[i].written, catalogue())->bases.at(0).seq; };
    CHECK(base(0) == device.known);
    CHECK(base(1) == device.known);
    CHECK(base(2) == pulled);
}

TEST_CASE("a refused edit leaves its row and stays in the ledger with its reason") {
    for (const auto outcome : {Outcome::refused, Outcome::deferred, Outcome::conflict}) {
        Device device;
        device.ready();
        const Uuid id = device.asset("Laptop");
        const Edit edit = device.perform("edit_asset", id, {{"name", "mine"}});
        const Edit made = device.perform("create_asset", {}, {{"name", "new"}});
        REQUIRE(device.push_and_answer(outcome));
        CHECK(device.get<Asset>(id).name == "Laptop");
        CHECK_FALSE(device.has<Asset>(made.id));
        CHECK_FALSE(device.has<Activity>(edit.operation));
        const auto entry = device.replica->ledger(2)[1];
        CHECK(entry.command.operation == edit.operation);
        CHECK(word_of(entry.state) == word_of(outcome));
        CHECK(entry.settled_at == device.clock.now());
        const bool refused = outcome != Outcome::conflict;
        CHECK(entry.code == (refused ? "state" : ""));
        CHECK(entry.message == (refused ? "it came too late" : ""));
        CHECK(device.replica->status().attention == (refused ? 2 : 0));
        CHECK(device.replica->status().queued == 0);
        CHECK(device.push().commands.empty());
    }
}

TEST_CASE("an answer that comes twice is taken once, one to somebody else's edit not at all") {
    Device device;
    device.ready();
    const Uuid id = device.asset("Laptop");
    device.perform("edit_asset", id, {{"name", "mine"}});
    auto reply = device.answer(device.push(), Outcome::merged);
    REQUIRE(device.replica->take(reply));
    CHECK(device.replica->ledger(1)[0].conflicts == reply.results[0].conflicts);
    reply.results[0].outcome = Outcome::refused;
    REQUIRE(device.replica->take(reply));
    CHECK(device.replica->ledger(1)[0].state == EditState::merged);
    reply.results[0].operation = device.me;
    CHECK(device.replica->take(reply).error().detail == "foreign_result");
    reply.results[0].n = 44;
    CHECK(device.replica->take(reply).error().detail == "foreign_result");
}

TEST_CASE("a row goes with its last bucket") {
    Device device;
    device.ready();
    Asset asset;
    asset.id = make_uuid(device.clock, device.random);
    asset.name = "Laptop";
    device.pull({device.row(asset, 3)});
    device.pull({}, {device.out(Kind::asset, asset.id, 1)});
    CHECK(device.has<Asset>(asset.id));
    device.pull({}, {device.out(Kind::asset, asset.id, 2)});
    CHECK_FALSE(device.has<Asset>(asset.id));
    device.pull({}, {device.out(Kind::asset, asset.id, 2), device.out(static_cast<Kind>(999), asset.id, 2)});
    device.pull({device.row(asset, 2)});
    CHECK(device.has<Asset>(asset.id));
}

TEST_CASE("a row with a pending edit stays whole after it went to somebody else, until the edit has its result") {
    for (const bool accepted : {true, false}) {
        Device device;
        device.ready();
        const Uuid id = device.asset("Laptop");
        device.perform("edit_asset", id, {{"cost", 5}});
        device.pull({}, {device.out(Kind::asset, id)});
        REQUIRE(device.has<Asset>(id));
        CHECK(device.get<Asset>(id).cost == 5);
        CHECK(device.get<Asset>(id).name == "Laptop");
        REQUIRE(device.open());
        REQUIRE(device.push_and_answer(accepted ? Outcome::applied : Outcome::refused));
        CHECK(device.has<Asset>(id) == accepted);
        device.pull({});
        CHECK_FALSE(device.has<Asset>(id));
        CHECK(device.replica->ledger(10).size() == 1);
    }
}

TEST_CASE("of a row that went to somebody else, what the server took of ours stays in sight while a later edit waits") {
    Device device;
    device.ready();
    const Uuid id = device.asset("Laptop");
    device.perform("edit_asset", id, {{"cost", 5}});
    const auto first = device.push();
    device.perform("edit_asset", id, {{"remarks", "later"}});
    REQUIRE(device.replica->take(device.answer(first, Outcome::applied)));
    device.pull({}, {device.out(Kind::asset, id)});
    CHECK(device.get<Asset>(id).cost == 5);
    CHECK(device.get<Asset>(id).remarks == "later");
}

TEST_CASE("what the device made and does not hold is gone after the server took it") {
    Device device;
    device.ready();
    const Edit made = device.perform("create_ticket", {}, {{"title", "for somebody else"}});
    REQUIRE(device.push_and_answer(Outcome::applied));
    CHECK(device.has<Ticket>(made.id));
    device.pull({});
    CHECK_FALSE(device.has<Ticket>(made.id));
}

TEST_CASE("a lost subscription takes its rows with it, pending edits keep theirs until they have their result") {
    Device device;
    device.ready();
    const Uuid plain = device.asset("plain");
    const Uuid edited = device.asset("edited");
    Asset shared;
    shared.id = make_uuid(device.clock, device.random);
    shared.name = "shared";
    device.pull({device.row(shared, 3)});
    device.perform("edit_asset", edited, {{"name", "mine"}});
    device.subscriptions = {"reference", "site:x"};
    device.pull({});
    CHECK_FALSE(device.has<Asset>(plain));
    CHECK(device.get<Asset>(edited).name == "mine");
    CHECK(device.has<Asset>(shared.id));
    const auto asked = device.replica->next_pull(0);
    REQUIRE(asked);
    REQUIRE(asked->cursors.size() == 2);
    CHECK(asked->cursors[1].bucket == "site:x");
    REQUIRE(device.push_and_answer(Outcome::refused));
    CHECK_FALSE(device.has<Asset>(edited));
    device.subscriptions = {"reference", device.jobs};
    auto regained = device.page({});
    regained.served.clear();
    const auto taken = device.replica->take(regained);
    REQUIRE(taken);
    CHECK_FALSE(taken->complete);  // the regained bucket begins at 0
}

TEST_CASE("fields of a newer schema survive an edit on top of them, a restart and an answer") {
    Device device;
    device.ready();
    const Uuid id = device.asset("Laptop");
    auto row = device.row(device.get<Asset>(id));
    row.record.extra = R"([900,"blue",901,{"a":[1]}])";
    device.pull({row});
    device.perform("edit_asset", id, {{"name", "mine"}});
    const auto extra = [&] { return device.replica->find(Kind::asset, id)->extra; };
    CHECK(extra() == row.record.extra);
    REQUIRE(device.open());
    row.record.seq = ++device.head;
    row.record.extra = R"([900,"red"])";
    device.pull({row});
    CHECK(extra() == row.record.extra);
    REQUIRE(device.push_and_answer(Outcome::refused));
    CHECK(extra() == row.record.extra);
    CHECK(device.get<Asset>(id).name == "Laptop");
}

TEST_CASE("what the server has lost is offered again, with the same counts and operations") {
    Device device;
    device.ready();
    const Uuid id = device.asset("Laptop");
    std::vector<Uuid> operations;
    for (const auto* name : {"a", "b", "c"}) operations.push_back(device.perform("edit_asset", id, {{"name", name}}).operation);
    REQUIRE(device.push_and_answer(Outcome::applied));
    device.pull({});
    CHECK(device.push().commands.empty());
    REQUIRE(device.replica->reoffer(2));
    const auto again = device.push();
    REQUIRE(again.commands.size() == 2);
    CHECK(again.commands[0].n == 2);
    CHECK(again.commands[0].command.operation == operations[1]);
    CHECK(device.replica->reoffer(9).error().detail == "lost_edits");
    CHECK(device.replica->reoffer(0).error().detail == "lost_edits");
}

TEST_CASE("an edit that was withdrawn after a crash, but had reached the server, is shown as accepted") {
    Device device;
    device.ready();
    const Uuid id = device.asset("Laptop");
    const Edit edit = device.perform("edit_asset", id, {{"name", "mine"}});
    const auto arrived = device.answer(device.push(), Outcome::applied);  // the answer is lost in the crash
    REQUIRE(device.open());
    REQUIRE(device.replica->withdraw(edit.operation));
    const auto skip = device.push();
    REQUIRE(skip.commands.size() == 1);
    CHECK(skip.commands[0].skip);
    CHECK(skip.commands[0].withdrawn);
    REQUIRE(device.replica->take(arrived));
    CHECK(device.replica->ledger(1)[0].state == EditState::accepted);
}

TEST_CASE("a push is cut at its bounds, and takes at least one") {
    Device device;
    device.ready();
    for (int i = 0; i < 5; ++i) device.perform("create_asset", {}, {{"name", std::string(1000, 'x')}});
    CHECK(device.replica->next_push(2, 1 << 20)->commands.size() == 2);
    CHECK(device.replica->next_push(500, 2500)->commands.size() == 2);
    CHECK(device.replica->next_push(500, 10)->commands.size() == 1);
}

TEST_CASE("a pull tells the clock's skew, the last contact and the person's role of now") {
    Device device;
    device.ready();
    auto page = device.page({});
    page.server_time.ms += 180'000;
    page.role = Role::lead;
    CHECK_FALSE(device.replica->status().first_pull_done);
    REQUIRE(device.replica->take(page));
    const auto status = device.replica->status();
    CHECK(status.server_skew_ms == 180'000);
    CHECK(status.last_contact == device.clock.now());
    CHECK(status.first_pull_done);
    CHECK(device.replica->enrolment()->role == Role::lead);
    REQUIRE(device.open());
    CHECK(device.replica->enrolment()->role == Role::lead);
}

TEST_CASE("a first pull leaves the indexes of large tables for later, one at a time, and a program that opens the copy makes them all") {
    const auto indexed = [](Device& device, std::string_view name) {
        return device.replica->rows().database().query("SELECT 1 FROM sqlite_schema WHERE type='index' AND name=?", name).step();
    };
    for (const bool closed : {false, true}) {
        Device device;
        device.ready();
        std::vector<WireRow> rows;
        for (int i = 0; i < 2001; ++i) {
            Asset asset;
            asset.id = make_uuid(device.clock, device.random);
            asset.name = "Laptop";
            rows.push_back(device.row(asset));
        }
        CHECK_FALSE(*device.replica->make_index());
        device.pull(std::move(rows));
        CHECK(device.replica->status().first_pull_done);
        CHECK(indexed(device, "work_order_by_number"));
        CHECK_FALSE(indexed(device, "asset_by_tag"));
        CHECK_FALSE(indexed(device, "asset_by_name"));
        CHECK(*device.replica->make_index());
        CHECK(indexed(device, "asset_by_tag"));
        CHECK_FALSE(indexed(device, "asset_by_name"));
        if (closed) REQUIRE(device.open());
        while (*device.replica->make_index()) {
        }
        CHECK(indexed(device, "asset_by_name"));
    }
}

TEST_CASE("more buckets than a device can hold are refused, and nothing of the page is kept") {
    Device device;
    device.ready();
    const Uuid id = device.asset("Laptop");
    for (int i = 0; i < 70; ++i) device.subscriptions.push_back("site:" + std::to_string(i));
    const auto taken = device.replica->take(device.page({}));
    REQUIRE_FALSE(taken);
    CHECK(taken.error().code == ErrorCode::limit);
    CHECK(device.replica->next_pull(0)->cursors.size() == 2);
    CHECK(device.has<Asset>(id));
}

TEST_CASE("an accepted edit stays in sight when its row changed again behind the pull's pages") {
    Device device;
    device.ready();
    const Uuid id = device.asset("Laptop");
    device.perform("edit_asset", id, {{"name", "mine"}});
    REQUIRE(device.push_and_answer(Outcome::applied));
    // The pull's last page, without the row and without sums: the server has gone on since its first one.
    auto page = device.page({});
    page.sums.clear();
    REQUIRE(device.replica->take(page));
    CHECK(device.get<Asset>(id).name == "mine");
    CHECK_FALSE(device.replica->settled());
    // Where the server has not gone on, what it sent is all there is.
    device.pull({});
    CHECK(device.get<Asset>(id).name == "Laptop");
}
