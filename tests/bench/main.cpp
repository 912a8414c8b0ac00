// sigap-bench: the measures of the design, each beside its floor in the same run. See tests/bench/workload.md.
#include <charconv>
#include <cstdio>
#include <span>
#include <stdexcept>
#include <string_view>

#include "tests/bench/search_bench.hpp"
#include "tests/bench/simulate.hpp"
#include "tests/bench/sync_bench.hpp"
#include "tests/bench/ui_bench.hpp"

namespace {

constexpr std::string_view help =
    "sigap-bench measures Sigap, beside what SQLite alone needs in the same run.\n"
    "\n"
    "  sigap-bench sync [--records N] [--runs R] [--keyed] [--json]\n"
    "      A device and a server over TLS on this machine: first pull, push, one change, nothing to do.\n"
    "      --records N   how many records (100000)\n"
    "      --runs R      medians of so many runs (3)\n"
    "      --keyed       both databases encrypted, as in service; without it the table shows both ways, JSON unkeyed\n"
    "  sigap-bench ui [--rows N] [--json]\n"
    "      The window without a display: the first frame after start, and each frame while a list of jobs scrolls;\n"
    "      a photo of 12 megapixels from its fall on the window to saved.\n"
    "      --rows N      how many jobs (100000)\n"
    "  sigap-bench search [--records N] [--articles N] [--json]\n"
    "      Each keystroke of typed questions over a device's records and articles, keyed.\n"
    "      --records N   how many records (100000)\n"
    "      --articles N  how many articles (2000)\n"
    "  sigap-bench simulate [--seeds N] [--first K] [--threads T] [--json]\n"
    "      The simulation of tests/simulation on all cores: faults of every kind, then all that must hold. Exit code 1\n"
    "      where it does not.\n"
    "      --seeds N     how many lives (100)\n"
    "      --first K     the seed of the first (1)\n"
    "\n"
    "Progress goes to standard error. Work and floor are told in tests/bench/workload.md. Databases are made in "
    "TMPDIR.\n";

struct WrongUsage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::size_t number_of(std::span<char*> words, std::size_t at) {
    const std::string_view text = at < words.size() ? words[at] : "";
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number == 0 || number > 10'000'000)
        throw WrongUsage(std::string(words[at - 1]) + " takes a number of 1 or more");
    return number;
}

int sync(std::span<char*> words) {
    sigap::bench::SyncOptions options;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word == "--records") options.records = number_of(words, ++i);
        else if (word == "--runs") options.runs = number_of(words, ++i);
        else if (word == "--json") options.json = true;
        else if (word == "--keyed") options.keyed = true;
        else throw WrongUsage("sync does not take \"" + std::string(word) + "\"");
    }
    sigap::bench::run_sync_bench(options);
    return 0;
}

int ui(std::span<char*> words) {
    sigap::bench::UiOptions options;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word == "--rows") options.rows = number_of(words, ++i);
        else if (word == "--json") options.json = true;
        else throw WrongUsage("ui does not take \"" + std::string(word) + "\"");
    }
    sigap::bench::run_ui_bench(options);
    return 0;
}

int search(std::span<char*> words) {
    sigap::bench::SearchOptions options;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word == "--records") options.records = number_of(words, ++i);
        else if (word == "--articles") options.articles = number_of(words, ++i);
        else if (word == "--json") options.json = true;
        else throw WrongUsage("search does not take \"" + std::string(word) + "\"");
    }
    sigap::bench::run_search_bench(options);
    return 0;
}

int simulate(std::span<char*> words) {
    sigap::bench::SimulateOptions options;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word == "--seeds") options.seeds = number_of(words, ++i);
        else if (word == "--first") options.first = number_of(words, ++i);
        else if (word == "--threads") options.threads = static_cast<unsigned>(number_of(words, ++i));
        else if (word == "--json") options.json = true;
        else throw WrongUsage("simulate does not take \"" + std::string(word) + "\"");
    }
    return sigap::bench::run_simulation(options) ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    const std::span<char*> words(arguments + 1, arguments + (count > 0 ? count : 1));
    try {
        const std::string_view what = words.empty() ? "" : words[0];
        for (const char* word : words)
            if (std::string_view(word) == "--help") return std::fputs(help.data(), stdout), 0;
        if (what == "sync") return sync(words.subspan(1));
        if (what == "ui") return ui(words.subspan(1));
        if (what == "search") return search(words.subspan(1));
        if (what == "simulate") return simulate(words.subspan(1));
        // The processes that `ui` starts anew, because their start is what is measured.
        if (what == "first-frame" && words.size() == 3) return sigap::bench::show_first_frame(words[1], words[2]), 0;
        throw WrongUsage(what.empty() ? "say sync, ui, search or simulate" : "there is no \"" + std::string(what) + "\"");
    } catch (const WrongUsage& wrong) {
        std::fprintf(stderr, "sigap-bench: %s; see sigap-bench --help\n", wrong.what());
        return 2;
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "sigap-bench: %s\n", failure.what());
        return 1;
    }
}
