#include "platform/core/random.hpp"

#include <cstring>
#include <random>

namespace sigap {

std::uint64_t Random::below(std::uint64_t bound) {
    const std::uint64_t unfair = (0 - bound) % bound;
    std::uint64_t value;
    do value = next();
    while (value < unfair);
    return value % bound;
}

void SystemRandom::fill(std::span<std::byte> out) {
    // libstdc++ and libc++ read getrandom(2) or /dev/urandom behind this device.
    thread_local std::random_device device("/dev/urandom");
    for (std::size_t at = 0; at < out.size(); at += sizeof(unsigned)) {
        const unsigned value = device();
        std::memcpy(out.data() + at, &value, std::min(sizeof value, out.size() - at));
    }
}

void SeededRandom::fill(std::span<std::byte> out) {
    for (std::size_t at = 0; at < out.size(); at += 8) {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        z ^= z >> 31;
        std::memcpy(out.data() + at, &z, std::min<std::size_t>(8, out.size() - at));
    }
}

}  // namespace sigap
