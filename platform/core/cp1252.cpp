#include "platform/core/cp1252.hpp"

#include <array>
#include <cstdint>

#include "platform/core/text.hpp"

namespace sigap {
namespace {

constexpr std::uint32_t replacement = 0xfffd;

// Bytes 0x80 to 0x9f; the rest of the page is Latin-1.
constexpr std::array<std::uint16_t, 32> high_controls = {
    0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

void mend_utf8(std::string_view bytes, DecodedText& out) {
    for (std::size_t at = 0; at < bytes.size();) {
        if (const std::size_t length = utf8_length_at(bytes, at)) {
            out.text += bytes.substr(at, length);
            at += length;
        } else {
            append_utf8(out.text, replacement);
            ++out.replaced, ++at;
        }
    }
}

void decode_utf16(std::string_view bytes, bool big_endian, DecodedText& out) {
    const auto unit = [&](std::size_t at) -> std::uint32_t {
        const auto byte = [&](std::size_t i) {
            return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
        };
        return big_endian ? byte(at) << 8 | byte(at + 1) : byte(at + 1) << 8 | byte(at);
    };
    const auto damaged = [&] { append_utf8(out.text, replacement), ++out.replaced; };
    std::size_t at = 0;
    for (; at + 1 < bytes.size(); at += 2) {
        const std::uint32_t first = unit(at);
        if (first < 0xd800 || first > 0xdfff) {
            append_utf8(out.text, first);
            continue;
        }
        const std::uint32_t second = first < 0xdc00 && at + 3 < bytes.size() ? unit(at + 2) : 0;
        if (second < 0xdc00 || second > 0xdfff) {
            damaged();
            continue;
        }
        append_utf8(out.text, 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
        at += 2;
    }
    if (at < bytes.size()) damaged();
}

}  // namespace

std::string_view name_of(TextEncoding encoding) {
    switch (encoding) {
        case TextEncoding::utf8: return "UTF-8";
        case TextEncoding::utf8_bom: return "UTF-8 with BOM";
        case TextEncoding::utf16_le: return "UTF-16LE";
        case TextEncoding::utf16_be: return "UTF-16BE";
        case TextEncoding::cp1252: return "Windows-1252";
    }
    return "";
}

std::string cp1252_to_utf8(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        append_utf8(out, byte >= 0x80 && byte <= 0x9f ? high_controls[byte - 0x80u] : byte);
    }
    return out;
}

DecodedText decode_text(std::string_view bytes) {
    DecodedText out;
    if (bytes.substr(0, 3) == "\xef\xbb\xbf") {
        out.encoding = TextEncoding::utf8_bom;
        mend_utf8(bytes.substr(3), out);
    } else if (bytes.substr(0, 2) == "\xff\xfe") {
        out.encoding = TextEncoding::utf16_le;
        decode_utf16(bytes.substr(2), false, out);
    } else if (bytes.substr(0, 2) == "\xfe\xff") {
        out.encoding = TextEncoding::utf16_be;
        decode_utf16(bytes.substr(2), true, out);
    } else if (is_utf8(bytes)) {
        out.text = bytes;
    } else {
        out.encoding = TextEncoding::cp1252;
        out.text = cp1252_to_utf8(bytes);
    }
    return out;
}

}  // namespace sigap
