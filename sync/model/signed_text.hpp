// What a client signs: the record of a visit as one text, the same on every device and on the server that has the same records. Any thread.
#pragma once

#include "sync/model/kinds/signing.hpp"
#include "sync/model/command.hpp"

namespace sigap {

// Number and title of the order, what was done and found, each step with its result, the parts taken, the times. Its SHA-256 is
// Signature::signed_hash: where it differs from today's, the record was changed since it was signed.
std::string signed_text(const Rows& rows, const Visit& visit);

}  // namespace sigap
