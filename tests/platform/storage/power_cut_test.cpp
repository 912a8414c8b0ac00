#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tests/platform/storage/scratch.hpp"
#include "tests/support/power_cut_vfs.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Trial {
    PowerCutVfs disk;
    SeededRandom random;
    OpenOptions options = options_for("/a.db");
    std::string synchronous = "FULL";
    std::int64_t acknowledged = 0;  // transactions 1..acknowledged were reported as kept

    Trial(std::uint64_t seed, bool keyed, PowerCutVfs::Options behaviour = {}) : disk(behaviour), random(seed) {
        options.vfs = disk.name();
        options.cache_kib = 64;
        if (keyed) options.key = some_key();
    }

    Result<std::unique_ptr<Database>> open() {
        auto opened = Database::open(options);
        if (!opened) return opened;
        // Checkpoints after every few commits, so that cuts fall into them too.
        (*opened)->execute("PRAGMA wal_autocheckpoint = 12");
        if (synchronous != "FULL") (*opened)->execute("PRAGMA synchronous = " + synchronous);
        const auto made = (*opened)->write([&] {
            (*opened)->execute(
                "CREATE TABLE IF NOT EXISTS t(n INTEGER PRIMARY KEY, body TEXT) WITHOUT ROWID;"
                "CREATE TABLE IF NOT EXISTS last(id INTEGER PRIMARY KEY CHECK(id = 1), n INTEGER)");
        });
        if (!made) return made.error();
        return opened;
    }

    // Numbered transactions until the machine stops; each touches two tables.
    void work() {
        auto database = open();
        if (!database) return;
        for (int i = 0; i < 60 && !disk.crashed(); ++i) {
            const std::int64_t n = acknowledged + 1;
            const auto kept = (*database)->write([&] {
                const std::string body(random.below(3000), 'x');
                (*database)->query("INSERT INTO t VALUES(?, ?)", n, body).run();
                (*database)->query("INSERT INTO last VALUES(1, ?1) ON CONFLICT DO UPDATE SET n = ?1", n).run();
            });
            if (kept) acknowledged = n;
        }
    }

    // True: the disk holds every acknowledged transaction, at most the one that was in hand besides, and no half.
    bool whole() {
        auto opened = open();
        if (!opened || !(*opened)->integrity_check()) return false;
        const std::int64_t rows = number(**opened, "SELECT count(*) FROM t");
        const std::int64_t last = number(**opened, "SELECT coalesce((SELECT n FROM last), 0)");
        if (rows != last || rows < acknowledged || rows > acknowledged + 1) return false;
        acknowledged = rows;
        return true;
    }
};

struct Outcome {
    int cuts = 0;
    int losses = 0;
    std::int64_t acknowledged = 0;
};

// Every fifth cut or after a loss the disk begins anew, so that creation is cut as well.
Outcome cut_often(int cuts, bool keyed, const std::string& synchronous, PowerCutVfs::Options behaviour = {}) {
    Outcome outcome;
    std::unique_ptr<Trial> trial;
    SeededRandom random(4711);
    while (outcome.cuts < cuts) {
        if (!trial || outcome.cuts % 5 == 0) {
            trial = std::make_unique<Trial>(random.next(), keyed, behaviour);
            trial->synchronous = synchronous;
        }
        const std::int64_t before = trial->acknowledged;
        trial->disk.crash_at(1 + random.below(120));
        trial->work();
        outcome.acknowledged += trial->acknowledged - before;
        trial->disk.cut(random);
        ++outcome.cuts;
        if (!trial->whole()) {
            ++outcome.losses;
            trial.reset();
        }
    }
    return outcome;
}

}  // namespace

TEST_CASE("2,000 power cuts, keyed or not, lose no acknowledged transaction") {
    const bool keyed = GENERATE(false, true);
    const Outcome outcome = cut_often(2000, keyed, "FULL");
    CHECK(outcome.cuts == 2000);
    CHECK(outcome.losses == 0);
    CHECK(outcome.acknowledged > 6000);
}

TEST_CASE("the simulated power cuts find losses where syncing is off, late or a lie") {
    const bool keyed = GENERATE(false, true);
    CHECK(cut_often(50, keyed, "OFF").losses > 10);
    CHECK(cut_often(50, keyed, "NORMAL").losses > 10);
    CHECK(cut_often(50, keyed, "FULL", {.lie = true}).losses > 10);
}

TEST_CASE("a killed process loses nothing, synced or not") {
    Trial trial(1, false);
    trial.synchronous = "OFF";
    for (int i = 0; i < 50; ++i) {
        trial.disk.crash_at(1 + trial.random.below(120));
        trial.work();
        trial.disk.restart();
        REQUIRE(trial.whole());
    }
}

TEST_CASE("a connection from before a power cut is dead") {
    Trial trial(1, false);
    auto database = trial.open();
    REQUIRE(database);
    trial.disk.cut(trial.random);
    const auto late = (*database)->write([&] { (*database)->execute("INSERT INTO t VALUES(1, '')"); });
    REQUIRE_FALSE(late);
    CHECK(late.error().code == ErrorCode::storage);
    database = fail(ErrorCode::storage, "closed");
    CHECK(trial.whole());
}

TEST_CASE("a disk's files can be carried to another machine") {
    Trial trial(1, true);
    trial.disk.crash_at(300);
    trial.work();
    trial.disk.restart();
    Trial clone(2, true);
    clone.disk.load(trial.disk.files());
    clone.acknowledged = trial.acknowledged;
    CHECK(clone.acknowledged > 3);
    CHECK(clone.whole());
}

TEST_CASE("several connections of a simulated disk see each other's locks and commits") {
    Trial trial(1, false);
    auto writer = must_open(trial.options);
    writer->execute("CREATE TABLE t(n)");
    OpenOptions reading = trial.options;
    reading.read_only = true;
    auto reader = must_open(reading);
    auto other = must_open(trial.options);
    CHECK(writer->write([&] {
        writer->execute("INSERT INTO t VALUES(1)");
        CHECK(number(*reader, "SELECT count(*) FROM t") == 0);
        CHECK_FALSE(other->write([] {}));
    }));
    CHECK(number(*reader, "SELECT count(*) FROM t") == 1);
    CHECK(reader->read([&] {
        CHECK(number(*reader, "SELECT count(*) FROM t") == 1);
        CHECK(other->write([&] { other->execute("INSERT INTO t VALUES(2)"); }));
        CHECK(number(*reader, "SELECT count(*) FROM t") == 1);
    }));
    CHECK(number(*reader, "SELECT count(*) FROM t") == 2);
    CHECK(other->checkpoint());
}
