#include <catch2/catch_test_macros.hpp>

#include "sync/engine/profile.hpp"
#include "tests/support/temp_folder.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Rig {
    Result<std::unique_ptr<Profile>> open() { return Profile::open(folder.path() / "profile", catalogue(), clock, random); }
    TempFolder folder;
    ManualClock clock;
    SeededRandom random{1};
};

}  // namespace

TEST_CASE("a profile is private, its database is encrypted, and one owner has it at a time") {
    Rig rig;
    {
        auto profile = rig.open();
        REQUIRE(profile);
        CHECK((*profile)->folder() == rig.folder.path() / "profile");
        CHECK(rig.open().error().code == ErrorCode::busy);
        REQUIRE((*profile)->replica().set_setting("theme", "dark"));
    }
    using std::filesystem::perms;
    CHECK(std::filesystem::status(rig.folder.path() / "profile").permissions() == perms::owner_all);
    CHECK(std::filesystem::status(rig.folder.path() / "profile/database.key").permissions() == (perms::owner_read | perms::owner_write));
    OpenOptions unkeyed;
    unkeyed.path = rig.folder.path() / "profile/sigap.db";
    CHECK_FALSE(Database::open(unkeyed));
    auto again = rig.open();
    REQUIRE(again);
    CHECK((*again)->replica().setting("theme") == "dark");
    std::filesystem::resize_file(rig.folder.path() / "profile/database.key", 5);
    again = fail(ErrorCode::storage, "closed");
    CHECK(rig.open().error().code == ErrorCode::storage);
}

TEST_CASE("a profile that is not enrolled has no server, and one that is enrols nowhere else") {
    Rig rig;
    auto profile = rig.open();
    REQUIRE(profile);
    CHECK((*profile)->transport().error().detail == "not_enrolled");
    CHECK((*profile)->enrol("http://127.0.0.1:1", "x", "laptop").error().detail == "bad_url");
    CHECK((*profile)->enrol("https://127.0.0.1:1/", "no code", "laptop").error().code == ErrorCode::invalid);
    CHECK_FALSE((*profile)->replica().enrolment());
    const Uuid id = make_uuid(rig.clock, rig.random);
    REQUIRE((*profile)->replica().set_enrolment({id, 1, id, "technician", Role::technician, "Test", id, "https://a"}));
    CHECK((*profile)->enrol("https://b", "x", "laptop").error().detail == "enrolled");
    CHECK_FALSE((*profile)->transport());  // its certificate is not there
}
