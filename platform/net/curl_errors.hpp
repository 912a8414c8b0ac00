// libcurl's reasons as ours. For curl_transport.cpp.
#pragma once

#include <curl/curl.h>

#include <string>

#include "platform/core/result.hpp"

namespace sigap {

// What was learnt on the way to a failure.
struct TransferFacts {
    std::string host;
    std::string reason;      // libcurl's own line; may be empty
    std::string issuer;      // of a server's certificate that was not accepted
    int verify_error = 0;    // X509_V_ERR_...
    bool too_large = false;  // we ended it, for the size of the answer
};

Error error_of(CURLcode code, const TransferFacts& facts);

}  // namespace sigap
