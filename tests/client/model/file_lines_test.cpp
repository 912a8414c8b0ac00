#include "client/model/file_lines.hpp"

#include <catch2/catch_test_macros.hpp>

#include "client/model/details.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

// What the job's screen says of its only file.
FileLine on_screen(Harness& harness, TestDevice& device, const Uuid& visit) {
    const auto detail = must(device.replica->read(
        [&]() -> Result<std::shared_ptr<const JobDetail>> { return job_detail(*device.replica, visit, harness.clock.now()); }));
    REQUIRE(detail);
    REQUIRE(detail->files.size() == 1);
    return detail->files[0];
}

}  // namespace

TEST_CASE("the job's screen says of each file where it is, at its author and at the desk") {
    Harness harness;
    const Uuid visit = harness.make_job("Replace a dock", "technician", harness.clock.now());
    TestDevice& budi = harness.enrol("technician");
    TestDevice& desk = harness.desk();
    must(budi.sync());
    const std::string photo(4 * file_chunk_bytes, 'p');
    budi.attach(visit, photo);
    CHECK(on_screen(harness, budi, visit).state == FileState::sending);
    CHECK(on_screen(harness, budi, visit).author == "Budi Santoso");
    must(budi.sync());
    must(desk.sync());
    must(desk.sync_files());
    CHECK(on_screen(harness, desk, visit).state == FileState::elsewhere);
    must(budi.sync_files({}, 3));
    CHECK(on_screen(harness, budi, visit).percent == 50);
    must(budi.sync_files());
    CHECK(on_screen(harness, budi, visit).state == FileState::done);
    harness.clock.advance(600'000);
    must(desk.sync_files({}, 2));
    CHECK(on_screen(harness, desk, visit).state == FileState::fetching);
    must(desk.sync_files());
    CHECK(on_screen(harness, desk, visit).state == FileState::done);
}

TEST_CASE("a photo that was lost before it was sent is to be taken again") {
    Harness harness;
    const Uuid visit = harness.make_job("Replace a dock", "technician", harness.clock.now());
    TestDevice& budi = harness.enrol("technician");
    must(budi.sync());
    budi.attach(visit, "a photo");
    must(budi.disk->remove("files/" + to_hex(sha256("a photo"))));
    must(budi.sync());
    must(budi.sync_files());
    CHECK(on_screen(harness, budi, visit).state == FileState::retake);
    CHECK_FALSE(on_screen(harness, budi, visit).here);
}
