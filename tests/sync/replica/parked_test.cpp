#include <catch2/catch_test_macros.hpp>

#include "sync/model/kinds/note.hpp"
#include "sync/model/kinds/work.hpp"
#include "tests/sync/replica/device.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct GivenAway {
    Device device;
    WorkOrder order;
    Edit edit;

    GivenAway() {
        device.ready();
        order.id = make_uuid(device.clock, device.random);
        order.title = "Toner";
        order.assignee = device.me;
        device.pull({device.row(order)});
        edit = device.perform("edit_work_order", order.id, {{"title", "Toner, twice"}});
        device.pull({}, {device.out(Kind::work_order, order.id)});
    }
    bool there() { return device.replica->find(Kind::work_order, order.id).has_value(); }
};

}  // namespace

TEST_CASE("a row that went away under an edit is read-only but for notes, until the edit has its result") {
    GivenAway f;
    CHECK(f.there());
    CHECK(f.device.replica->given_away(Kind::work_order, f.order.id));
    const auto refused = f.device.replica->perform("edit_work_order", f.order.id, {{"title", "Toner, thrice"}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().detail == "reassigned");
    CHECK(f.device.replica->perform("add_note", f.order.id, {{"text", "it was empty"}}));
    REQUIRE(f.device.push_and_answer(Outcome::conflict));
    CHECK_FALSE(f.there());
    CHECK(f.device.replica->ledger(10).size() == 2);
}

TEST_CASE("a row that somebody writes about stays until the form is closed") {
    GivenAway f;
    REQUIRE(f.device.replica->set_open_forms({f.order.id}));
    REQUIRE(f.device.push_and_answer(Outcome::conflict));
    CHECK(f.there());
    CHECK(f.device.replica->perform("add_note", f.order.id, {{"text", "written while it went"}}));
    REQUIRE(f.device.replica->set_open_forms({}));
    CHECK(f.there() == false);
}

TEST_CASE("a row of one's own that the server does not know yet is nobody else's") {
    GivenAway f;
    const auto made = f.device.perform("create_ticket", {}, {{"title", "No sound"}});
    CHECK_FALSE(f.device.replica->given_away(Kind::ticket, made.id));
}
