// A server on loopback with an authority, a device and a client for it. For the tests of this folder; one thread.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "platform/net/curl_transport.hpp"
#include "platform/net/http_server.hpp"

namespace sigap::testing {

// All keys of one organisation; made once, as the keys of a test prove nothing.
struct Organisation {
    Identity authority;
    Identity server;
    Identity device;
    static const Organisation& ours();
    static const Organisation& strangers();
};

class LoopbackServer {
public:
    // The server's own clock starts at the real time, which TLS goes by.
    explicit LoopbackServer(Handler handler, ServerLimits limits = {}, const std::string& address = "127.0.0.1:0");
    std::uint16_t port() const { return port_; }
    std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
    HttpServer& server() { return *server_; }
    ManualClock& clock() { return clock_; }
    // With the device's certificate, or without one.
    CurlTransport client(bool with_certificate = true) const;
    CurlTransportOptions client_options(bool with_certificate = true) const;

private:
    ManualClock clock_;
    std::unique_ptr<HttpServer> server_;
    std::uint16_t port_ = 0;
};

// TLS without HTTP: for bytes that no decent client sends. Reads end after ten seconds at the latest.
class RawClient {
public:
    explicit RawClient(std::uint16_t port, const Identity* identity = nullptr);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;
    bool connected() const { return connected_; }
    bool write(std::string_view bytes);
    // Until this is in what came, or the connection's end.
    std::string read_until(std::string_view words);
    // All until the connection's end; empty where it did not end in time.
    std::string read_to_end();
    bool ended() const { return ended_; }

private:
    struct State;
    bool read_some(std::string& into);
    std::unique_ptr<State> state_;
    bool connected_ = false;
    bool ended_ = false;
};

}  // namespace sigap::testing
