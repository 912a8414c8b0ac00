#include <sys/stat.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <ctime>
#include <filesystem>
#include <fstream>

#include "hardware/inventory/machine.hpp"
#include "hardware/inventory/machine_json.hpp"
#include "hardware/inventory/system_files.hpp"
#include "tests/hardware/inventory/smbios_builder.hpp"
#include "tests/hardware/inventory/tree_files.hpp"
#include "tests/support/temp_folder.hpp"

using namespace sigap;
using namespace sigap::test;

namespace {

bool has_unread(const MachineFacts& facts, std::string_view fact, UnreadReason why) {
    return std::any_of(facts.unread.begin(), facts.unread.end(),
                       [&](const Unread& unread) { return unread.fact == fact && unread.why == why; });
}

}  // namespace

TEST_CASE("a laptop tells an ordinary user its model, and says what is for root") {
    const MachineFacts facts = read_machine(TreeFiles("laptop")).value();
    CHECK(facts.system.vendor == "LENOVO");
    CHECK(facts.system.product == "21AH00B2ID");
    CHECK(model_name(facts) == "ThinkPad T14 Gen 3");
    CHECK(facts.bios == BiosFacts{"LENOVO", "N3MET19W (1.18 )", "12/18/2023"});
    CHECK(facts.chassis.kind == "notebook");
    CHECK(facts.system.serial.empty());
    for (const char* fact : {"system.serial", "system.uuid", "board.serial", "chassis.serial", "memory.modules"}) {
        CAPTURE(fact);
        CHECK(has_unread(facts, fact, UnreadReason::needs_root));
    }
    CHECK(facts.unread.size() == 5);
    CHECK_FALSE(facts.virtual_machine.is_virtual);
    CHECK(placeholders(facts) == std::vector<std::string>{"board.asset_tag", "chassis.asset_tag"});
}

TEST_CASE("processor, memory and system of the laptop are read") {
    const MachineFacts facts = read_machine(TreeFiles("laptop")).value();
    CHECK(facts.cpu == CpuFacts{"12th Gen Intel(R) Core(TM) i5-1245U", "GenuineIntel", "x86_64", 1, 1, 2, 4400});
    CHECK(facts.memory.total == std::int64_t{16083264} * 1024);
    CHECK(facts.os == OsFacts{"debian", "Debian GNU/Linux", "12 (bookworm)", "6.1.0-18-amd64", "jkt-lt-0471"});
    REQUIRE(facts.batteries.size() == 1);
    CHECK(facts.batteries[0] == BatteryFacts{"BAT0", "SMP", "5B11H56371", "1234", 83, 231});
}

TEST_CASE("only real disks are listed, with the serial from wherever it stands") {
    const auto disks = read_machine(TreeFiles("laptop")).value().disks;
    REQUIRE(disks.size() == 2);
    CHECK(disks[0] ==
          DiskFacts{"nvme0n1", "", "SAMSUNG MZVL2512HCJQ-00BL7", "S64KNX0T123456", "nvme", 512110190592, false, false});
    CHECK(disks[1] == DiskFacts{"sda", "Kingston", "DataTraveler 3.0", "E0D55EA574", "usb", 30765219840, true, true});
}

TEST_CASE("a SCSI disk's serial is taken from its vital product data, and nothing from a broken page") {
    TreeFiles files("laptop");
    files.remove("/run/udev/data/b8:0");
    files.put("/sys/block/sda/device/vpd_pg80", std::string("\0\x80\0\x0a  WD-123456", 15));
    CHECK(read_machine(files).value().disks[1].serial == "WD-12345");
    for (const std::string& page : {std::string("\0\x80", 2), std::string("\0\x83\0\4WD12", 8), std::string()}) {
        files.put("/sys/block/sda/device/vpd_pg80", page);
        const auto facts = read_machine(files).value();
        CHECK(facts.disks[1].serial.empty());
        CHECK(has_unread(facts, "disks.sda.serial", UnreadReason::absent));
    }
}

