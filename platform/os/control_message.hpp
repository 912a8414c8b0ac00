// What goes over a control socket: a list of byte strings, each behind its length, the whole behind its own length
// (32 bits, little endian). One thread at a time.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "platform/core/result.hpp"

namespace sigap::control {

constexpr std::size_t most_bytes = 64U << 20U;

using Parts = std::vector<std::string>;
using Deadline = std::chrono::steady_clock::time_point;

// The socket is non-blocking; `interrupt`, where not -1, ends the wait when it becomes readable.
// Errors: offline at the deadline or when interrupted, protocol for a message cut short or malformed, limit.
Result<void> send_parts(int socket, const Parts& parts, Deadline deadline, int interrupt = -1);
Result<Parts> receive_parts(int socket, Deadline deadline, int interrupt = -1);

}  // namespace sigap::control
