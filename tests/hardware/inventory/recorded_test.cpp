// Machines recorded by other projects, which are no part of this tree: found by SIGAP_RECORDED or beside the checkout
// in ../shared/hardware. Where they are absent these tests say so and pass.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "hardware/inventory/machine.hpp"
#include "hardware/inventory/machine_json.hpp"
#include "hardware/inventory/reader.hpp"
#include "hardware/inventory/smbios.hpp"
#include "hardware/inventory/system_files.hpp"
#include "platform/core/serial_number.hpp"
#include "platform/core/text.hpp"
#include "tests/hardware/inventory/smbios_builder.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/source_folder.hpp"

using namespace sigap;
using namespace sigap::test;
namespace fs = std::filesystem;

namespace {

std::optional<fs::path> recorded(const char* folder) {
    const char* named = std::getenv("SIGAP_RECORDED");
    const fs::path root = named != nullptr ? fs::path(named) : fs::path(sigap::testing::source_folder()) / "../shared/hardware";
    if (fs::is_directory(root / folder)) return root / folder;
    SUCCEED();
    WARN("skipped: no recorded machines here (" << folder << "); name their folder in SIGAP_RECORDED");
    return std::nullopt;
}

std::string content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// The archive's one folder, unpacked.
fs::path unpacked(const fs::path& archive, const fs::path& into) {
    const std::string command = "timeout 60 tar -xf '" + archive.string() + "' -C '" + into.string() + "'";
    if (std::system(command.c_str()) != 0) return {};
    return into / archive.filename().string().substr(0, archive.filename().string().find(".tar"));
}

std::string with_single_blanks(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c != ' ' || out.empty() || out.back() != ' ') out += c;
    return out;
}

std::vector<std::string> kinds_of(std::string model) {
    std::vector<std::string> kinds;
    for (std::size_t at; (at = model.find(" + ")) != std::string::npos; model.erase(0, at + 3))
        kinds.push_back(model.substr(0, at));
    kinds.push_back(model);
    std::sort(kinds.begin(), kinds.end());
    return kinds;
}

// What lscpu printed, summed over its kinds of core.
struct Expected {
    std::int64_t threads = 0, cores = 0, sockets = 0;
    double mhz = 0;
    std::vector<std::string> models;
    std::string vendor, hypervisor;
};

Expected expected_of(const std::string& print) {
    Expected expected;
    std::int64_t cores_of_kind = 0;
    for (const auto line : split(print, '\n')) {
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        const auto key = trimmed(line.substr(0, colon)), value = trimmed(line.substr(colon + 1));
        const std::int64_t number = inventory::leading_number(value);
        if (key == "CPU(s)") expected.threads = number;
        if (key == "Vendor ID") expected.vendor = value;
        if (key == "Model name") expected.models.push_back(with_single_blanks(value));
        if (key.substr(0, 8) == "Core(s) ") cores_of_kind = number;
        if (key == "Socket(s)")
            expected.cores += cores_of_kind * number, expected.sockets = std::max(expected.sockets, number);
        if (key == "CPU max MHz") expected.mhz = std::max(expected.mhz, static_cast<double>(number));
        if (key == "Hypervisor vendor") expected.hypervisor = value;
    }
    return expected;
}

// A dmidecode print: structures of "Key: value" lines by DMI type.
struct Printed {
    int type = -1;
    std::map<std::string, std::string> values;
};

std::vector<Printed> printed_structures(const std::string& print) {
    std::vector<Printed> all;
    for (const auto line : split(print, '\n')) {
        if (line.substr(0, 6) == "Handle") all.emplace_back();
        const auto type = line.find("DMI type ");
        if (type != std::string_view::npos && !all.empty())
            all.back().type = static_cast<int>(inventory::leading_number(line.substr(type + 9)));
        const auto colon = line.find(": ");
        if (colon != std::string_view::npos && !all.empty())
            all.back().values.emplace(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 2)));
    }
    return all;
}

}  // namespace

