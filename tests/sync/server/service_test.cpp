#include <catch2/catch_test_macros.hpp>

#include "platform/net/compression.hpp"
#include "tests/sync/server/test_server.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Counter {
    BareServer server;
    Uuid clerk = server.add_person("desk", Role::desk);
    std::int64_t devices() { return static_cast<std::int64_t>(server.store->devices().all().size()); }
};

std::string pull_body(const BareServer& server, const BareDevice& device) {
    PullRequest request{catalogue().version(), server.store->epoch(), {}, 0};
    for (const auto& [bucket, seq] : device.cursors) request.cursors.push_back({bucket, seq});
    return encode(request);
}

}  // namespace

TEST_CASE("a good code lets one device in, with a certificate of its own") {
    Counter c;
    const auto response = c.server.enrol(c.server.code_for("desk"));
    CHECK(response.status == 200);
    const auto reply = read_enrol_reply(response.body).value();
    CHECK(reply.person == c.clerk);
    CHECK(reply.role == Role::desk);
    CHECK(reply.organisation == "Test");
    CHECK(reply.epoch == c.server.store->epoch());
    const auto info = certificate_info(reply.certificate).value();
    CHECK(info.subject == to_string(reply.device));
    CHECK(info.not_after.ms - c.server.clock.now().ms > 89 * 86'400'000LL);
    CHECK(c.devices() == 1);
}

