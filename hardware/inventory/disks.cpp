// Disks as the kernel lists them: real ones only, no partition, loop, RAM disk, mapping or optical drive.
#include <array>

#include "hardware/inventory/reader.hpp"
#include "hardware/inventory/smbios.hpp"
#include "platform/core/text.hpp"

namespace sigap::inventory {

namespace {

bool is_real_disk(std::string_view name) {
    static constexpr std::string_view made[] = {"loop", "ram", "zram", "dm-", "md", "sr",
                                                "fd",   "nbd", "drbd", "rbd", "zd", "bcache"};
    for (const auto prefix : made)
        if (starts_with_ignoring_case(name, prefix)) return false;
    // The small boot and replay areas of an eMMC chip.
    return !(starts_with_ignoring_case(name, "mmcblk") && name.find_first_of("br", 6) != std::string_view::npos);
}

// From the device's place in /sys: the way to it tells its bus.
std::string transport_of(std::string_view name, std::string_view place) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> ways = {{
        {"/usb", "usb"},
        {"/nvme", "nvme"},
        {"/virtio", "virtio"},
        {"/ata", "sata"},
        {"/mmc", "mmc"},
        {"/session", "iscsi"},
        {"/VMBUS", "hyper-v"},
        {"/vbd-", "xen"},
        {"/host", "scsi"},
    }};
    for (const auto& [way, transport] : ways)
        if (place.find(way) != std::string_view::npos) return std::string(transport);
    if (starts_with_ignoring_case(name, "nvme")) return "nvme";
    if (starts_with_ignoring_case(name, "mmcblk")) return "mmc";
    if (starts_with_ignoring_case(name, "vd")) return "virtio";
    return {};
}

// SPC-4, unit serial number page: peripheral, 0x80, two bytes of length, the serial.
std::string vpd_serial(std::string_view page) {
    if (page.size() < 4 || static_cast<unsigned char>(page[1]) != 0x80) return {};
    const auto byte = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(page[at])); };
    return clean_text(page.substr(4, byte(2) << 8 | byte(3)));
}

std::string udev_serial(Reader& reader, const std::string& folder) {
    const std::string database = reader.raw("/run/udev/data/b" + reader.text(folder + "/dev"));
    constexpr std::string_view key = "E:ID_SERIAL_SHORT=";
    for (const auto line : split(database, '\n'))
        if (line.substr(0, key.size()) == key) return clean_text(line.substr(key.size()));
    return {};
}

std::string serial_of(Reader& reader, const std::string& folder) {
    std::string serial = reader.text(folder + "/device/serial");
    if (serial.empty()) serial = reader.text(folder + "/serial");
    if (serial.empty()) serial = vpd_serial(reader.raw(folder + "/device/vpd_pg80"));
    if (serial.empty()) serial = udev_serial(reader, folder);
    return serial;
}

}  // namespace

void read_disks(Reader& reader) {
    constexpr std::int64_t sector = 512;  // in /sys always, whatever the disk's own sectors are
    constexpr std::int64_t most_sectors = INT64_MAX / sector;
    constexpr std::size_t most_disks = 256;
    for (const std::string& name : reader.names("/sys/block", "disks")) {
        if (!is_real_disk(name)) continue;
        const std::string folder = "/sys/block/" + name;
        const std::int64_t sectors = reader.number(folder + "/size");
        // A card reader without a card, and the second way to one NVMe disk.
        if (sectors <= 0 || sectors > most_sectors || reader.text(folder + "/hidden") == "1") continue;
        if (reader.facts().disks.size() == most_disks) {
            reader.note("disks", "/sys/block", UnreadReason::limit);
            return;
        }
        DiskFacts disk;
        disk.name = clean_text(name);
        disk.size = sectors * sector;
        disk.vendor = reader.text(folder + "/device/vendor");
        disk.model = reader.text(folder + "/device/model");
        if (disk.model.empty()) disk.model = reader.text(folder + "/device/name");
        const auto place = reader.files().link(folder);
        disk.transport = transport_of(name, place ? *place : std::string());
        // What stands there is the name of the command set, or the number of a virtual device.
        if (disk.vendor == "ATA" || starts_with_ignoring_case(disk.vendor, "0x")) disk.vendor.clear();
        disk.serial = serial_of(reader, folder);
        disk.rotational = reader.text(folder + "/queue/rotational") == "1";
        disk.removable = reader.text(folder + "/removable") == "1";
        if (disk.serial.empty()) reader.note("disks." + disk.name + ".serial", folder, UnreadReason::absent);
        reader.facts().disks.push_back(std::move(disk));
    }
}

}  // namespace sigap::inventory
