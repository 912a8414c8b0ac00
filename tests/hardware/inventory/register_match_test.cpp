#include "hardware/inventory/register_match.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

using namespace sigap;

namespace {

MachineFacts laptop() {
    MachineFacts facts;
    facts.system = {
        "LENOVO", "21AH00B2ID", "ThinkPad T14 Gen 3", "PF3ABC12", "4c4c4544-004a-3210-8039-b6c04f483633", "", ""};
    facts.chassis.asset_tag = "LTP-0047110";
    facts.cpu.model = "12th Gen Intel(R) Core(TM) i5-1245U";
    facts.memory.total = std::int64_t{16083264} * 1024;
    facts.disks = {{"nvme0n1", "", "SAMSUNG", "S64K", "nvme", 512110190592, false, false},
                   {"sda", "Kingston", "Stick", "E0D5", "usb", 30765219840, true, true}};
    facts.network = {{"enp0s31f6", "8c:8c:aa:12:34:56", "ethernet", "down", 0, false, false, true},
                     {"enx000ec6a1b2c3", "00:0e:c6:a1:b2:c3", "ethernet", "up", 1000, false, true, true}};
    return facts;
}

RegisterEntry entry_of_laptop() {
    return {"ltp-0047110",
            "pf3abc12",
            "4C4C4544-004A-3210-8039-B6C04F483633",
            "Lenovo",
            "ThinkPad T14 Gen 3",
            "Core i5-1245U",
            std::int64_t{16} << 30,
            512000000000,
            {"8C-8C-AA-12-34-56"}};
}

std::vector<std::string> fields_that_matter(const std::vector<Difference>& list) {
    std::vector<std::string> fields;
    for (const auto& difference : list)
        if (difference.matters) fields.push_back(difference.field);
    return fields;
}

}  // namespace

TEST_CASE("the strongest identifier decides") {
    RegisterEntry by_mac, by_tag, by_serial;
    by_mac.macs = {"8c8c.aa12.3456"};
    by_tag.tag = "LTP-0047110";
    by_serial.serial = "PF3ABC12";
    by_serial.manufacturer = "Lenovo Group Ltd.";
    std::vector<RegisterEntry> entries = {by_mac, by_tag, by_serial, entry_of_laptop()};

    for (const auto expected :
         {MatchedBy::uuid_and_serial, MatchedBy::serial_and_vendor, MatchedBy::tag, MatchedBy::mac}) {
        const auto match = match_machine(laptop(), entries);
        CHECK(name_of(match.by) == name_of(expected));
        REQUIRE(match.is_certain());
        CHECK(match.entries[0] == entries.size() - 1);
        entries.pop_back();
    }
    CHECK(match_machine(laptop(), {}).by == MatchedBy::nothing);
}

TEST_CASE("two machines never become one over a placeholder") {
    MachineFacts facts = laptop();
    facts.system.serial = "To be filled by O.E.M.";
    facts.system.uuid = "03000200-0400-0500-0006-000700080009";
    facts.chassis.asset_tag = "No Asset Information";
    facts.network[0].mac = "00:00:00:00:00:00";
    RegisterEntry other = entry_of_laptop();
    other.serial = "To Be Filled By O.E.M.";
    other.uuid = facts.system.uuid;
    other.tag = "No Asset Information";
    other.macs = {"00:00:00:00:00:00", "00:0e:c6:a1:b2:c3"};  // the second is a dongle's
    const std::vector entries = {other};
    CHECK(match_machine(facts, entries).by == MatchedBy::nothing);
}

TEST_CASE("two entries that fit equally well are both named") {
    const std::vector entries = {entry_of_laptop(), RegisterEntry{}, entry_of_laptop()};
    const auto match = match_machine(laptop(), entries);
    CHECK_FALSE(match.is_certain());
    CHECK(match.entries == std::vector<std::size_t>{0, 2});
}

