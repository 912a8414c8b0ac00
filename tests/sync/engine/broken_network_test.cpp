// A first pull over a network that breaks in the middle of its pages.
#include <catch2/catch_test_macros.hpp>

#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::size_t records = 3000;

// Carries whole answers up to a size; breaks off all others, and every nth.
struct ThinWire final : Transport {
    explicit ThinWire(std::shared_ptr<LoopbackTransport> inner) : network(std::move(inner)) {}
    Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) override {
        ++asked;
        if (break_every > 0 && asked % break_every == 0) return fail(ErrorCode::offline, "the connection broke", "interrupted");
        auto answer = network->send(request, stop);
        if (!answer || answer->body.size() <= carries) return answer;
        ++broken;
        return fail(ErrorCode::offline, "the connection broke", detail);
    }
    std::shared_ptr<LoopbackTransport> network;
    std::size_t carries = SIZE_MAX;
    int break_every = 0, asked = 0, broken = 0;
    std::string detail = "interrupted";
};

struct Filling : Harness {
    Filling() {
        std::vector<Record> assets;
        for (std::size_t i = 0; i < records; ++i) {
            Asset asset;
            asset.id = make_uuid(clock, random);
            asset.name = "Machine " + std::to_string(i);
            asset.serial = "SN" + std::to_string(random.below(1'000'000'000)) + "-" + std::to_string(i);
            asset.location = room;
            assets.push_back(record_of(asset));
        }
        insert(assets);
        device = &enrol("technician");
        wire = std::make_unique<ThinWire>(device->network);
    }
    Result<SyncReport> attempt(Session& session) { return run_session(session, *wire); }
    Result<SyncReport> attempt() {
        Session session(*device->replica);
        return attempt(session);
    }
    std::int64_t assets() { return device->replica->count({.kind = Kind::asset, .where = {}, .text = {}, .order = {}}); }

    TestDevice* device = nullptr;
    std::unique_ptr<ThinWire> wire;
};

}  // namespace

TEST_CASE("a page that the network cannot carry is asked for again, smaller, until it comes through") {
    Filling filling;
    filling.wire->carries = 12'000;
    const auto report = must(filling.attempt());
    CHECK(filling.assets() == static_cast<std::int64_t>(records) + 1);
    CHECK(filling.wire->broken > 2);
    // What had come was not asked for again: each row once.
    const SyncStatus status = filling.device->replica->status();
    CHECK(status.first_pull_done);
    std::int64_t held = 0;
    for (const auto& kind : catalogue().kinds()) held += filling.device->replica->count({.kind = kind.kind, .where = {}, .text = {}, .order = {}});
    CHECK(report.received == held);
}

TEST_CASE("a first pull goes on where it broke off, in another attempt and after a restart, and says how far it is") {
    Filling filling;
    CHECK(filling.device->replica->status().first_pull_of == 0);
    SessionOptions small;
    small.page_rows = 200;
    filling.wire->break_every = 5;
    std::int64_t of = 0, before = 0;
    for (int attempts = 0; attempts < 40 && !filling.device->replica->status().first_pull_done; ++attempts) {
        // Alone it would go on at once; here each break ends an attempt.
        Session session(*filling.device->replica, small);
        for (int asked = 0; asked < 3; ++asked)
            if (const auto request = session.next()) session.receive(filling.wire->send(*request, {}));
        filling.reopen(*filling.device);
        const SyncStatus status = filling.device->replica->status();
        if (status.first_pull_done) break;
        CHECK(status.first_pull_rows >= before);
        if (of > 0) CHECK(status.first_pull_of == of);
        of = status.first_pull_of;
        before = status.first_pull_rows;
        CHECK(before < of);
    }
    CHECK(filling.device->replica->status().first_pull_done);
    CHECK(filling.device->replica->setting("first_pull_rows") == std::to_string(of));
    CHECK(filling.assets() == static_cast<std::int64_t>(records) + 1);
}

TEST_CASE("a network that carries nothing is given up after a few tries, and one that is silent at once") {
    Filling filling;
    filling.wire->carries = 0;
    CHECK(filling.attempt().error().detail == "interrupted");
    CHECK(filling.wire->asked == 7);
    filling.wire->asked = 0;
    filling.wire->detail = "timeout";
    Session session(*filling.device->replica);
    CHECK(filling.attempt(session).error().detail == "timeout");
    CHECK(filling.wire->asked == 1);
    // The next attempt begins with less.
    CHECK(session.page_rows() < SessionOptions::most_page_rows);
}

TEST_CASE("pages grow again where the network carries them") {
    Filling filling;
    SessionOptions small;
    small.page_rows = SessionOptions::least_page_rows;
    Session session(*filling.device->replica, small);
    must(filling.attempt(session));
    CHECK(session.page_rows() > SessionOptions::least_page_rows);
    const auto all = filling.wire->asked;
    CHECK(all < static_cast<int>(records) / static_cast<int>(SessionOptions::least_page_rows));
}
