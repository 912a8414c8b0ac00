// The machine found against the register: which entry it is, and what differs. Any thread, no I/O. Placeholders match
// nothing, and a fact that is unknown on either side never differs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardware/inventory/machine.hpp"

namespace sigap {

// What the register says of one asset; empty and zero where it says nothing.
struct RegisterEntry {
    std::string tag, serial, uuid, manufacturer, model, cpu;
    std::int64_t memory_bytes = 0;
    std::int64_t disk_bytes = 0;  // of all built-in disks
    std::vector<std::string> macs;
};

enum class MatchedBy { nothing, uuid_and_serial, serial_and_vendor, tag, mac };
std::string_view name_of(MatchedBy by);  // "uuid_and_serial", ...

struct MachineMatch {
    MatchedBy by = MatchedBy::nothing;
    std::vector<std::size_t> entries;  // places in the span; more than one: ask a person
    bool is_certain() const { return entries.size() == 1; }
};

// The strongest of uuid + serial, serial + vendor, tag, MAC that finds an entry decides. An entry whose own real serial
// contradicts the machine's is never found by MAC: network cards move. By tag it is, since boards are replaced; the
// differences then show the serial.
MachineMatch match_machine(const MachineFacts& facts, std::span<const RegisterEntry> entries);

struct Difference {
    std::string field;              // "serial", "memory", ...
    std::string registered, found;  // as a person reads them: "16 GiB"
    bool matters = false;           // false: the register lacks it, or it may change from day to day
    bool operator==(const Difference&) const = default;
};

std::vector<Difference> differences(const MachineFacts& facts, const RegisterEntry& entry);

// An earlier scan in the place of the register: differences(now, entry_of(before)) is what has changed since.
RegisterEntry entry_of(const MachineFacts& facts);

// "Dell Inc." and "DELL", "Hewlett-Packard" and "HP" are one vendor.
bool same_vendor(std::string_view left, std::string_view right);

}  // namespace sigap
