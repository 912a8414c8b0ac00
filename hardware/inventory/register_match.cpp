#include "hardware/inventory/register_match.hpp"

#include <algorithm>

#include "platform/core/serial_number.hpp"
#include "platform/core/text.hpp"

namespace sigap {

namespace {

// Words in lower case; everything but letters and digits separates, and "(R)" and "(TM)" go.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words(1);
    for (const char c : lower_ascii(text)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & '\x80') != 0) words.back() += c;
        else if (!words.back().empty()) words.emplace_back();
    }
    std::erase_if(words, [](const std::string& word) { return word.empty() || word == "r" || word == "tm"; });
    return words;
}

// Every word of the shorter name stands in the longer one: "Core i5-1135G7" in "11th Gen Intel(R) Core(TM) i5-1135G7".
bool names_agree(std::string_view left, std::string_view right) {
    const auto a = words_of(left), b = words_of(right);
    const auto& few = a.size() <= b.size() ? a : b;
    const auto& many = a.size() <= b.size() ? b : a;
    return !few.empty() && std::all_of(few.begin(), few.end(), [&](const std::string& word) {
        return std::find(many.begin(), many.end(), word) != many.end();
    });
}

std::string bare_mac(std::string_view mac) {
    std::string digits;
    for (const char c : lower_ascii(mac))
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) digits += c;
        else if (c != ':' && c != '-' && c != '.') return {};
    if (digits.size() != 12 || digits == "000000000000" || digits == "ffffffffffff") return {};
    // Second hexadecimal digit: 2 marks an address given by software, 1 one of many receivers.
    constexpr std::string_view burnt_in = "048c";
    return burnt_in.find(digits[1]) == std::string_view::npos ? std::string() : digits;
}

// Of the cards that stay with the machine.
std::vector<std::string> own_macs(const MachineFacts& facts) {
    std::vector<std::string> macs;
    for (const auto& card : facts.network) {
        if (card.is_virtual || card.is_usb || !card.mac_is_permanent) continue;
        if (std::string mac = bare_mac(card.mac); !mac.empty()) macs.push_back(std::move(mac));
    }
    return macs;
}

bool shares_mac(const std::vector<std::string>& macs, const RegisterEntry& entry) {
    return std::any_of(entry.macs.begin(), entry.macs.end(), [&](const std::string& mac) {
        const std::string bare = bare_mac(mac);
        return !bare.empty() && std::find(macs.begin(), macs.end(), bare) != macs.end();
    });
}

// HP writes the serial where the owner has set no tag.
std::string own_tag(const MachineFacts& facts) {
    for (const std::string& tag : {facts.chassis.asset_tag, facts.board.asset_tag})
        if (!is_placeholder_serial(tag) && comparable_serial(tag) != comparable_serial(facts.system.serial)) return tag;
    return {};
}

bool same_tag(const MachineFacts& facts, const std::string& tag) {
    const std::string wanted = comparable_serial(tag);
    return !wanted.empty() && comparable_serial(own_tag(facts)) == wanted;
}

std::int64_t built_in_disk_bytes(const MachineFacts& facts) {
    std::int64_t sum = 0;
    for (const auto& disk : facts.disks)
        if (!disk.removable && disk.transport != "usb" && disk.size > 0 && disk.size <= INT64_MAX - sum)
            sum += disk.size;
    return sum;
}

bool within(std::int64_t found, std::int64_t registered, double least, double most) {
    const double share = static_cast<double>(found) / static_cast<double>(registered);
    return share >= least && share <= most;
}

class Comparison {
public:
    void add(std::string_view field, const std::string& registered, const std::string& found, bool same, bool matters) {
        if (found.empty() || same) return;
        list.push_back({std::string(field), registered, found, matters && !registered.empty()});
    }
    std::vector<Difference> list;
};

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const auto& part : parts) out += (out.empty() ? "" : ", ") + part;
    return out;
}

void compare_memory(Comparison& comparison, const MachineFacts& facts, const RegisterEntry& entry) {
    const bool is_exact = facts.memory.installed > 0;
    const std::int64_t found = is_exact ? facts.memory.installed : facts.memory.total;
    if (found <= 0) return;
    // Without SMBIOS only what the kernel may use is known: firmware and graphics keep up to a fifth for themselves.
    const bool same = entry.memory_bytes > 0 && within(found, entry.memory_bytes, is_exact ? 0.99 : 0.8, 1.1);
    const std::string registered = entry.memory_bytes > 0 ? memory_text(entry.memory_bytes) : "";
    comparison.add("memory", registered, memory_text(found), same, true);
}

