#include <cstdio>

#include "hardware/inventory/machine.hpp"
#include "platform/core/serial_number.hpp"

namespace sigap {

namespace {

// At most one decimal, and none for whole numbers.
std::string scaled(std::int64_t bytes, double step, std::initializer_list<const char*> units) {
    double value = bytes > 0 ? static_cast<double>(bytes) : 0;
    const char* unit = *units.begin();
    for (const char* next : units) {
        unit = next;
        if (value < step || next == *(units.end() - 1)) break;
        value /= step;
    }
    char text[48];
    const bool is_whole = value >= 100 || value - static_cast<double>(static_cast<std::int64_t>(value + 0.05)) < 0.05;
    std::snprintf(text, sizeof text, is_whole ? "%.0f %s" : "%.1f %s", value, unit);
    return text;
}

std::string with(std::string text, std::string_view separator, const std::string& more) {
    if (more.empty()) return text;
    if (!text.empty()) text += separator;
    return text + more;
}

std::string told_serial(const std::string& serial, bool is_placeholder) {
    if (serial.empty()) return "not known";
    return is_placeholder ? "none (\"" + serial + "\" is a placeholder)" : serial;
}

std::string cpu_line(const CpuFacts& cpu) {
    std::string line = cpu.model.empty() ? "not known" : cpu.model;
    if (cpu.cores > 0) line += ", " + std::to_string(cpu.cores) + (cpu.cores == 1 ? " core" : " cores");
    if (cpu.threads > cpu.cores) line += ", " + std::to_string(cpu.threads) + " threads";
    if (cpu.sockets > 1) line += " in " + std::to_string(cpu.sockets) + " sockets";
    return with(std::move(line), ", ", cpu.architecture);
}

std::string memory_line(const MemoryFacts& memory) {
    if (memory.installed <= 0 && memory.total <= 0) return "not known";
    if (memory.installed <= 0) return memory_text(memory.total) + " usable";
    std::string line = memory_text(memory.installed) + " in " + std::to_string(memory.modules.size()) + " of " +
                       std::to_string(memory.slots) + " slots";
    return with(std::move(line), ", ", memory.modules.empty() ? "" : memory.modules.front().type);
}

std::string disk_line(const DiskFacts& disk) {
    std::string line = with(disk.name, ": ", disk_text(disk.size));
    line = with(std::move(line), " ", disk.transport);
    line = with(std::move(line), ", ", with(disk.vendor, " ", disk.model));
    return with(std::move(line), ", serial ", disk.serial);
}

}  // namespace

std::string memory_text(std::int64_t bytes) { return scaled(bytes, 1024, {"B", "KiB", "MiB", "GiB", "TiB"}); }
std::string disk_text(std::int64_t bytes) { return scaled(bytes, 1000, {"B", "kB", "MB", "GB", "TB", "PB"}); }

std::vector<std::string> summary_lines(const MachineFacts& facts) {
    std::vector<std::string> lines;
    const std::string model = model_name(facts);
    std::string machine = with(facts.system.vendor, " ", model);
    if (facts.system.product != model) machine = with(std::move(machine), ", ", facts.system.product);
    if (facts.chassis.type > 2) machine = with(std::move(machine), ", ", facts.chassis.kind);
    lines.push_back("Machine: " + (machine.empty() ? "not known" : machine));
    lines.push_back("Serial: " + told_serial(facts.system.serial, is_placeholder_serial(facts.system.serial)));
    if (!facts.system.uuid.empty())
        lines.push_back("UUID: " + told_serial(facts.system.uuid, is_placeholder_uuid(facts.system.uuid)));
    if (!is_placeholder_serial(facts.chassis.asset_tag)) lines.push_back("Asset tag: " + facts.chassis.asset_tag);
    if (facts.virtual_machine.is_virtual) lines.push_back("Virtual machine: " + facts.virtual_machine.name);
    if (!facts.bios.version.empty())
        lines.push_back("BIOS: " + with(with(facts.bios.vendor, " ", facts.bios.version), ", ", facts.bios.date));
    lines.push_back("CPU: " + cpu_line(facts.cpu));
    lines.push_back("Memory: " + memory_line(facts.memory));
    for (const auto& disk : facts.disks) lines.push_back("Disk " + disk_line(disk));
    for (const auto& card : facts.network)
        if (!card.is_virtual)
            lines.push_back("Network " + with(with(card.name + ": " + card.kind, ", ", card.mac), ", ", card.state));
    for (const auto& battery : facts.batteries)
        if (battery.health_percent > 0)
            lines.push_back("Battery " + battery.name + ": " + std::to_string(battery.health_percent) +
                            " % of its first capacity");
    const std::string system = with(facts.os.name, " ", facts.os.version);
    lines.push_back("System: " + with(system.empty() ? "not known" : system, ", kernel ", facts.os.kernel));
    if (!facts.os.hostname.empty()) lines.push_back("Host name: " + facts.os.hostname);

    std::string for_root;
    for (const auto& unread : facts.unread)
        if (unread.why == UnreadReason::needs_root) for_root = with(std::move(for_root), ", ", unread.fact);
    if (!for_root.empty()) lines.push_back("Needs root: " + for_root);
    return lines;
}

}  // namespace sigap
