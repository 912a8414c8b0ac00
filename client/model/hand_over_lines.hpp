// What passed between the holders of a job, as the job's screen tells it. The store's thread, inside Replica::read.
#pragma once

#include "client/model/snapshots.hpp"
#include "sync/replica/replica.hpp"

namespace sigap {

// Fills in the job's hand-overs, how often it was reassigned, who waits for help with it, and what this person may do about that.
// After the job's order, its visit and its `given_away` are known.
void add_hand_overs(Replica& replica, JobDetail& job);

}  // namespace sigap
