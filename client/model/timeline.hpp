// Everything about a job, an asset or a person in one list: what the activity log says, and what rows tell that have no line
// there. The store's thread, inside Replica::read.
#pragma once

#include "client/model/snapshots.hpp"
#include "sync/replica/replica.hpp"

namespace sigap {

// Newest first, at most so many. `kind`: visit, work_order, ticket, asset or person; of any other kind what is about the record itself.
// A job is the same list whichever of its ticket, order and visits is named.
std::vector<HistoryLine> timeline_of(Replica& replica, Kind kind, const Uuid& id, std::size_t most);

}  // namespace sigap
