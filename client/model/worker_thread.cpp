#include "client/model/worker_thread.hpp"

#include <future>

#include "platform/core/log.hpp"

namespace sigap {

WorkerThread::WorkerThread() : thread_([this](const std::stop_token& stop) { loop(stop); }) {}

WorkerThread::~WorkerThread() {
    thread_.request_stop();
    thread_.join();
}

void WorkerThread::post(Task task) {
    const std::lock_guard lock(mutex_);
    now_.push_back(std::move(task));
    changed_.notify_one();
}

void WorkerThread::post_after(std::int64_t ms, Task task) {
    const std::lock_guard lock(mutex_);
    later_.emplace(std::chrono::steady_clock::now() + std::chrono::milliseconds(ms), std::move(task));
    changed_.notify_one();
}

void WorkerThread::run(const Task& task) {
    std::promise<void> done;
    post([&] {
        try {
            task();
            done.set_value();
        } catch (...) {
            done.set_exception(std::current_exception());
        }
    });
    done.get_future().get();
}

void WorkerThread::loop(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (true) {
        const auto due = [&] { return !later_.empty() && later_.begin()->first <= std::chrono::steady_clock::now(); };
        if (!stop.stop_requested() && due()) {
            now_.push_back(std::move(later_.begin()->second));
            later_.erase(later_.begin());
        }
        if (!now_.empty()) {
            const Task task = std::move(now_.front());
            now_.pop_front();
            lock.unlock();
            // A disk that fails under one task must not take the window, and what is typed in it, along.
            try {
                task();
            } catch (const std::exception& failure) {
                log(LogLevel::error, "task_failed", {{"reason", failure.what()}});
            }
            lock.lock();
        } else if (stop.stop_requested()) {
            return;
        } else if (later_.empty()) {
            changed_.wait(lock, stop, [&] { return !now_.empty() || !later_.empty(); });
        } else {
            const auto first = later_.begin()->first;
            changed_.wait_until(lock, stop, first, [&] { return !now_.empty() || later_.begin()->first < first; });
        }
    }
}

}  // namespace sigap
