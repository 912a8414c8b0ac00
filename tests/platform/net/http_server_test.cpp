#include "platform/net/http_server.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cerrno>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "tests/platform/net/test_server.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

using std::chrono::milliseconds;

const std::string simple_get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

void ok(const HttpRequest&, const Peer&, const Reply& reply) { reply({200, {}, "fine"}); }

int connect_plain(std::uint16_t port) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{10, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    REQUIRE(connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    return fd;
}

// Keeps the replies that a test wants to give later, from its own thread.
class Later {
public:
    Handler handler() {
        return [this](const HttpRequest&, const Peer&, Reply reply) {
            const std::lock_guard lock(mutex_);
            replies_.push_back(std::move(reply));
            changed_.notify_all();
        };
    }
    Reply take() {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, std::chrono::seconds(10), [&] { return !replies_.empty(); })) return {};
        Reply reply = std::move(replies_.back());
        replies_.pop_back();
        return reply;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Reply> replies_;
};

}  // namespace

TEST_CASE("the handler is told who asks, and whether the certificate is valid at the server's time") {
    std::mutex mutex;
    std::vector<Peer> peers;
    LoopbackServer server([&](const HttpRequest&, const Peer& peer, const Reply& reply) {
        const std::lock_guard lock(mutex);
        peers.push_back(peer);
        reply({});
    });
    CurlTransport device = server.client();
    CurlTransport stranger = server.client(false);
    REQUIRE(device.send({"GET", "/", {}, {}}));
    server.clock().advance(31LL * 86'400'000);
    REQUIRE(device.send({"GET", "/", {}, {}}));
    REQUIRE(stranger.send({"GET", "/", {}, {}}));
    REQUIRE(peers.size() == 3);
    CHECK(peers[0].address == "127.0.0.1");
    CHECK(peers[0].fingerprint == *fingerprint(Organisation::ours().device.certificate_pem));
    CHECK(*fingerprint(peers[0].certificate_pem) == peers[0].fingerprint);
    CHECK(peers[0].certificate_valid_now);
    CHECK(peers[1].fingerprint == peers[0].fingerprint);
    CHECK_FALSE(peers[1].certificate_valid_now);
    CHECK(device.totals().connections == 1);
    CHECK(peers[2].fingerprint.empty());
    CHECK_FALSE(peers[2].certificate_valid_now);
}

TEST_CASE("an expired certificate of ours completes the handshake, so that its device can be helped") {
    const Organisation& ours = Organisation::ours();
    const ManualClock long_ago({SystemClock().now().ms - 100LL * 86'400'000});
    Identity expired{{}, make_key().value()};
    expired.certificate_pem =
        sign_device(ours.authority, make_request(expired.key_pem, "old").value(), "old", 1, long_ago).value();
    std::atomic<bool> valid{true};
    const LoopbackServer server([&](const HttpRequest&, const Peer& peer, const Reply& reply) {
        valid = peer.certificate_valid_now || peer.fingerprint.empty();
        reply({});
    });
    CurlTransportOptions options = server.client_options();
    options.certificate_pem = expired.certificate_pem;
    options.key_pem = expired.key_pem;
    CHECK(CurlTransport(options).send({"GET", "/", {}, {}}));
    CHECK_FALSE(valid);
}

TEST_CASE("requests sent at once are answered in their order, and a client may say that it was the last") {
    std::atomic<int> count{0};
    const LoopbackServer server([&](const HttpRequest& request, const Peer&, const Reply& reply) {
        ++count;
        reply({200, {}, "<" + request.target + ">"});
    });
    RawClient client(server.port());
    client.write(
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
        "GET /3 HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\nGET /4 HTTP/1.1\r\nHost: a\r\n\r\n");
    const std::string all = client.read_to_end();
    CHECK(client.ended());
    CHECK(all.find("</1>") < all.find("</2>"));
    CHECK(all.find("</2>") < all.find("</3>"));
    CHECK(count == 3);
}

