// The operating system, and whether it runs in a virtual machine.
#include <algorithm>
#include <array>

#include "hardware/inventory/reader.hpp"
#include "hardware/inventory/smbios.hpp"
#include "platform/core/text.hpp"

namespace sigap::inventory {

namespace {

// os-release(5): KEY=value, the value perhaps quoted as a shell would.
std::string os_release_value(std::string_view file, std::string_view key) {
    for (const auto line : split(file, '\n')) {
        if (line.substr(0, key.size()) != key || line.size() <= key.size() || line[key.size()] != '=') continue;
        std::string_view quoted = trimmed(line.substr(key.size() + 1));
        if (quoted.size() >= 2 && (quoted.front() == '"' || quoted.front() == '\'') && quoted.back() == quoted.front())
            quoted = quoted.substr(1, quoted.size() - 2);
        std::string value;
        for (std::size_t i = 0; i < quoted.size(); ++i) {
            if (quoted[i] == '\\' && i + 1 < quoted.size()) ++i;
            value += quoted[i];
        }
        return clean_text(value);
    }
    return {};
}

using Names = std::pair<std::string_view, std::string_view>;

std::string hypervisor_of_processor(std::string_view signature) {
    static constexpr std::array<Names, 9> known = {{
        {"KVMKVMKVM", "kvm"},
        {"Linux KVM Hv", "kvm"},
        {"VMwareVMware", "vmware"},
        {"VBoxVBoxVBox", "virtualbox"},
        {"Microsoft Hv", "hyper-v"},
        {"XenVMMXenVMM", "xen"},
        {"TCGTCGTCGTCG", "qemu"},
        {"bhyve bhyve ", "bhyve"},
        {" lrpepyh  vr", "parallels"},
    }};
    for (const auto& [text, name] : known)
        if (signature == text) return std::string(name);
    return signature.empty() ? "" : "unknown";
}

// Makers who sell hardware too (Microsoft, Google, Apple) are told by their product's name.
std::string hypervisor_of_firmware(const MachineFacts& facts) {
    static constexpr std::array<Names, 8> vendors = {{
        {"QEMU", "qemu"},
        {"VMware", "vmware"},
        {"innotek", "virtualbox"},
        {"Xen", "xen"},
        {"Bochs", "bochs"},
        {"Parallels", "parallels"},
        {"OpenStack", "openstack"},
        {"Amazon EC2", "amazon"},
    }};
    static constexpr std::array<Names, 7> products = {{
        {"Virtual Machine", "hyper-v"},
        {"VirtualBox", "virtualbox"},
        {"KVM", "kvm"},
        {"Standard PC", "qemu"},
        {"Google Compute Engine", "google"},
        {"VMware", "vmware"},
        {"Apple Virtualization", "apple"},
    }};
    // Amazon's whole machines carry the name of its virtual ones.
    if (facts.system.product.find(".metal") != std::string::npos) return {};
    for (const auto& [text, name] : vendors)
        if (starts_with_ignoring_case(facts.system.vendor, text)) return std::string(name);
    for (const auto& [text, name] : products)
        if (starts_with_ignoring_case(facts.system.product, text)) return std::string(name);
    return {};
}

// By the makers' numbers of their virtual PCI devices.
std::string hypervisor_of_devices(Reader& reader, bool has_flag) {
    const std::string devices = reader.raw("/proc/bus/pci/devices");
    for (const auto line : split(devices, '\n')) {
        const auto tab = line.find('\t');
        if (tab == std::string_view::npos) continue;
        const auto maker = line.substr(tab + 1, 4);
        if (maker == "80ee") return "virtualbox";
        if (maker == "15ad") return "vmware";
        if (maker == "1af4" && has_flag) return "kvm";
    }
    return {};
}

std::string hypervisor_of_device_tree(Reader& reader) {
    for (const std::string folder : {"/sys/firmware/devicetree/base/", "/proc/device-tree/"}) {
        const auto above = device_tree_strings(reader.raw(folder + "hypervisor/compatible"));
        if (!above.empty()) return above.front().substr(0, 3) == "xen" ? "xen" : "kvm";
        for (const auto& name : device_tree_strings(reader.raw(folder + "compatible")))
            if (name == "linux,dummy-virt") return "qemu";
    }
    return {};
}

}  // namespace

void read_os(Reader& reader) {
    OsFacts& os = reader.facts().os;
    std::string release = reader.raw("/etc/os-release");
    if (release.empty()) release = reader.raw("/usr/lib/os-release", "os.name");
    os.id = os_release_value(release, "ID");
    os.name = os_release_value(release, "NAME");
    os.version = os_release_value(release, "VERSION");
    if (os.version.empty()) os.version = os_release_value(release, "VERSION_ID");
    os.kernel = reader.text("/proc/sys/kernel/osrelease");
    if (os.kernel.empty()) {
        const std::string version = reader.text("/proc/version", "os.kernel");
        const auto words = split(version, ' ');
        if (words.size() > 2) os.kernel = clean_text(words[2]);
    }
    os.hostname = reader.text("/proc/sys/kernel/hostname", "os.hostname");
}

void read_virtual_machine(Reader& reader) {
    MachineFacts& facts = reader.facts();
    const std::string cpuinfo = reader.raw("/proc/cpuinfo");
    const auto flags = split(value_of(cpuinfo, "flags"), ' ');
    const bool has_flag = std::find(flags.begin(), flags.end(), "hypervisor") != flags.end();

    // The processor knows best: firmware may show the tables of the host's laptop.
    std::string name = hypervisor_of_processor(reader.files().hypervisor_signature());
    if (name.empty() || name == "unknown") {
        std::string told = hypervisor_of_firmware(facts);
        if (told.empty()) told = hypervisor_of_devices(reader, has_flag);
        if (told.empty()) told = hypervisor_of_device_tree(reader);
        if (told.empty()) told = reader.text("/sys/hypervisor/type");
        if (told.empty() && has_flag) told = "unknown";
        if (!told.empty()) name = told;
    }
    // The first domain of Xen owns the hardware.
    if (name == "xen" && reader.text("/proc/xen/capabilities").find("control_d") != std::string::npos) name.clear();
    facts.virtual_machine = {!name.empty(), name};
}

}  // namespace sigap::inventory
