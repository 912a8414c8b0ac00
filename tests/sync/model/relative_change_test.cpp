#include <catch2/catch_test_macros.hpp>

#include "sync/model/kinds/part.hpp"
#include "sync/model/relative_change.hpp"
#include "tests/sync/model/world.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

const FieldInfo& count() {
    return field_of<&Stock::quantity>();
}
const FieldInfo& labels() {
    return field_of<&Ticket::labels>();
}

}  // namespace

TEST_CASE("a count's change is what it differs by, and fits any count") {
    CHECK(difference(count(), std::int64_t{10}, std::int64_t{7}) == Value{std::int64_t{-3}});
    CHECK(plus(count(), std::int64_t{5}, std::int64_t{-3}) == Value{std::int64_t{2}});
    CHECK(plus(count(), std::int64_t{3}, std::int64_t{-3}) == Value{});
    CHECK(plus(count(), Value{}, std::int64_t{-3}) == Value{std::int64_t{-3}});
    CHECK(plus(count(), INT64_MAX, std::int64_t{1}) == Value{INT64_MAX});
    CHECK(plus(count(), INT64_MIN, std::int64_t{-1}) == Value{INT64_MIN});
}

TEST_CASE("a set's change names the words that come and go, and fits any set") {
    const Value change = difference(labels(), std::string("old,vip"), std::string("loud,vip"));
    CHECK(change == Value{std::string("+loud,-old")});
    CHECK(plus(labels(), std::string("zoo"), change) == Value{std::string("loud,zoo")});
    CHECK(plus(labels(), std::string("old"), Value{std::string("-old")}) == Value{});
    CHECK(difference(labels(), std::string("a"), std::string("a")) == Value{});
}

TEST_CASE("parts are taken for a visit and brought back, and the count may fall below zero") {
    World world;
    WorkOrder order;
    order.title = "Toner";
    Visit visit;
    visit.work_order = world.put(order);
    visit.technician = world.technician;
    const Uuid job = world.put(visit);
    Part part;
    part.name = "Toner 30A";
    Stock stock;
    stock.part = world.put(part);
    stock.quantity = 1;
    const Uuid store = world.put(stock);
    stock.holder = world.other;
    const Uuid van = world.put(stock);
    REQUIRE(world.perform("take_part", job, {{"stock", store}, {"quantity", 2}}, world.technician));
    CHECK(world.get<Stock>(store).quantity == -1);
    REQUIRE(world.perform("return_part", job, {{"stock", store}, {"quantity", 1}}, world.technician));
    CHECK(world.get<Stock>(store).quantity == 0);
    CHECK(world.perform("take_part", job, {{"stock", store}, {"quantity", -4}}, world.technician).error().detail == "quantity");
    CHECK(world.perform("take_part", job, {{"stock", van}, {"quantity", 1}}, world.technician).error().detail == "not_your_stock");
    CHECK(world.perform("take_part", job, {{"stock", van}, {"quantity", 1}}, world.desk));
    CHECK(world.perform("recount_stock", van, {{"counted", 1}}, world.technician).error().detail == "not_your_stock");
    CHECK(world.perform("recount_stock", store, {}, world.technician).error().detail == "missing_counted");
    std::int64_t used = 0;
    for (const auto& [key, record] : world.rows.rows)
        if (key.first == Kind::part_use) used += as<PartUse>(record).quantity;
    CHECK(used == 2);
}

TEST_CASE("a recount corrects by what the counter saw, so that what others took meanwhile still counts") {
    World world;
    Stock stock;
    stock.quantity = 10;
    const Uuid store = world.put(stock);
    auto recount = world.command("recount_stock", store, {{"counted", 7}}, world.technician);
    const auto at_once = world.judge(recount);
    REQUIRE(at_once);
    CHECK(at_once->at(0).fields.at(0).value == Value{std::int64_t{-3}});
    // The server's count is 8 by now.
    recount.bases.push_back({Kind::stock, store, 1, {}, {{field_of<&Stock::quantity>().number, std::int64_t{10}}}});
    stock.id = store;
    stock.quantity = 8;
    world.put(stock);
    CHECK(world.judge(recount)->at(0).fields.at(0).value == Value{std::int64_t{-3}});
}

TEST_CASE("labels are single words of a set, with neither commas nor doubles") {
    World world;
    Ticket ticket;
    ticket.title = "No picture";
    const Uuid id = world.put(ticket);
    REQUIRE(world.perform("add_label", id, {{"label", "vip"}}));
    REQUIRE(world.perform("add_label", id, {{"label", " floor 3 "}}));
    REQUIRE(world.perform("add_label", id, {{"label", "vip"}}));
    CHECK(world.get<Ticket>(id).labels == "floor 3,vip");
    REQUIRE(world.perform("remove_label", id, {{"label", "vip"}}));
    CHECK(world.get<Ticket>(id).labels == "floor 3");
    CHECK(world.perform("add_label", id, {{"label", "a,b"}}).error().detail == "bad_label");
    CHECK(world.perform("add_label", world.technician, {{"label", "a"}}).error().detail == "shape");
}
