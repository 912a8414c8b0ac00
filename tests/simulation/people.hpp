// What people do on their devices: mostly what they may, sometimes what they may not, on whatever they have before them.
// Choices depend on the order in which things were born, never on a clock. One thread.
#pragma once

#include "tests/simulation/world.hpp"

namespace sigap::simulation {

class People {
public:
    explicit People(World& world) : world_(world) {}

    // The operation, where something was saved.
    Uuid edit(SimulatedDevice& device);
    void withdraw(SimulatedDevice& device);

    struct Choice {
        std::string command;
        Uuid target;
        std::vector<std::pair<std::string, Value>> arguments;
    };
    Uuid perform(SimulatedDevice& device, Choice choice);
    // Of those that the device shows; none where there are none.
    Uuid any_of(SimulatedDevice& device, Kind kind) { return any_of(device, kind, world_.random); }
    Uuid any_of(SimulatedDevice& device, Kind kind, SeededRandom& random);

private:
    Choice technicians_choice(SimulatedDevice& device);
    Choice desks_choice(SimulatedDevice& device);
    Uuid any_technician();
    Value next_version();
    // The rows whose fields the command may change, as the device shows them.
    std::vector<Record> touched(const SimulatedDevice& device, const Choice& choice) const;

    World& world_;
};

}  // namespace sigap::simulation
