// The place where a handler's answer meets the connection that waits for it. The connection belongs to its strand; the
// answer comes from any thread, at any time, perhaps when connection and server are long gone.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

#include "platform/net/http_server.hpp"

namespace sigap {

class PendingReply : public std::enable_shared_from_this<PendingReply> {
public:
    // The handler's end: the first call counts; the last copy gone without a call answers 500.
    Reply make_reply();
    // The connection's end, on its strand: nothing at the deadline or after give_up().
    boost::asio::awaitable<std::optional<HttpResponse>> wait(std::chrono::steady_clock::time_point deadline);
    void give_up();

private:
    void answer(HttpResponse response);
    void wake();

    std::mutex mutex_;
    bool closed_ = false;  // no answer is taken any more
    std::optional<HttpResponse> response_;
    // Lives only while the connection waits: a timer must not outlive its server.
    std::optional<boost::asio::steady_timer> timer_;
};

}  // namespace sigap
