#include "sync/replica/day_order.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sigap;

namespace {

constexpr std::int64_t minute = 60'000;

Uuid id(std::uint8_t n) {
    Uuid out;
    out.bytes[15] = n;
    return out;
}

Stop at(std::uint8_t building, std::uint8_t floor, std::uint8_t room, std::int64_t fixed_minute = 0) {
    Stop stop;
    stop.spot = {id(1), id(building), id(static_cast<std::uint8_t>(building + floor)), id(static_cast<std::uint8_t>(building + floor + room)), {}};
    stop.fixed = {fixed_minute * minute};
    return stop;
}

using Order = std::vector<std::size_t>;

}  // namespace

TEST_CASE("rooms of one floor are nearer than floors, floors nearer than buildings, and those nearer than another site") {
    const Spot here = at(20, 1, 1).spot, room = at(20, 1, 2).spot, floor = at(20, 4, 1).spot, building = at(60, 1, 1).spot;
    Spot site = building;
    site.site = id(2);
    CHECK(walking_minutes(here, here) == 0);
    CHECK(walking_minutes(here, room) < walking_minutes(here, floor));
    CHECK(walking_minutes(here, floor) < walking_minutes(here, building));
    CHECK(walking_minutes(here, building) < walking_minutes(here, site));
}

TEST_CASE("between buildings the coordinates tell how far it is") {
    Spot here = at(20, 1, 1).spot, near = at(60, 1, 1).spot, far = at(100, 1, 1).spot;
    here.degrees = {-6.2, 106.8};
    near.degrees = {-6.2009, 106.8};  // 100 metres
    far.degrees = {-6.2, 106.809};    // 995 metres
    CHECK(walking_minutes(here, near) > 4.2);
    CHECK(walking_minutes(here, near) < 4.5);
    CHECK(walking_minutes(here, far) > 16);
    CHECK(walking_minutes(here, far) < 17);
}

TEST_CASE("appointments stand in their order, and what fits before one is done on the way there") {
    // Now is 08:00. Appointments at 09:00 in one building and at 13:00 in another; three more whenever they fit.
    const std::vector<Stop> stops{at(60, 1, 1, 13 * 60), at(20, 1, 1, 9 * 60), at(60, 1, 9), at(20, 1, 5), at(20, 3, 1)};
    CHECK(day_order(stops, {8 * 60 * minute}) == Order{2, 1, 3, 4, 0});
    // A quarter of an hour before the first appointment nothing fits before it.
    CHECK(day_order(stops, {(8 * 60 + 45) * minute}) == Order{1, 3, 4, 2, 0});
}

TEST_CASE("without appointments the day goes from the job that is begun to the nearest, and on from there") {
    std::vector<Stop> stops{at(60, 1, 1), at(20, 3, 1), at(20, 1, 7), at(20, 1, 1), at(60, 1, 2)};
    stops[3].begun = true;
    CHECK(day_order(stops, {minute}) == Order{3, 2, 1, 0, 4});
    CHECK(day_order({}, {minute}).empty());
}

TEST_CASE("an appointment that is over comes before what comes later, and a long job is not squeezed in before one") {
    std::vector<Stop> stops{at(20, 1, 1, 10 * 60), at(20, 1, 2, 7 * 60), at(20, 1, 3)};
    stops[2].minutes = 240;
    CHECK(day_order(stops, {9 * 60 * minute}) == Order{1, 0, 2});
    stops[2].minutes = 10;
    CHECK(day_order(stops, {9 * 60 * minute}) == Order{1, 2, 0});
}
