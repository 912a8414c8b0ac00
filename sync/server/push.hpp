// Takes the commands that a device pushes: in their order, each once, each judged by itself. One thread, the store's.
#pragma once

#include "sync/server/store.hpp"

namespace sigap {

// The results, one for each command, are durable on return. Errors, with nothing changed: protocol "gap" or "cloned"
// where the commands do not continue what this device has pushed, storage. Notes the contact, with the device's clock less ours,
// in the same transaction.
Result<std::vector<PushResult>> push(Store& store, const Device& device, const Person& person,
                                     const PushRequest& request, std::int64_t skew_ms);

}  // namespace sigap
