// Whether a replica's full-text index says what its rows say, word by word. The replica's thread, outside a transaction.
// Link sync_replica.
#pragma once

#include <string>
#include <vector>

#include "sync/replica/replica.hpp"

namespace sigap::testing {

// A line for each row of which the index has other words than it should, or that it should not have at all; throws where the
// database fails. Rows that it has not reached are passed over.
std::vector<std::string> search_faults(Replica& replica);

}  // namespace sigap::testing
