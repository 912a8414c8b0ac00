// Uuid: 16 bytes, made on the device as version 7 (RFC 9562), final from birth. Any thread.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "platform/core/clock.hpp"
#include "platform/core/random.hpp"

namespace sigap {

struct Uuid {
    std::array<std::uint8_t, 16> bytes{};
    auto operator<=>(const Uuid&) const = default;
    explicit operator bool() const { return bytes != std::array<std::uint8_t, 16>{}; }
};

// Version 7: 48 bits of Unix milliseconds, then random bits.
Uuid make_uuid(const Clock& clock, Random& random);
// "0198c2a4-7d1e-7b3a-9f42-1c5d6e7f8091"; the nil id is the empty string.
std::string to_string(const Uuid& id);
Result<Uuid> parse_uuid(std::string_view text);
// The id of the index-th (from 0) record that an operation gives birth to: both ends derive the same.
Uuid derived_id(const Uuid& operation, std::uint16_t index);

}  // namespace sigap

template <>
struct std::hash<sigap::Uuid> {
    std::size_t operator()(const sigap::Uuid& id) const noexcept;
};