TEST_CASE("a reply may come later from any thread, once") {
    Later later;
    const LoopbackServer server(later.handler());
    auto answer = std::async(std::launch::async, [&] { return server.client().send({"GET", "/", {}, {}}); });
    const Reply reply = later.take();
    REQUIRE(reply);
    reply({201, {}, "first"});
    reply({500, {}, "second"});
    const auto response = answer.get();
    REQUIRE(response);
    CHECK(response->status == 201);
    CHECK(response->body == "first");
}

TEST_CASE("a handler that throws, forgets its reply or answers nonsense is a 500, and the server goes on") {
    const LoopbackServer server([](const HttpRequest& request, const Peer&, const Reply& reply) {
        if (request.target == "/throw") throw std::runtime_error("a bug");
        if (request.target == "/split") reply({200, {{"X", "a\r\nSet-Cookie: b"}}, {}});
        if (request.target == "/status") reply({99, {}, {}});
        if (request.target == "/") reply({204, {}, {}});
    });
    CurlTransport client = server.client();
    for (const std::string target : {"/throw", "/forget", "/split", "/status"}) {
        CHECK(client.send({"GET", target, {}, {}})->status == 500);
    }
    CHECK(client.send({"GET", "/", {}, {}})->status == 204);
    CHECK(client.totals().connections == 1);
}

