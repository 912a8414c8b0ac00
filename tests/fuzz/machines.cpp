// What a machine says of itself: its /proc and /sys, its firmware's table, and the document that is kept of it.
#include <map>

#include "hardware/inventory/machine.hpp"
#include "hardware/inventory/machine_json.hpp"
#include "hardware/inventory/smbios.hpp"
#include "hardware/inventory/system_files.hpp"
#include "platform/core/text.hpp"
#include "tests/fuzz/targets.hpp"

namespace sigap::fuzz {

namespace {

// "@/proc/cpuinfo" begins a file, "@/sys/class/net/eth0>../../devices/x" is a link; all other lines are contents.
class MadeUpFiles final : public SystemFiles {
public:
    explicit MadeUpFiles(std::string_view bytes) {
        std::string* content = nullptr;
        for (const auto line : split(bytes, '\n')) {
            if (line.starts_with('@')) {
                const auto arrow = line.find('>');
                const std::string path(line.substr(1, arrow == std::string_view::npos ? arrow : arrow - 1));
                content = &entries_[path];
                if (arrow != std::string_view::npos) *content = line.substr(arrow + 1);
            } else if (content) {
                (*content += line) += '\n';
            }
        }
    }
    Result<std::string> read(std::string_view path) const override {
        const auto entry = entries_.find(path);
        return entry == entries_.end() ? Result<std::string>(fail(ErrorCode::not_found, "no file")) : entry->second;
    }
    Result<std::vector<std::string>> list(std::string_view path) const override {
        const std::string prefix = std::string(path) + '/';
        std::vector<std::string> names;
        for (auto entry = entries_.lower_bound(prefix); entry != entries_.end() && entry->first.starts_with(prefix); ++entry) {
            const std::string name = entry->first.substr(prefix.size(), entry->first.find('/', prefix.size()) - prefix.size());
            if (!name.empty() && (names.empty() || names.back() != name)) names.push_back(name);
        }
        if (names.empty()) return fail(ErrorCode::not_found, "no folder");
        return names;
    }
    Result<std::string> link(std::string_view path) const override { return read(path); }

private:
    std::map<std::string, std::string, std::less<>> entries_;
};

void must_stay(const MachineFacts& facts) {
    const auto again = parse_machine(to_json(facts));
    hold(again && *again == facts, "facts that were written are read the same");
    hold(!summary_lines(facts).empty() || facts == MachineFacts{}, "facts can be told");
    placeholders(facts);
    model_name(facts);
}

}  // namespace

void fuzz_machine_files(std::string_view bytes) {
    const auto facts = read_machine(MadeUpFiles(bytes));
    // Larger than the document may be: the reader says so, and nothing is kept.
    if (facts && to_json(*facts).size() <= (1U << 20U)) must_stay(*facts);
}

void fuzz_machine_json(std::string_view bytes) {
    if (const auto facts = parse_machine(bytes); facts && to_json(*facts).size() <= (1U << 20U)) must_stay(*facts);
}

void fuzz_smbios(std::string_view bytes) {
    const std::span table(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    const auto facts = parse_smbios(table, has_old_uuid_order(table));
    hold(is_utf8(facts.system.serial) && is_utf8(facts.system.product) && is_utf8(facts.bios.version), "firmware's words are clean text");
    for (const auto& module : facts.modules) hold(module.size >= 0, "memory is not negative");
    hold(facts.memory_bytes >= 0, "nor is its sum");
}

}  // namespace sigap::fuzz
