#include "platform/core/cp1252.hpp"

#include <catch2/catch_test_macros.hpp>

#include "platform/core/text.hpp"

using namespace sigap;
using namespace std::string_view_literals;

TEST_CASE("bytes that are no UTF-8 are read as Windows-1252", "[cp1252]") {
    const DecodedText decoded = decode_text("\x80 12 \x96 caf\xe9 \x93ok\x94");
    CHECK(decoded.encoding == TextEncoding::cp1252);
    CHECK(decoded.text == "€ 12 – café “ok”");
    CHECK(name_of(decoded.encoding) == "Windows-1252");
}

TEST_CASE("every byte of Windows-1252 gives well-formed UTF-8", "[cp1252]") {
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        const std::string text = cp1252_to_utf8({&c, 1});
        CHECK(is_utf8(text));
        CHECK_FALSE(text.empty());
    }
    CHECK(cp1252_to_utf8("\x81\x9f\xa0\xff") == "\xc2\x81\xc5\xb8\xc2\xa0\xc3\xbf");
}

TEST_CASE("well-formed UTF-8 is taken as it is", "[cp1252]") {
    CHECK(decode_text("Ruang é").encoding == TextEncoding::utf8);
    CHECK(decode_text("Ruang é").text == "Ruang é");
    CHECK(decode_text("").text.empty());
}

TEST_CASE("a byte order mark decides and is removed", "[cp1252]") {
    CHECK(decode_text("\xef\xbb\xbftag").text == "tag");
    CHECK(decode_text("\xef\xbb\xbftag").encoding == TextEncoding::utf8_bom);

    const DecodedText little = decode_text(
        "\xff\xfe"
        "A\0\xe9\0\x3d\xd8\x00\xde"sv);
    CHECK(little.encoding == TextEncoding::utf16_le);
    CHECK(little.text == "Aé😀");
    CHECK(little.replaced == 0);

    const DecodedText big = decode_text("\xfe\xff\0A\0\xe9\xd8\x3d\xde\x00"sv);
    CHECK(big.encoding == TextEncoding::utf16_be);
    CHECK(big.text == "Aé😀");
}

TEST_CASE("what a byte order mark promised and did not come is replaced and counted", "[cp1252]") {
    const DecodedText eight = decode_text(
        "\xef\xbb\xbf"
        "a\xff"
        "b");
    CHECK(eight.text ==
          "a\xef\xbf\xbd"
          "b");
    CHECK(eight.replaced == 1);

    const DecodedText lone_surrogate_and_half_unit = decode_text(
        "\xff\xfe\x3d\xd8"
        "A\0\x41"sv);
    CHECK(lone_surrogate_and_half_unit.text ==
          "\xef\xbf\xbd"
          "A\xef\xbf\xbd");
    CHECK(lone_surrogate_and_half_unit.replaced == 2);

    CHECK(decode_text("\xff\xfe\x3d\xd8"sv).replaced == 1);
}
