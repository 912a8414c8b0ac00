#include "tests/simulation/runner.hpp"

#include <atomic>
#include <mutex>
#include <thread>

#include "platform/core/log.hpp"

namespace sigap::simulation {

namespace {

// A failed disk is part of the play, and no news.
class Silence {
public:
    ~Silence() { set_log_level(before_); }

private:
    LogLevel before_ = set_log_level(LogLevel::silence);
};

}  // namespace

SeedOutcome run_seed(std::uint64_t seed) {
    SeedOutcome outcome;
    outcome.seed = seed;
    LifeOptions options;
    options.seed = seed;
    options.clocks = seed;
    options.phases = 1 + static_cast<int>(seed % 3);
    Life life(options);
    std::vector<std::string> thrown;
    try {
        life.run();
    } catch (const std::exception& failure) {
        thrown.push_back(std::string("the program broke off: ") + failure.what());
    }
    outcome.steps = life.steps();
    outcome.broken = life.world().broken();
    outcome.broken.insert(outcome.broken.end(), thrown.begin(), thrown.end());
    if (!outcome.broken.empty()) outcome.trace = life.world().trace.lines();
    return outcome;
}

std::string report(const SeedOutcome& outcome) {
    const std::string number = std::to_string(outcome.seed);
    std::string text = "seed " + number + " failed; see it again: sigap-bench simulate --seeds 1 --first " + number + '\n';
    for (const auto& line : outcome.trace) text += line + '\n';
    text += "seed " + number + " broke\n";
    for (const auto& line : outcome.broken) text += "  " + line + '\n';
    return text;
}

RunTotals run_seeds(std::uint64_t first, std::uint64_t count, unsigned threads, std::uint64_t most_failures,
                    const std::function<void(const SeedOutcome&)>& on_failure) {
    const Silence silence;
    std::atomic<std::uint64_t> next{first};
    std::mutex mutex;
    RunTotals totals;
    const auto work = [&] {
        for (std::uint64_t seed = next++; seed < first + count; seed = next++) {
            const SeedOutcome outcome = run_seed(seed);
            const std::lock_guard lock(mutex);
            ++totals.seeds;
            totals.steps += static_cast<std::uint64_t>(outcome.steps);
            if (outcome.broken.empty()) continue;
            on_failure(outcome);
            if (++totals.failed >= most_failures) next = first + count;
        }
    };
    std::vector<std::thread> workers;
    for (unsigned i = 1; i < threads; ++i) workers.emplace_back(work);
    work();
    for (auto& worker : workers) worker.join();
    return totals;
}

}  // namespace sigap::simulation
