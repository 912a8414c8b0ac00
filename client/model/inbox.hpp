// Inbox: results on their way to the UI thread. post() from any thread; drain() on the UI thread, once a frame.
#pragma once

#include <functional>
#include <mutex>
#include <vector>

namespace sigap {

class Inbox {
public:
    // `wake` is called after each post, on the posting thread: it ends the window's sleep.
    explicit Inbox(std::function<void()> wake = {}) : wake_(std::move(wake)) {}

    void post(std::function<void()> result);
    // Runs what has arrived; true when there was anything.
    bool drain();
    void set_wake(std::function<void()> wake);

private:
    std::mutex mutex_;
    std::vector<std::function<void()>> results_;
    std::function<void()> wake_;
};

}  // namespace sigap
