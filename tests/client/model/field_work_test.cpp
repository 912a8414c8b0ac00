#include "client/model/field_work.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sigap;

namespace {

constexpr std::int64_t minute = 60'000;

}  // namespace

TEST_CASE("the way, the work and the breaks of a visit are told apart, while they grow and after") {
    Visit visit;
    CHECK(times_of(visit, {5 * minute}).travel == 0);
    visit.status = VisitStatus::travelling;
    visit.travelling_at = {100 * minute};
    CHECK(times_of(visit, {110 * minute}).travel == 600);
    CHECK(times_of(visit, {110 * minute}).work == 0);
    CHECK(times_of(visit, {110 * minute}).runs);
    visit.status = VisitStatus::on_site;
    visit.arrived_at = {112 * minute};
    visit.break_seconds = 120;
    CHECK(times_of(visit, {120 * minute}).travel == 720);
    CHECK(times_of(visit, {120 * minute}).work == 360);
    visit.status = VisitStatus::on_break;
    visit.paused_at = {120 * minute};
    CHECK(times_of(visit, {125 * minute}).pause == 420);
    CHECK(times_of(visit, {125 * minute}).work == 360);
    visit.status = VisitStatus::completed;
    visit.paused_at = {};
    visit.break_seconds = 420;
    visit.completed_at = {130 * minute};
    CHECK(times_of(visit, {999 * minute}).work == 660);
    CHECK(times_of(visit, {999 * minute}).travel == 720);
    CHECK_FALSE(times_of(visit, {999 * minute}).runs);
    // A clock that was put back makes no time less than none.
    visit.completed_at = {90 * minute};
    CHECK(times_of(visit, {1}).work == 0);
}

TEST_CASE("a telephone number is dialled with its country, whatever it was written with") {
    CHECK(dialled("+62 21 555-0100") == "+62215550100");
    CHECK(dialled("0812 3456 789") == "+628123456789");
    CHECK(dialled("(021) 555 0100") == "+62215550100");
    CHECK(dialled("1234") == "1234");  // an extension
    CHECK(dialled("").empty());
    CHECK(dialled("none").empty());
}
