#include <catch2/catch_test_macros.hpp>

#include "sync/server/waiters.hpp"

using namespace sigap;

TEST_CASE("who waits is called for its own buckets only, once, and sent away in its time") {
    Waiters waiters;
    std::vector<std::string> heard;
    const auto listen = [&](const std::string& name) { return [&heard, name](bool more) { heard.push_back(name + (more ? " more" : " nothing")); }; };
    waiters.hold({"reference", "jobs:1"}, 1'000, listen("one"));
    waiters.hold({"reference", "jobs:2"}, 2'000, listen("two"));
    waiters.touch({"jobs:3"});
    CHECK(heard.empty());
    waiters.touch({"jobs:2", "reference"});
    CHECK(heard == std::vector<std::string>{"two more", "one more"});
    CHECK(waiters.held() == 0);
    CHECK_FALSE(waiters.next_expiry());
    heard.clear();
    waiters.hold({"desk"}, 3'000, listen("three"));
    waiters.hold({"desk"}, 4'000, listen("four"));
    CHECK(waiters.next_expiry() == 53'000);
    waiters.expire(52'999);
    CHECK(heard.empty());
    waiters.expire(53'000);
    CHECK(heard == std::vector<std::string>{"three nothing"});
    waiters.end();
    waiters.hold({"desk"}, 5'000, listen("five"));
    CHECK(heard == std::vector<std::string>{"three nothing", "four nothing", "five nothing"});
}

TEST_CASE("two thousand who wait are found by what they wait for") {
    Waiters waiters;
    int called = 0;
    for (int i = 0; i < 2000; ++i) waiters.hold({"reference", "jobs:" + std::to_string(i)}, i, [&](bool more) { called += more; });
    waiters.touch({"jobs:77"});
    CHECK(called == 1);
    waiters.touch({"reference"});
    CHECK(called == 2000);
}
