// Executor: where work is done, in the order given. post() is for any thread. Tests step one by hand, the app has threads.
#pragma once

#include <cstdint>
#include <functional>

namespace sigap {

class Executor {
public:
    using Task = std::function<void()>;
    virtual ~Executor() = default;
    virtual void post(Task task) = 0;
    // Not before so many milliseconds have passed.
    virtual void post_after(std::int64_t ms, Task task) = 0;
};

}  // namespace sigap
