// System, board, BIOS, chassis and memory modules: from /sys/class/dmi/id, from the SMBIOS table where root reads it,
// or from the device tree of a board that has no such firmware.
#include <array>
#include <span>

#include "hardware/inventory/reader.hpp"
#include "hardware/inventory/smbios.hpp"
#include "platform/core/text.hpp"

namespace sigap::inventory {

namespace {

std::span<const std::uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

struct DmiField {
    std::string_view file;
    std::string& kept;
    std::string_view fact;  // named when it is missing; empty for what many machines lack
};

void read_smbios(Reader& reader, MachineFacts& facts) {
    const std::string path = "/sys/firmware/dmi/tables/DMI";
    const auto content = reader.files().read(path);
    if (!content) {
        reader.note("memory.modules", path, content.error());
        return;
    }
    const std::string entry_point = reader.raw("/sys/firmware/dmi/tables/smbios_entry_point");
    SmbiosTable table = parse_smbios(bytes_of(*content), has_old_uuid_order(bytes_of(entry_point)));
    if (table.malformed) reader.note("smbios", path, UnreadReason::malformed);

    const auto fill = [](std::string& kept, const std::string& found) {
        if (kept.empty()) kept = found;
    };
    fill(facts.system.vendor, table.system.vendor);
    fill(facts.system.product, table.system.product);
    fill(facts.system.version, table.system.version);
    fill(facts.system.serial, table.system.serial);
    fill(facts.system.uuid, table.system.uuid);
    fill(facts.system.sku, table.system.sku);
    fill(facts.system.family, table.system.family);
    fill(facts.board.vendor, table.board.vendor);
    fill(facts.board.product, table.board.product);
    fill(facts.board.version, table.board.version);
    fill(facts.board.serial, table.board.serial);
    fill(facts.board.asset_tag, table.board.asset_tag);
    fill(facts.bios.vendor, table.bios.vendor);
    fill(facts.bios.version, table.bios.version);
    fill(facts.bios.date, table.bios.date);
    fill(facts.chassis.vendor, table.chassis.vendor);
    fill(facts.chassis.serial, table.chassis.serial);
    fill(facts.chassis.asset_tag, table.chassis.asset_tag);
    if (facts.chassis.type == 0) facts.chassis.type = table.chassis.type;
    facts.memory.modules = std::move(table.modules);
    facts.memory.slots = table.memory_slots;
    facts.memory.installed = table.memory_bytes;
    for (const auto& processor : table.processors)
        if (processor.populated && processor.mhz_max > facts.cpu.mhz_max) facts.cpu.mhz_max = processor.mhz_max;
}

// True where there is one. A Raspberry Pi has its serial number there, and its revision in /proc/cpuinfo.
bool read_device_tree(Reader& reader, MachineFacts& facts) {
    for (const std::string folder : {"/sys/firmware/devicetree/base/", "/proc/device-tree/"}) {
        const std::string model = reader.text(folder + "model");
        if (model.empty()) continue;
        facts.system.product = model;
        const auto compatible = device_tree_strings(reader.raw(folder + "compatible"));
        if (!compatible.empty()) facts.system.vendor = compatible.front().substr(0, compatible.front().find(','));
        const std::string cpuinfo = reader.raw("/proc/cpuinfo");
        if (facts.system.vendor == "raspberrypi") {
            facts.system.vendor = "Raspberry Pi";
            facts.system.family = "Raspberry Pi";
            facts.system.version = clean_text(value_of(cpuinfo, "Revision"));
        }
        facts.system.serial = reader.text(folder + "serial-number");
        if (facts.system.serial.empty()) facts.system.serial = clean_text(value_of(cpuinfo, "Serial"));
        if (facts.system.serial.empty()) reader.note("system.serial", folder + "serial-number", UnreadReason::absent);
        reader.note("memory.modules", "/sys/firmware/dmi/tables/DMI", UnreadReason::absent);
        return true;
    }
    return false;
}

}  // namespace

void read_identity(Reader& reader) {
    MachineFacts& facts = reader.facts();
    const std::string folder = "/sys/class/dmi/id";
    const bool has_dmi = reader.is_folder(folder);
    if (!has_dmi && read_device_tree(reader, facts)) return;
    if (!has_dmi) reader.note("system", folder, UnreadReason::absent);

    const std::array fields = {
        DmiField{"sys_vendor", facts.system.vendor, "system.vendor"},
        DmiField{"product_name", facts.system.product, "system.product"},
        DmiField{"product_version", facts.system.version, {}},
        DmiField{"product_serial", facts.system.serial, "system.serial"},
        DmiField{"product_uuid", facts.system.uuid, "system.uuid"},
        DmiField{"product_sku", facts.system.sku, {}},
        DmiField{"product_family", facts.system.family, {}},
        DmiField{"board_vendor", facts.board.vendor, {}},
        DmiField{"board_name", facts.board.product, {}},
        DmiField{"board_version", facts.board.version, {}},
        DmiField{"board_serial", facts.board.serial, "board.serial"},
        DmiField{"board_asset_tag", facts.board.asset_tag, {}},
        DmiField{"bios_vendor", facts.bios.vendor, {}},
        DmiField{"bios_version", facts.bios.version, "bios.version"},
        DmiField{"bios_date", facts.bios.date, {}},
        DmiField{"chassis_vendor", facts.chassis.vendor, {}},
        DmiField{"chassis_serial", facts.chassis.serial, "chassis.serial"},
        DmiField{"chassis_asset_tag", facts.chassis.asset_tag, {}},
    };
    const auto path_of = [&](const DmiField& field) { return folder + "/" + std::string(field.file); };
    for (const auto& field : fields) field.kept = reader.text(path_of(field));
    facts.chassis.type = reader.number(folder + "/chassis_type");
    read_smbios(reader, facts);
    facts.chassis.kind = chassis_kind(facts.chassis.type);

    for (const auto& field : fields) {
        if (!has_dmi || !field.kept.empty() || field.fact.empty()) continue;
        // An empty field that can be read is the maker's choice, not a fault.
        if (const auto again = reader.files().read(path_of(field)); !again)
            reader.note(field.fact, path_of(field), again.error());
    }
}

}  // namespace sigap::inventory
