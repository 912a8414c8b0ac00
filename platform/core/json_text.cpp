#include "platform/core/json_text.hpp"

#include "platform/core/text.hpp"

namespace sigap {

void append_json_string(std::string& out, std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
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
                if (byte < 0x20 || byte == 0x7f) {
                    out += "\\u00";
                    out += digits[byte >> 4];
                    out += digits[byte & 15];
                } else {
                    out += static_cast<char>(byte);
                }
        }
    }
    out += '"';
}

}  // namespace sigap
