// Randomness as an injected thing. SystemRandom is for any thread, SeededRandom for one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace sigap {

class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::byte> out) = 0;
    std::uint64_t next() {
        std::uint64_t value;
        fill(std::as_writable_bytes(std::span(&value, 1)));
        return value;
    }
    // Uniform in [0, bound); bound > 0.
    std::uint64_t below(std::uint64_t bound);
};

// The operating system's generator, fit for keys.
class SystemRandom final : public Random {
public:
    void fill(std::span<std::byte> out) override;
};

// SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same bytes; never for keys.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<std::byte> out) override;

private:
    std::uint64_t state_;
};

}  // namespace sigap
