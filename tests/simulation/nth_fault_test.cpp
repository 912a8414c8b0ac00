// SQLite's way: the first call fails, then the second, and so on, until what was to be done meets no fault any more. After
// each, nothing confirmed is lost and all that must hold holds.
#include <catch2/catch_test_macros.hpp>

#include "platform/core/log.hpp"
#include "sync/model/kinds/asset.hpp"
#include "tests/simulation/faults.hpp"
#include "tests/simulation/healing.hpp"
#include "tests/simulation/people.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::simulation;
using sigap::testing::must;

namespace {

struct Trial {
    explicit Trial(bool fresh, bool keyed) : world({7, keyed, 1, fresh, 0, false}), network(world, false), people(world), device(world.devices[0]) {
        network.calm = true;
    }
    void edit(const char* command, const Uuid& target, const char* field, const char* value) {
        people.perform(device, {command, target, {{field, value}}});
    }
    void edits() {
        edit("edit_asset", world.landmarks().laptop, "name", "a name");
        edit("add_note", world.landmarks().laptop, "text", "a note");
        edit("edit_asset", world.landmarks().laptop, "remarks", "a remark");
    }
    // Somebody else's changes, on the server.
    void changes() {
        auto laptop = as<Asset>(*world.server.store->rows().find(Kind::asset, world.landmarks().laptop));
        laptop.cpu = "changed";
        Asset other = laptop;
        other.id = make_uuid(world.server.clock, world.server.random);
        other.tag = other.serial = "new";
        const Record records[] = {record_of(laptop), record_of(other)};
        must(world.server.store->insert(records, {}, "import"));
        (void)world.witness.observe_server(*world.server.store);
    }
    void exchange(std::string_view target) {
        Session session(*device.replica);
        while ((device.request = session.next()) && device.request->target == target) {
            network.send(device);
            session.receive(*device.answer);
            device.answer.reset();
        }
        device.request.reset();
    }

    World world;
    Network network;
    People people;
    SimulatedDevice& device;
};

struct Scene {
    const char* name;
    bool fresh;
    void (*before)(Trial&);
    void (*act)(Trial&);
};
const Scene scenes[] = {
    {"an edit", false, [](Trial&) {}, [](Trial& trial) { trial.edits(); }},
    {"a push", false, [](Trial& trial) { trial.edits(); }, [](Trial& trial) { trial.exchange(route::push); }},
    {"a pull", false, [](Trial& trial) { trial.changes(); }, [](Trial& trial) { trial.exchange(route::pull); }},
    {"a first pull", true, [](Trial&) {}, [](Trial& trial) { trial.exchange(route::pull); }},
    {"a start", false, [](Trial& trial) { trial.edits(), trial.device.replica.reset(); },
     [](Trial& trial) { (void)trial.world.open(trial.device); }},
};

// False where the fault was not met any more.
bool try_nth(const Scene& scene, Fault fault, std::uint64_t nth, bool keyed) {
    Trial trial(scene.fresh, keyed);
    scene.before(trial);
    const std::uint64_t failures = trial.device.machine.faults.failures();
    arm(trial.device.machine, fault, nth);
    try {
        scene.act(trial);
    } catch (const StorageFailure&) {
        // A screen that reads while the disk fails.
    } catch (const std::bad_alloc&) {
    }
    const bool met = was_met(trial.device.machine, failures);
    trial.world.restart(trial.device, ending_of(fault));
    if (trial.world.broken().empty()) heal(trial.world, trial.network, true);
    if (!trial.world.broken().empty()) {
        for (const auto& line : trial.world.trace.lines()) UNSCOPED_INFO(line);
        for (const auto& line : trial.world.broken()) UNSCOPED_INFO(line);
        FAIL("the " << nth << "th " << fault_words[static_cast<int>(fault)] << " of " << scene.name << (keyed ? ", keyed" : ""));
    }
    return met;
}

// Every second trial with encrypted databases. thin: of the many allocations not each is tried.
void all_scenes(bool thin) {
    const LogLevel level = set_log_level(LogLevel::silence);
    for (const Scene& scene : scenes)
        for (const Fault fault : all_faults) {
            std::uint64_t nth = 1;
            int trials = 0;
            while (try_nth(scene, fault, nth, ++trials % 2 == 0)) {
                nth = next_nth(fault, nth, thin);
                REQUIRE(nth < 100'000);
            }
        }
    set_log_level(level);
}

}  // namespace

TEST_CASE("whichever call of disk or memory fails, or ends the machine, an edit, a push, a pull and a start are whole or not at all") {
    all_scenes(true);
}

TEST_CASE("the same of every single allocation", "[.every]") { all_scenes(false); }
