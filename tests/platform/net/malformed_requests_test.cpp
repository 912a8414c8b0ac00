// Requests that a strict server must not answer as requests: each is refused, and the connection ends with it.
#include <catch2/catch_test_macros.hpp>
#include <future>
#include <vector>

#include "tests/platform/net/test_server.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Malformed {
    std::string name;
    std::string bytes;
};

const std::string smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

std::vector<Malformed> corpus() {
    const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";
    std::vector<Malformed> all{
        {"no Host", "GET / HTTP/1.1\r\n\r\n"},
        {"empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"},
        {"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"},
        {"Host with a user", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n"},
        {"Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
        {"Host with a list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"},
        {"Host with a long port", "GET / HTTP/1.1\r\nHost: a:123456\r\n\r\n"},
        {"Host with an open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"},
        {"length and chunks", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled},
        {"chunks and length", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + smuggled},
        {"two lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n01234" + smuggled},
        {"two equal lengths", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n01234"},
        {"list of lengths", post + "Content-Length: 5, 5\r\n\r\n01234"},
        {"length with a sign", post + "Content-Length: +5\r\n\r\n01234"},
        {"negative length", post + "Content-Length: -5\r\n\r\n01234"},
        {"hexadecimal length", post + "Content-Length: 0x5\r\n\r\n01234"},
        {"empty length", post + "Content-Length:\r\n\r\n"},
        {"length past 64 bits", post + "Content-Length: 99999999999999999999\r\n\r\n"},
        {"no length", post + "\r\n"},
        {"chunked twice", post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" + smuggled},
        {"two encodings", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"encoding identity", post + "Transfer-Encoding: identity\r\n\r\n" + smuggled},
        {"encoding xchunked", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"},
        {"encoding with a vertical tab", post + "Transfer-Encoding: \x0b"
                                                "chunked\r\n\r\n0\r\n\r\n"},
        {"space before the colon", post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"},
        {"folded field", post + "A: b\r\n c\r\nContent-Length: 0\r\n\r\n"},
        {"folded with a tab", post + "A: b\r\n\tc\r\nContent-Length: 0\r\n\r\n"},
        {"bare LF", "GET / HTTP/1.1\nHost: a\n\n"},
        {"bare LF in the fields", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"},
        {"bare LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n"},
        {"bare CR", "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n"},
        {"NUL in a value", std::string("GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", 33)},
        {"NUL in the target", std::string("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 28)},
        {"encoded NUL", "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"broken escape", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"cut escape", "GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"bytes beyond ASCII", "GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"bytes beyond ASCII in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \xc3\xa9\r\n\r\n"},
        {"fragment", "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"absolute form", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"authority form", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"asterisk form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"unknown method", "FETCH / HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"lower case method", "get / HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"method with a comma", "G,T / HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\n\r\n"},
        {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n"},
        {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
        {"HTTP/0.9", "GET /\r\n\r\n"},
        {"lower case version", "GET / http/1.1\r\nHost: a\r\n\r\n"},
        {"two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"space at the end of the line", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"},
        {"tab in the line", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"empty line first", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"field first", " GET / HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"field without a colon", "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n"},
        {"field without a name", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"},
        {"field name with a space", "GET / HTTP/1.1\r\nHost: a\r\nX Y: b\r\n\r\n"},
        {"GET with a body", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n01234"},
        {"unknown expectation", post + "Content-Length: 1\r\nExpect: 200-ok\r\n\r\nx"},
        {"long target", "GET /" + std::string(9'000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"long header", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n"},
        {"endless header", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(17'000, 'a')},
        {"TLS inside TLS", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11)},
    };
    std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 100; ++i) many += "X: b\r\n";
    all.push_back({"too many fields", many + "\r\n"});
    const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
    for (const auto& [name, body] : std::vector<Malformed>{
             {"no size", "\r\nabc\r\n0\r\n\r\n"},
             {"no number", "xyz\r\nabc\r\n0\r\n\r\n"},
             {"negative size", "-1\r\nabc\r\n0\r\n\r\n"},
             {"0x size", "0x3\r\nabc\r\n0\r\n\r\n"},
             {"size past 64 bits", "fffffffffffffffff\r\nabc\r\n"},
             {"space before the size", " 3\r\nabc\r\n0\r\n\r\n"},
             {"bare LF after the size", "3\nabc\r\n0\r\n\r\n"},
             {"data longer than said", "3\r\nabcd\r\n0\r\n\r\n"},
             {"no line end after the data", "3\r\nabc0\r\n\r\n"},
             {"an extension", "3;a=b\r\nabc\r\n0\r\n\r\n"},
             {"an endless extension", "3;" + std::string(40'000, 'a')},
             {"endless trailers", "0\r\nX: " + std::string(40'000, 'a')},
             {"too much", "7fffffff\r\n" + std::string(1'000, 'a')},
         }) {
        all.push_back({"chunk: " + name, chunked + body});
    }
    return all;
}

}  // namespace

TEST_CASE("every malformed request is refused before the handler, and its connection ends") {
    std::atomic<int> handled{0};
    ServerLimits limits;
    limits.body_bytes = 1U << 20U;
    const LoopbackServer server([&](const HttpRequest&, const Peer&, const Reply& reply) { ++handled, reply({}); }, limits);
    REQUIRE(corpus().size() >= 30);
    for (const Malformed& request : corpus()) {
        INFO(request.name);
        RawClient client(server.port());
        REQUIRE(client.connected());
        client.write(request.bytes);
        const std::string answer = client.read_to_end();
        CHECK(client.ended());
        CHECK(answer.starts_with("HTTP/1.1 "));
        CHECK((answer.substr(9, 1) == "4" || answer.substr(9, 1) == "5"));
        CHECK(answer.find("Connection: close") != std::string::npos);
        CHECK(answer.find("\nHTTP/1.1 ") == std::string::npos);
        CHECK(handled == 0);
    }
}

TEST_CASE("a trailer does not become a field of the request, and chunks make one body") {
    std::promise<HttpRequest> seen;
    const LoopbackServer server([&](HttpRequest request, const Peer&, const Reply& reply) {
        seen.set_value(std::move(request));
        reply({});
    });
    RawClient client(server.port());
    client.write(
        "POST /x HTTP/1.1\r\nHost: a:8443\r\nTransfer-Encoding: Chunked\r\nConnection: close\r\n\r\n"
        "3\r\nabc\r\n0A\r\n0123456789\r\n0\r\nX-Admin: yes\r\n\r\n");
    CHECK(client.read_to_end().starts_with("HTTP/1.1 200 "));
    const HttpRequest request = seen.get_future().get();
    CHECK(request.body == "abc0123456789");
    CHECK(find_header(request.headers, "X-Admin") == nullptr);
}
