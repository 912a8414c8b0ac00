#include <catch2/catch_test_macros.hpp>

#include "platform/core/ids.hpp"

using namespace sigap;

TEST_CASE("an id is read as it was written, in capitals, too") {
    const std::string text = "0198c2a4-7d1e-7b3a-9f42-1c5d6e7f8091";
    const auto id = parse_uuid(text);
    REQUIRE(id);
    CHECK(id->bytes[0] == 0x01);
    CHECK(id->bytes[5] == 0x1e);
    CHECK(id->bytes[15] == 0x91);
    CHECK(to_string(*id) == text);
    CHECK(*parse_uuid("0198C2A4-7D1E-7B3A-9F42-1C5D6E7F8091") == *id);
    CHECK(to_string(Uuid{}).empty());
}

TEST_CASE("what is no id is not read as one") {
    const std::string text = "0198c2a4-7d1e-7b3a-9f42-1c5d6e7f8091";
    CHECK_FALSE(parse_uuid(""));
    CHECK_FALSE(parse_uuid(text.substr(1)));
    CHECK_FALSE(parse_uuid(text + '0'));
    for (std::size_t i = 0; i < text.size(); ++i)
        for (const char wrong : {'g', '/', ':', '@', '`', '\0', '\x80', text[i] == '-' ? '0' : '-'}) {
            std::string other = text;
            other[i] = wrong;
            CHECK_FALSE(parse_uuid(other));
        }
}
