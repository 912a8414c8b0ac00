#include <catch2/catch_test_macros.hpp>

#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

// Notes what went over the network.
class Recorder final : public Transport {
public:
    explicit Recorder(Transport& inner) : inner_(inner) {}
    Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop = {}) override {
        auto answer = inner_.send(request, stop);
        minimal.push_back(header(request, "Prefer") == "return=minimal");
        statuses.push_back(answer ? answer->status : 0);
        return answer;
    }
    std::vector<bool> minimal;
    std::vector<int> statuses;

private:
    Transport& inner_;
};

SyncReport sync(TestDevice& device, Recorder& network) {
    Session session(*device.replica);
    return must(run_session(session, network));
}

}  // namespace

TEST_CASE("a sync with nothing new is one request without an answer's body, and tells the last contact") {
    Harness world;
    TestDevice& device = world.enrol("technician");
    must(device.sync());
    Recorder network(*device.network);
    world.clock.advance(5'000);
    const auto report = sync(device, network);
    CHECK(network.statuses == std::vector{204});
    CHECK(report.received == 0);
    CHECK(must(device.replica->read([&]() -> Result<SyncStatus> { return device.replica->status(); })).last_contact ==
          world.clock.now());
}

TEST_CASE("the last contact is on the disk a minute later at most") {
    Harness world;
    TestDevice& device = world.enrol("technician");
    must(device.sync());
    world.clock.advance(61'000);
    must(device.sync());
    world.reopen(device);
    CHECK(must(device.replica->read([&]() -> Result<SyncStatus> { return device.replica->status(); })).last_contact ==
          world.clock.now());
}

TEST_CASE("what is new is never answered by nothing") {
    Harness world;
    TestDevice& device = world.enrol("technician");
    must(device.sync());
    const Uuid visit = world.make_job("Replace the dock", "technician", world.clock.now());
    Recorder network(*device.network);
    CHECK(sync(device, network).received > 0);
    CHECK(network.statuses == std::vector{200});
    CHECK(device.get<Visit>(visit).status == VisitStatus::scheduled);
}

TEST_CASE("after a push the pull that brings it back is asked for in full") {
    Harness world;
    TestDevice& device = world.enrol("technician");
    must(device.sync());
    const Uuid visit = world.make_job("Replace the dock", "technician", world.clock.now());
    must(device.sync());
    device.perform("accept_visit", visit);
    Recorder network(*device.network);
    sync(device, network);
    CHECK(network.minimal == std::vector{false, false});
    CHECK(network.statuses == std::vector{200, 200});
    sync(device, network);
    CHECK(network.statuses.back() == 204);
}
