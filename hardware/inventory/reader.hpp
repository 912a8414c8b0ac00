// Reader: the machine's files, the facts gathered so far and the note of what could not be read. One thread, for the
// length of one read_machine(); only this folder uses it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hardware/inventory/machine.hpp"
#include "hardware/inventory/system_files.hpp"

namespace sigap::inventory {

class Reader {
public:
    Reader(const SystemFiles& files, MachineFacts& facts) : files_(files), facts_(facts) {}

    const SystemFiles& files() const { return files_; }
    MachineFacts& facts() { return facts_; }

    // One clean line; empty where there is none. With a `fact`, a failure is noted under it.
    std::string text(const std::string& path, std::string_view fact = {});
    // The whole file as it is, with the same rules.
    std::string raw(const std::string& path, std::string_view fact = {});
    std::int64_t number(const std::string& path);  // decimal, 0 where there is none
    std::vector<std::string> names(const std::string& path, std::string_view fact = {});
    bool is_folder(const std::string& path) const { return static_cast<bool>(files_.list(path)); }

    void note(std::string_view fact, std::string_view path, UnreadReason why);
    void note(std::string_view fact, std::string_view path, const Error& error);

private:
    const SystemFiles& files_;
    MachineFacts& facts_;
};

// A leading decimal number of at most 18 digits, perhaps negative; 0 where there is none.
std::int64_t leading_number(std::string_view text);
// "0-3,8" as 0 1 2 3 8; at most 65,536 numbers, what is not a number ends it.
std::vector<std::int64_t> number_list(std::string_view text);
// The value after "key :" or "key:" in the lines of a /proc file; nothing but the first one.
std::string_view value_of(std::string_view file, std::string_view key);
// Strings of a device tree property, which are separated by NULs.
std::vector<std::string> device_tree_strings(std::string_view property);

// Each fills its part of the facts; identity first, since the others look at it.
void read_identity(Reader& reader);
void read_cpu(Reader& reader);
void read_memory(Reader& reader);
void read_disks(Reader& reader);
void read_network(Reader& reader);
void read_batteries(Reader& reader);
void read_os(Reader& reader);
void read_virtual_machine(Reader& reader);

}  // namespace sigap::inventory