void compare_disks(Comparison& comparison, const MachineFacts& facts, const RegisterEntry& entry) {
    const std::int64_t found = built_in_disk_bytes(facts);
    if (found <= 0) return;
    // A disk is sold as 512 GB, holds 512.1 and is written down as 500 or as 476 GiB.
    const bool same = entry.disk_bytes > 0 && within(found, entry.disk_bytes, 0.92, 1.08);
    comparison.add("disk", entry.disk_bytes > 0 ? disk_text(entry.disk_bytes) : "", disk_text(found), same, true);
}

}  // namespace

std::string_view name_of(MatchedBy by) {
    switch (by) {
        case MatchedBy::uuid_and_serial: return "uuid_and_serial";
        case MatchedBy::serial_and_vendor: return "serial_and_vendor";
        case MatchedBy::tag: return "tag";
        case MatchedBy::mac: return "mac";
        case MatchedBy::nothing: break;
    }
    return "nothing";
}

bool same_vendor(std::string_view left, std::string_view right) {
    const auto first_word = [](std::string_view name) {
        const auto words = words_of(name);
        if (words.empty()) return std::string();
        if (words.size() > 1 && words[0] == "hewlett" && words[1] == "packard") return std::string("hp");
        if (words[0] == "hpe") return std::string("hp");
        if (words[0] == "asustek") return std::string("asus");
        return words[0];
    };
    const std::string a = first_word(left);
    return !a.empty() && a == first_word(right);
}

MachineMatch match_machine(const MachineFacts& facts, std::span<const RegisterEntry> entries) {
    const std::string serial = comparable_serial(facts.system.serial);
    const auto macs = own_macs(facts);
    const auto has_serial = [&](const RegisterEntry& entry) {
        return !serial.empty() && comparable_serial(entry.serial) == serial;
    };
    const auto contradicts = [&](const RegisterEntry& entry) {
        const std::string other = comparable_serial(entry.serial);
        return !serial.empty() && !other.empty() && other != serial;
    };
    const auto is_found = [&](MatchedBy by, const RegisterEntry& entry) {
        switch (by) {
            case MatchedBy::uuid_and_serial: return has_serial(entry) && same_uuid(facts.system.uuid, entry.uuid);
            case MatchedBy::serial_and_vendor:
                return has_serial(entry) && same_vendor(facts.system.vendor, entry.manufacturer);
            case MatchedBy::tag: return same_tag(facts, entry.tag);
            case MatchedBy::mac: return !contradicts(entry) && shares_mac(macs, entry);
            case MatchedBy::nothing: break;
        }
        return false;
    };
    for (const auto by : {MatchedBy::uuid_and_serial, MatchedBy::serial_and_vendor, MatchedBy::tag, MatchedBy::mac}) {
        MachineMatch match{by, {}};
        for (std::size_t i = 0; i < entries.size(); ++i)
            if (is_found(by, entries[i])) match.entries.push_back(i);
        if (!match.entries.empty()) return match;
    }
    return {};
}

RegisterEntry entry_of(const MachineFacts& facts) {
    const SystemFacts& system = facts.system;
    const std::int64_t memory = facts.memory.installed > 0 ? facts.memory.installed : facts.memory.total;
    return {own_tag(facts),
            system.serial,
            is_placeholder_uuid(system.uuid) ? "" : system.uuid,
            system.vendor,
            model_name(facts),
            facts.cpu.model,
            memory,
            built_in_disk_bytes(facts),
            own_macs(facts)};
}

std::vector<Difference> differences(const MachineFacts& facts, const RegisterEntry& entry) {
    Comparison comparison;
    const SystemFacts& system = facts.system;
    const std::string serial = comparable_serial(system.serial);
    comparison.add("serial", entry.serial, serial, serial == comparable_serial(entry.serial), true);
    const std::string uuid = is_placeholder_uuid(system.uuid) ? "" : system.uuid;
    comparison.add("uuid", entry.uuid, uuid, same_uuid(uuid, entry.uuid), true);
    comparison.add("tag", entry.tag, own_tag(facts), same_tag(facts, entry.tag), true);
    comparison.add("manufacturer", entry.manufacturer, system.vendor, same_vendor(system.vendor, entry.manufacturer),
                   true);

    // A register holds the trade name, the type number or both; makers put them into different fields.
    const std::string model = model_name(facts);
    const std::string all_names =
        system.vendor + ' ' + system.product + ' ' + system.version + ' ' + system.family + ' ' + system.sku;
    comparison.add("model", entry.model, model, names_agree(entry.model, model) || names_agree(entry.model, all_names),
                   true);
    comparison.add("cpu", entry.cpu, facts.cpu.model, names_agree(entry.cpu, facts.cpu.model), true);
    compare_memory(comparison, facts, entry);
    compare_disks(comparison, facts, entry);
    const auto macs = own_macs(facts);
    comparison.add("mac", joined(entry.macs), joined(macs), shares_mac(macs, entry), false);
    return std::move(comparison.list);
}

}  // namespace sigap
