// How a visit ended in the client's eyes, for screens and reports. The store's thread, inside Replica::read.
#pragma once

#include "client/model/snapshots.hpp"

namespace sigap {

// Signature::signed_hash of the record as it stands on this device.
std::string signed_hash_of(const Replica& replica, const Visit& visit);
// Fills the signatures and ratings of job.visit.
void add_signing(const Replica& replica, JobDetail& job);

}  // namespace sigap
