#include "platform/crypto/enrolment_code.hpp"

#include <algorithm>
#include <span>

#include "platform/crypto/certificates.hpp"
#include "platform/crypto/hash.hpp"

namespace sigap {
namespace {

// Crockford's base 32: without I, L, O (taken for digits) and U.
constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t code_digits = 24;
constexpr std::size_t group = 4;

int digit_value(char c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    const std::size_t at = digits.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::string_view bytes_of(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

Result<EnrolmentCode> make_enrolment_code(Random& random, std::string_view authority_pem) {
    const auto digest = certificate_digest(authority_pem);
    if (!digest) return digest.error();
    EnrolmentCode code;
    random.fill(std::as_writable_bytes(std::span(code.secret)));
    std::copy_n(digest->begin(), code.authority.size(), code.authority.begin());
    return code;
}

std::string to_string(const EnrolmentCode& code) {
    std::string text;
    std::uint32_t bits = 0;
    unsigned held = 0;
    std::size_t written = 0;
    const auto write = [&](std::span<const std::uint8_t> bytes) {
        for (const std::uint8_t byte : bytes) {
            bits = (bits << 8U) | byte;
            for (held += 8; held >= 5; held -= 5) {
                if (written > 0 && written % group == 0) text += '-';
                text += digits[(bits >> (held - 5)) & 31U];
                ++written;
            }
        }
    };
    write(code.secret);
    write(code.authority);
    return text;
}

Result<EnrolmentCode> parse_enrolment_code(std::string_view text) {
    EnrolmentCode code;
    std::uint32_t bits = 0;
    unsigned held = 0;
    std::size_t read = 0;
    std::size_t filled = 0;
    for (const char c : text) {
        if (c == '-' || c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
        const int value = digit_value(c);
        if (value < 0) return fail(ErrorCode::invalid, "The code has a character that no code has; read it again.");
        if (++read > code_digits) break;
        bits = (bits << 5U) | static_cast<std::uint32_t>(value);
        held += 5;
        if (held < 8) continue;
        held -= 8;
        const auto byte = static_cast<std::uint8_t>((bits >> held) & 255U);
        if (filled < code.secret.size()) {
            code.secret[filled] = byte;
        } else {
            code.authority[filled - code.secret.size()] = byte;
        }
        ++filled;
    }
    if (read != code_digits) return fail(ErrorCode::invalid, "The code has 24 characters; read it again.");
    return code;
}

bool matches(const EnrolmentCode& code, std::string_view authority_pem) {
    const auto digest = certificate_digest(authority_pem);
    return digest && equal_in_constant_time(bytes_of(code.authority), digest->substr(0, code.authority.size()));
}

std::string stored_form(const EnrolmentCode& code) {
    Sha256Stream hash;
    hash.update("sigap enrolment 1");
    hash.update(bytes_of(code.authority));
    hash.update(bytes_of(code.secret));
    return to_hex(hash.finish());
}

}  // namespace sigap
