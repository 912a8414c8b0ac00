#include "platform/core/ids.hpp"

#include <array>
#include <cstring>

namespace sigap {

Uuid make_uuid(const Clock& clock, Random& random) {
    Uuid id;
    random.fill(std::as_writable_bytes(std::span(id.bytes)));
    const auto ms = static_cast<std::uint64_t>(clock.now().ms);
    for (int i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x70);
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
    return id;
}

namespace {

// Where the two digits of each byte begin (RFC 9562, 4).
constexpr std::uint8_t digits_at[] = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};

constexpr auto digit_values = [] {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (int i = 0; i < 10; ++i) values['0' + i] = static_cast<std::int8_t>(i);
    for (int i = 10; i < 16; ++i) values['a' + i - 10] = values['A' + i - 10] = static_cast<std::int8_t>(i);
    return values;
}();

}  // namespace

std::string to_string(const Uuid& id) {
    if (!id) return {};
    static constexpr char digits[] = "0123456789abcdef";
    std::string text(36, '-');
    for (std::size_t i = 0; i < 16; ++i) {
        text[digits_at[i]] = digits[id.bytes[i] >> 4];
        text[digits_at[i] + 1u] = digits[id.bytes[i] & 15];
    }
    return text;
}

Result<Uuid> parse_uuid(std::string_view text) {
    Uuid id;
    bool good = text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-';
    const auto value_at = [&](std::size_t at) { return digit_values[static_cast<unsigned char>(text[at])]; };
    for (std::size_t i = 0; good && i < 16; ++i) {
        const int high = value_at(digits_at[i]), low = value_at(digits_at[i] + 1u);
        good = high >= 0 && low >= 0;
        id.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    if (!good) return fail(ErrorCode::invalid, "not an id: \"" + std::string(text.substr(0, 60)) + "\"");
    return id;
}

Uuid derived_id(const Uuid& operation, std::uint16_t index) {
    Uuid id = operation;
    const unsigned tail = (id.bytes[14] << 8 | id.bytes[15]) + index + 1u;
    id.bytes[14] = static_cast<std::uint8_t>(tail >> 8);
    id.bytes[15] = static_cast<std::uint8_t>(tail);
    return id;
}

}  // namespace sigap

std::size_t std::hash<sigap::Uuid>::operator()(const sigap::Uuid& id) const noexcept {
    std::uint64_t low;
    std::memcpy(&low, id.bytes.data() + 8, 8);
    std::uint64_t high;
    std::memcpy(&high, id.bytes.data(), 8);
    return static_cast<std::size_t>(low ^ (high * 0x9e3779b97f4a7c15));
}
