#include "platform/net/server/pending_reply.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

#include "platform/core/log.hpp"

namespace sigap {

namespace asio = boost::asio;

Reply PendingReply::make_reply() {
    struct Handle {
        std::shared_ptr<PendingReply> pending;
        explicit Handle(std::shared_ptr<PendingReply> given) : pending(std::move(given)) {}
        Handle(const Handle&) = delete;
        Handle& operator=(const Handle&) = delete;
        ~Handle() { pending->answer({500, {}, {}}); }
    };
    return [handle = std::make_shared<Handle>(shared_from_this())](HttpResponse response) {
        handle->pending->answer(std::move(response));
    };
}

void PendingReply::answer(HttpResponse response) {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    closed_ = true;
    response_ = std::move(response);
    wake();
}

void PendingReply::give_up() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    wake();
}

// With the mutex held: while the timer is there, so is the server, and its strand can be posted to.
void PendingReply::wake() {
    if (!timer_) return;
    asio::post(timer_->get_executor(), [self = shared_from_this()] {
        const std::lock_guard lock(self->mutex_);
        if (self->timer_) self->timer_->cancel();
    });
}

asio::awaitable<std::optional<HttpResponse>> PendingReply::wait(std::chrono::steady_clock::time_point deadline) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer* timer = nullptr;
    {
        const std::lock_guard lock(mutex_);
        if (!closed_) timer = &timer_.emplace(executor, deadline);
    }
    if (timer != nullptr) co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
    const std::lock_guard lock(mutex_);
    timer_.reset();
    closed_ = true;
    co_return std::exchange(response_, std::nullopt);
}

}  // namespace sigap
