// SIGINT and SIGTERM as an ordinary call. One StopSignal at a time in a process; made and destroyed by one thread.
#pragma once

#include <functional>
#include <memory>

namespace sigap {

class StopSignal {
public:
    // Calls back once, on a thread of its own, at the first signal; a second signal ends the process the usual way.
    explicit StopSignal(std::function<void()> on_stop = {});
    // Restores the former handlers; waits for a call back under way.
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;
    // Blocks until a signal came and the call back has returned.
    void wait();

private:
    struct State;
    std::unique_ptr<State> state_;
};

// Writing to a closed pipe or socket is an error to handle, not the end of the process. At the start of main.
void ignore_broken_pipes();

}  // namespace sigap
