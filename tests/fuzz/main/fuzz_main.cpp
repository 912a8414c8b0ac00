// sigap-fuzz --target=NAME [libFuzzer's options] CORPUS...: one program for all targets.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/fuzz/targets.hpp"

namespace {

const sigap::fuzz::Target* chosen = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
    constexpr std::string_view option = "--target=";
    for (int i = 1; i < *argc; ++i) {
        const std::string_view word = (*argv)[i];
        if (!word.starts_with(option)) continue;
        for (const auto& target : sigap::fuzz::targets())
            if (target.name == word.substr(option.size())) chosen = &target;
    }
    if (chosen) return 0;
    for (const auto& target : sigap::fuzz::targets()) std::printf("%.*s\n", static_cast<int>(target.name.size()), target.name.data());
    std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    chosen->run({reinterpret_cast<const char*>(data), size});
    return 0;
}
