// The head of an answer: what the handler said, and what every answer of this server says. Pure functions, any thread.
#pragma once

#include <string>

#include "platform/core/clock.hpp"
#include "platform/net/http.hpp"

namespace sigap {

// Status line, fields and blank line. Adds the length, the date (RFC 9110 section 5.6.7), no-store, nosniff, and a
// policy without scripts where the body is text; the fields that frame a message are never the handler's.
std::string response_head(const HttpResponse& response, bool close, Timestamp now);
// False for a status outside 200-599 or a field that would break the head apart.
bool can_be_sent(const HttpResponse& response);

}  // namespace sigap
