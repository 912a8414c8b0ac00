#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <memory>
#include <stdexcept>

#include "client/model/inbox.hpp"
#include "client/model/worker_thread.hpp"

using namespace sigap;

TEST_CASE("a worker does what it was given, in order, and the rest before it ends") {
    std::vector<int> done;
    {
        WorkerThread worker;
        for (int i = 0; i < 100; ++i) worker.post([&done, i] { done.push_back(i); });
        worker.run([&] { CHECK(done.size() == 100); });
        worker.post([&] { worker.post([&] { done.push_back(-1); }); });
        worker.post_after(3'600'000, [&] { done.push_back(-2); });
    }
    REQUIRE(done.size() == 101);
    for (int i = 0; i < 100; ++i) CHECK(done[static_cast<std::size_t>(i)] == i);
    CHECK(done.back() == -1);
}

TEST_CASE("a task for later comes when its time has come") {
    WorkerThread worker;
    std::atomic<int> order{0};
    std::atomic<int> first{0}, second{0};
    worker.post_after(20, [&] { second = ++order; });
    worker.post_after(0, [&] { first = ++order; });
    while (order < 2) std::this_thread::yield();
    CHECK(first == 1);
    CHECK(second == 2);
}

TEST_CASE("an exception in run comes to who waits, and the worker goes on") {
    WorkerThread worker;
    CHECK_THROWS_AS(worker.run([] { throw std::runtime_error("bug"); }), std::runtime_error);
    bool ran = false;
    worker.run([&] { ran = true; });
    CHECK(ran);
}

TEST_CASE("the inbox wakes whoever draws, and gives each result once") {
    int woken = 0, taken = 0;
    Inbox inbox([&] { ++woken; });
    CHECK_FALSE(inbox.drain());
    inbox.post([&] {
        ++taken;
        // What a result asks for comes in the next round, so that a round ends.
        inbox.post([&] { ++taken; });
    });
    CHECK(inbox.drain());
    CHECK(taken == 1);
    CHECK(inbox.drain());
    CHECK(taken == 2);
    CHECK_FALSE(inbox.drain());
    CHECK(woken == 2);
}
