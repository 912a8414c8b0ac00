// SmbiosBuilder: SMBIOS tables for tests, structure by structure.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sigap::test {

class SmbiosBuilder {
public:
    // `fields`: {offset, value, bytes}; strings are numbered from 1 in their order.
    struct Field {
        std::size_t at;
        std::uint64_t value;
        std::size_t size = 1;
    };
    SmbiosBuilder& add(std::uint8_t type, std::uint8_t length, const std::vector<Field>& fields,
                       const std::vector<std::string>& strings = {}) {
        const std::uint16_t handle = handle_++;
        std::vector<std::uint8_t> structure(length);
        structure[0] = type;
        structure[1] = length;
        structure[2] = static_cast<std::uint8_t>(handle);
        structure[3] = static_cast<std::uint8_t>(handle >> 8);
        for (const auto& field : fields)
            for (std::size_t i = 0; i < field.size; ++i)
                structure.at(field.at + i) = static_cast<std::uint8_t>(field.value >> (8 * i));
        table.insert(table.end(), structure.begin(), structure.end());
        for (const auto& text : strings) {
            table.insert(table.end(), text.begin(), text.end());
            table.push_back(0);
        }
        if (strings.empty()) table.push_back(0);
        table.push_back(0);
        return *this;
    }
    SmbiosBuilder& end() { return add(127, 4, {}); }
    std::string text() const { return std::string(table.begin(), table.end()); }

    std::vector<std::uint8_t> table;

private:
    std::uint16_t handle_ = 0;
};

// A desktop with two of four slots filled, one of them in extended size; type 16 has handle 4.
inline SmbiosBuilder desktop_table() {
    SmbiosBuilder builder;
    builder.add(0, 24, {{4, 1}, {5, 2}, {8, 3}}, {"American Megatrends Inc.", "F12", "03/04/2022"});
    builder.add(1, 27,
                {{4, 1}, {5, 2}, {6, 3}, {7, 4}, {8, 0x7766554433221100, 8}, {16, 0xffeeddccbbaa9988, 8}, {0x1a, 5}},
                {"Gigabyte Technology Co., Ltd.", "B560M DS3H", "-CF", "Default string", "B560 MB"});
    builder.add(2, 15, {{4, 1}, {5, 2}, {7, 3}}, {"Gigabyte Technology Co., Ltd.", "B560M DS3H", "SN0012345678"});
    builder.add(3, 22, {{4, 1}, {5, 0x83}, {7, 2}, {8, 3}}, {"Gigabyte", "Default string", "PC-0004711"});
    builder.add(16, 23, {{4, 3}, {5, 3}, {0x0d, 4, 2}});
    builder.add(17, 92,
                {{4, 4, 2},
                 {0x0c, 8192, 2},
                 {0x10, 1},
                 {0x11, 2},
                 {0x12, 0x1a},
                 {0x15, 3200, 2},
                 {0x17, 3},
                 {0x18, 4},
                 {0x1a, 5}},
                {"DIMM 0", "P0 CHANNEL A", "Kingston", "E0F12345", "KF3200C16D4/8GX"});
    builder.add(17, 92, {{4, 4, 2}, {0x0c, 0, 2}, {0x10, 1}}, {"DIMM 1"});
    builder.add(
        17, 92,
        {{4, 4, 2}, {0x0c, 0x7fff, 2}, {0x1c, 32768, 4}, {0x10, 1}, {0x12, 0x22}, {0x15, 0xffff, 2}, {0x54, 70000, 4}},
        {"DIMM 2"});
    builder.add(17, 92, {{4, 4, 2}, {0x0c, 0, 2}, {0x10, 1}}, {"DIMM 3"});
    // Firmware's flash chip calls itself memory, too.
    builder.add(17, 92, {{4, 4, 2}, {0x0c, 0x8000 | 16384, 2}, {0x12, 9}});
    return builder.end();
}

}  // namespace sigap::test
