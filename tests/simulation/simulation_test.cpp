#include <catch2/catch_test_macros.hpp>
#include <cstdlib>

#include "tests/simulation/simulation.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

// SIGAP_SEEDS=N and SIGAP_FIRST=K run the seeds K to K+N-1.
std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

}  // namespace

TEST_CASE("whatever the network, crashes and reassignments do, all ends agree and no edit is lost or done twice") {
    const std::uint64_t first = from_environment("SIGAP_FIRST", 1);
    const std::uint64_t seeds = from_environment("SIGAP_SEEDS", 100);
    std::map<EditState, int> states;
    int reassignments = 0;
    for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
        INFO("seed " << seed << "; again: SIGAP_FIRST=" << seed << " SIGAP_SEEDS=1");
        Simulation simulation(seed);
        simulation.run(60);
        CHECK(simulation.heal());
        for (const auto& line : simulation.broken()) FAIL_CHECK(line);
        const auto totals = simulation.totals();
        for (const auto& [state, count] : totals.edits) states[state] += count;
        reassignments += totals.reassignments;
    }
    // The seeds are of use only while they reach every outcome.
    if (seeds < 100) return;
    for (const auto state : {EditState::accepted, EditState::merged, EditState::conflict, EditState::refused, EditState::deferred,
                             EditState::withdrawn}) {
        INFO(word_of(state));
        CHECK(states[state] > 0);
    }
    CHECK(reassignments > 100);
}
