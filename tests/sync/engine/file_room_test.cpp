#include "sync/engine/file_room.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/fault_vfs.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::uint64_t GiB = 1ULL << 30U;

// A technician whose two photos are at both ends, and a third one that was never sent.
struct Album : Harness {
    Album() {
        visit = make_job("Replace a dock", "technician", {1'767'240'000'000});
        must(budi.sync());
        for (const char* photo : {"first photo", "second photo"}) {
            clock.advance(60'000);
            budi.attach(visit, photo, std::string("small ") + photo);
        }
        must(budi.sync());
        must(budi.sync_files());
        clock.advance(60'000);
        budi.attach(visit, "third photo");
    }
    bool has(std::string_view bytes) { return budi.files->size(to_hex(sha256(bytes))).has_value(); }

    TestDevice& budi = enrol("technician");
    Uuid visit;
};

}  // namespace

TEST_CASE("a disk is scarce where a tenth is left of it and that is not plenty") {
    CHECK(is_scarce({GiB, 16 * GiB}));
    CHECK_FALSE(is_scarce({2 * GiB, 16 * GiB}));
    CHECK_FALSE(is_scarce({3 * GiB, 1000 * GiB}));
    Album a;
    CHECK_FALSE(disk_is_scarce(*a.budi.files));
    a.budi.disk->room = GiB;
    CHECK(disk_is_scarce(*a.budi.files));
}

TEST_CASE("room is made of the oldest originals that the server has, and of nothing else") {
    Album a;
    CHECK(must(make_room(*a.budi.replica, *a.budi.files, 1)) == std::string_view("first photo").size());
    CHECK_FALSE(a.has("first photo"));
    CHECK(a.has("second photo"));
    CHECK(must(make_room(*a.budi.replica, *a.budi.files, GiB)) == std::string_view("second photo").size());
    CHECK(a.has("third photo"));
    CHECK(a.has("small first photo"));
    CHECK(must(make_room(*a.budi.replica, *a.budi.files, GiB)) == 0);
}

TEST_CASE("what others have sent gives way before what this device sent lately") {
    Album a;
    a.desk().attach(a.visit, "the desk's photo");
    must(a.desk().sync());
    must(a.desk().sync_files());
    must(a.budi.sync());
    must(a.budi.sync_files());
    REQUIRE(a.has("the desk's photo"));
    must(make_room(*a.budi.replica, *a.budi.files, 1));
    CHECK_FALSE(a.has("the desk's photo"));
    CHECK(a.has("first photo"));
}

TEST_CASE("nothing gives way while a restored server has not said what it lacks") {
    Album a;
    a.backup_server();
    a.restore_server();
    must(a.store().begin_epoch());
    must(a.budi.sync());
    CHECK(must(make_room(*a.budi.replica, *a.budi.files, GiB)) == 0);
    must(a.budi.sync_files());
    CHECK(must(make_room(*a.budi.replica, *a.budi.files, GiB)) > 0);
}

TEST_CASE("while the disk is scarce originals are sent and none is fetched") {
    Album a;
    a.desk().attach(a.visit, "the desk's photo", "small");
    must(a.desk().sync());
    must(a.desk().sync_files());
    must(a.budi.sync());
    FileLaneOptions options;
    options.fetches = false;
    const auto report = must(a.budi.sync_files(options));
    CHECK(report.sent == 1);
    CHECK(a.server_files().size(to_hex(sha256("third photo"))));
    CHECK(a.has("small"));
    CHECK_FALSE(a.has("the desk's photo"));
    must(a.budi.sync_files());
    CHECK(a.has("the desk's photo"));
}

TEST_CASE("a photo that gave way is marked as waiting, and comes again") {
    Album a;
    must(make_room(*a.budi.replica, *a.budi.files, GiB));
    CHECK(FileJobs(*a.budi.replica).find(to_hex(sha256("first photo"))));
    must(a.budi.sync_files());
    CHECK(a.has("first photo"));
    CHECK(a.has("second photo"));
}

TEST_CASE("an edit that finds the disk full is saved when files give way, and refused when none can") {
    FaultVfs faults;  // outlives the copy that uses it
    Album a;
    OpenOptions options;
    options.path = a.budi.folder / "sigap.db";
    options.vfs = faults.name();
    a.budi.replica.reset();
    a.budi.replica = must(Replica::open(must(Database::open(options)), catalogue(), a.clock, a.random));
    int asked = 0;
    a.budi.replica->set_disk({{}, [&] {
                                  ++asked;
                                  const auto freed = must(make_room(*a.budi.replica, *a.budi.files, GiB));
                                  if (freed > 0) faults.heal();
                                  return freed > 0;
                              }});
    faults.fill_after(0);
    a.budi.perform("add_note", a.visit, {{"text", "saved at last"}});
    CHECK(asked == 1);
    CHECK_FALSE(a.has("first photo"));
    faults.fill_after(0);
    const auto refused = a.budi.replica->perform("add_note", a.visit, {{"text", "no room for this"}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().detail == "disk_full");
    CHECK(asked == 2);
    faults.heal();
    CHECK(a.budi.all<Note>().size() == 1);
}