TEST_CASE("network cards say whether they are wireless, virtual, a dongle, or under another address") {
    const auto cards = read_machine(TreeFiles("laptop")).value().network;
    REQUIRE(cards.size() == 4);  // neither the loopback nor bonding_masters
    CHECK(cards[0] == NetworkFacts{"docker0", "02:42:ac:11:00:01", "bridge", "", 0, true, false, false});
    CHECK(cards[1] == NetworkFacts{"enp0s31f6", "8c:8c:aa:12:34:56", "ethernet", "down", 0, false, false, true});
    CHECK(cards[2] == NetworkFacts{"enx000ec6a1b2c3", "00:0e:c6:a1:b2:c3", "ethernet", "up", 1000, false, true, true});
    CHECK(cards[3] == NetworkFacts{"wlp0s20f3", "3e:11:22:33:44:55", "wifi", "up", 0, false, false, false});
}

TEST_CASE("root reads serials and memory modules from the SMBIOS table") {
    TreeFiles files("laptop");
    files.put("/sys/firmware/dmi/tables/DMI", desktop_table().text());
    const MachineFacts facts = read_machine(files).value();
    CHECK(facts.system.vendor == "LENOVO");  // what the kernel shows comes first
    CHECK(facts.board.serial == "SN0012345678");
    CHECK(facts.system.uuid == "33221100-5544-7766-8899-aabbccddeeff");
    CHECK(facts.memory.installed == std::int64_t{40} << 30);
    CHECK(facts.memory.modules.size() == 2);
    CHECK_FALSE(has_unread(facts, "system.serial", UnreadReason::needs_root));

    files.put("/sys/firmware/dmi/tables/DMI", desktop_table().text().substr(0, 100));
    CHECK(has_unread(read_machine(files).value(), "smbios", UnreadReason::malformed));
}

TEST_CASE("a Raspberry Pi is known by its device tree") {
    const MachineFacts facts = read_machine(TreeFiles("raspberry_pi")).value();
    CHECK(facts.system.vendor == "Raspberry Pi");
    CHECK(facts.system.product == "Raspberry Pi 4 Model B Rev 1.4");
    CHECK(facts.system.version == "c03114");
    CHECK(facts.system.serial == "100000003d1d1c36");
    CHECK(facts.cpu == CpuFacts{"Cortex-A72", "ARM", "aarch64", 1, 4, 4, 1500});
    REQUIRE(facts.disks.size() == 1);
    CHECK(facts.disks[0].model == "SC32G");
    CHECK(facts.disks[0].transport == "mmc");
    CHECK_FALSE(facts.virtual_machine.is_virtual);

    TreeFiles odd("raspberry_pi");
    odd.put("/sys/firmware/devicetree/base/compatible", std::string("some vendor ,board\0", 19));
    CHECK(read_machine(odd).value().system.vendor == "some vendor");
}

TEST_CASE("of many kinds of cores the names together are as long as any other text at most") {
    TreeFiles files("raspberry_pi");
    std::string cpuinfo = "CPU implementer\t: 0x42\n";
    for (int part = 0; part < 20; ++part) cpuinfo += "CPU part\t: a part with a long name, number " + std::to_string(part) + "\n";
    files.put("/proc/cpuinfo", cpuinfo);
    const MachineFacts facts = read_machine(files).value();
    CHECK(facts.cpu.model.starts_with("part a part with a long name, number 0 + part a part"));
    CHECK(parse_machine(to_json(facts)).value() == facts);
}

TEST_CASE("a virtual machine is told by its processor even under a laptop's firmware tables") {
    TreeFiles files("laptop");
    files.signature = "TCGTCGTCGTCG";
    CHECK(read_machine(files).value().virtual_machine == VirtualFacts{true, "qemu"});
    files.signature = "Something New";
    CHECK(read_machine(files).value().virtual_machine == VirtualFacts{true, "unknown"});
    files.signature.clear();
    files.put("/sys/class/dmi/id/sys_vendor", "Microsoft Corporation\n");
    CHECK_FALSE(read_machine(files).value().virtual_machine.is_virtual);  // as a Surface is not
    files.put("/sys/class/dmi/id/product_name", "Virtual Machine\n");
    CHECK(read_machine(files).value().virtual_machine == VirtualFacts{true, "hyper-v"});
}

