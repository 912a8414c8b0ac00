#include "platform/net/server/http_connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <exception>

#include "platform/core/log.hpp"
#include "platform/net/server/response_head.hpp"
#include "platform/net/server/tls.hpp"

// Below, co_await stands in a statement of its own and never in a condition: g++ 12 with -fsanitize=undefined makes
// broken code of `a && co_await b`.
namespace sigap {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t block_bytes = 64U << 10U;
// Thousands of connections wait for a head; most heads fit.
constexpr std::size_t head_block_bytes = 2048;
// A refused client may still be sending; closing in its face would take the answer from it.
constexpr std::chrono::seconds gentle_close{1};
constexpr std::size_t most_drained_bytes = 1U << 20U;

std::string address_of(const asio::ip::tcp::socket& socket) {
    boost::system::error_code ignored;
    const auto address = socket.remote_endpoint(ignored).address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

// One household or office has a whole /64.
std::string network_of(const std::string& address) {
    boost::system::error_code error;
    const auto v6 = asio::ip::make_address_v6(address, error);
    if (error) return address;
    const auto bytes = v6.to_bytes();
    return std::string(bytes.begin(), bytes.begin() + 8);
}

Refusal refusal_of(const boost::system::error_code& error) {
    if (error == http::error::body_limit) return {413, "body too large"};
    if (error == http::error::header_limit) return {431, "header too large"};
    return {400, "malformed message"};
}

}  // namespace

HttpConnection::HttpConnection(ServerContext& server, asio::ip::tcp::socket socket, asio::ssl::context& tls)
    : server_(server), stream_(beast::tcp_stream(std::move(socket)), tls), buffer_(1U << 20U) {}

void HttpConnection::start() {
    asio::ip::tcp::socket& socket = beast::get_lowest_layer(stream_).socket();
    boost::system::error_code ignored;
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    address_ = address_of(socket);
    peer_.address = address_;
    const std::weak_ptr<HttpConnection> weak = weak_from_this();
    seat_ = server_.seats.take(network_of(address_), [weak, executor = stream_.get_executor()](Ending ending) {
        asio::post(executor, [weak, ending] {
            if (const auto self = weak.lock()) self->end(ending);
        });
    });
    if (!seat_) return;
    asio::co_spawn(
        stream_.get_executor(), [self = shared_from_this()] { return self->run(); },
        [](const std::exception_ptr& problem) {
            try {
                if (problem) std::rethrow_exception(problem);
            } catch (const std::exception& bug) {
                log(LogLevel::error, "connection_failed", {{"reason", bug.what()}});
            }
        });
}

void HttpConnection::end(Ending ending) {
    ending_ = true;
    if (ending == Ending::after_request && in_request_) return;
    if (pending_) pending_->give_up();
    beast::get_lowest_layer(stream_).close();
}

asio::awaitable<void> HttpConnection::run() {
    const bool secured = co_await shake_hands();
    if (!secured) co_return;
    identify();
    bool more = true;
    while (more && !ending_) more = co_await serve_one();
    co_await close_gently();
}

asio::awaitable<bool> HttpConnection::shake_hands() {
    beast::get_lowest_layer(stream_).expires_after(server_.limits.handshake);
    const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, as_values);
    co_return !error;
}

void HttpConnection::identify() {
    peer_.certificate_pem = peer_certificate(stream_.native_handle());
    if (peer_.certificate_pem.empty()) return;
    peer_.fingerprint = fingerprint(peer_.certificate_pem).value();
    const CertificateInfo info = certificate_info(peer_.certificate_pem).value();
    certificate_from_ = info.not_before;
    certificate_until_ = info.not_after;
    seat_->identify(peer_.fingerprint);
}

asio::awaitable<bool> HttpConnection::serve_one() {
    in_request_ = buffer_.size() > 0;
    const std::size_t head_bytes = co_await read_head();
    if (head_bytes == 0) co_return false;
    HttpRequest request;
    HeadFacts facts;
    const bool complete = co_await read_request(head_bytes, request, facts);
    if (!complete) co_return false;
    const auto response = co_await ask_handler(std::move(request));
    if (!response) co_return false;
    const bool close = facts.close || ending_ || server_.stopping;
    const bool sent = co_await respond(*response, close);
    in_request_ = false;
    co_return sent && !close;
}

asio::awaitable<std::size_t> HttpConnection::read_more(Time deadline, std::size_t most) {
    beast::get_lowest_layer(stream_).expires_at(std::min(deadline, request_deadline_));
    const auto [error, count] = co_await stream_.async_read_some(buffer_.prepare(most), as_values);
    if (error) co_return 0;
    buffer_.commit(count);
    co_return count;
}

asio::awaitable<std::size_t> HttpConnection::read_head() {
    const ServerLimits& limits = server_.limits;
    HeadScanner scanner(limits.header_bytes);
    request_deadline_ = Time::max();
    if (buffer_.size() == 0) {
        buffer_.shrink_to_fit();
        const Time deadline = std::chrono::steady_clock::now() + limits.idle;
        const std::size_t count = co_await read_more(deadline, head_block_bytes);
        if (count == 0) co_return 0;
    }
    in_request_ = true;
    const Time start = std::chrono::steady_clock::now();
    request_deadline_ = start + limits.request;
    for (;;) {
        const auto bytes = buffer_.cdata();
        const auto found = scanner.scan({static_cast<const char*>(bytes.data()), bytes.size()});
        if (found.refusal) {
            co_await refuse(*found.refusal);
            co_return 0;
        }
        if (found.head_bytes > 0) co_return found.head_bytes;
        const std::size_t count = co_await read_more(start + limits.header, head_block_bytes);
        if (count == 0) co_return 0;
    }
}

