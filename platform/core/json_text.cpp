#include "platform/core/json_text.hpp"

#include <array>
#include <charconv>

#include "platform/core/text.hpp"

namespace sigap {

namespace {

constexpr std::array<bool, 256> plain_bytes() {
    std::array<bool, 256> plain{};
    for (std::size_t byte = 0x20; byte < 0x7f; ++byte) plain[byte] = byte != '"' && byte != '\\';
    return plain;
}
constexpr auto plain = plain_bytes();

}  // namespace

void append_json_number(std::string& out, std::int64_t number) {
    std::array<char, 20> digits;
    out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

void append_json_string(std::string& out, std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        // Most text is plain from end to end.
        const std::size_t begin = at;
        while (at < text.size() && plain[static_cast<unsigned char>(text[at])]) ++at;
        out.append(text, begin, at - begin);
        if (at == text.size()) break;
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte >= 0x80) {
            const std::size_t length = utf8_length_at(text, at);
            if (length == 0) out += "\xef\xbf\xbd";
            else out.append(text, at, length);
            at += length == 0 ? 1 : length;
            continue;
        }
        ++at;
        switch (byte) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                out += "\\u00";
                out += digits[byte >> 4];
                out += digits[byte & 15];
        }
    }
    out += '"';
}

}  // namespace sigap
