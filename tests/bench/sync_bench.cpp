#include "tests/bench/sync_bench.hpp"

#include <cstdio>
#include <sstream>

#include "tests/bench/bench_device.hpp"
#include "tests/bench/bench_server.hpp"
#include "tests/bench/floor.hpp"
#include "tests/bench/measure.hpp"
#include "tests/support/temp_folder.hpp"

namespace sigap::bench {

namespace {

using testing::TempFolder;

constexpr std::uint64_t seed = 2026;

struct Measure {
    const char* name;
    Step step;
    double floor = 0;
    double ratio() const { return floor > 0 ? step.seconds / floor : 0; }
};

struct Measured {
    std::vector<Measure> measures;
    DeviceFigures device;  // medians of what stands in no measure
    std::int64_t server_peak = 0;
};

void progress(const std::string& text) { std::fprintf(stderr, "sigap-bench: %s\n", text.c_str()); }

std::string in_child(const std::function<std::string()>& work) {
    Child child([&](Lines& lines) { lines.write(work()); });
    std::string answer = child.lines().read();
    child.join();
    return answer;
}

Floor floor_once(std::size_t records) {
    const TempFolder folder;
    std::istringstream line(in_child([&] {
        const Floor measured = measure_floor(folder.path(), make_workload(records, seed), seed);
        std::ostringstream out;
        out << measured.inserts << ' ' << measured.updates << ' ' << measured.one_commit << ' '
            << measured.point_select;
        return out.str();
    }));
    Floor floor;
    line >> floor.inserts >> floor.updates >> floor.one_commit >> floor.point_select;
    return floor;
}

struct Run {
    Floor floor;
    DeviceFigures device;
    std::int64_t server_peak = 0;
};

Run run_once(const SyncOptions& options, bool keyed, const std::filesystem::path& filled) {
    Run run;
    run.floor = floor_once(options.records);
    const TempFolder server_folder, device_folder;
    std::filesystem::copy_file(filled, server_folder.path() / "server.db");
    Child server(
        [&](Lines& lines) { serve(server_folder.path(), make_workload(options.records, seed), keyed, lines); });
    Child device([&](Lines& lines) {
        lines.write(to_line(
            measure_device(device_folder.path(), server_folder.path(), server.lines(), options.records, seed, keyed)));
    });
    run.device = from_line(device.lines().read());
    device.join();
    server.lines().write("memory");
    run.server_peak = std::stoll(server.lines().read());
    server.lines().shut();
    server.join();
    return run;
}

template <typename F>
auto over(const std::vector<Run>& runs, F figure) {
    std::vector<decltype(figure(runs[0]))> values;
    for (const auto& run : runs) values.push_back(figure(run));
    return median(std::move(values));
}

Measure measure_of(const char* name, const std::vector<Run>& runs, Step DeviceFigures::*step, double Floor::*floor,
                   double times) {
    Measure measure{name, {}, over(runs, [&](const Run& run) { return run.floor.*floor * times; })};
    measure.step.seconds = over(runs, [&](const Run& run) { return (run.device.*step).seconds; });
    measure.step.bytes_up = over(runs, [&](const Run& run) { return (run.device.*step).bytes_up; });
    measure.step.bytes_down = over(runs, [&](const Run& run) { return (run.device.*step).bytes_down; });
    return measure;
}

Measured measure(const SyncOptions& options, bool keyed) {
    const TempFolder folder;
    progress(std::string("filling the server's database") + (keyed ? ", keyed" : ""));
    in_child([&] {
        fill_server(folder.path(), make_workload(options.records, seed), keyed);
        return std::string("filled");
    });
    std::vector<Run> runs;
    for (std::size_t i = 0; i < options.runs; ++i) {
        progress("run " + std::to_string(i + 1) + " of " + std::to_string(options.runs));
        runs.push_back(run_once(options, keyed, folder.path() / "server.db"));
    }
    Measured out;
    out.measures = {measure_of("first_pull", runs, &DeviceFigures::first_pull, &Floor::inserts, 1),
                    measure_of("push", runs, &DeviceFigures::push, &Floor::updates, 2),
                    measure_of("one_change", runs, &DeviceFigures::one_change, &Floor::one_commit, 1),
                    measure_of("idle", runs, &DeviceFigures::idle, &Floor::point_select, 1)};
    out.device.indexing = over(runs, [](const Run& run) { return run.device.indexing; });
    out.device.editing = over(runs, [](const Run& run) { return run.device.editing; });
    out.device.pull_back = over(runs, [](const Run& run) { return run.device.pull_back; });
    out.device.database_bytes = over(runs, [](const Run& run) { return run.device.database_bytes; });
    out.device.peak_bytes = over(runs, [](const Run& run) { return run.device.peak_bytes; });
    out.server_peak = over(runs, [](const Run& run) { return run.server_peak; });
    return out;
}

double mb(std::int64_t bytes) { return static_cast<double>(bytes) / 1e6; }

void print_json(const SyncOptions& options, const Measured& measured) {
    std::string out = "{";
    for (const auto& [name, step, floor] : measured.measures) {
        char text[256];
        std::snprintf(text, sizeof text,
                      R"("%s":{"seconds":%.6f,"floor_seconds":%.7f,"ratio":%.3f,"bytes_up":%llu,"bytes_down":%llu},)",
                      name, step.seconds, floor, Measure{name, step, floor}.ratio(),
                      static_cast<unsigned long long>(step.bytes_up), static_cast<unsigned long long>(step.bytes_down));
        out += text;
    }
    char indexing[64];
    std::snprintf(indexing, sizeof indexing, "\"indexing_seconds\":%.6f,", measured.device.indexing);
    out += indexing;
    out += "\"database_bytes\":" + std::to_string(measured.device.database_bytes) +
           ",\"rss_bytes\":" + std::to_string(measured.device.peak_bytes) +
           ",\"records\":" + std::to_string(options.records) + ",\"keyed\":" + (options.keyed ? "true" : "false") + "}";
    std::puts(out.c_str());
}

void print_table(const SyncOptions& options, bool keyed, const Measured& measured) {
    std::printf("%zu records over TLS, %s, median of %zu\n\n", options.records, keyed ? "keyed" : "unkeyed",
                options.runs);
    std::printf("%-12s %12s %12s %8s %12s %12s\n", "", "seconds", "floor", "ratio", "bytes up", "bytes down");
    for (const auto& measure : measured.measures)
        std::printf("%-12s %12.6f %12.6f %8.2f %12llu %12llu\n", measure.name, measure.step.seconds, measure.floor,
                    measure.ratio(), static_cast<unsigned long long>(measure.step.bytes_up),
                    static_cast<unsigned long long>(measure.step.bytes_down));
    std::printf("\nafter the first pull: %.2f s to make the indexes that it left\n", measured.device.indexing);
    std::printf("beside the push: %.2f s to make its edits (not waiting for the disk), %.2f s to pull them back\n",
                measured.device.editing, measured.device.pull_back);
    std::printf("device: %.1f MB database, %.1f MB peak memory; server: %.1f MB peak memory\n\n",
                mb(measured.device.database_bytes), mb(measured.device.peak_bytes), mb(measured.server_peak));
}

void print_workload(std::size_t records) {
    const std::string bytes =
        in_child([&] { return std::to_string(json_bytes(make_workload(records, seed).records)); });
    std::printf("a record is %.0f bytes as JSON on average\n", std::stod(bytes) / static_cast<double>(records));
}

}  // namespace

void run_sync_bench(const SyncOptions& options) {
    if (options.json) return print_json(options, measure(options, options.keyed));
    print_workload(options.records);
    for (const bool keyed : {false, true}) {
        if (options.keyed && !keyed) continue;
        print_table(options, keyed, measure(options, keyed));
        std::fflush(stdout);
    }
}

}  // namespace sigap::bench
