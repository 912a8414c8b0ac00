// The end of all trouble: the network is whole, each machine runs, every device syncs until nothing moves; then all that
// was promised must hold. One thread.
#pragma once

#include "tests/simulation/network.hpp"

namespace sigap::simulation {

// One attempt to sync over the network as it is. What it moved is added to `moved`; a failed attempt counts as movement.
void sync_once(World& world, Network& network, SimulatedDevice& device, std::int64_t& moved);

// `last`: also the checks that take long. Network::calm stays set.
void heal(World& world, Network& network, bool last);

}  // namespace sigap::simulation
