#include "platform/net/curl_transport.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <future>
#include <thread>

#include "tests/platform/net/test_server.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

void echo(HttpRequest request, const Peer& peer, const Reply& reply) {
    reply({200,
           {{"X-Method", request.method}, {"X-Target", request.target}, {"X-Peer", peer.fingerprint}},
           request.body});
}

// A TCP port of this machine's on which nobody answers any more.
std::uint16_t dead_port() {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bind(fd, reinterpret_cast<sockaddr*>(&address), size);
    getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    close(fd);
    return ntohs(address.sin_port);
}

}  // namespace

TEST_CASE("a request goes over mutual TLS and its answer comes back, on one connection") {
    const LoopbackServer server(echo);
    CurlTransport client = server.client();
    const std::string body(3'000'000, '\x01');
    const auto answer = client.send({"POST", "/v1/sync?x=%20", {{"Content-Type", "application/x"}}, body});
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->body == body);
    CHECK(header(*answer, "x-METHOD") == "POST");
    CHECK(header(*answer, "x-target") == "/v1/sync?x=%20");
    CHECK(header(*answer, "x-peer") == *fingerprint(Organisation::ours().device.certificate_pem));
    CHECK(header(*answer, "cache-control") == "no-store");
    CHECK(header(*answer, "x-content-type-options") == "nosniff");
    for (int i = 0; i < 3; ++i) CHECK(client.send({"GET", "/", {}, {}})->status == 200);
    CHECK(client.totals().connections == 1);
}

TEST_CASE("an answer without a body says nothing about one") {
    const LoopbackServer server([](const HttpRequest&, const Peer&, const Reply& reply) { reply({204, {}, {}}); });
    CurlTransport client = server.client();
    const auto answer = client.send({"POST", "/v1/pull", {}, "{}"});
    REQUIRE(answer);
    CHECK(answer->status == 204);
    REQUIRE(answer->headers.size() == 1);
    CHECK(answer->headers[0].first == "Date");
}

TEST_CASE("a small exchange costs few bytes, and they are counted") {
    const LoopbackServer server([](const HttpRequest&, const Peer&, const Reply& reply) {
        reply({200, {}, "0123456789"});
    });
    CurlTransport client = server.client();
    REQUIRE(client.send({"POST", "/v1/sync", {}, "0123456789"}));
    const TransferTotals totals = client.totals();
    CHECK(totals.sent > 50);
    CHECK(totals.received > 50);
    CHECK(totals.sent + totals.received < 260);
}

TEST_CASE("a client without a certificate is served and known to have none") {
    const LoopbackServer server(echo);
    CurlTransport client = server.client(false);
    const auto answer = client.send({"GET", "/", {}, {}});
    REQUIRE(answer);
    CHECK(header(*answer, "x-peer").empty());
}

TEST_CASE("a server of another authority is not trusted, and its issuer is named") {
    const LoopbackServer server(echo);
    CurlTransportOptions options = server.client_options();
    options.authority_pem = Organisation::strangers().authority.certificate_pem;
    const auto answer = CurlTransport(options).send({"GET", "/", {}, {}});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::untrusted);
    CHECK(answer.error().message.find("Our Authority") != std::string::npos);
}

TEST_CASE("a server with a certificate for another host is not trusted") {
    const SystemClock clock;
    const Organisation& ours = Organisation::ours();
    HttpServer server(
        {make_server_identity(ours.authority, {"other.example"}, clock).value(), ours.authority.certificate_pem, {}},
        echo, clock);
    const auto port = server.listen("127.0.0.1:0");
    server.start(1);
    CurlTransportOptions options;
    options.base_url = "https://127.0.0.1:" + std::to_string(*port);
    options.authority_pem = ours.authority.certificate_pem;
    const auto answer = CurlTransport(options).send({"GET", "/", {}, {}});
    CHECK(answer.error().code == ErrorCode::untrusted);
    CHECK(answer.error().detail == "wrong_host");
}

TEST_CASE("a server whose certificate is past its time is told apart: the clock may be wrong") {
    const Organisation& ours = Organisation::ours();
    const ManualClock long_ago({SystemClock().now().ms - 400LL * 86'400'000});
    const Identity old_authority = make_authority("Old", long_ago).value();
    HttpServer server(
        {make_server_identity(old_authority, {"127.0.0.1"}, long_ago).value(), ours.authority.certificate_pem, {}},
        echo, long_ago);
    const auto port = server.listen("127.0.0.1:0");
    server.start(1);
    CurlTransportOptions options;
    options.base_url = "https://127.0.0.1:" + std::to_string(*port);
    options.authority_pem = old_authority.certificate_pem;
    CHECK(CurlTransport(options).send({"GET", "/", {}, {}}).error().code == ErrorCode::expired);
}

