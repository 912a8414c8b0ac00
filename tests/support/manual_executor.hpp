// An executor that a test steps by hand: no threads, no sleeping. One thread.
#pragma once

#include <map>

#include "client/model/executor.hpp"
#include "platform/core/clock.hpp"

namespace sigap::testing {

// Runs posted tasks when told, later ones when the manual clock has reached their time.
class ManualExecutor final : public Executor {
public:
    explicit ManualExecutor(const Clock& clock) : clock_(clock) {}
    void post(Task task) override { tasks_.emplace(clock_.monotonic_ms(), std::move(task)); }
    void post_after(std::int64_t ms, Task task) override { tasks_.emplace(clock_.monotonic_ms() + ms, std::move(task)); }
    // False where nothing is due.
    bool step() {
        if (tasks_.empty() || tasks_.begin()->first > clock_.monotonic_ms()) return false;
        const auto task = std::move(tasks_.begin()->second);
        tasks_.erase(tasks_.begin());
        task();
        return true;
    }
    void clear() { tasks_.clear(); }

private:
    const Clock& clock_;
    std::multimap<std::int64_t, Task> tasks_;
};

}  // namespace sigap::testing
