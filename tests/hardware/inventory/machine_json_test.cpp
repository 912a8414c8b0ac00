#include "hardware/inventory/machine_json.hpp"

#include <boost/json.hpp>
#include <catch2/catch_test_macros.hpp>

#include "tests/hardware/inventory/smbios_builder.hpp"
#include "tests/hardware/inventory/tree_files.hpp"

using namespace sigap;
using namespace sigap::test;

namespace {

MachineFacts full_laptop() {
    TreeFiles files("laptop");
    files.put("/sys/firmware/dmi/tables/DMI", desktop_table().text());
    files.put("/sys/class/dmi/id/sys_vendor", "Odd \"maker\" \x01\xff\\");
    return read_machine(files).value();
}

}  // namespace

TEST_CASE("a machine's JSON is read back as the same machine") {
    for (const MachineFacts& facts : {full_laptop(), read_machine(TreeFiles("laptop")).value(),
                                      read_machine(TreeFiles("raspberry_pi")).value(), MachineFacts{}}) {
        const auto again = parse_machine(to_json(facts));
        REQUIRE(again);
        CHECK(*again == facts);
    }
}

TEST_CASE("the JSON has snake_case keys, bytes, and what was not read") {
    const auto document = boost::json::parse(to_json(read_machine(TreeFiles("laptop")).value()));
    CHECK(document.at("format") == "sigap.machine");
    CHECK(document.at("system").at("vendor") == "LENOVO");
    CHECK(document.at("disks").at(0).at("size") == 512110190592);
    CHECK(document.at("memory").at("total") == std::int64_t{16083264} * 1024);
    CHECK(document.at("unread").at(0).at("why") == "needs_root");
    CHECK(document.at("placeholders").as_array().size() == 2);
    CHECK(document.at("system").as_object().if_contains("serial") == nullptr);
}

TEST_CASE("what is no machine's JSON is refused with a word, and unknown keys are passed over") {
    for (const char* text : {"", "null", "[]", "{}", "<html>", R"({"format":"sigap.machine"})",
                             R"({"format":"sigap.machine","version":2})", R"({"format":1,"version":1})",
                             R"({"format":"sigap.machine","version":1,"system":[]})",
                             R"({"format":"sigap.machine","version":1,"disks":{}})",
                             R"({"format":"sigap.machine","version":1,"disks":[1]})",
                             R"({"format":"sigap.machine","version":1,"disks":[{"size":"1"}]})",
                             R"({"format":"sigap.machine","version":1,"os":{"name":7}})"}) {
        CAPTURE(text);
        const auto facts = parse_machine(text);
        REQUIRE_FALSE(facts);
        CHECK(facts.error().detail == "machine_json");
    }
    CHECK(parse_machine(std::string(2 << 20, ' ')).error().code == ErrorCode::limit);
    const auto later =
        parse_machine(R"({"format":"sigap.machine","version":1,"tpm":{"version":2},"os":{"name":"Debian","build":1},)"
                      R"("unread":[{"fact":"x","why":"new"}]})");
    REQUIRE(later);
    CHECK(later->os.name == "Debian");
    CHECK(later->unread[0].why == UnreadReason::failed);
}

TEST_CASE("the summary is a few plain lines") {
    const auto lines = summary_lines(read_machine(TreeFiles("laptop")).value());
    CHECK(lines.at(0) == "Machine: LENOVO ThinkPad T14 Gen 3, 21AH00B2ID, notebook");
    CHECK(lines.at(1) == "Serial: not known");
    CHECK(lines.back() == "Needs root: memory.modules, system.serial, system.uuid, board.serial, chassis.serial");
    CHECK(memory_text(std::int64_t{16} << 30) == "16 GiB");
    CHECK(memory_text(std::int64_t{3} << 29) == "1.5 GiB");
    CHECK(disk_text(512110190592) == "512 GB");
    CHECK(disk_text(std::int64_t{2000398934016}) == "2 TB");
    CHECK(disk_text(0) == "0 B");
}