TEST_CASE("recorded machines have the processors that lscpu saw") {
    const auto folder = recorded("lscpu");
    if (!folder) return;
    int tried = 0;
    for (const auto& file : fs::directory_iterator(*folder)) {
        const std::string name = file.path().filename().string();
        if (name.find(".tar.gz") == std::string::npos) continue;
        CAPTURE(name);
        const testing::TempFolder into;
        const fs::path root = unpacked(file.path(), into.path());
        REQUIRE(fs::is_directory(root));
        const Expected expected = expected_of(content_of(*folder / (root.filename().string() + ".expected")));
        const MachineFacts facts = read_machine(FolderFiles(root.string())).value();
        CHECK(facts.cpu.threads == expected.threads);
        CHECK(facts.cpu.cores == expected.cores);
        CHECK(facts.cpu.sockets == expected.sockets);
        CHECK(facts.cpu.mhz_max == static_cast<std::int64_t>(expected.mhz));
        CHECK(facts.cpu.vendor == expected.vendor);
        CHECK(facts.virtual_machine.is_virtual == !expected.hypervisor.empty());
        // lscpu sorts the kinds of core its own way.
        auto kinds = expected.models;
        std::sort(kinds.begin(), kinds.end());
        CHECK(kinds_of(facts.cpu.model) == kinds);
        CHECK(parse_machine(to_json(facts)).value() == facts);
        ++tried;
    }
    CHECK(tried >= 5);
}

TEST_CASE("recorded machines have the disks that lsblk saw") {
    const auto folder = recorded("lsblk");
    if (!folder) return;
    for (const char* name : {"simple-lvm.tar.xz", "simple-nvme.tar.xz"}) {
        CAPTURE(name);
        const testing::TempFolder into;
        const fs::path root = unpacked(*folder / name, into.path());
        REQUIRE(fs::is_directory(root));
        const MachineFacts facts = read_machine(FolderFiles(root.string())).value();
        REQUIRE(facts.disks.size() == 3);
        CHECK(facts.disks[0].name == "nvme0n1");
        CHECK(facts.disks[0].model == "KINGSTON SKC1000240G");
        CHECK(facts.disks[0].transport == "nvme");
        CHECK(facts.disks[0].size == 468862128LL * 512);
        CHECK_FALSE(facts.disks[0].rotational);
        CHECK(facts.disks[1].model == "KINGSTON SH103S3");
        CHECK(facts.disks[1].transport == "sata");
        CHECK(facts.disks[2].model == "WDC WD800JD-00MS");
        CHECK(facts.disks[2].rotational);
        for (const auto& disk : facts.disks) CHECK_FALSE(disk.serial.empty());
        CHECK(facts.os.kernel == "4.16.15-200.fc27.x86_64");
    }
}

TEST_CASE("recorded SMBIOS prints, written as tables again, are read as printed") {
    const auto folder = recorded("dmidecode");
    if (!folder) return;
    int systems = 0, modules = 0, junk = 0;
    for (const auto& file : fs::directory_iterator(*folder)) {
        CAPTURE(file.path().filename().string());
        SmbiosBuilder builder;
        std::optional<Printed> system;
        std::int64_t memory = 0;
        for (auto& printed : printed_structures(content_of(file.path()))) {
            auto& values = printed.values;
            if (printed.type == 1 && !system) {
                builder.add(1, 27, {{4, 1}, {5, 2}, {6, 3}, {7, 4}},
                            {values["Manufacturer"] + " ", values["Product Name"] + " ", values["Version"] + " ",
                             values["Serial Number"] + " "});
                system = printed;
            }
            const bool is_megabytes = values["Size"].find(" MB") != std::string::npos;
            const bool is_gigabytes = values["Size"].find(" GB") != std::string::npos;
            if (printed.type != 17 || (!is_megabytes && !is_gigabytes)) continue;
            const std::int64_t mib = inventory::leading_number(values["Size"]) * (is_gigabytes ? 1024 : 1);
            const bool is_extended = mib >= 0x7fff;
            builder.add(17, 92,
                        {{0x0c, static_cast<std::uint64_t>(is_extended ? 0x7fff : mib), 2},
                         {0x1c, static_cast<std::uint64_t>(is_extended ? mib : 0), 4},
                         {0x10, 1},
                         {0x18, 2}},
                        {values["Locator"] + " ", values["Serial Number"] + " "});
            memory += mib << 20;
            ++modules;
        }
        const SmbiosTable table = parse_smbios(builder.end().table);
        CHECK_FALSE(table.malformed);
        CHECK(table.memory_bytes == memory);
        if (!system) continue;
        ++systems;
        CHECK(table.system.vendor == clean_text(system->values["Manufacturer"]));
        CHECK(table.system.product == clean_text(system->values["Product Name"]));
        CHECK(table.system.serial == clean_text(system->values["Serial Number"]));
        junk += is_placeholder_serial(table.system.serial) ? 1 : 0;
    }
    CHECK(systems >= 20);
    CHECK(modules >= 80);
    // Counted by hand: blank, dots, "System Serial Number", X's.
    CHECK(junk >= 6);
}
