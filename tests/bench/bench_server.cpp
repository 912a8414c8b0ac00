#include "tests/bench/bench_server.hpp"

#include <sstream>

#include "platform/os/files.hpp"
#include "sync/server/enrolment.hpp"
#include "sync/server/running_server.hpp"
#include "tests/bench/measure.hpp"
#include "tests/support/harness.hpp"

namespace sigap::bench {

using testing::must;

namespace {

// Where the organisation's own process writes one key into a file, both ends here share a constant: what a key costs
// does not depend on which it is.
OpenOptions open_options(const std::filesystem::path& file, bool keyed) {
    OpenOptions options;
    options.path = file;
    options.checkpoint_pages = Store::checkpoint_pages;
    if (keyed) options.key = DatabaseKey{1, 2, 3};
    return options;
}

}  // namespace

void fill_server(const std::filesystem::path& folder, const Workload& workload, bool keyed) {
    const SystemClock clock;
    SystemRandom random;
    auto store = must(Store::open(open_options(folder / "server.db", keyed), catalogue(), clock, random));
    must(store->found("Bench"));
    must(store->insert(workload.reference, {}, "bench"));
    must(store->insert(workload.records, {}, "bench"));
    must(store->database().checkpoint());
}

void serve(const std::filesystem::path& folder, const Workload& workload, bool keyed, Lines& lines) {
    const SystemClock clock;
    SystemRandom random;
    auto store = must(Store::open(open_options(folder / "server.db", keyed), catalogue(), clock, random));
    const Identity authority = must(make_authority("Bench", clock));
    const Identity identity = must(make_server_identity(authority, {"127.0.0.1"}, clock));
    Service service(*store, authority);
    WorkThread thread;
    HttpServer http(
        {identity, authority.certificate_pem, {}},
        [&](HttpRequest request, Peer peer, Reply reply) {
            thread.post([&service, request = std::move(request), peer = std::move(peer), reply = std::move(reply)] {
                reply(service.handle(request, peer));
            });
        },
        clock);
    const auto port = must(http.listen("127.0.0.1:0"));
    http.start(2);
    must(atomic_write(folder / "authority.pem", authority.certificate_pem));
    lines.write("https://127.0.0.1:" + std::to_string(port));
    IssuedCode code;
    thread.run([&] { code = must(issue_code(*store, authority.certificate_pem, "desk", 60)); });
    lines.write(code.code);
    for (std::string line; lines.read(line);) {
        std::istringstream words(line);
        std::string what;
        words >> what;
        if (what == "memory") {
            lines.write(std::to_string(peak_memory()));
            continue;
        }
        std::size_t place = 0;
        std::int64_t round = 0;
        words >> place >> round;
        Record changed = workload.records[place];
        const KindInfo& kind = catalogue().at(changed.kind);
        for (auto& [name, value] : edit_of(changed, round))
            changed.values[kind.index_of(*kind.find(name))] = std::move(value);
        thread.run([&] { must(store->insert(std::span(&changed, 1), {}, "bench")); });
        lines.write("done");
    }
    http.stop();
}

}  // namespace sigap::bench
