// MachineFacts: what a machine says about itself, as plain values. Any thread. An empty text or a zero is a fact that
// is not known; why is in `unread`. Texts are UTF-8 in one line, as the maker wrote them, placeholders included.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/result.hpp"

namespace sigap {

struct SystemFacts {
    std::string vendor, product, version, serial, uuid, sku, family;
    bool operator==(const SystemFacts&) const = default;
};

struct BoardFacts {
    std::string vendor, product, version, serial, asset_tag;
    bool operator==(const BoardFacts&) const = default;
};

struct BiosFacts {
    std::string vendor, version, date;  // the date as the maker wrote it, mostly MM/DD/YYYY
    bool operator==(const BiosFacts&) const = default;
};

struct ChassisFacts {
    std::int64_t type = 0;  // SMBIOS 3.6, table 17
    std::string kind;       // its snake_case word: "notebook", "desktop", ...
    std::string vendor, serial, asset_tag;
    bool operator==(const ChassisFacts&) const = default;
};

struct CpuFacts {
    std::string model;                                 // several kinds of core are joined by " + "
    std::string vendor;                                // "GenuineIntel", "ARM"
    std::string architecture;                          // as uname -m says it: "x86_64", "aarch64"
    std::int64_t sockets = 0, cores = 0, threads = 0;  // of the whole machine
    std::int64_t mhz_max = 0;
    bool operator==(const CpuFacts&) const = default;
};

struct MemoryModule {
    std::string slot, bank, type, vendor, part, serial;
    std::int64_t size = 0;  // bytes
    std::int64_t mts = 0;   // megatransfers a second
    bool operator==(const MemoryModule&) const = default;
};

struct MemoryFacts {
    std::int64_t total = 0;      // bytes the kernel has for use
    std::int64_t installed = 0;  // bytes of the modules, from SMBIOS
    std::int64_t slots = 0;
    std::vector<MemoryModule> modules;
    bool operator==(const MemoryFacts&) const = default;
};

struct DiskFacts {
    std::string name, vendor, model, serial;
    std::string transport;  // "nvme", "sata", "usb", "mmc", "virtio", "scsi", ...
    std::int64_t size = 0;  // bytes
    bool rotational = false, removable = false;
    bool operator==(const DiskFacts&) const = default;
};

struct NetworkFacts {
    std::string name, mac;
    std::string kind;   // "ethernet", "wifi", "bridge", "bond", "tunnel", "other"
    std::string state;  // "up", "down", "unknown"
    std::int64_t mbit = 0;
    bool is_virtual = false;        // made by software
    bool is_usb = false;            // a dongle or dock that may be at another machine tomorrow
    bool mac_is_permanent = false;  // burnt in, not random nor set by hand
    bool operator==(const NetworkFacts&) const = default;
};

struct BatteryFacts {
    std::string name, vendor, model, serial;
    std::int64_t health_percent = 0;  // of its first capacity: 100 is new
    std::int64_t cycles = 0;
    bool operator==(const BatteryFacts&) const = default;
};

struct OsFacts {
    std::string id, name, version, kernel, hostname;
    bool operator==(const OsFacts&) const = default;
};

struct VirtualFacts {
    bool is_virtual = false;
    std::string name;  // "kvm", "vmware", "virtualbox", "hyper-v", "xen", "qemu", "unknown", ...
    bool operator==(const VirtualFacts&) const = default;
};

enum class UnreadReason { needs_root, absent, malformed, limit, failed };
std::string_view name_of(UnreadReason reason);  // "needs_root", ...

struct Unread {
    std::string fact;  // as in the JSON: "system.serial"
    std::string path;
    UnreadReason why = UnreadReason::absent;
    bool operator==(const Unread&) const = default;
};

struct MachineFacts {
    SystemFacts system;
    BoardFacts board;
    BiosFacts bios;
    ChassisFacts chassis;
    CpuFacts cpu;
    MemoryFacts memory;
    std::vector<DiskFacts> disks;
    std::vector<NetworkFacts> network;
    std::vector<BatteryFacts> batteries;
    OsFacts os;
    VirtualFacts virtual_machine;
    std::vector<Unread> unread;
    bool operator==(const MachineFacts&) const = default;
};

class SystemFiles;

// Reads everything that may be read without other rights than the caller's; costs a few milliseconds. Fails with
// not_found only where there is no /proc and no /sys at all; whatever else is missing is listed in `unread`.
Result<MachineFacts> read_machine(const SystemFiles& files);

// The name a person knows the model by: Lenovo keeps a type number in `product` and the name in `version`.
std::string model_name(const MachineFacts& facts);

// The fields that hold a maker's placeholder, as in the JSON: "system.serial", "chassis.asset_tag".
std::vector<std::string> placeholders(const MachineFacts& facts);

// The machine in 6 to 12 short lines of plain English, for the command line and for logs.
std::vector<std::string> summary_lines(const MachineFacts& facts);
// "16 GiB", "512 GB": powers of 1024 for memory, of 1000 for disks, as they are sold.
std::string memory_text(std::int64_t bytes);
std::string disk_text(std::int64_t bytes);

}  // namespace sigap