TEST_CASE("garbage in every file gives facts without harm") {
    TreeFiles files("laptop");
    const std::string garbage("\xff\0-99999999999999999999999,\n::\t=\"", 32);
    for (const char* path :
         {"/proc/cpuinfo", "/proc/meminfo", "/etc/os-release", "/sys/devices/system/cpu/online",
          "/sys/block/nvme0n1/size", "/sys/class/net/enp0s31f6/speed", "/sys/class/dmi/id/chassis_type",
          "/sys/class/power_supply/BAT0/energy_full", "/sys/class/power_supply/BAT0/energy_full_design"})
        files.put(path, garbage);
    const MachineFacts facts = read_machine(files).value();
    CHECK(facts.memory.total == 0);
    CHECK(has_unread(facts, "memory.total", UnreadReason::malformed));
    CHECK(has_unread(facts, "cpu.model", UnreadReason::absent));
    CHECK(facts.disks.size() == 1);

    files.put("/proc/meminfo", "MemTotal: 999999999999999999 kB\n");
    CHECK(read_machine(files).value().memory.total == 0);
    files.put("/sys/devices/system/cpu/online", "0-999999999");
    CHECK(read_machine(files).value().cpu.threads == 65536);
}

TEST_CASE("where there is neither /proc nor /sys nothing is claimed") {
    const testing::TempFolder empty;
    const auto facts = read_machine(FolderFiles(empty.path().string()));
    REQUIRE_FALSE(facts);
    CHECK(facts.error().code == ErrorCode::not_found);
}

TEST_CASE("a folder's files are read within bounds and its pipes are not waited for") {
    const testing::TempFolder folder;
    const FolderFiles files(folder.path().string() + "/");
    std::filesystem::create_directories(folder.path() / "sys" / "b");
    std::ofstream(folder.path() / "sys" / "a") << "text\n";
    std::ofstream(folder.path() / "sys" / "huge") << std::string(SystemFiles::largest_file + 1, 'x');
    std::filesystem::create_symlink("../a", folder.path() / "sys" / "b" / "to_a");
    REQUIRE(mkfifo((folder.path() / "sys" / "pipe").c_str(), 0600) == 0);

    CHECK(files.read("/sys/a").value() == "text\n");
    CHECK(files.read("/sys/b/to_a").value() == "text\n");
    CHECK(files.link("/sys/b/to_a").value() == "../a");
    CHECK(files.list("/sys").value() == std::vector<std::string>{"a", "b", "huge", "pipe"});
    CHECK(files.read("/sys/none").error().code == ErrorCode::not_found);
    CHECK(files.read("/sys/b").error().code == ErrorCode::not_found);
    CHECK(files.read("/sys/pipe").error().code == ErrorCode::not_found);
    CHECK(files.read("/sys/huge").error().code == ErrorCode::limit);
    CHECK(files.list("/sys/a").error().code == ErrorCode::not_found);
    CHECK(files.link("/sys/a").error().code == ErrorCode::not_found);
}

TEST_CASE("reading the machine that runs the tests is quick and needs no root") {
    const FolderFiles files("/");
    REQUIRE(read_machine(files));
    const std::clock_t before = std::clock();
    const MachineFacts facts = read_machine(files).value();
    const double ms = 1000.0 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
    CHECK(facts.memory.total > 0);
    CHECK(facts.cpu.threads > 0);
    CHECK_FALSE(facts.os.kernel.empty());
    // The bar is 50 ms; sanitizers cost up to fivefold.
    CHECK(ms < 250.0);
}
