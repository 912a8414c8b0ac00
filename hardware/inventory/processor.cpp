// CPU and memory, from /proc/cpuinfo, /proc/meminfo and the kernel's topology.
#include <algorithm>
#include <set>
#include <utility>

#include "hardware/inventory/reader.hpp"
#include "hardware/inventory/smbios.hpp"
#include "platform/core/text.hpp"

namespace sigap::inventory {

namespace {

struct NamedCode {
    std::string_view code, name;
};

std::string name_in(const auto& table, std::string_view code) {
    for (const NamedCode& entry : table)
        if (entry.code == code) return std::string(entry.name);
    return {};
}

// MIDR_EL1 codes as the kernel prints them.
constexpr NamedCode implementers[] = {
    {"0x41", "ARM"},    {"0x42", "Broadcom"}, {"0x43", "Cavium"},  {"0x46", "Fujitsu"}, {"0x48", "HiSilicon"},
    {"0x4e", "NVIDIA"}, {"0x51", "Qualcomm"}, {"0x53", "Samsung"}, {"0x61", "Apple"},   {"0xc0", "Ampere"},
};
constexpr NamedCode arm_parts[] = {
    {"0xb76", "ARM1176"},     {"0xc05", "Cortex-A5"},   {"0xc07", "Cortex-A7"},   {"0xc08", "Cortex-A8"},
    {"0xc09", "Cortex-A9"},   {"0xc0d", "Cortex-A17"},  {"0xc0e", "Cortex-A17"},  {"0xc0f", "Cortex-A15"},
    {"0xd03", "Cortex-A53"},  {"0xd04", "Cortex-A35"},  {"0xd05", "Cortex-A55"},  {"0xd07", "Cortex-A57"},
    {"0xd08", "Cortex-A72"},  {"0xd09", "Cortex-A73"},  {"0xd0a", "Cortex-A75"},  {"0xd0b", "Cortex-A76"},
    {"0xd0c", "Neoverse-N1"}, {"0xd0d", "Cortex-A77"},  {"0xd40", "Neoverse-V1"}, {"0xd41", "Cortex-A78"},
    {"0xd44", "Cortex-X1"},   {"0xd46", "Cortex-A510"}, {"0xd47", "Cortex-A710"}, {"0xd48", "Cortex-X2"},
    {"0xd49", "Neoverse-N2"}, {"0xd4b", "Cortex-A78C"}, {"0xd4c", "Cortex-X1C"},  {"0xd4d", "Cortex-A715"},
    {"0xd4e", "Cortex-X3"},   {"0xd80", "Cortex-A520"}, {"0xd81", "Cortex-A720"}, {"0xd82", "Cortex-X4"},
};

std::string with_single_blanks(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
    return clean_text(out);
}

bool has_word(std::string_view words, std::string_view word) {
    const auto all = split(words, ' ');
    return std::find(all.begin(), all.end(), word) != all.end();
}

// For kernels before 6.1, which do not tell.
std::string architecture_of(std::string_view cpuinfo) {
    if (const auto flags = value_of(cpuinfo, "flags"); !flags.empty()) return has_word(flags, "lm") ? "x86_64" : "i686";
    const auto arm = value_of(cpuinfo, "CPU architecture");
    if (arm == "8") return "aarch64";
    if (!arm.empty()) return "armv" + clean_text(arm.substr(0, 1)) + "l";
    return value_of(cpuinfo, "isa").substr(0, 4) == "rv64" ? "riscv64" : "";
}

// Names each kind of ARM core once, in the order the kernel lists them. Returns how many kinds there are.
std::size_t read_arm_model(std::string_view cpuinfo, CpuFacts& cpu) {
    std::vector<std::string> kinds;
    std::string_view implementer;
    for (const auto line : split(cpuinfo, '\n')) {
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        const auto key = trimmed(line.substr(0, colon)), value = trimmed(line.substr(colon + 1));
        if (key == "CPU implementer") implementer = value;
        if (key != "CPU part") continue;
        std::string kind = implementer == "0x41" ? name_in(arm_parts, value) : std::string();
        if (kind.empty()) kind = clean_text("part " + std::string(value));
        if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(std::move(kind));
    }
    if (!implementer.empty()) {
        cpu.vendor = name_in(implementers, implementer);
        if (cpu.vendor.empty()) cpu.vendor = clean_text(implementer);
    }
    for (const auto& kind : kinds) cpu.model += (cpu.model.empty() ? "" : " + ") + kind;
    return kinds.size();
}

void read_topology(Reader& reader, std::string_view cpuinfo, bool has_mixed_cores) {
    CpuFacts& cpu = reader.facts().cpu;
    const std::string folder = "/sys/devices/system/cpu/";
    std::set<std::string> cores, packages;
    std::int64_t khz = 0;
    const auto online = number_list(reader.text(folder + "online"));
    for (const std::int64_t number : online) {
        const std::string one = folder + "cpu" + std::to_string(number);
        std::string core = reader.text(one + "/topology/core_cpus_list");
        if (core.empty()) core = reader.text(one + "/topology/thread_siblings_list");
        std::string package = reader.text(one + "/topology/package_cpus_list");
        if (package.empty()) package = reader.text(one + "/topology/core_siblings_list");
        if (!core.empty()) cores.insert(std::move(core));
        if (!package.empty()) packages.insert(std::move(package));
        khz = std::max(khz, reader.number(one + "/cpufreq/cpuinfo_max_freq"));
    }
    cpu.threads = static_cast<std::int64_t>(online.size());
    if (cpu.threads == 0)
        for (const auto line : split(cpuinfo, '\n'))
            cpu.threads += starts_with_ignoring_case(line, "processor\t") ? 1 : 0;
    cpu.cores = static_cast<std::int64_t>(cores.size());
    // The kernel calls each cluster of a phone's or a Pi's chip a package.
    cpu.sockets = has_mixed_cores ? 1 : static_cast<std::int64_t>(packages.size());
    if (khz > 0) cpu.mhz_max = khz / 1000;
    if (cpu.cores == 0) reader.note("cpu.cores", folder + "cpu0/topology", UnreadReason::absent);
    if (cpu.mhz_max == 0) reader.note("cpu.mhz_max", folder + "cpu0/cpufreq/cpuinfo_max_freq", UnreadReason::absent);
}

}  // namespace

void read_cpu(Reader& reader) {
    CpuFacts& cpu = reader.facts().cpu;
    const std::string cpuinfo = reader.raw("/proc/cpuinfo", "cpu");
    cpu.model = with_single_blanks(value_of(cpuinfo, "model name"));
    cpu.vendor = clean_text(value_of(cpuinfo, "vendor_id"));
    std::size_t kinds = 1;
    // Arm kernels of 32 bits put the architecture where others have the model.
    if (!value_of(cpuinfo, "CPU part").empty()) {
        cpu.model.clear();
        kinds = read_arm_model(cpuinfo, cpu);
    }
    if (cpu.model.empty()) cpu.model = with_single_blanks(value_of(cpuinfo, "uarch"));
    if (cpu.model.empty()) cpu.model = with_single_blanks(value_of(cpuinfo, "cpu"));
    cpu.architecture = reader.text("/proc/sys/kernel/arch");
    if (cpu.architecture.empty()) cpu.architecture = architecture_of(cpuinfo);
    if (cpu.model.empty() && !cpuinfo.empty()) reader.note("cpu.model", "/proc/cpuinfo", UnreadReason::absent);
    read_topology(reader, cpuinfo, kinds > 1);
}

void read_memory(Reader& reader) {
    const std::string meminfo = reader.raw("/proc/meminfo", "memory.total");
    constexpr std::int64_t most_kib = INT64_MAX / 1024;
    const std::int64_t kib = leading_number(value_of(meminfo, "MemTotal"));
    if (kib > 0 && kib <= most_kib) reader.facts().memory.total = kib * 1024;
    else if (!meminfo.empty()) reader.note("memory.total", "/proc/meminfo", UnreadReason::malformed);
}

}  // namespace sigap::inventory
