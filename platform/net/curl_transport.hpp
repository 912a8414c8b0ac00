// HTTPS to one server over libcurl: one connection kept open, our own authority trusted and no other, no redirects.
// One thread at a time; the stop token of send() may be triggered from any.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "platform/net/transport.hpp"

namespace sigap {

struct CurlTransportOptions {
    std::string base_url;         // "https://host[:port]", without a path
    std::string authority_pem;    // the only certificate trusted
    std::string certificate_pem;  // this device's, with key_pem; both empty where there is none yet
    std::string key_pem;
    std::chrono::milliseconds connect_timeout{10'000};
    // Less than one byte a second for so long ends the request; a server that makes clients wait answers before.
    std::chrono::seconds silence_timeout{30};
    std::size_t max_response_bytes = 64U << 20U;
};

// Bytes of HTTP (heads and bodies, not TLS) since the transport was made.
struct TransferTotals {
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
    std::uint64_t connections = 0;
};

// GET without any check of who answers, for one purpose: the authority's certificate at enrolment, which the code then
// proves. Sends nothing secret, no certificate; at most 64 KiB come back.
Result<HttpResponse> fetch_unverified(const std::string& base_url, const std::string& target,
                                      std::stop_token stop = {});

class CurlTransport final : public Transport {
public:
    explicit CurlTransport(CurlTransportOptions options);
    ~CurlTransport() override;
    CurlTransport(const CurlTransport&) = delete;
    CurlTransport& operator=(const CurlTransport&) = delete;

    Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop = {}) override;
    TransferTotals totals() const;

private:
    struct State;
    friend Result<HttpResponse> fetch_unverified(const std::string&, const std::string&, std::stop_token);
    std::unique_ptr<State> state_;
};

}  // namespace sigap
