#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "tests/simulation/kept_seeds.hpp"
#include "tests/simulation/runner.hpp"

using namespace sigap::simulation;

namespace {

// SIGAP_SEEDS=N and SIGAP_FIRST=K run the seeds K to K+N-1.
std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

// Unwrapped, beside Catch2's own words.
void say(const SeedOutcome& outcome) { std::fputs(report(outcome).c_str(), stderr); }

}  // namespace

TEST_CASE("whatever networks, disks, clocks and people do, no edit is lost or done twice and all ends agree") {
    const auto totals = run_seeds(from_environment("SIGAP_FIRST", 1), from_environment("SIGAP_SEEDS", 60),
                                  static_cast<unsigned>(from_environment("SIGAP_THREADS", std::max(1U, std::thread::hardware_concurrency()))), from_environment("SIGAP_FAILURES", 1),
                                  say);
    CHECK(totals.failed == 0);
}

TEST_CASE("seeds that once failed hold") {
    for (const auto seed : kept_seeds) CHECK(run_seeds(seed, 1, 1, 1, say).failed == 0);
}
