// Text files of unknown character set to UTF-8: BOM, UTF-8, UTF-16, else Windows-1252, which every byte string is.
// Pure functions, any thread; the result is always well-formed UTF-8 without a BOM.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sigap {

enum class TextEncoding { utf8, utf8_bom, utf16_le, utf16_be, cp1252 };

// "UTF-8", "UTF-8 with BOM", "UTF-16LE", "UTF-16BE", "Windows-1252".
std::string_view name_of(TextEncoding encoding);

struct DecodedText {
    std::string text;
    TextEncoding encoding = TextEncoding::utf8;
    std::size_t replaced = 0;  // damaged sequences that became U+FFFD; only after a BOM promised what did not come
};

// Never fails: a BOM decides; without one, well-formed UTF-8 is taken as it is and all else as Windows-1252.
DecodedText decode_text(std::string_view bytes);

// Windows-1252 after the WHATWG Encoding Standard: its five unassigned bytes become C1 controls.
std::string cp1252_to_utf8(std::string_view bytes);

}  // namespace sigap
