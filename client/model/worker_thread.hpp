// WorkerThread: an Executor with a thread of its own. post() from any thread; made and destroyed by one. Destruction runs
// what was posted for now (so nothing confirmed is lost) and drops what was posted for later.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "client/model/executor.hpp"

namespace sigap {

class WorkerThread final : public Executor {
public:
    WorkerThread();
    ~WorkerThread() override;
    void post(Task task) override;
    void post_after(std::int64_t ms, Task task) override;
    // Posts and waits for its end; never from the thread itself.
    void run(const Task& task);

private:
    using Time = std::chrono::steady_clock::time_point;
    void loop(const std::stop_token& stop);

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<Task> now_;
    std::multimap<Time, Task> later_;
    std::jthread thread_;
};

}  // namespace sigap
