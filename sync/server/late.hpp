// Commands that come too late: the row's state moved on, or its job went to somebody else, after the author had seen
// it. What can still be added is added, the rest becomes a visible proposal. One thread, the store's; inside the
// transaction or savepoint of a push, which undoes it where it fails after writing.
#pragma once

#include "sync/server/effect.hpp"

namespace sigap {

// After `refusal` by the rule: the outcome where the command was late (applied, or conflict with at least one record of
// it); nothing where the refusal stands.
std::optional<Outcome> take_late(Store& store, Effect& edit, const Command& command, const Actor& actor,
                                 const Error& refusal);

// Keeps what `wanted` would have done as a proposal, whole; nothing of it is done.
void propose_whole(Store& store, Effect& edit, const Command& command, const Actor& actor, const Changes& wanted);

}  // namespace sigap
