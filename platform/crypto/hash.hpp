// SHA-256 (FIPS 180-4) and the spellings of bytes as text. Any thread; one Sha256Stream belongs to one thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "platform/core/result.hpp"

namespace sigap {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);

class Sha256Stream {
public:
    Sha256Stream();
    ~Sha256Stream();
    Sha256Stream(Sha256Stream&&) noexcept;
    Sha256Stream& operator=(Sha256Stream&&) noexcept;
    void update(std::string_view bytes);
    // The digest of all updates; the stream then starts anew.
    Sha256 finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

// Lower case, two digits a byte.
std::string to_hex(std::span<const std::uint8_t> bytes);
std::string to_hex(std::string_view bytes);
// Either case; an odd length or another character is Error{invalid}.
Result<std::string> from_hex(std::string_view text);

// RFC 4648 section 5, without padding.
std::string to_base64url(std::string_view bytes);
Result<std::string> from_base64url(std::string_view text);

// The time taken depends on the lengths only, never on the bytes.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace sigap
