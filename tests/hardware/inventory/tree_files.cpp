#include "tests/hardware/inventory/tree_files.hpp"
#include "tests/support/source_folder.hpp"

#include <fstream>
#include <stdexcept>

namespace sigap::test {

namespace {

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 2) == "\\0") out += '\0', ++i;
        else out += text[i];
    }
    return out;
}

}  // namespace

TreeFiles::TreeFiles(const std::string& fixture) {
    const std::string path = sigap::testing::source_folder() + "/tests/hardware/inventory/fixtures/" + fixture + ".tree";
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot open " + path);
    for (std::string line; std::getline(file, line);) {
        const auto blank = line.find(' ');
        if (line.empty() || line.front() == '#' || blank == std::string::npos) continue;
        Entry& entry = entries_[line.substr(0, blank)];
        const std::string rest = line.size() > blank + 3 ? line.substr(blank + 3) : "";
        switch (line.at(blank + 1)) {
            case '=': entry = {Entry::Kind::file, unescaped(rest) + "\n"}; break;
            case '>': entry = {Entry::Kind::link, rest}; break;
            case '!': entry = {rest == "denied" ? Entry::Kind::denied : Entry::Kind::failed, ""}; break;
            case '<':
                for (std::string text; std::getline(file, text) && text != ".";) entry.content += text + "\n";
                break;
            default: throw std::runtime_error("fixture line: " + line);
        }
    }
}

void TreeFiles::put(const std::string& path, std::string content) {
    entries_[path] = {Entry::Kind::file, std::move(content)};
}

Result<std::string> TreeFiles::read(std::string_view path) const {
    const auto found = entries_.find(path);
    if (found == entries_.end() || found->second.kind == Entry::Kind::link) return fail(ErrorCode::not_found, "absent");
    switch (found->second.kind) {
        case Entry::Kind::denied: return fail(ErrorCode::denied, "denied");
        case Entry::Kind::failed: return fail(ErrorCode::storage, "failed");
        default: return found->second.content;
    }
}

Result<std::vector<std::string>> TreeFiles::list(std::string_view path) const {
    const std::string prefix = std::string(path) + "/";
    std::vector<std::string> names;
    for (auto entry = entries_.lower_bound(prefix); entry != entries_.end(); ++entry) {
        if (entry->first.compare(0, prefix.size(), prefix) != 0) break;
        const auto end = entry->first.find('/', prefix.size());
        std::string name = entry->first.substr(prefix.size(), end == std::string::npos ? end : end - prefix.size());
        if (names.empty() || names.back() != name) names.push_back(std::move(name));
    }
    if (names.empty()) return fail(ErrorCode::not_found, "absent");
    return names;
}

Result<std::string> TreeFiles::link(std::string_view path) const {
    const auto found = entries_.find(path);
    if (found == entries_.end() || found->second.kind != Entry::Kind::link)
        return fail(ErrorCode::not_found, "no link");
    return found->second.content;
}

}  // namespace sigap::test
