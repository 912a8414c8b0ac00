// The server on a disk that fails: each request is answered, whichever call fails in it.
#include <catch2/catch_test_macros.hpp>

#include "platform/core/log.hpp"
#include "tests/support/fault_vfs.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

TEST_CASE("whichever call of the disk fails, a request is answered: that the server cannot store anything now") {
    FaultVfs faults;  // outlives the server that uses it
    Harness harness;
    TestDevice& device = harness.enrol("technician");
    must(device.sync());
    const auto pull = must(device.replica->next_pull(0));
    const HttpRequest requests[] = {
        {"POST", std::string(route::pull), {}, encode(pull)},
        {"POST", std::string(route::pull), {{"Prefer", "return=minimal"}}, encode(pull)},
        {"POST", std::string(route::wait), {}, encode(pull)},
        {"POST", std::string(route::compare), {}, encode(must(device.replica->next_compare("reference", {})))},
        {"POST", std::string(route::file_ask), {{"Content-Type", "application/json"}}, encode(FileAsk{})},
    };
    const LogLevel before_all = set_log_level(LogLevel::silence);
    harness.server_vfs = faults.name();
    for (const auto& request : requests) {
        int failed = 0;
        for (std::uint64_t nth = 1;; ++nth) {
            REQUIRE(nth < 1000);
            harness.restart_server();
            const std::uint64_t before = faults.failures();
            faults.fail_nth(FaultVfs::Call::any, nth, 0, true);
            const auto answer = device.network->send(request);
            const bool met = faults.failures() > before;
            faults.heal();
            REQUIRE(answer);
            INFO(request.target);
            CHECK((answer->status < 300 || answer->status == 503));
            failed += answer->status == 503;
            if (!met) break;
        }
        CHECK(failed > 3);
    }
    set_log_level(before_all);
}
