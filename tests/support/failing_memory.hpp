// SQLite's memory, which runs out when told to. Linking this file puts it under all of the program's SQLite, from its start.
// Any thread; the plan is one for the whole program.
#pragma once

#include <cstdint>

namespace sigap::testing {

// The nth allocation from now (1 is the next one) fails, and each after it too when `stays`. 0: none fails any more.
// Returns how many have failed since the last call.
std::uint64_t fail_allocation(std::uint64_t nth, bool stays = false);

}  // namespace sigap::testing
