#include "platform/core/ids.hpp"

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

std::string to_string(const Uuid& id) {
    if (!id) return {};
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += digits[id.bytes[i] >> 4];
        text += digits[id.bytes[i] & 15];
    }
    return text;
}

Result<Uuid> parse_uuid(std::string_view text) {
    Uuid id;
    std::size_t nibble = 0;
    const auto bad = [&] { return fail(ErrorCode::invalid, "not an id: \"" + std::string(text.substr(0, 60)) + "\""); };
    if (text.size() != 36) return bad();
    for (std::size_t i = 0; i < 36; ++i) {
        const char c = text[i];
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (c != '-') return bad();
            continue;
        }
        int value;
        if (c >= '0' && c <= '9') value = c - '0';
        else if (c >= 'a' && c <= 'f') value = c - 'a' + 10;
        else if (c >= 'A' && c <= 'F') value = c - 'A' + 10;
        else return bad();
        id.bytes[nibble / 2] = static_cast<std::uint8_t>(id.bytes[nibble / 2] << 4 | value);
        ++nibble;
    }
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