TEST_CASE("a used, an expired and a wrong code each say what they are and let nobody in") {
    Counter c;
    const auto used = c.server.code_for("desk");
    REQUIRE(c.server.enrol(used).status == 200);
    CHECK(code_of(c.server.enrol(used)) == "used_code");
    const auto expired = c.server.code_for("desk");
    c.server.clock.advance(15 * 60'000);
    CHECK(code_of(c.server.enrol(expired)) == "expired_code");
    CHECK(code_of(c.server.enrol("ABCD")) == "wrong_code");
    const auto unknown = make_enrolment_code(c.server.random, c.server.authority.certificate_pem).value();
    CHECK(code_of(c.server.enrol(to_string(unknown))) == "wrong_code");
    const auto foreign =
        make_enrolment_code(c.server.random, make_authority("Other", c.server.clock)->certificate_pem).value();
    const auto response = c.server.enrol(to_string(foreign));
    CHECK(response.status == 403);
    CHECK(code_of(response) == "other_server");
    CHECK(c.devices() == 1);
}

TEST_CASE("a bad certificate request leaves the code unused") {
    Counter c;
    const auto code = c.server.code_for("desk");
    Peer peer;
    const auto response = c.server.post(route::enrol, encode(EnrolRequest{code, "no request", "laptop"}), peer);
    CHECK(response.status == 400);
    CHECK(code_of(response) == "bad_request");
    CHECK(c.server.enrol(code).status == 200);
}

TEST_CASE("ten wrong codes from one address close it for an hour, and no other") {
    Counter c;
    for (int i = 0; i < 10; ++i) CHECK(c.server.enrol("ABCD", "10.0.0.9").status == 403);
    const auto code = c.server.code_for("desk", 120);
    const auto response = c.server.enrol(code, "10.0.0.9");
    CHECK(response.status == 429);
    CHECK(code_of(response) == "too_many");
    CHECK(header(response, "Retry-After") == "3600");
    CHECK(code_of(c.server.enrol("ABCD", "10.0.0.8")) == "wrong_code");
    c.server.clock.advance(3'600'000);
    CHECK(c.server.enrol(code, "10.0.0.9").status == 200);
}

TEST_CASE("who has no certificate, an unknown, an expired or a revoked one is told so and gets nothing") {
    Counter c;
    auto device = c.server.device("desk");
    const auto body = pull_body(c.server, device);
    const auto asked = [&](const Peer& peer) {
        const auto response = c.server.post(route::pull, body, peer);
        return std::pair(response.status, code_of(response));
    };
    CHECK(asked(Peer{}) == std::pair(401, std::string("no_certificate")));
    Peer stranger = device.peer;
    stranger.fingerprint = std::string(64, 'a');
    CHECK(asked(stranger) == std::pair(401, std::string("unknown_device")));
    Peer expired = device.peer;
    expired.certificate_valid_now = false;
    CHECK(asked(expired) == std::pair(403, std::string("certificate_expired")));
    REQUIRE(c.server.store->database().write([&] { return c.server.store->devices().revoke(device.device_id); }));
    CHECK(asked(device.peer) == std::pair(403, std::string("revoked")));
    const auto head = c.server.head();
    CHECK(device.send({device.next(device.command("create_ticket", Kind::none, {}, {{"title", std::string("x")}}))})
              .status == 403);
    CHECK(c.server.head() == head);
}

TEST_CASE("a person who became inactive is shut out") {
    Counter c;
    auto device = c.server.device("desk");
    auto person = c.server.row<Person>(c.clerk);
    person.inactive = true;
    c.server.insert({record_of(person)});
    CHECK(code_of(c.server.post(route::pull, pull_body(c.server, device), device.peer)) == "inactive");
}

TEST_CASE("a body that is no message is refused with one line") {
    Counter c;
    auto device = c.server.device("desk");
    for (const char* body : {"", "{", "[]", "<html>login</html>", R"({"commands":[{"n":0}]})",
                             R"({"commands":[{"n":1,"command":{}}]})", R"({"commands":7})"}) {
        INFO(body);
        const auto response = c.server.post(route::push, body, device.peer);
        CHECK(response.status == 400);
        CHECK(code_of(response) == "malformed");
        CHECK(read_failure(response.body)->message.find('\n') == std::string::npos);
    }
    CHECK(code_of(c.server.post(route::pull, R"({"schema":)" + std::to_string(catalogue().version()) + R"(,"cursors":[["desk",-1]]})", device.peer)) == "malformed");
}

TEST_CASE("too large a body, too many commands and a bomb are refused") {
    Counter c;
    auto device = c.server.device("desk");
    const auto bomb = zstd_compress(std::string(9U << 20U, ' '));
    CHECK(bomb.size() < 10'000);
    CHECK(c.server.post(route::push, bomb, device.peer, {{"Content-Encoding", "zstd"}}).status == 413);
    CHECK(c.server.post(route::push, "xx", device.peer, {{"Content-Encoding", "zstd"}}).status == 400);
    CHECK(c.server.post(route::push, "xx", device.peer, {{"Content-Encoding", "br"}}).status == 415);
    std::vector<PushedCommand> commands;
    for (int i = 0; i < 501; ++i) commands.push_back({i + 1, true, device.command("", Kind::none, {})});
    const auto response = device.send(commands);
    CHECK(response.status == 413);
    CHECK(code_of(response) == "too_large");
}

TEST_CASE("paths and methods are exact") {
    BareServer server;
    const auto status = [&](const char* method, const char* path) {
        return server.service->handle({method, path, {}, {}}, {}).status;
    };
    CHECK(status("GET", "/healthz") == 200);
    CHECK(status("GET", "/v1/authority") == 200);
    CHECK(status("POST", "/healthz") == 405);
    CHECK(status("GET", "/v1/push") == 405);
    CHECK(status("GET", "/") == 404);
    CHECK(status("GET", "/v1/pull/") == 404);
    CHECK(server.service->handle({"GET", "/v1/authority", {}, {}}, {}).body == server.authority.certificate_pem);
}

TEST_CASE("compressed requests are read and large answers come compressed to whom asks for it") {
    Counter c;
    auto device = c.server.device("desk");
    const auto response = c.server.post(route::pull, zstd_compress(pull_body(c.server, device)), device.peer,
                                        {{"Content-Encoding", "zstd"}, {"Accept-Encoding", "gzip, zstd"}});
    REQUIRE(response.status == 200);
    REQUIRE(header(response, "Content-Encoding") == "zstd");
    CHECK(read_pull_reply(zstd_decompress(response.body, 1U << 20U).value(), catalogue()));
}

TEST_CASE("a pull with nothing to do is small, smaller still for whom asks so, and writes nothing") {
    Counter c;
    auto device = c.server.device("desk");
    device.pull();
    const auto body = pull_body(c.server, device);
    const auto response = c.server.post(route::pull, body, device.peer);
    CHECK(response.status == 200);
    CHECK(response.body.size() < 300);
    const auto minimal = c.server.post(route::pull, body, device.peer, {{"Prefer", "return=minimal"}});
    CHECK(minimal.status == 204);
    CHECK(minimal.body.empty());
    c.server.add_person("new", Role::desk);
    CHECK(c.server.post(route::pull, body, device.peer, {{"Prefer", "return=minimal"}}).status == 200);
}

TEST_CASE("a cursor of another epoch, or of a time that the server has lost, is answered with its epoch's end") {
    Counter c;
    auto device = c.server.device("desk");
    device.pull();
    const auto pull = [&](PullRequest request) { return c.server.post(route::pull, encode(request), device.peer); };
    const auto response = pull({catalogue().version(), make_uuid(c.server.clock, c.server.random), {}, 0});
    CHECK(response.status == 409);
    CHECK(code_of(response) == "epoch");
    CHECK(code_of(pull({catalogue().version(), c.server.store->epoch(), {{"desk", c.server.head() + 1}}, 0})) == "epoch");
    CHECK(pull({catalogue().version(), c.server.store->epoch(), {{"desk", c.server.head()}}, 0}).status == 200);
}

TEST_CASE("the clock of a device is compared with the server's, and kept") {
    Counter c;
    auto device = c.server.device("desk");
    const auto command = device.next(device.command("create_ticket", Kind::none, {}, {{"title", std::string("x")}}));
    const auto told = std::to_string(c.server.clock.now().ms + 180'000);
    c.server.post(route::push, encode(PushRequest{catalogue().version(), {command}}), device.peer, {{"Sigap-Time", told}});
    CHECK(c.server.store->devices().find(device.device_id)->skew_ms == 180'000);
}

TEST_CASE("a client that is too old may still push, and is told to be updated where it pulls or enrols") {
    Counter c;
    auto device = c.server.device("desk");
    c.server.service = std::make_unique<Service>(*c.server.store, c.server.authority, nullptr, SpokenVersions{2, 1});
    const auto command = device.next(device.command("create_ticket", Kind::none, {}, {{"title", std::string("x")}}));
    CHECK(c.server.post(route::push, encode(PushRequest{catalogue().version(), {command}}), device.peer).status == 200);
    const auto pulled = c.server.post(route::pull, pull_body(c.server, device), device.peer);
    CHECK(pulled.status == 426);
    CHECK(code_of(pulled) == "update_app");
    CHECK(code_of(c.server.enrol(c.server.code_for("desk"))) == "update_app");
    c.server.service = std::make_unique<Service>(*c.server.store, c.server.authority, nullptr, SpokenVersions{1, catalogue().version() + 1});
    CHECK(code_of(c.server.post(route::pull, pull_body(c.server, device), device.peer)) == "update_app");
    PullRequest newer{catalogue().version(), {}, {}, 0};
    newer.protocol = protocol_version + 1;
    CHECK(code_of(c.server.post(route::pull, encode(newer), device.peer)) == "old_server");
}

TEST_CASE("who reads no zstd is answered with gzip") {
    Counter c;
    auto device = c.server.device("desk");
    const auto response = c.server.post(route::pull, pull_body(c.server, device), device.peer, {{"Accept-Encoding", "gzip"}});
    REQUIRE(header(response, "Content-Encoding") == "gzip");
    CHECK(read_pull_reply(gzip_decompress(response.body, 1U << 20U).value(), catalogue()));
}