TEST_CASE("a server that turns our certificate down says so") {
    const LoopbackServer server(echo);
    CurlTransportOptions options = server.client_options();
    options.certificate_pem = Organisation::strangers().device.certificate_pem;
    options.key_pem = Organisation::strangers().device.key_pem;
    const auto answer = CurlTransport(options).send({"GET", "/", {}, {}});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().detail == "certificate_refused");
    CHECK(answer.error().code == ErrorCode::denied);
}

TEST_CASE("nobody at the address is offline, in plain words") {
    CurlTransportOptions options;
    options.base_url = "https://127.0.0.1:" + std::to_string(dead_port());
    options.authority_pem = Organisation::ours().authority.certificate_pem;
    const auto answer = CurlTransport(options).send({"GET", "/", {}, {}});
    CHECK(answer.error().code == ErrorCode::offline);
    CHECK(answer.error().message.find("127.0.0.1 cannot be reached") != std::string::npos);
}

TEST_CASE("an answer may be so large and no larger") {
    const LoopbackServer server([](const HttpRequest& request, const Peer&, const Reply& reply) {
        reply({200, {}, std::string(static_cast<std::size_t>(std::stoi(request.target.substr(1))), 'x')});
    });
    CurlTransportOptions options = server.client_options();
    options.max_response_bytes = 100'000;
    CurlTransport client(options);
    CHECK(client.send({"GET", "/100000", {}, {}})->body.size() == 100'000);
    CHECK(client.send({"GET", "/100001", {}, {}}).error().code == ErrorCode::limit);
    CHECK(client.send({"GET", "/5", {}, {}})->body == "xxxxx");
}

TEST_CASE("redirects and pages of HTML are answers like others") {
    const LoopbackServer server([](const HttpRequest&, const Peer&, const Reply& reply) {
        reply({302, {{"Location", "https://127.0.0.1:1/"}, {"Content-Type", "text/html"}}, "<html>"});
    });
    CurlTransport client = server.client();
    const auto answer = client.send({"GET", "/", {}, {}});
    REQUIRE(answer);
    CHECK(answer->status == 302);
    CHECK(answer->body == "<html>");
    CHECK(header(*answer, "content-security-policy").starts_with("default-src 'none'"));
}

TEST_CASE("a stop ends a request that waits, and the transport goes on afterwards") {
    std::promise<void> arrived;
    const LoopbackServer server([&](const HttpRequest& request, const Peer&, const Reply& reply) {
        static Reply kept;
        if (request.target == "/wait") {
            kept = reply;
            arrived.set_value();
        } else {
            reply({});
            kept = nullptr;
        }
    });
    CurlTransport client = server.client();
    std::stop_source stop;
    std::jthread stopper([&] {
        arrived.get_future().wait();
        stop.request_stop();
    });
    const auto answer = client.send({"GET", "/wait", {}, {}}, stop.get_token());
    CHECK(answer.error().detail == "cancelled");
    CHECK(client.send({"GET", "/", {}, {}}, stop.get_token()).error().detail == "cancelled");
    CHECK(client.send({"GET", "/", {}, {}}));
}

TEST_CASE("a client goes on with a new connection when the server has closed the old one") {
    auto first = std::make_unique<LoopbackServer>(echo);
    const std::uint16_t port = first->port();
    CurlTransport client = first->client();
    REQUIRE(client.send({"GET", "/", {}, {}}));
    first.reset();
    CHECK(client.send({"GET", "/", {}, {}}).error().code == ErrorCode::offline);
    const LoopbackServer second(echo, {}, "127.0.0.1:" + std::to_string(port));
    CHECK(client.send({"POST", "/", {}, "again"})->body == "again");
}

TEST_CASE("the authority's certificate can be fetched before anything is trusted") {
    const LoopbackServer server([](const HttpRequest& request, const Peer& peer, const Reply& reply) {
        const bool says_only_the_host = peer.fingerprint.empty() && request.headers.size() == 1;
        reply({says_only_the_host ? 200 : 400, {}, Organisation::ours().authority.certificate_pem});
    });
    const auto answer = fetch_unverified(server.url(), "/ca.pem");
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->body == Organisation::ours().authority.certificate_pem);
}

TEST_CASE("only HTTPS, and only requests that cannot break out of their frame") {
    const LoopbackServer server(echo);
    CurlTransportOptions options = server.client_options();
    options.base_url = "http://127.0.0.1:1";
    CHECK(CurlTransport(options).send({"GET", "/", {}, {}}).error().code == ErrorCode::invalid);
    CurlTransport client = server.client();
    for (const HttpRequest& request :
         {HttpRequest{"GET", "/a b", {}, {}}, HttpRequest{"GET", "relative", {}, {}}, HttpRequest{"PUT", "/", {}, {}},
          HttpRequest{"GET", "/", {{"A", "b\r\nC: d"}}, {}}, HttpRequest{"GET", "/", {{"A: b", "c"}}, {}}}) {
        CHECK(client.send(request).error().code == ErrorCode::invalid);
    }
}
