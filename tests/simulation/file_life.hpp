// The files of one seed's life: people attach some, devices send and fetch them between two syncs, both ends sweep. What
// people choose is drawn apart from what befalls files on their way: clocks and faults change no choice. One thread.
#pragma once

#include <functional>

#include "tests/simulation/network.hpp"
#include "tests/simulation/people.hpp"

namespace sigap::simulation {

class FileLife {
public:
    // disks: machines stop in the midst of a file, disks fail and fill.
    FileLife(World& world, People& people, std::uint64_t seed, bool disks);

    // Something about files.
    void step();
    // All devices send and fetch until nothing moves; then what was promised must hold. `last`: years go by, and no orphan stays.
    void heal(bool last);

private:
    bool one_in(std::uint64_t n) { return world_.file_random.below(n) == 0; }
    // On a machine that may fail in the midst of it.
    void dare(SimulatedDevice& device, const std::function<void()>& work);
    void attach(SimulatedDevice& device);
    void exchange(SimulatedDevice& device);
    std::string some_bytes();
    void sweep_everywhere();

    World& world_;
    People& people_;
    Network network_;
    SeededRandom choices_;
    bool disks_;
    std::vector<std::pair<std::size_t, std::uint64_t>> contents_;  // length and seed of each file there is
};

}  // namespace sigap::simulation
