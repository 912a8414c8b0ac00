// `sigap-bench ui`: the real app on a profile full of jobs, in a window without a display.
#pragma once

#include <string>

namespace sigap::bench {

struct UiOptions {
    std::size_t rows = 100'000;
    bool json = false;
};

void run_ui_bench(const UiOptions& options);

// In a process of its own: opens the app as `sigap` does and ends when the jobs are on the screen. Prints the
// milliseconds since `started` (steady clock, nanoseconds), which its parent took before it.
void show_first_frame(const std::string& profile, const std::string& started);

}  // namespace sigap::bench
