// Finds where a device's copy of a bucket differs from the server's, row by row. One thread, the store's.
#pragma once

#include "sync/server/store.hpp"

namespace sigap {

// What the device must take in and let go for the part that it named, as of its cursor; what changed since is left to its next
// pull. About 2,000 rows or 1 MiB. The caller has checked that the bucket is the person's. Errors: protocol "malformed", storage.
Result<CompareReply> compare(Store& store, const CompareRequest& request);

}  // namespace sigap
