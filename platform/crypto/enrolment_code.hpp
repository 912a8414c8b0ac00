// The code that lets one device in: 24 characters of Crockford's base 32, six groups of four. Any thread.
// 40 bits are a one-time secret; 80 bits are of the SHA-256 of the authority's certificate, so that the device knows
// the right server before it trusts any.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/core/random.hpp"
#include "platform/core/result.hpp"

namespace sigap {

struct EnrolmentCode {
    std::array<std::uint8_t, 5> secret{};
    std::array<std::uint8_t, 10> authority{};
    bool operator==(const EnrolmentCode&) const = default;
};

Result<EnrolmentCode> make_enrolment_code(Random& random, std::string_view authority_pem);
// "7K3M-Q2ZD-..."
std::string to_string(const EnrolmentCode& code);
// Forgives what people do: lower case, spaces, missing or moved dashes, O for 0, I and L for 1.
Result<EnrolmentCode> parse_enrolment_code(std::string_view text);
// True where the code was made for this authority.
bool matches(const EnrolmentCode& code, std::string_view authority_pem);
// What a server stores instead of the secret: SHA-256 in hex, bound to the authority. 40 bits bear no offline
// guessing, so codes must be short-lived and used once.
std::string stored_form(const EnrolmentCode& code);

}  // namespace sigap
