// An HTTPS server (HTTP/1.1, RFC 9112; TLS 1.2 and 1.3) with mutual TLS and a limit on everything. listen(), start()
// and stop() belong to one thread; the handler runs on the server's threads, many at once, and must not block for long.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "platform/core/clock.hpp"
#include "platform/core/result.hpp"
#include "platform/crypto/certificates.hpp"
#include "platform/net/http.hpp"

namespace sigap {

// Who asks. A certificate, where there is one, was issued by our authority and its key was proven, but it may be past
// its time or revoked: what that forbids is the handler's decision, anew for each request.
struct Peer {
    std::string address;          // IP literal, without port
    std::string certificate_pem;  // empty without one
    std::string fingerprint;      // SHA-256 of the DER form, in hex; empty without a certificate
    bool certificate_valid_now = false;
};

struct ServerLimits {
    std::size_t header_bytes = 16U << 10U;
    std::size_t header_fields = 100;
    std::size_t target_bytes = 8U << 10U;
    std::size_t body_bytes = 8U << 20U;
    std::size_t body_bytes_per_second = 1024;  // the least, after body_grace
    std::chrono::milliseconds body_grace{10'000};
    std::chrono::milliseconds handshake{10'000};
    std::chrono::milliseconds header{10'000};    // from the first byte of a request to the end of its head
    std::chrono::milliseconds write{30'000};     // for each 64 KiB of an answer
    std::chrono::milliseconds idle{60'000};      // between two requests
    std::chrono::milliseconds request{600'000};  // all of one request, its answer included
    std::chrono::milliseconds stop_grace{5'000};
    std::size_t connections = 4096;
    std::size_t connections_per_address = 20;  // without a certificate; an IPv6 /64 counts as one address
    std::size_t connections_per_device = 4;    // by certificate; a further one closes the oldest
};

// May be called from any thread, at once or later, once; dropped uncalled it answers 500. Calls after the connection
// or the server is gone do nothing.
using Reply = std::function<void(HttpResponse)>;
// The body is as it came: Content-Encoding is the handler's to undo (decode_content).
using Handler = std::function<void(HttpRequest, Peer, Reply)>;

struct ServerOptions {
    Identity identity;                 // of the server, for its hosts
    std::string client_authority_pem;  // issues the devices' certificates
    ServerLimits limits;
};

class HttpServer {
public:
    // The clock judges the validity of client certificates; it must outlive the server.
    HttpServer(ServerOptions options, Handler handler, const Clock& clock);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    // "127.0.0.1:8443", "[::1]:8443"; port 0 takes a free one. Returns the port. May be called for several addresses,
    // before start(). Errors: invalid address or identity, busy (port taken), denied.
    Result<std::uint16_t> listen(std::string_view address);
    // Serves on that many threads of its own; returns at once.
    void start(unsigned threads);
    // Accepts nothing more, finishes the requests under way (at most stop_grace), then ends its threads. Idempotent.
    void stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace sigap
