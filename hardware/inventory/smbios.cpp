#include "hardware/inventory/smbios.hpp"

#include <algorithm>
#include <array>

#include "platform/core/text.hpp"

namespace sigap {

namespace {

// One structure: its formatted part (length as its header says) and the strings that follow. Reads outside give zero,
// as an older table lacks the later fields.
class Structure {
public:
    Structure(std::span<const std::uint8_t> formatted, std::span<const std::uint8_t> strings)
        : formatted_(formatted), strings_(strings) {}
    bool has(std::size_t at, std::size_t size = 1) const { return at + size <= formatted_.size(); }
    std::uint64_t number(std::size_t at, std::size_t size) const {
        std::uint64_t value = 0;
        if (!has(at, size)) return 0;
        for (std::size_t i = size; i-- > 0;) value = value << 8 | formatted_[at + i];
        return value;
    }
    std::uint8_t byte(std::size_t at) const { return static_cast<std::uint8_t>(number(at, 1)); }
    std::uint16_t word(std::size_t at) const { return static_cast<std::uint16_t>(number(at, 2)); }
    std::uint32_t dword(std::size_t at) const { return static_cast<std::uint32_t>(number(at, 4)); }
    std::span<const std::uint8_t> bytes(std::size_t at, std::size_t size) const {
        return has(at, size) ? formatted_.subspan(at, size) : std::span<const std::uint8_t>();
    }
    // The string whose number stands at `at`; `missing` is set for a number past the last string.
    std::string text(std::size_t at, bool& missing) const {
        std::size_t wanted = byte(at);
        if (wanted == 0) return {};
        for (auto rest = strings_; !rest.empty() && rest.front() != 0;) {
            const auto end = std::find(rest.begin(), rest.end(), std::uint8_t{0});
            if (--wanted == 0) return clean_text(std::string(rest.begin(), end));
            rest = rest.subspan(static_cast<std::size_t>(end - rest.begin()));
            if (!rest.empty()) rest = rest.subspan(1);
        }
        missing = true;
        return {};
    }

private:
    std::span<const std::uint8_t> formatted_, strings_;
};

std::string uuid_text(std::span<const std::uint8_t> bytes, bool old_order) {
    static constexpr std::array<std::size_t, 16> little = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    if (bytes.size() != 16) return out;
    for (std::size_t i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
        const std::uint8_t byte = bytes[old_order ? i : little[i]];
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

std::string_view memory_type(unsigned type) {
    // clang-format off
    static constexpr std::string_view names[] = {
        "", "", "", "DRAM", "EDRAM", "VRAM", "SRAM", "RAM", "", "", "", "", "", "CDRAM", "3DRAM", "SDRAM", "SGRAM",
        "RDRAM", "DDR", "DDR2", "DDR2 FB-DIMM", "", "", "", "DDR3", "FBD2", "DDR4", "LPDDR", "LPDDR2", "LPDDR3",
        "LPDDR4", "NVDIMM", "HBM", "HBM2", "DDR5", "LPDDR5", "HBM3",
    };
    // clang-format on
    return type < std::size(names) ? names[type] : std::string_view();
}

bool is_read_only_memory(unsigned type) { return type >= 0x08 && type <= 0x0c; }

// Bytes; 0 for an empty slot or an unknown size (7.18.5).
std::int64_t module_size(const Structure& device) {
    const std::uint16_t size = device.word(0x0c);
    if (size == 0 || size == 0xffff) return 0;
    if (size == 0x7fff) return static_cast<std::int64_t>(device.dword(0x1c) & 0x7fffffff) << 20;
    const std::int64_t count = size & 0x7fff;
    return (size & 0x8000) != 0 ? count << 10 : count << 20;
}

std::int64_t speed(const Structure& structure, std::size_t at, std::size_t extended) {
    const std::uint16_t value = structure.word(at);
    return value == 0xffff ? structure.dword(extended) & 0x7fffffff : value;
}

std::int64_t count(const Structure& structure, std::size_t at, std::size_t extended) {
    const std::uint8_t value = structure.byte(at);
    return value == 0xff && structure.has(extended, 2) ? structure.word(extended) : value;
}

// Twice what the largest servers hold. Of at most 2^51 bytes each, so that their sum cannot overflow.
constexpr std::size_t most_modules = 512;

class Parser {
public:
    explicit Parser(bool old_uuid_order) : old_uuid_order_(old_uuid_order) {}

    void take(std::uint8_t type, std::uint16_t handle, const Structure& s) {
        const auto text = [&](std::size_t at) { return s.text(at, table_.malformed); };
        switch (type) {
            case 0:
                if (first(0)) table_.bios = {text(0x04), text(0x05), text(0x08)};
                break;
            case 1:
                if (first(1))
                    table_.system = {
                        text(0x04), text(0x05), text(0x06), text(0x07), uuid_text(s.bytes(0x08, 16), old_uuid_order_),
                        text(0x19), text(0x1a)};
                break;
            case 2:
                if (first(2)) table_.board = {text(0x04), text(0x05), text(0x06), text(0x07), text(0x08)};
                break;
            case 3:
                if (first(3)) {
                    const std::int64_t kind = s.byte(0x05) & 0x7f;
                    table_.chassis = {kind, std::string(chassis_kind(kind)), text(0x04), text(0x07), text(0x08)};
                }
                break;
            case 4: take_processor(s); break;
            case 16:
                if (s.byte(0x05) == 3) system_arrays_.push_back(handle);
                has_arrays_ = true;
                break;
            case 17: take_module(s); break;
            default: break;
        }
    }

    SmbiosTable finish() {
        for (auto& [array, module] : devices_) {
            const bool known = std::find(system_arrays_.begin(), system_arrays_.end(), array) != system_arrays_.end();
            if (has_arrays_ && !known) continue;
            ++table_.memory_slots;
            if (module.size == 0) continue;
            if (table_.modules.size() == most_modules) {
                table_.malformed = true;
                break;
            }
            table_.memory_bytes += module.size;
            table_.modules.push_back(std::move(module));
        }
        return std::move(table_);
    }

    SmbiosTable& table() { return table_; }

private:
    bool first(std::size_t type) { return !std::exchange(seen_[type], true); }

    void take_processor(const Structure& s) {
        SmbiosProcessor processor;
        constexpr std::uint8_t central = 3, populated = 0x40;
        if (s.byte(0x05) != central) return;
        processor.socket = s.text(0x04, table_.malformed);
        processor.vendor = s.text(0x07, table_.malformed);
        processor.version = s.text(0x10, table_.malformed);
        processor.populated = (s.byte(0x18) & populated) != 0;
        processor.mhz_max = s.word(0x14);
        processor.cores = count(s, 0x23, 0x2a);
        processor.threads = count(s, 0x25, 0x2e);
        table_.processors.push_back(std::move(processor));
    }

    void take_module(const Structure& s) {
        const std::uint8_t type = s.byte(0x12);
        if (is_read_only_memory(type)) return;
        MemoryModule module;
        module.size = module_size(s);
        module.slot = s.text(0x10, table_.malformed);
        module.bank = s.text(0x11, table_.malformed);
        module.type = memory_type(type);
        module.mts = speed(s, 0x20, 0x58);
        if (module.mts == 0) module.mts = speed(s, 0x15, 0x54);
        module.vendor = s.text(0x17, table_.malformed);
        module.serial = s.text(0x18, table_.malformed);
        module.part = s.text(0x1a, table_.malformed);
        devices_.emplace_back(s.word(0x04), std::move(module));
    }

    bool old_uuid_order_;
    std::array<bool, 4> seen_{};
    bool has_arrays_ = false;
    std::vector<std::uint16_t> system_arrays_;
    std::vector<std::pair<std::uint16_t, MemoryModule>> devices_;
    SmbiosTable table_;
};

}  // namespace

SmbiosTable parse_smbios(std::span<const std::uint8_t> table, bool old_uuid_order) {
    constexpr std::size_t header = 4;
    constexpr std::uint8_t end_of_table = 127;
    Parser parser(old_uuid_order);
    std::size_t at = 0;
    bool ended = false;
    while (!ended && at < table.size()) {
        const auto rest = table.subspan(at);
        if (rest.size() < header || rest[1] < header || rest[1] > rest.size()) break;
        const std::size_t length = rest[1];
        // The strings end with an empty one; a structure without strings has two zeros.
        std::size_t end = length;
        while (end + 1 < rest.size() && (rest[end] != 0 || rest[end + 1] != 0)) ++end;
        if (end + 1 >= rest.size()) {
            // The last structure is sometimes cut off after its formatted part.
            ended = rest[0] == end_of_table;
            break;
        }
        const auto handle = static_cast<std::uint16_t>(rest[2] | rest[3] << 8);
        parser.take(rest[0], handle, Structure(rest.first(length), rest.subspan(length, end + 1 - length)));
        ++parser.table().structures;
        ended = rest[0] == end_of_table;
        at += end + 2;
    }
    // Tables without an end mark exist; a table that stops inside a structure is broken.
    if (!ended && at != table.size()) parser.table().malformed = true;
    if (table.empty()) parser.table().malformed = true;
    return parser.finish();
}

bool has_old_uuid_order(std::span<const std::uint8_t> entry_point) {
    const std::string_view text(reinterpret_cast<const char*>(entry_point.data()), entry_point.size());
    if (text.substr(0, 4) != "_SM_" || entry_point.size() < 8) return false;
    return entry_point[6] < 2 || (entry_point[6] == 2 && entry_point[7] < 6);
}

std::string_view chassis_kind(std::int64_t type) {
    // clang-format off
    static constexpr std::string_view words[] = {
        "", "other", "unknown", "desktop", "low_profile_desktop", "pizza_box", "mini_tower", "tower", "portable",
        "laptop", "notebook", "hand_held", "docking_station", "all_in_one", "sub_notebook", "space_saving",
        "lunch_box", "main_server", "expansion", "sub_chassis", "bus_expansion", "peripheral", "raid", "rack_mount",
        "sealed_case", "multi_system", "compact_pci", "advanced_tca", "blade", "blade_enclosure", "tablet",
        "convertible", "detachable", "iot_gateway", "embedded_pc", "mini_pc", "stick_pc",
    };
    // clang-format on
    return type > 0 && static_cast<std::size_t>(type) < std::size(words) ? words[static_cast<std::size_t>(type)] : "";
}

std::string clean_text(std::string_view raw) {
    constexpr std::size_t longest = 200;
    std::string out;
    for (std::size_t at = 0; at < raw.size() && out.size() < longest;) {
        const std::size_t length = utf8_length_at(raw, at);
        const auto byte = static_cast<unsigned char>(raw[at]);
        if (length == 0) out += '?';
        else if (byte < 0x20 || byte == 0x7f) out += ' ';
        else out.append(raw, at, length);
        at += length == 0 ? 1 : length;
    }
    return std::string(trimmed(out));
}

}  // namespace sigap
