#include "sync/engine/ballast.hpp"

#include <catch2/catch_test_macros.hpp>

#include "sync/files/file_store.hpp"
#include "tests/support/memory_files.hpp"

using namespace sigap;
using namespace sigap::testing;

TEST_CASE("a ballast holds room while there is enough, and gives it up once") {
    ManualClock clock;
    MemoryFiles files(clock);
    SeededRandom random(1);
    Ballast ballast(files, "profile/ballast");
    const std::uint64_t before = files.room;
    REQUIRE(ballast.take(random));
    REQUIRE(ballast.take(random));
    CHECK(files.room == before - Ballast::bytes);
    CHECK(ballast.give_up());
    CHECK(files.room == before);
    CHECK_FALSE(ballast.give_up());
    files.room = reserved_bytes - 1;
    REQUIRE(ballast.take(random));
    CHECK_FALSE(files.has("profile/ballast"));
}

TEST_CASE("a ballast that was cut short is taken whole again") {
    ManualClock clock;
    MemoryFiles files(clock);
    SeededRandom random(1);
    Ballast ballast(files, "profile/ballast");
    REQUIRE(files.write("profile/ballast", 0, "half"));
    REQUIRE(ballast.take(random));
    CHECK(files.size("profile/ballast").value() == Ballast::bytes);
}
