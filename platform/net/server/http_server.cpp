#include "platform/net/http_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <charconv>
#include <list>
#include <optional>
#include <thread>
#include <vector>

#include "platform/core/log.hpp"
#include "platform/net/server/http_connection.hpp"
#include "platform/net/server/tls.hpp"

namespace sigap {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
// Out of descriptors or memory: others must end first.
constexpr std::chrono::milliseconds accept_pause{100};

Result<tcp::endpoint> parse_endpoint(std::string_view text) {
    const Error malformed =
        fail(ErrorCode::invalid,
             "\"" + std::string(text) + "\" is no address to listen on; write 127.0.0.1:8443 or [::]:8443.");
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return malformed;
    std::string_view host = text.substr(0, colon);
    const std::string_view digits = text.substr(colon + 1);
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    std::uint16_t port = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    boost::system::error_code error;
    const auto address = asio::ip::make_address(std::string(host), error);
    if (error || digits.empty() || read.ec != std::errc() || read.ptr != digits.data() + digits.size() ||
        address.is_v6() != bracketed) {
        return malformed;
    }
    return tcp::endpoint(address, port);
}

Error listen_error(std::string_view address, const boost::system::error_code& error) {
    const std::string message = "Cannot listen on " + std::string(address) + ": " + error.message() + ".";
    if (error == boost::system::errc::address_in_use) return fail(ErrorCode::busy, message);
    if (error == boost::system::errc::permission_denied) return fail(ErrorCode::denied, message);
    return fail(ErrorCode::invalid, message);
}

}  // namespace

struct HttpServer::State {
    ServerOptions options;
    ServerContext shared;
    asio::io_context context;
    std::optional<asio::ssl::context> tls;
    // Each on a strand of its own: stop() closes it from another thread.
    std::list<tcp::acceptor> acceptors;
    std::vector<std::jthread> threads;
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work;

    State(ServerOptions given, Handler handler, const Clock& clock)
        : options(std::move(given)), shared{options.limits, std::move(handler), clock, Seats(options.limits), {}} {}

    Result<void> prepare_tls() {
        if (tls) return {};
        auto made = make_server_context(options.identity, options.client_authority_pem);
        if (!made) return made.error();
        tls.emplace(made->release());
        return {};
    }

    asio::awaitable<void> accept_from(tcp::acceptor& acceptor) {
        asio::steady_timer pause(acceptor.get_executor());
        while (acceptor.is_open()) {
            auto [error, socket] =
                co_await acceptor.async_accept(asio::any_io_executor(asio::make_strand(context)), as_values);
            if (error == asio::error::operation_aborted || !acceptor.is_open()) co_return;
            if (error) {
                log(LogLevel::warning, "accept_failed", {{"reason", error.message()}});
                pause.expires_after(accept_pause);
                co_await pause.async_wait(as_values);
                continue;
            }
            std::make_shared<HttpConnection>(shared, std::move(socket), *tls)->start();
        }
    }

    void stop() {
        for (tcp::acceptor& acceptor : acceptors) {
            asio::post(acceptor.get_executor(), [&acceptor] {
                boost::system::error_code ignored;
                acceptor.close(ignored);
            });
        }
        shared.stopping = true;
        shared.seats.end_all(Ending::after_request);
        if (!threads.empty() && !shared.seats.wait_until_empty(shared.limits.stop_grace)) {
            shared.seats.end_all(Ending::at_once);
        }
        work.reset();
        threads.clear();
    }
};

HttpServer::HttpServer(ServerOptions options, Handler handler, const Clock& clock)
    : state_(std::make_unique<State>(std::move(options), std::move(handler), clock)) {}

HttpServer::~HttpServer() { stop(); }

Result<std::uint16_t> HttpServer::listen(std::string_view address) {
    SIGAP_TRY(state_->prepare_tls());
    const auto endpoint = parse_endpoint(address);
    if (!endpoint) return endpoint.error();
    boost::system::error_code error;
    tcp::acceptor acceptor(asio::make_strand(state_->context));
    acceptor.open(endpoint->protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(*endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return listen_error(address, error);
    const std::uint16_t port = acceptor.local_endpoint().port();
    state_->acceptors.push_back(std::move(acceptor));
    return port;
}

void HttpServer::start(unsigned threads) {
    State& state = *state_;
    state.work.emplace(state.context.get_executor());
    for (tcp::acceptor& acceptor : state.acceptors) {
        asio::co_spawn(acceptor.get_executor(), state.accept_from(acceptor), asio::detached);
    }
    for (unsigned i = 0; i < std::max(1U, threads); ++i) {
        state.threads.emplace_back([&state] { state.context.run(); });
    }
}

void HttpServer::stop() { state_->stop(); }

}  // namespace sigap
