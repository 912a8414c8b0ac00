#include "client/model/inbox.hpp"

#include <utility>

namespace sigap {

void Inbox::post(std::function<void()> result) {
    std::function<void()> wake;
    {
        const std::lock_guard lock(mutex_);
        results_.push_back(std::move(result));
        wake = wake_;
    }
    if (wake) wake();
}

bool Inbox::drain() {
    std::vector<std::function<void()>> results;
    {
        const std::lock_guard lock(mutex_);
        results.swap(results_);
    }
    for (const auto& result : results) result();
    return !results.empty();
}

void Inbox::set_wake(std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
}

}  // namespace sigap