TEST_CASE("the same serial from another vendor, or a moved network card, is another machine") {
    RegisterEntry other_vendor;
    other_vendor.serial = "PF3ABC12";
    other_vendor.manufacturer = "Dell";
    RegisterEntry moved_card;
    moved_card.serial = "PF9ZZZ99";
    moved_card.macs = {"8c:8c:aa:12:34:56"};
    const std::vector entries = {other_vendor, moved_card};
    CHECK(match_machine(laptop(), entries).by == MatchedBy::nothing);

    MachineFacts randomised = laptop();
    randomised.network[0].mac = "3e:11:22:33:44:55";
    RegisterEntry same_random;
    same_random.macs = {"3e:11:22:33:44:55"};
    CHECK(match_machine(randomised, std::vector{same_random}).by == MatchedBy::nothing);
}

TEST_CASE("a machine as registered shows no difference, however its maker spells") {
    CHECK(differences(laptop(), entry_of_laptop()).empty());
    RegisterEntry entry = entry_of_laptop();
    entry.model = "Lenovo 21AH00B2ID";
    entry.disk_bytes = 500000000000;
    CHECK(differences(laptop(), entry).empty());
    CHECK(same_vendor("Hewlett-Packard", "HP Inc."));
    CHECK(same_vendor("Dell Inc.", "DELL"));
    CHECK(same_vendor("ASUSTeK COMPUTER INC.", "Asus"));
    CHECK_FALSE(same_vendor("Dell", "HP"));
    CHECK_FALSE(same_vendor("", ""));
}

TEST_CASE("an earlier scan stands in for the register") {
    MachineFacts now = laptop();
    CHECK(differences(now, entry_of(laptop())).empty());
    now.memory.installed = std::int64_t{16} << 30;  // read by root this time
    now.network.clear();
    CHECK(differences(now, entry_of(laptop())).empty());
    now.cpu.model = "AMD Ryzen 5 PRO 6650U";
    CHECK(fields_that_matter(differences(now, entry_of(laptop()))) == std::vector<std::string>{"cpu"});
}

TEST_CASE("a tag field that repeats the serial is no tag") {
    MachineFacts facts = laptop();
    facts.chassis.asset_tag = facts.system.serial;
    CHECK(differences(facts, entry_of_laptop()).empty());
    CHECK(entry_of(facts).tag.empty());
}

TEST_CASE("a missing memory module, another disk and another serial matter") {
    MachineFacts facts = laptop();
    facts.memory.total /= 2;
    facts.disks[0].size = 256060514304;
    facts.system.serial = "PF9ZZZ99";
    const auto list = differences(facts, entry_of_laptop());
    CHECK(fields_that_matter(list) == std::vector<std::string>{"serial", "memory", "disk"});
    CHECK(list[1] == Difference{"memory", "16 GiB", "7.7 GiB", true});
    CHECK(list[2] == Difference{"disk", "512 GB", "256 GB", true});

    facts = laptop();
    facts.memory.installed = std::int64_t{15} << 30;  // with SMBIOS it is exact
    CHECK(fields_that_matter(differences(facts, entry_of_laptop())) == std::vector<std::string>{"memory"});
}

TEST_CASE("what the register lacks is offered, what the machine hides is no difference") {
    const auto offered = differences(laptop(), RegisterEntry{});
    CHECK(offered.size() == 9);
    CHECK(fields_that_matter(offered).empty());
    CHECK(differences(MachineFacts{}, entry_of_laptop()).empty());

    MachineFacts nameless = laptop();
    nameless.system.serial = "Default string";
    CHECK(differences(nameless, entry_of_laptop()).empty());

    RegisterEntry other_card = entry_of_laptop();
    other_card.macs = {"8c:8c:aa:00:00:01"};
    const auto list = differences(laptop(), other_card);
    REQUIRE(list.size() == 1);
    CHECK(list[0].field == "mac");
    CHECK_FALSE(list[0].matters);
}
