#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tests/platform/storage/scratch.hpp"
#include "tests/support/fault_vfs.hpp"
#include "tests/support/power_cut_vfs.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

using Call = FaultVfs::Call;

// A disk in memory behind faults, and a database on it with one row.
struct Fixture {
    PowerCutVfs disk;
    FaultVfs faults{disk.name()};
    OpenOptions options = options_for("/a.db");
    std::unique_ptr<Database> database;

    explicit Fixture(bool keyed = false) {
        options.vfs = faults.name();
        if (keyed) options.key = some_key();
        database = must_open(options);
        database->execute("PRAGMA wal_autocheckpoint = 3; CREATE TABLE t(n INTEGER PRIMARY KEY, body TEXT)");
        REQUIRE(insert(1));
    }
    Result<void> insert(int n) {
        return database->write([&] {
            database->query("INSERT INTO t VALUES(?, ?)", n, std::string(9000, 'x')).run();
            database->query("UPDATE t SET body = body || 'y' WHERE n = 1").run();
        });
    }
    std::int64_t rows() { return number(*database, "SELECT count(*) FROM t"); }
};

}  // namespace

TEST_CASE("whichever call fails, the transaction ends and the database stays whole") {
    const bool keyed = GENERATE(false, true);
    const bool stays = GENERATE(false, true);
    int refused = 0;
    bool reached_the_end = false;
    for (std::uint64_t nth = 1; nth < 1000 && !reached_the_end; ++nth) {
        Fixture f(keyed);
        f.database.reset();
        f.faults.fail_nth(Call::any, nth, 0, stays);
        std::vector<int> acknowledged{1};
        if (auto opened = Database::open(f.options)) {
            f.database = std::move(*opened);
            f.database->execute("PRAGMA wal_autocheckpoint = 3");
            for (const int n : {2, 3}) {
                const auto kept = f.insert(n);
                if (kept) acknowledged.push_back(n);
                else CHECK(kept.error().code == ErrorCode::storage);
                refused += !kept;
            }
            f.database.reset();
        }
        reached_the_end = f.faults.failures() == 0;
        f.faults.heal();

        f.database = must_open(f.options);
        REQUIRE(f.database->integrity_check());
        for (const int n : acknowledged) REQUIRE(f.database->query("SELECT 1 FROM t WHERE n = ?", n).step());
        REQUIRE(number(*f.database, "SELECT length(body) FROM t WHERE n = 1") == 9000 + f.rows());
        REQUIRE(f.insert(4));
    }
    CHECK(reached_the_end);
    CHECK(refused > 10);
}

TEST_CASE("a full disk is told as such, keeps what was there, and heals") {
    Fixture f;
    f.faults.fill_after(6000);
    const auto full = f.insert(2);
    REQUIRE_FALSE(full);
    CHECK(full.error().code == ErrorCode::storage);
    CHECK(full.error().detail == "disk_full");
    CHECK(f.rows() == 1);
    f.faults.heal();
    CHECK(f.insert(2));
    CHECK(f.rows() == 2);
}

TEST_CASE("a failed sync is no acknowledgement, and the connection must be opened anew") {
    Fixture f;
    f.faults.fail_nth(Call::sync, 1);
    const auto failed = f.insert(2);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().detail == "disk_io");
    CHECK(f.database->needs_reopen());
    CHECK_FALSE(f.insert(3));
    CHECK_FALSE(f.database->read([] {}));
    f.database.reset();
    f.database = must_open(f.options);
    CHECK_FALSE(f.database->needs_reopen());
    CHECK(f.insert(3));
    CHECK(f.database->integrity_check());
}

TEST_CASE("work that hides a storage failure keeps nothing") {
    Fixture f;
    f.database->execute("PRAGMA cache_size = 1; PRAGMA cache_spill = 1");
    const auto result = f.database->write([&] {
        f.database->query("INSERT INTO t VALUES(2, 'kept with all or not at all')").run();
        f.faults.fill_after(0);
        try {
            for (int n = 10; n < 60; ++n)
                f.database->query("INSERT INTO t VALUES(?, ?)", n, std::string(9000, 'x')).run();
            FAIL("the disk did not fill");
        } catch (const StorageFailure&) {
            f.faults.heal();
        }
        f.database->query("INSERT INTO t VALUES(3, 'after the failure')").run();
    });
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::storage);
    CHECK(f.rows() == 1);
    CHECK(f.insert(2));
}

TEST_CASE("failures of reading, checking, checkpoint and backup become errors") {
    Fixture f;
    REQUIRE(f.database->checkpoint());
    f.database.reset();
    f.database = must_open(f.options);
    f.faults.fail_nth(Call::read, 1, 0, true);
    const auto read = f.database->read([&] { f.database->query("SELECT max(body) FROM t").run(); });
    REQUIRE_FALSE(read);
    CHECK(read.error().detail == "disk_io");
    CHECK_FALSE(f.database->integrity_check());
    CHECK_FALSE(f.database->backup_to("/copy.db"));
    f.faults.heal();
    REQUIRE(f.insert(2));
    f.faults.fail_nth(Call::write, 1, 0, true);
    CHECK_FALSE(f.database->checkpoint());
    f.faults.heal();
    CHECK(f.database->checkpoint());
    CHECK(f.database->backup_to("/copy2.db"));
    f.options.path = "/copy2.db";
    CHECK(number(*must_open(f.options), "SELECT count(*) FROM t") == 2);
}

TEST_CASE("faults pass to the system's own disk too") {
    TempFolder folder;
    FaultVfs faults;
    OpenOptions options = options_for(folder.path() / "a.db");
    options.vfs = faults.name();
    auto database = must_open(options);
    database->execute("CREATE TABLE t(n)");
    faults.fail_nth(Call::write, 1);
    CHECK_FALSE(database->write([&] { database->execute("INSERT INTO t VALUES(1)"); }));
    CHECK(database->write([&] { database->execute("INSERT INTO t VALUES(2)"); }));
    CHECK(number(*database, "SELECT sum(n) FROM t") == 2);
    CHECK(faults.failures() == 1);
    CHECK(faults.calls(Call::write) > 3);
}
