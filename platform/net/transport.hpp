// One request to one server, and its answer: what the sync engine sees of the network. One thread at a time.
#pragma once

#include <stop_token>

#include "platform/core/result.hpp"
#include "platform/net/http.hpp"

namespace sigap {

class Transport {
public:
    virtual ~Transport() = default;
    // Blocks until the whole answer is here; any status is an answer. Errors:
    //   offline    not reached, or lost half-way (the message names host and reason); detail "cancelled" after a stop
    //   untrusted  the server's certificate is not from our authority or not for this host (names the issuer if known)
    //   expired    the server's certificate is past its time, or this machine's clock is wrong
    //   denied     the server did not take our certificate
    //   protocol   what came is not HTTP
    //   limit      the answer is larger than allowed
    virtual Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop = {}) = 0;
};

}  // namespace sigap
