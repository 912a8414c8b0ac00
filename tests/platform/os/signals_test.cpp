#include "platform/os/signals.hpp"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>

using namespace sigap;

TEST_CASE("SIGTERM and SIGINT become one ordinary call") {
    for (const int number : {SIGTERM, SIGINT}) {
        std::atomic<int> calls{0};
        {
            StopSignal stop([&] { ++calls; });
            raise(number);
            stop.wait();
            CHECK(calls == 1);
        }
        CHECK(calls == 1);
    }
}

TEST_CASE("without a signal nothing is called, and the former handlers come back") {
    std::atomic<int> calls{0};
    struct sigaction before {};
    sigaction(SIGTERM, nullptr, &before);
    {
        const StopSignal stop([&] { ++calls; });
        CHECK_THROWS(StopSignal([] {}));
    }
    CHECK(calls == 0);
    struct sigaction now {};
    sigaction(SIGTERM, nullptr, &now);
    CHECK(now.sa_handler == before.sa_handler);
}

TEST_CASE("a broken pipe is an error and not the end") {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    close(ends[0]);
    const auto former = signal(SIGPIPE, SIG_DFL);
    ignore_broken_pipes();
    CHECK(write(ends[1], "x", 1) == -1);
    signal(SIGPIPE, former);
    close(ends[1]);
}
