// The demo's ninety days of tickets and visits, and the jobs that wait for its technicians. One thread.
#pragma once

#include <map>
#include <string_view>

#include "sync/server/demo/equipment.hpp"
#include "sync/server/demo/stories.hpp"

namespace sigap::demo {

inline constexpr std::size_t demo_tickets = 300;

using ProceduresByCode = std::map<std::string, Uuid, std::less<>>;

// Throws std::logic_error when a story's procedure is not among `procedures`.
void make_work(World& world, const Organisation& organisation, const Equipment& equipment,
               const ProceduresByCode& procedures);

}  // namespace sigap::demo
