// The life of one seed: people work, devices sync step by step, things go wrong; now and then all is healed and must agree.
// One thread.
#pragma once

#include "tests/simulation/file_life.hpp"

namespace sigap::simulation {

struct LifeOptions {
    std::uint64_t seed = 1;
    int steps = 201;
    int phases = 3;            // everything heals after each
    std::uint64_t clocks = 0;  // as WorldOptions::clocks
    bool disks = true;         // machines crash in the midst of a write, disks fail and fill
};

class Life {
public:
    explicit Life(const LifeOptions& options);

    void run();
    World& world() { return world_; }
    int steps() const { return steps_; }

private:
    void step();
    // One half of a request: it is named and sent, or its answer is taken.
    void sync(SimulatedDevice& device);
    void edit(SimulatedDevice& device);
    void after(SimulatedDevice& device);
    void misfortune(SimulatedDevice& device);
    void change_person();

    const LifeOptions options_;
    World world_;
    Network network_;
    People people_;
    FileLife files_;
    int steps_ = 0;
    int copies_ = 0;
    int revocations_ = 0;
};

}  // namespace sigap::simulation
