#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

#include "platform/net/curl_transport.hpp"
#include "sync/server/running_server.hpp"
#include "tests/sync/server/test_server.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

using Time = std::chrono::steady_clock;

double ms_since(Time::time_point start) { return std::chrono::duration<double, std::milli>(Time::now() - start).count(); }

}  // namespace

// By hand: sigap-tests-sync-server "[waiting]". Every client is a thread here; on the server none waits.
TEST_CASE("two thousand requests are held at once while others are answered", "[.][waiting]") {
    constexpr std::size_t count = 2000;
    TempFolder folder;
    SystemClock clock;
    SystemRandom random;
    Person person;
    {
        const auto store = std::move(found_server(folder.path(), {"Test", {}}, clock, random).value());
        person.login = "desk", person.name = "Desk", person.role = Role::desk, person.id = make_uuid(clock, random);
        REQUIRE(store->insert(std::vector<Record>{record_of(person)}, {}, "test"));
    }
    ServerLimits limits;
    limits.connections_per_device = count + 10;
    limits.connections_per_address = count + 10;
    auto server = std::move(RunningServer::start(folder.path(), "127.0.0.1:0", clock, random, limits).value());
    const auto authority = load_authority(folder.path()).value().certificate_pem;
    std::string code;
    server->with_store([&](Store& store) { code = issue_code(store, authority, "desk", 15).value().code; });
    const auto post = [](Transport& transport, std::string_view path, const std::string& body) {
        return transport.send({"POST", std::string(path), {{"Content-Type", "application/json"}}, body});
    };
    CurlTransportOptions options;
    options.base_url = server->url();
    options.authority_pem = authority;
    options.silence_timeout = std::chrono::seconds(70);
    const auto key = make_key().value();
    CurlTransport stranger(options);
    const auto enrolled =
        read_enrol_reply(post(stranger, route::enrol, encode(EnrolRequest{code, make_request(key, "d").value(), "d"})).value().body).value();
    options.certificate_pem = enrolled.certificate;
    options.key_pem = key;
    CurlTransport known(options);
    const auto pulled = read_pull_reply(post(known, route::pull, encode(PullRequest{catalogue().version(), {}, {}})).value().body, catalogue()).value();
    PullRequest wait{catalogue().version(), {}, {}, 0};
    wait.seen = {{pulled.until, pulled.mark}};
    for (const auto& bucket : pulled.subscriptions) wait.cursors.push_back({bucket, pulled.until});
    const std::string body = encode(wait);

    std::atomic<int> called{0};
    std::vector<std::thread> clients;
    const auto began = Time::now();
    for (std::size_t i = 0; i < count; ++i)
        clients.emplace_back([&] {
            CurlTransport mine(options);
            const auto answer = post(mine, route::wait, body);
            if (answer && answer->status == 200) ++called;
        });
    while (server->held() < count && ms_since(began) < 45'000) std::this_thread::yield();
    const auto held = server->held();
    const double held_ms = ms_since(began);
    std::vector<double> answered;
    for (int i = 0; i < 300; ++i) {
        const auto start = Time::now();
        REQUIRE(post(known, route::pull, body).value().status == 200);
        answered.push_back(ms_since(start));
    }
    std::ranges::sort(answered);
    person.name = "Changed";
    const auto changed = Time::now();
    server->with_store([&](Store& store) { REQUIRE(store.insert(std::vector<Record>{record_of(person)}, {}, "test")); });
    for (auto& client : clients) client.join();
    WARN("held " << held << " after " << held_ms << " ms; a pull beside them: median " << answered[150] << " ms, p99 " << answered[297]
                 << " ms; all called " << ms_since(changed) << " ms after the change");
    CHECK(held == count);
    CHECK(called == static_cast<int>(count));
}
