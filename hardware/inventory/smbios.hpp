// The SMBIOS structure table (DMTF DSP0134 3.6) as plain values: types 0, 1, 2, 3, 4, 16 and 17. Any thread, no I/O.
// Any bytes are safe input: what does not fit is left out and `malformed` says so.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardware/inventory/machine.hpp"

namespace sigap {

struct SmbiosProcessor {
    std::string socket, vendor, version;
    bool populated = false;
    std::int64_t mhz_max = 0, cores = 0, threads = 0;
};

struct SmbiosTable {
    SystemFacts system;
    BoardFacts board;  // the first board and chassis: later ones are risers and blades
    BiosFacts bios;
    ChassisFacts chassis;
    std::vector<SmbiosProcessor> processors;
    std::vector<MemoryModule> modules;  // populated slots of system memory
    std::int64_t memory_slots = 0;
    std::int64_t memory_bytes = 0;  // sum of the modules
    std::size_t structures = 0;
    bool malformed = false;
};

// `table` is /sys/firmware/dmi/tables/DMI. `old_uuid_order` for SMBIOS before 2.6, which wrote all of a UUID
// big-endian.
SmbiosTable parse_smbios(std::span<const std::uint8_t> table, bool old_uuid_order = false);

// True where the entry point (/sys/firmware/dmi/tables/smbios_entry_point) names a version before 2.6.
bool has_old_uuid_order(std::span<const std::uint8_t> entry_point);

// The word for a chassis type; empty for an unassigned number.
std::string_view chassis_kind(std::int64_t type);

// One line of clean UTF-8, trimmed and at most 200 bytes: what firmware writes is not always text.
std::string clean_text(std::string_view raw);

}  // namespace sigap