TEST_CASE("a body may have its limit and not one byte more, however it is framed") {
    ServerLimits limits;
    limits.body_bytes = 100'000;
    std::atomic<std::size_t> largest{0};
    const LoopbackServer server(
        [&](const HttpRequest& request, const Peer&, const Reply& reply) {
            largest = request.body.size();
            reply({});
        },
        limits);
    CurlTransport client = server.client();
    CHECK(client.send({"POST", "/", {}, std::string(100'000, 'x')})->status == 200);
    CHECK(client.send({"POST", "/", {}, std::string(100'001, 'x')})->status == 413);
    RawClient raw(server.port());
    raw.write("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n186a0\r\n" + std::string(100'000, 'x') +
              "\r\n1\r\nx\r\n0\r\n\r\n");
    CHECK(raw.read_to_end().starts_with("HTTP/1.1 413 "));
    CHECK(largest == 100'000);
}

TEST_CASE("a client that waits for leave to send its body gets it") {
    const LoopbackServer server([](const HttpRequest& request, const Peer&, const Reply& reply) {
        reply({200, {}, request.body});
    });
    RawClient client(server.port());
    client.write(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
    CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    client.write("body");
    CHECK(client.read_to_end().ends_with("\r\n\r\nbody"));
}

TEST_CASE("a client that is slow with its header or body, or says nothing more, is dropped") {
    ServerLimits limits;
    limits.header = limits.body_grace = limits.idle = milliseconds(50);
    limits.body_bytes_per_second = 1'000'000;
    std::atomic<int> handled{0};
    const LoopbackServer server([&](const HttpRequest&, const Peer&, const Reply& reply) { ++handled, reply({}); }, limits);
    for (const std::string& start : {std::string(), std::string("GET / HT"),
                                     "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc" + std::string()}) {
        RawClient client(server.port());
        REQUIRE(client.connected());
        client.write(start);
        CHECK(client.read_to_end().empty());
        CHECK(client.ended());
    }
    CHECK(handled == 0);
    RawClient client(server.port());
    client.write(simple_get);
    CHECK(client.read_to_end().starts_with("HTTP/1.1 200 "));
    CHECK(client.ended());
}

TEST_CASE("who connects and never begins TLS, or speaks plain HTTP, is dropped") {
    ServerLimits limits;
    limits.handshake = milliseconds(50);
    const LoopbackServer server(ok, limits);
    for (const std::string& words : {std::string(), simple_get}) {
        const int plain = connect_plain(server.port());
        CHECK(send(plain, words.data(), words.size(), 0) == static_cast<ssize_t>(words.size()));
        std::array<char, 256> block;
        ssize_t count = 1;
        // A TLS alert may come first; a time-out here would be EAGAIN.
        while (count > 0) count = recv(plain, block.data(), block.size(), 0);
        CHECK((count == 0 || errno == ECONNRESET));
        close(plain);
    }
}

TEST_CASE("a handler that never answers does not hold its client for ever") {
    Later later;
    ServerLimits limits;
    limits.request = milliseconds(50);
    const LoopbackServer server(later.handler(), limits);
    RawClient client(server.port());
    client.write(simple_get);
    CHECK(client.read_to_end().empty());
    CHECK(client.ended());
    const Reply late = later.take();
    REQUIRE(late);
    late({});
}

TEST_CASE("an address without a certificate has few connections, a device has its own and loses its oldest") {
    ServerLimits limits;
    limits.connections_per_address = 2;
    limits.connections_per_device = 2;
    const LoopbackServer server(ok, limits);
    const RawClient one(server.port());
    RawClient two(server.port());
    CHECK(two.connected());
    CHECK_FALSE(RawClient(server.port()).connected());
    two.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    two.read_to_end();
    // The place is free once the server has seen the end, which nothing tells: try until it is.
    const Identity& device = Organisation::ours().device;
    std::vector<std::unique_ptr<RawClient>> devices;
    for (int tries = 0; devices.size() < 3 && tries < 1000; ++tries) {
        auto client = std::make_unique<RawClient>(server.port(), &device);
        if (!client->connected() || !client->write(simple_get)) continue;
        if (client->read_until("fine").ends_with("fine")) devices.push_back(std::move(client));
    }
    REQUIRE(devices.size() == 3);
    CHECK(devices[0]->read_to_end().empty());
    CHECK(devices[0]->ended());
    devices[1]->write(simple_get);
    CHECK(devices[1]->read_until("fine").ends_with("fine"));
}

TEST_CASE("a client that leaves in the middle does no harm") {
    const LoopbackServer server(ok);
    for (const std::string& part :
         {std::string("GET"), std::string("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab")}) {
        RawClient client(server.port());
        client.write(part);
    }
    CHECK(server.client().send({"GET", "/", {}, {}})->body == "fine");
}

TEST_CASE("a stop finishes the requests under way, closes what is idle and accepts nothing more") {
    Later later;
    LoopbackServer server(later.handler());
    RawClient idle(server.port());
    RawClient busy(server.port());
    REQUIRE(idle.connected());
    busy.write(simple_get);
    const Reply reply = later.take();
    REQUIRE(reply);
    std::jthread stopping([&] { server.server().stop(); });
    CHECK(idle.read_to_end().empty());
    CHECK(idle.ended());
    reply({200, {}, "still here"});
    const std::string answer = busy.read_to_end();
    CHECK(answer.ends_with("still here"));
    CHECK(answer.find("Connection: close") != std::string::npos);
    stopping.join();
    CHECK(server.client().send({"GET", "/", {}, {}}).error().code == ErrorCode::offline);
}

TEST_CASE("a stop does not wait for ever, and a reply after it does nothing") {
    Later later;
    ServerLimits limits;
    limits.stop_grace = milliseconds(50);
    Reply reply;
    {
        const LoopbackServer server(later.handler(), limits);
        RawClient client(server.port());
        client.write(simple_get);
        reply = later.take();
        REQUIRE(reply);
    }
    reply({});
}

TEST_CASE("an address to listen on is checked, and a port has one owner") {
    const Organisation& ours = Organisation::ours();
    const SystemClock clock;
    const LoopbackServer server(ok);
    HttpServer other({ours.server, ours.authority.certificate_pem, {}}, ok, clock);
    CHECK(other.listen("127.0.0.1:" + std::to_string(server.port())).error().code == ErrorCode::busy);
    for (const std::string address :
         {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "::1:8443", "host:1"}) {
        CHECK(other.listen(address).error().code == ErrorCode::invalid);
    }
    CHECK(*other.listen("[::1]:0") != 0);
    HttpServer broken({{ours.server.certificate_pem, ours.device.key_pem}, ours.authority.certificate_pem, {}}, ok,
                      clock);
    CHECK(broken.listen("127.0.0.1:0").error().code == ErrorCode::invalid);
}
