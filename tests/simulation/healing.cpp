#include "tests/simulation/healing.hpp"

#include <set>

#include "tests/simulation/invariants.hpp"

namespace sigap::simulation {

namespace {

constexpr int most_attempts = 50;

// What builds on a poisoned edit may wait with it: the rows it is about, and what it gives birth to.
void poison_delays_nothing_else(World& world, const Network& network, SimulatedDevice& device) {
    std::set<Uuid> touched;
    std::set<std::size_t> born;  // by the ordinal of their operation
    for (const auto& entry : device.replica->unanswered(100'000)) {
        const Command& command = entry.command;
        std::set<Uuid> names{command.target, entry.about};
        for (const auto& base : command.bases) names.insert(base.id);
        for (const auto& [name, value] : command.arguments)
            if (const auto* id = std::get_if<Uuid>(&value)) names.insert(*id);
        names.erase(Uuid{});
        bool related = network.is_poison(command.operation);
        for (const auto& id : names) related = related || touched.contains(id) || born.contains(world.names.place(id).first);
        if (!related) {
            world.broke(13, device.name, world.names.of(command.operation) + " waits, and has nothing to do with the poisoned one");
            continue;
        }
        touched.merge(names);
        born.insert(world.names.place(command.operation).first);
    }
}

// The server still fails at some operations: all others pass by.
void heal_around_poison(World& world, Network& network) {
    constexpr int rounds = 8;
    std::int64_t moved = 0;
    for (int round = 0; round < rounds; ++round)
        for (auto& device : world.devices)
            if (!device.out) sync_once(world, network, device, moved);
    for (auto& device : world.devices)
        if (!device.out) poison_delays_nothing_else(world, network, device);
}

}  // namespace

void sync_once(World& world, Network& network, SimulatedDevice& device, std::int64_t& moved) {
    if (!device.session) world.begin_session(device);
    while (device.answer || (device.request = device.session->next())) {
        if (!device.answer) network.send(device);
        network.receive(device);
    }
    moved += device.session->report().sent + device.session->report().received;
    const auto outcome = world.end_session(device);
    if (outcome) return;
    moved += 1;
    world.tell(device.name, "could not sync: " + outcome.error().message);
    world.answer_refusal(device, outcome.error());
}

void heal(World& world, Network& network, bool last) {
    world.tell("all", "--- everything heals");
    network.calm = true;
    while (network.deliver_late()) {
    }
    for (auto& device : world.devices) {
        device.cannot_send = device.cannot_receive = false;
        if (!world.one_in(2)) continue;
        world.hang_up(device);
    }
    if (network.has_poison()) heal_around_poison(world, network);
    network.cure();
    bool quiet = false;
    for (int round = 0; round < most_attempts && !quiet && world.broken().empty(); ++round) {
        // A session that was under way knows nothing of the edits since it began: its device syncs once more.
        std::int64_t moved = round == 0 ? 1 : 0;
        for (auto& device : world.devices)
            if (!device.out) sync_once(world, network, device, moved);
        quiet = moved == 0;
    }
    if (!world.broken().empty()) return;
    if (!quiet) return world.broke(17, "all", "something still moves");
    for (auto& device : world.devices) check_device(world, device);
    check_healed(world, last);
    check_idle(world, network);
}

}  // namespace sigap::simulation
