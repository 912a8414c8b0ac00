// The request that is held by the server until there is more for this device (sync/PROTOCOL.md, "Waiting"). On the store's thread.
#pragma once

#include <chrono>

#include "platform/net/transport.hpp"
#include "sync/replica/replica.hpp"

namespace sigap {

// The server holds it at most 55 s; a transport for it must bear so much silence.
inline constexpr std::chrono::seconds longest_wait{70};

Result<HttpRequest> waiting_request(Replica& replica);

enum class Waited : std::uint8_t {
    more,         // sync
    nothing,      // ask again
    lost,         // the network went, or the server did
    unsupported,  // this server holds nobody
};
Waited read_waited(const Result<HttpResponse>& answer);

}  // namespace sigap