asio::awaitable<bool> HttpConnection::read_request(std::size_t head_bytes, HttpRequest& request, HeadFacts& facts) {
    const ServerLimits& limits = server_.limits;
    const std::string_view head(static_cast<const char*>(buffer_.cdata().data()), head_bytes);
    if (const auto refusal = judge_head(head, limits, facts)) {
        co_await refuse(*refusal);
        co_return false;
    }
    http::request_parser<http::string_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes + 1));
    parser.body_limit(limits.body_bytes);
    auto no_extensions = [](std::uint64_t, beast::string_view extensions, Code& error) {
        if (!extensions.empty()) error = http::error::bad_chunk_extension;
    };
    parser.on_chunk_header(no_extensions);

    // The head is taken out before the body is read: a field behind the body must not become one of the request.
    Code error;
    buffer_.consume(parser.put(buffer_.cdata(), error));
    if (error || !parser.is_header_done()) {
        co_await refuse(refusal_of(error));
        co_return false;
    }
    request.method = parser.get().method_string();
    request.target = parser.get().target();
    for (const auto& field : parser.get()) {
        request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    }

    parser.eager(true);
    if (facts.expects_continue && buffer_.size() == 0) {
        const bool asked = co_await write("HTTP/1.1 100 Continue\r\n\r\n");
        if (!asked) co_return false;
    }
    const Time start = std::chrono::steady_clock::now();
    std::size_t received = 0;
    while (!parser.is_done()) {
        const std::size_t taken = buffer_.size() > 0 ? parser.put(buffer_.cdata(), error) : 0;
        buffer_.consume(taken);
        if (error == http::error::need_more) error = {};
        if (!error && buffer_.size() > 0 && taken > 0) continue;
        // What the parser leaves is a chunk's line or a trailer, and none is that long.
        if (error || buffer_.size() > limits.header_bytes) {
            co_await refuse(refusal_of(error));
            co_return false;
        }
        if (parser.is_done()) break;
        const auto earned = std::chrono::seconds(received / std::max<std::size_t>(1, limits.body_bytes_per_second));
        const std::size_t count = co_await read_more(start + limits.body_grace + earned, block_bytes);
        if (count == 0) co_return false;
        received += count;
    }
    request.body = std::move(parser.get().body());
    co_return true;
}

asio::awaitable<std::optional<HttpResponse>> HttpConnection::ask_handler(HttpRequest request) {
    Peer peer = peer_;
    const Timestamp now = server_.clock.now();
    peer.certificate_valid_now = !peer.fingerprint.empty() && certificate_from_ <= now && now <= certificate_until_;
    pending_ = std::make_shared<PendingReply>();
    try {
        server_.handler(std::move(request), std::move(peer), pending_->make_reply());
    } catch (const std::exception& bug) {
        // The reply went with the handler's frame, and so answers 500.
        log(LogLevel::error, "handler_failed", {{"reason", bug.what()}});
    }
    auto response = co_await pending_->wait(request_deadline_);
    pending_.reset();
    co_return response;
}

asio::awaitable<bool> HttpConnection::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::string_view block = bytes.substr(0, block_bytes);
        beast::get_lowest_layer(stream_).expires_at(
            std::min(std::chrono::steady_clock::now() + server_.limits.write, request_deadline_));
        const auto [error, count] =
            co_await asio::async_write(stream_, asio::buffer(block.data(), block.size()), as_values);
        if (error) co_return false;
        bytes.remove_prefix(count);
    }
    co_return true;
}

asio::awaitable<bool> HttpConnection::respond(const HttpResponse& response, bool close) {
    if (!can_be_sent(response)) {
        log(LogLevel::error, "unsendable_response", {{"status", std::to_string(response.status)}});
        const HttpResponse instead{500, {}, {}};
        const bool done = co_await respond(instead, close);
        co_return done;
    }
    std::string head = response_head(response, close, server_.clock.now());
    const bool has_body = response.status != 204 && response.status != 304;
    // A small answer leaves in one TLS record.
    const bool one_piece = !has_body || response.body.size() <= block_bytes / 2;
    if (has_body && one_piece) head += response.body;
    bool sent = co_await write(head);
    if (sent && !one_piece) sent = co_await write(response.body);
    co_return sent;
}

asio::awaitable<void> HttpConnection::refuse(Refusal refusal) {
    unread_input_ = true;
    HttpResponse response{refusal.status, {{"Content-Type", "text/plain"}}, std::string(refusal.reason) + "\n"};
    if (refusal.status == 405) response.headers.emplace_back("Allow", "GET, POST");
    co_await respond(response, true);
}

asio::awaitable<void> HttpConnection::close_gently() {
    beast::tcp_stream& tcp = beast::get_lowest_layer(stream_);
    if (!tcp.socket().is_open()) co_return;
    const Time deadline = std::chrono::steady_clock::now() + gentle_close;
    tcp.expires_at(deadline);
    // Say goodbye without waiting for the other's.
    SSL_set_shutdown(stream_.native_handle(), SSL_RECEIVED_SHUTDOWN);
    co_await stream_.async_shutdown(as_values);
    Code ignored;
    tcp.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    std::size_t drained = 0;
    while (unread_input_ && drained < most_drained_bytes && tcp.socket().is_open()) {
        buffer_.clear();
        tcp.expires_at(deadline);
        const auto [error, count] = co_await tcp.async_read_some(buffer_.prepare(block_bytes), as_values);
        if (error) break;
        drained += count;
    }
}

}  // namespace sigap
