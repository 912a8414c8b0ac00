#include "hardware/inventory/smbios.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <string>

#include "platform/core/random.hpp"
#include "tests/hardware/inventory/smbios_builder.hpp"

using namespace sigap;
using namespace sigap::test;

TEST_CASE("an SMBIOS table gives system, board, BIOS, chassis and memory") {
    const SmbiosTable table = parse_smbios(desktop_table().table);
    CHECK_FALSE(table.malformed);
    CHECK(table.bios == BiosFacts{"American Megatrends Inc.", "F12", "03/04/2022"});
    CHECK(table.system.product == "B560M DS3H");
    CHECK(table.system.serial == "Default string");
    CHECK(table.system.uuid == "33221100-5544-7766-8899-aabbccddeeff");
    CHECK(table.board.serial == "SN0012345678");
    CHECK(table.chassis.type == 3);
    CHECK(table.chassis.kind == "desktop");
    CHECK(table.chassis.asset_tag == "PC-0004711");
    CHECK(table.memory_slots == 4);
    REQUIRE(table.modules.size() == 2);
    CHECK(table.modules[0] == MemoryModule{"DIMM 0", "P0 CHANNEL A", "DDR4", "Kingston", "KF3200C16D4/8GX", "E0F12345",
                                           std::int64_t{8} << 30, 3200});
    CHECK(table.modules[1].size == std::int64_t{32} << 30);
    CHECK(table.modules[1].type == "DDR5");
    CHECK(table.modules[1].mts == 70000);
    CHECK(table.memory_bytes == std::int64_t{40} << 30);
}

TEST_CASE("before SMBIOS 2.6 a UUID is read in its byte order") {
    CHECK(parse_smbios(desktop_table().table, true).system.uuid == "00112233-4455-6677-8899-aabbccddeeff");
    const std::uint8_t old_entry[] = {'_', 'S', 'M', '_', 0, 31, 2, 5};
    const std::uint8_t new_entry[] = {'_', 'S', 'M', '_', 0, 31, 2, 6};
    const std::uint8_t third_entry[] = {'_', 'S', 'M', '3', '_', 0, 24, 3};
    CHECK(has_old_uuid_order(old_entry));
    CHECK_FALSE(has_old_uuid_order(new_entry));
    CHECK_FALSE(has_old_uuid_order(third_entry));
    CHECK_FALSE(has_old_uuid_order({}));
}

TEST_CASE("central processors are counted with their cores") {
    SmbiosBuilder builder;
    builder.add(
        4, 48,
        {{4, 1}, {5, 3}, {7, 2}, {0x10, 3}, {0x14, 4200, 2}, {0x18, 0x41}, {0x23, 0xff}, {0x25, 16}, {0x2a, 288, 2}},
        {"CPU1", "AMD", "EPYC"});
    builder.add(4, 48, {{4, 1}, {5, 4}}, {"A mathematics coprocessor"});
    const auto table = parse_smbios(builder.end().table);
    REQUIRE(table.processors.size() == 1);
    CHECK(table.processors[0].populated);
    CHECK(table.processors[0].cores == 288);
    CHECK(table.processors[0].threads == 16);
    CHECK(table.processors[0].mhz_max == 4200);
}

TEST_CASE("a table that is cut, lies about lengths or about strings is read as far as it goes") {
    CHECK(parse_smbios({}).malformed);

    const auto whole = desktop_table().table;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto cut = parse_smbios(std::span(whole).first(size));
        CHECK(cut.structures < 11);
        CHECK(cut.memory_bytes <= std::int64_t{40} << 30);
    }
    CHECK(parse_smbios(std::span(whole).first(80)).bios.version == "F12");
    CHECK(parse_smbios(std::span(whole).first(80)).malformed);

    auto too_short = whole;
    too_short[1] = 3;
    CHECK(parse_smbios(too_short).malformed);
    CHECK(parse_smbios(too_short).structures == 0);

    const auto no_such_string = SmbiosBuilder().add(1, 27, {{4, 9}}, {"only one"}).end().table;
    CHECK(parse_smbios(no_such_string).malformed);
    CHECK(parse_smbios(no_such_string).system.vendor.empty());

    // An old, short structure has no UUID and no family.
    const auto old = parse_smbios(SmbiosBuilder().add(1, 8, {{4, 1}, {7, 2}}, {"ACME", "S1"}).end().table);
    CHECK(old.system == SystemFacts{"ACME", "", "", "S1", "", "", ""});
}

TEST_CASE("a table of more modules than any machine holds is cut, and its sum stays whole") {
    SmbiosBuilder builder;
    for (int i = 0; i < 5000; ++i) builder.add(17, 40, {{0x0c, 0x7fff, 2}, {0x1c, 0x7fffffff, 4}});
    const auto table = parse_smbios(builder.end().table);
    CHECK(table.malformed);
    CHECK(table.modules.size() == 512);
    CHECK(table.memory_bytes > 0);
}

TEST_CASE("damaged bytes anywhere in a table are safe to read") {
    SeededRandom random(20261122);
    const auto whole = desktop_table().table;
    for (int round = 0; round < 3000; ++round) {
        auto damaged = whole;
        for (int i = 0; i < 1 + round % 7; ++i) {
            std::byte noise[3];
            random.fill(noise);
            const auto at =
                (std::to_integer<std::size_t>(noise[0]) << 8 | std::to_integer<std::size_t>(noise[1])) % damaged.size();
            damaged[at] = std::to_integer<std::uint8_t>(noise[2]);
        }
        const auto table = parse_smbios(damaged);
        CHECK(table.memory_bytes >= 0);
        CHECK(table.modules.size() <= table.structures);
    }
}

TEST_CASE("what firmware writes becomes one line of UTF-8") {
    CHECK(clean_text("  HP\x01 EliteBook \xff\n") == "HP  EliteBook ?");
    CHECK(clean_text(std::string(500, 'x')).size() == 200);
    CHECK(clean_text("Büro") == "Büro");
}
