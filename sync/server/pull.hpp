// One page of what a device does not have yet. One thread, the store's.
#pragma once

#include "sync/server/store.hpp"

namespace sigap {

// The reply's JSON (PullReply), encoded as it is read. `buckets` are the person's of now. Errors: protocol "epoch"
// where the cursors are of another server or of a time that this one has lost, protocol "malformed", storage.
Result<std::string> pull(Store& store, const Person& person, const std::vector<std::string>& buckets,
                         const PullRequest& request);

// Whether any of the buckets has changed since its cursor, or they are not those that the device has.
bool has_more(Store& store, const std::vector<std::string>& buckets, const PullRequest& request);

// Whether such a reply would say nothing that the device does not know.
bool nothing_new(Store& store, const std::vector<std::string>& buckets, const PullRequest& request);

}  // namespace sigap
