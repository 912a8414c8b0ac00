#include "tests/simulation/life.hpp"

#include "tests/simulation/healing.hpp"
#include "tests/simulation/invariants.hpp"
#include "tests/support/harness.hpp"

namespace sigap::simulation {

namespace {

WorldOptions world_options(const LifeOptions& options) {
    WorldOptions world;
    world.seed = options.seed;
    world.keyed = options.disks && options.seed % 2 == 0;
    world.devices = 3 + options.seed % 4;
    world.clocks = options.clocks;
    return world;
}

}  // namespace

Life::Life(const LifeOptions& options)
    : options_(options),
      world_(world_options(options)),
      network_(world_, options.disks),
      people_(world_),
      files_(world_, people_, options.seed, options.disks) {}

void Life::run() {
    for (int phase = 1; phase <= options_.phases && world_.broken().empty(); ++phase) {
        while (steps_ < options_.steps * phase / options_.phases && world_.broken().empty()) {
            step();
            if (world_.broken().empty()) files_.step();
        }
        if (world_.broken().empty()) heal(world_, network_, phase == options_.phases);
        if (world_.broken().empty()) files_.heal(phase == options_.phases);
        network_.calm = false;
    }
}

void Life::step() {
    ++steps_;
    world_.truth.advance(static_cast<std::int64_t>(world_.random.below(600'000)));
    SimulatedDevice& device = world_.devices[world_.random.below(world_.devices.size())];
    if (device.out) return;
    const bool shaken = options_.disks && world_.one_in(12);
    if (shaken) {
        ++device.disk_faults;
        if (world_.one_in(2)) device.machine.disk.crash_at(1 + world_.random.below(25));
        else if (world_.one_in(2)) device.machine.faults.fill_after(world_.random.below(20'000));
        else if (world_.one_in(2)) device.machine.faults.fail_nth(testing::FaultVfs::Call::sync, 1);
        else device.machine.faults.fail_nth(testing::FaultVfs::Call::any, 1 + world_.random.below(20));
    }
    try {
        const auto what = world_.random.below(100);
        if (what < 42) edit(device);
        else if (what < 88) sync(device);
        else if (what < 91) people_.withdraw(device);
        else misfortune(device);
    } catch (const StorageFailure& failure) {
        // A screen that reads while the disk fails shows an error; the program starts again.
        if (!shaken) throw;
        world_.tell(device.name, failure.what());
        world_.restart(device, Ending::closed);
    }
    after(device);
}

// The program ends where its machine or its disk has failed it.
void Life::after(SimulatedDevice& device) {
    if (device.machine.disk.crashed()) world_.restart(device, world_.one_in(2) ? Ending::cut : Ending::killed);
    device.machine.disk.crash_at(0);
    device.machine.faults.heal();
    if (device.replica && device.replica->rows().database().needs_reopen()) world_.restart(device, Ending::closed);
    check_device(world_, device);
}

void Life::edit(SimulatedDevice& device) {
    const Uuid operation = people_.edit(device);
    if (!operation || !world_.one_in(60)) return;
    network_.poison(operation);
    world_.tell("server", "will fail at " + world_.names.of(operation));
}

void Life::sync(SimulatedDevice& device) {
    if (device.answer) {
        network_.receive(device);
        // The next request is named at once, or when its person has done something else first.
        if (world_.one_in(4)) return;
    } else if (!device.session) {
        SessionOptions options;
        if (world_.one_in(2)) options.most_commands = 1 + world_.random.below(4);
        if (world_.one_in(3)) options.page_rows = 1 + static_cast<std::int64_t>(world_.random.below(8));
        device.asks_ahead = world_.one_in(2);
        world_.begin_session(device, options);
        world_.tell(device.name, "begins to sync");
    }
    if (!device.request) device.request = device.session->next();
    if (!device.request) {
        const auto outcome = world_.end_session(device);
        world_.tell(device.name, outcome ? "has synced" : "could not sync: " + outcome.error().message);
        if (!outcome) world_.answer_refusal(device, outcome.error());
        return;
    }
    world_.tell(device.name, "sends " + device.request->target);
    network_.send(device);
}

void Life::change_person() {
    Store& store = *world_.server.store;
    const Landmarks& mark = world_.landmarks();
    const Uuid who = world_.any(std::vector{mark.technician, mark.colleague, mark.far_technician});
    auto person = *store.person(who);
    if (world_.one_in(3)) person.role = person.role == Role::technician ? Role::desk : Role::technician;
    else person.site = person.site.id == mark.site ? mark.other_site : mark.site;
    const Record record = record_of(person);
    testing::must(store.insert(std::span(&record, 1), mark.admin, "user"));
    world_.tell("server", person.login + " is now " + std::string(word_of(person.role)) + " at the " + world_.names.of(person.site));
    world_.observe_server();
}

void Life::misfortune(SimulatedDevice& device) {
    switch (world_.random.below(16)) {
        case 0: return world_.restart(device, Ending::closed);
        case 1: return world_.restart(device, Ending::killed);
        case 2: return world_.restart(device, options_.disks ? Ending::cut : Ending::killed);
        case 3: return world_.restart_server(options_.disks && world_.one_in(2) ? Ending::cut : Ending::closed);
        case 4:
            world_.tell(device.name, "has its clock jump");
            return world_.jump(world_.one_in(6) ? world_.server.clock : device.clock);
        case 5:
            device.cannot_send = world_.one_in(2);
            device.cannot_receive = world_.one_in(2);
            return world_.tell(device.name, std::string(device.cannot_send ? "cannot send" : "can send") +
                                                (device.cannot_receive ? ", cannot receive" : ", can receive"));
        case 6:
        case 7: (void)network_.deliver_late(); return;
        case 8:
        case 9: return change_person();
        case 10:
            if (copies_ < 1 && world_.devices.size() < 6 && device.replica && options_.disks) {
                ++copies_;
                world_.clone(device);
            }
            return;
        case 11: return world_.keep_backup();
        case 12:
            if (!world_.has_backup() || world_.restores() >= 2 || !world_.one_in(2)) return;
            return world_.restore_backup(world_.one_in(2));
        case 13:
            if (revocations_ >= 1) return;
            ++revocations_;
            return world_.revoke(device, world_.one_in(2));
        default: return;
    }
}

}  // namespace sigap::simulation
