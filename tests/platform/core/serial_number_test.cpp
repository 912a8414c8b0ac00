#include "platform/core/serial_number.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sigap;

TEST_CASE("what makers leave in the serial field is no serial") {
    for (const char* text : {"To be filled by O.E.M.",
                             "To Be Filled By O.E.M",
                             "Default string",
                             "None",
                             "0",
                             "",
                             "   ",
                             "System Serial Number",
                             "123456789",
                             "0123456789",
                             "01234567890123456789",
                             "XXXXXXXXXX",
                             "..........",
                             "00000000",
                             "Not Specified",
                             "N/A",
                             "INVALID",
                             "OEM",
                             "Chassis Serial Number",
                             "No Asset Tag",
                             "Asset-1234567890",
                             "SerNum0",
                             "-"}) {
        CAPTURE(text);
        CHECK(is_placeholder_serial(text));
        CHECK(comparable_serial(text).empty());
    }
}

TEST_CASE("real serials are serials") {
    for (const char* text :
         {"PF2ABC12", "5CG1234XYZ", "6J29H63", "VMware-42 30 bf 6a ce 71 e1 68-6c 2d 17 6e 66 d0 4a 0d",
          "100000003d1d1c36", "1634NM1100", "123456", "12345678A"}) {
        CAPTURE(text);
        const bool counting = std::string_view(text) == "123456";
        CHECK(is_placeholder_serial(text) == counting);
    }
    CHECK(comparable_serial(" pf2abc12 ") == "PF2ABC12");
}

TEST_CASE("sample UUIDs name no machine") {
    for (const char* text :
         {"", "Not Present", "00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
          "EEEEEEEE-EEEE-EEEE-EEEE-EEEEEEEEEEEE", "03000200-0400-0500-0006-000700080009",
          "00020003-0004-0005-0006-000700080009", "fefefefe-fefe-fefe-fefe-fefefefefefe", "4c4c4544"}) {
        CAPTURE(text);
        CHECK(is_placeholder_uuid(text));
        CHECK_FALSE(same_uuid(text, text));
    }
    CHECK_FALSE(is_placeholder_uuid("4c4c4544-004a-3210-8039-b6c04f483633"));
}

TEST_CASE("one machine told with both byte orders of its UUID is one machine") {
    CHECK(same_uuid("4c4c4544-004a-3210-8039-b6c04f483633", "4C4C4544-004A-3210-8039-B6C04F483633"));
    CHECK(same_uuid("00112233-4455-6677-8899-aabbccddeeff", "33221100-5544-7766-8899-AABBCCDDEEFF"));
    CHECK_FALSE(same_uuid("00112233-4455-6677-8899-aabbccddeeff", "00112233-4455-6677-8899-aabbccddeefe"));
}
