#include "platform/net/server/seats.hpp"

#include <catch2/catch_test_macros.hpp>
#include <vector>

using namespace sigap;

namespace {

Seats::End ignore_end() {
    return [](Ending) {};
}

}  // namespace

TEST_CASE("strangers of one network share few seats, and all together the server's") {
    ServerLimits limits;
    limits.connections_per_address = 2;
    limits.connections = 3;
    Seats seats(limits);
    auto one = seats.take("a", ignore_end());
    const auto two = seats.take("a", ignore_end());
    CHECK(two);
    CHECK_FALSE(seats.take("a", ignore_end()));
    const auto three = seats.take("b", ignore_end());
    CHECK(three);
    CHECK_FALSE(seats.take("c", ignore_end()));
    one.reset();
    CHECK(seats.take("a", ignore_end()));
}

TEST_CASE("a device counts for itself and not for its network, and its oldest connection gives way") {
    ServerLimits limits;
    limits.connections_per_address = 1;
    limits.connections_per_device = 2;
    Seats seats(limits);
    std::vector<int> ended;
    std::vector<std::unique_ptr<Seats::Seat>> held;
    for (int i = 0; i < 4; ++i) {
        held.push_back(seats.take("a", [&ended, i](Ending) { ended.push_back(i); }));
        REQUIRE(held.back());
        held.back()->identify("device");
    }
    CHECK(ended == std::vector{0, 1});
    held.clear();
    CHECK(seats.wait_until_empty(std::chrono::milliseconds(0)));
    CHECK(seats.take("a", ignore_end()));
}

TEST_CASE("when all are to end, each is told and nobody new is seated") {
    Seats seats{ServerLimits{}};
    int told = 0;
    auto seat = seats.take("a", [&](Ending ending) { told += ending == Ending::after_request ? 1 : 100; });
    seats.end_all(Ending::after_request);
    CHECK(told == 1);
    CHECK_FALSE(seats.take("a", ignore_end()));
    CHECK_FALSE(seats.wait_until_empty(std::chrono::milliseconds(1)));
    seat.reset();
    CHECK(seats.wait_until_empty(std::chrono::milliseconds(0)));
}
