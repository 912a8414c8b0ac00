// The organisation's logo, for what its clients get. The store's thread, inside Replica::read.
#pragma once

#include <string>

#include "sync/replica/replica.hpp"

namespace sigap {

// The SHA-256 of the newest picture that an administrator attached to the organisation's uppermost unit with the words "logo"; it
// comes to every device. "" where there is none.
std::string logo_of(Replica& replica);

}  // namespace sigap
