#include "platform/os/signals.hpp"

#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "platform/os/descriptor.hpp"

namespace sigap {
namespace {

constexpr std::array stop_signals{SIGINT, SIGTERM};
constexpr std::uint64_t came = 1;
constexpr std::uint64_t closing = 1ULL << 32U;

// A handler has no other way to its object. Lock-free, as a handler must be.
std::atomic<int> waker{-1};
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void on_stop_signal(int) {
    const int saved = errno;
    const std::uint64_t value = came;
    [[maybe_unused]] const ssize_t written = write(waker.load(), &value, sizeof value);
    errno = saved;
}

}  // namespace

struct StopSignal::State {
    std::function<void()> on_stop;
    Descriptor event{eventfd(0, EFD_CLOEXEC)};
    std::array<struct sigaction, stop_signals.size()> former{};
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;
    std::jthread thread;

    void run() {
        std::uint64_t value = 0;
        while (read(event.get(), &value, sizeof value) < 0 && errno == EINTR) {
        }
        if (value % closing >= came) {
            for (const int number : stop_signals) signal(number, SIG_DFL);
            if (on_stop) on_stop();
        }
        const std::lock_guard lock(mutex);
        done = true;
        changed.notify_all();
    }
};

StopSignal::StopSignal(std::function<void()> on_stop) : state_(std::make_unique<State>()) {
    if (!state_->event) throw std::runtime_error("no event descriptor");
    int none = -1;
    if (!waker.compare_exchange_strong(none, state_->event.get())) throw std::logic_error("a second StopSignal");
    state_->on_stop = std::move(on_stop);
    struct sigaction action {};
    action.sa_handler = on_stop_signal;
    action.sa_flags = SA_RESTART;
    for (std::size_t i = 0; i < stop_signals.size(); ++i) sigaction(stop_signals[i], &action, &state_->former[i]);
    state_->thread = std::jthread([state = state_.get()] { state->run(); });
}

StopSignal::~StopSignal() {
    for (std::size_t i = 0; i < stop_signals.size(); ++i) sigaction(stop_signals[i], &state_->former[i], nullptr);
    const std::uint64_t value = closing;
    [[maybe_unused]] const ssize_t written = write(state_->event.get(), &value, sizeof value);
    state_->thread.join();
    waker = -1;
}

void StopSignal::wait() {
    std::unique_lock lock(state_->mutex);
    state_->changed.wait(lock, [&] { return state_->done; });
}

void ignore_broken_pipes() { signal(SIGPIPE, SIG_IGN); }

}  // namespace sigap
