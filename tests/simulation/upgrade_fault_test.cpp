// An upgrade that is cut short at any call of disk or memory: the next start finds the old state or the new one, whole.
#include <catch2/catch_test_macros.hpp>

#include "platform/core/log.hpp"
#include "sync/replica/replica.hpp"
#include "sync/server/store.hpp"
#include "tests/simulation/faults.hpp"
#include "tests/support/harness.hpp"
#include "tests/support/stored_database.hpp"

using namespace sigap;
using namespace sigap::simulation;
using namespace sigap::testing;

namespace {

constexpr std::uint64_t most_calls = 200'000;

// One stored database on a machine of its own, for as many upgrades as one likes.
struct Upgrade {
    Upgrade(const std::string& version, StoredEnd which, bool keyed) : end(which) {
        if (keyed) key.emplace().fill(7);
        Machine maker(clock);
        {
            auto database = must(Database::open(maker.open_options(key)));
            restore_stored(*database, version, end);
            rows = all_rows(*database);
        }
        maker.disk.restart();
        files = maker.disk.files();
    }

    // With the code of today; false where that failed.
    bool start(Machine& machine) {
        const auto options = machine.open_options(key);
        SeededRandom random(5);  // what is made by chance is the same each time, too
        if (end == StoredEnd::server) return static_cast<bool>(Store::open(options, catalogue(), clock, random));
        auto database = Database::open(options);
        return database && Replica::open(std::move(*database), catalogue(), clock, random);
    }

    // False where the fault was not met any more.
    bool try_nth(Fault fault, std::uint64_t nth) {
        Machine machine(clock);
        machine.disk.load(files);
        arm(machine, fault, nth);
        bool started = false;
        try {
            started = start(machine);
        } catch (const StorageFailure&) {
        } catch (const std::bad_alloc&) {
        }
        const bool met = was_met(machine, 0);
        REQUIRE((met || started));
        machine.end(ending_of(fault), chance, chance);
        REQUIRE(start(machine));
        machine.end(Ending::closed, chance, chance);
        check(machine);
        return met;
    }
    void check(Machine& machine) {
        auto database = must(Database::open(machine.open_options(key)));
        REQUIRE(database->integrity_check());
        auto now = all_rows(*database);
        if (now == upgraded) return;
        for (const auto& line : lost_rows(rows, now)) FAIL(line);
        // Every upgrade ends the same, however often it was begun.
        REQUIRE(upgraded.empty());
        upgraded = std::move(now);
    }

    const StoredEnd end;
    std::optional<DatabaseKey> key;
    TableRows rows, upgraded;
    PowerCutVfs::Files files;
    ManualClock clock;
    SeededRandom chance{5};
};

// An upgrade reads and writes hundreds of pages, one like the other: where `thin`, every eleventh past the first thirty, in turn
// without a key and with one.
std::uint64_t next_of_upgrade(Fault fault, std::uint64_t nth, bool thin) {
    const std::uint64_t next = next_nth(fault, nth, thin);
    return thin && nth > 30 && fault != Fault::memory ? nth + 11 * (next - nth) : next;
}

// Where `thin`, of the oldest version and the newest.
void all_upgrades(bool thin) {
    const LogLevel level = set_log_level(LogLevel::silence);
    for (const auto& version : stored_versions) {
        if (thin && version != stored_versions.front() && version != stored_versions.back()) continue;
        for (const auto end : {StoredEnd::device, StoredEnd::server}) {
            Upgrade plain(version, end, false), keyed(version, end, true);
            for (const Fault fault : all_faults) {
                std::uint64_t nth = 1;
                for (bool met = true, key = false; met; key = !key) {
                    INFO("the " << nth << "th " << fault_words[static_cast<int>(fault)] << " of " << version
                                << (end == StoredEnd::device ? ", device" : ", server") << (key ? ", keyed" : ""));
                    met = (key ? keyed : plain).try_nth(fault, nth);
                    nth = next_of_upgrade(fault, nth, thin);
                    REQUIRE(nth < most_calls);
                }
            }
        }
    }
    set_log_level(level);
}

}  // namespace

TEST_CASE("whichever call of disk or memory fails, or ends the machine, an upgrade from an earlier version is whole or not at all") {
    all_upgrades(true);
}

TEST_CASE("the same of every single call of an upgrade from each earlier version", "[.every]") { all_upgrades(false); }
