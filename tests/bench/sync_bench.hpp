// `sigap-bench sync`: a device and the real server over TLS, each in a process of its own, beside the bare floor.
#pragma once

#include <string>

namespace sigap::bench {

struct SyncOptions {
    std::size_t records = 100'000;
    std::size_t runs = 3;
    bool json = false;
    bool keyed = false;
};

// Prints what it measured on standard output; progress on standard error. Throws std::runtime_error where a part has
// failed.
void run_sync_bench(const SyncOptions& options);

}  // namespace sigap::bench
