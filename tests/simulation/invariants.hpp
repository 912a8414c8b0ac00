// The seventeen promises of a sync that nobody loses work with, each as its sentence and as a check of the world. What can
// be checked at every step is; the rest after each heal. What is broken is told to World::broke(). One thread.
#pragma once

#include "tests/simulation/network.hpp"

namespace sigap::simulation {

std::string_view sentence_of(int invariant);

// 1, 6: after a crash, a power cut, a mere restart.
void check_after_restart(World& world, SimulatedDevice& device);
// 6, 7, 8: after each step, of the device that it was about.
void check_device(World& world, SimulatedDevice& device);
// 5: what a pull was answered.
void check_served(World& world, const Peer& peer, const HttpResponse& response);
// 1 to 5, 9, 11, 12 when the network is whole, all machines run, and nothing moves any more. `last`: also what takes long.
void check_healed(World& world, bool last);
// Each row of the device as it travels: what its app does not know, too.
std::map<Uuid, std::string> wire_rows(const Replica& replica);
// 14: what is attached to edits that wait is there.
void check_files_after_restart(World& world, SimulatedDevice& device);
// 14, when no file moves any more. `swept`: long after, by which time no orphan may be left.
void check_files(World& world, bool swept);
// 16: a sync with nothing to do.
void check_idle(World& world, Network& network);

}  // namespace sigap::simulation
