#include "tests/bench/simulate.hpp"

#include <sqlcipher/sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

#include "tests/simulation/runner.hpp"

namespace sigap::bench {

bool run_simulation(const SimulateOptions& options) {
    constexpr std::uint64_t most_failures = 10;
    const unsigned threads = options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    // SQLite counts its memory under one lock, for which every thread here would wait.
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    // Statements are compiled anew whenever a device starts again, of more small pieces than SQLite's own measure holds ready.
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 512, 500);
    const auto begin = std::chrono::steady_clock::now();
    const auto totals = simulation::run_seeds(options.first, options.seeds, threads, most_failures, [](const simulation::SeedOutcome& outcome) {
        std::fputs(simulation::report(outcome).c_str(), stderr);
    });
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const auto number = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
    if (options.json)
        std::printf("{\"seeds\":%llu,\"failed\":%llu,\"steps\":%llu,\"seconds\":%.1f}\n", number(totals.seeds), number(totals.failed),
                    number(totals.steps), seconds);
    else
        std::printf("%llu seeds of %llu steps in %.1f s, %.1f seeds a second; %llu failed\n", number(totals.seeds),
                    number(totals.seeds == 0 ? 0 : totals.steps / totals.seeds), seconds, static_cast<double>(totals.seeds) / seconds,
                    number(totals.failed));
    return totals.failed == 0;
}

}  // namespace sigap::bench
