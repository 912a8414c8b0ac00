// `sigap-bench search`: what each keystroke of a typed question costs on the store's thread.
#pragma once

#include <cstddef>

namespace sigap::bench {

struct SearchOptions {
    std::size_t records = 100'000;
    std::size_t articles = 2'000;
    bool json = false;
};

void run_search_bench(const SearchOptions& options);

}  // namespace sigap::bench
