// One client's connection: handshake, then one request after another. Lives on a strand of the server's threads.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "platform/net/http_server.hpp"
#include "platform/net/server/pending_reply.hpp"
#include "platform/net/server/policy.hpp"
#include "platform/net/server/seats.hpp"

namespace sigap {

// What all connections share; outlives them.
struct ServerContext {
    const ServerLimits limits;
    const Handler handler;
    const Clock& clock;
    Seats seats;
    std::atomic<bool> stopping{false};
};

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
public:
    // The socket's executor is a strand of this connection alone.
    HttpConnection(ServerContext& server, boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& tls);
    // Spawns the connection's work, or closes it where there is no seat; returns at once.
    void start();

private:
    using Time = std::chrono::steady_clock::time_point;
    using Code = boost::system::error_code;
    template <typename T>
    using Task = boost::asio::awaitable<T>;

    Task<void> run();
    Task<bool> shake_hands();
    void identify();
    // False where the connection is to end.
    Task<bool> serve_one();
    // The length of the next head, whose bytes then lie in the buffer; 0 where there is none: refused, late or gone.
    Task<std::size_t> read_head();
    Task<bool> read_request(std::size_t head_bytes, HttpRequest& request, HeadFacts& facts);
    Task<std::optional<HttpResponse>> ask_handler(HttpRequest request);
    Task<std::size_t> read_more(Time deadline, std::size_t most);
    Task<bool> write(std::string_view bytes);
    Task<bool> respond(const HttpResponse& response, bool close);
    Task<void> refuse(Refusal refusal);
    Task<void> close_gently();
    void end(Ending ending);

    ServerContext& server_;
    boost::beast::ssl_stream<boost::beast::tcp_stream> stream_;
    std::unique_ptr<Seats::Seat> seat_;
    boost::beast::flat_buffer buffer_;
    std::string address_;
    Peer peer_;
    Timestamp certificate_from_, certificate_until_;
    Time request_deadline_;
    std::shared_ptr<PendingReply> pending_;  // while the handler works
    bool in_request_ = false;
    bool ending_ = false;
    bool unread_input_ = false;  // the client was refused in the middle of its message
};

}  // namespace sigap
