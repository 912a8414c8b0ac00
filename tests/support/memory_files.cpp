#include "tests/support/memory_files.hpp"

#include <algorithm>

namespace sigap::testing {

Result<void> MemoryFiles::step() {
    if (stopped && stopped()) return fail(ErrorCode::storage, "the test's machine is down", "disk_io");
    ++calls;
    if (kill_at == calls) throw Killed();
    if (fail_at == calls) return fail(ErrorCode::storage, "the test's disk fails", "disk_io");
    return {};
}

Result<MemoryFiles::NodePtr> MemoryFiles::find(const std::filesystem::path& file) const {
    const auto at = names_.find(file.string());
    if (at == names_.end()) return fail(ErrorCode::not_found, "no such file: " + file.string());
    return at->second;
}

void MemoryFiles::set_name(const std::string& name, NodePtr node) {
    unsynced_.emplace_back(name, node);
    if (node) names_[name] = std::move(node);
    else names_.erase(name);
}

MemoryFiles::Files MemoryFiles::files() const {
    Files out;
    for (const auto& [name, node] : names_) out.emplace(name, File{node->now, node->changed_at});
    return out;
}

void MemoryFiles::load(const Files& files) {
    names_.clear();
    for (const auto& [name, file] : files) names_.emplace(name, std::make_shared<Node>(Node{file.bytes, file.bytes, file.changed_at}));
    synced_names_ = names_;
    unsynced_.clear();
}

Result<std::string> MemoryFiles::read(const std::filesystem::path& file, std::uint64_t offset, std::size_t most) {
    const auto node = find(file);
    if (!node) return node.error();
    if (offset >= (*node)->now.size()) return std::string();
    return (*node)->now.substr(offset, most);
}

Result<void> MemoryFiles::write(const std::filesystem::path& file, std::uint64_t offset, std::string_view bytes) {
    SIGAP_TRY(step());
    if (!has(file)) set_name(file.string(), std::make_shared<Node>());
    Node& node = *names_[file.string()];
    node.changed_at = clock_.now();
    const std::string_view fits = bytes.substr(0, std::min<std::uint64_t>(room, bytes.size()));
    if (node.now.size() < offset + fits.size()) node.now.resize(offset + fits.size());
    node.now.replace(offset, fits.size(), fits);
    room -= fits.size();
    bytes_written += static_cast<std::int64_t>(fits.size());
    if (fits.size() < bytes.size()) return fail(ErrorCode::storage, "the test's disk is full", "disk_full");
    return {};
}

Result<void> MemoryFiles::sync(const std::filesystem::path& file) {
    SIGAP_TRY(step());
    const auto node = find(file);
    if (!node) return node.error();
    (*node)->synced = (*node)->now;
    return {};
}

Result<void> MemoryFiles::sync_folder(const std::filesystem::path&) {
    SIGAP_TRY(step());
    synced_names_ = names_;
    unsynced_.clear();
    return {};
}

Result<void> MemoryFiles::rename(const std::filesystem::path& from, const std::filesystem::path& to) {
    SIGAP_TRY(step());
    const auto node = find(from);
    if (!node) return node.error();
    set_name(to.string(), *node);
    set_name(from.string(), nullptr);
    return {};
}

Result<void> MemoryFiles::remove(const std::filesystem::path& file) {
    SIGAP_TRY(step());
    const auto node = find(file);
    if (!node) return {};
    room += (*node)->now.size();
    set_name(file.string(), nullptr);
    return {};
}

Result<std::uint64_t> MemoryFiles::size(const std::filesystem::path& file) {
    const auto node = find(file);
    if (!node) return node.error();
    return std::uint64_t{(*node)->now.size()};
}

Result<std::vector<FolderEntry>> MemoryFiles::list(const std::filesystem::path& folder) {
    std::vector<FolderEntry> out;
    for (const auto& [name, node] : names_)
        if (std::filesystem::path(name).parent_path() == folder)
            out.push_back({std::filesystem::path(name).filename().string(), node->now.size(), node->changed_at});
    return out;
}

void MemoryFiles::rot(const std::filesystem::path& file, std::size_t at) {
    Node& node = *names_.at(file.string());
    node.now.at(at) = static_cast<char>(node.now.at(at) ^ 1);
    node.synced = node.now;
}

void MemoryFiles::cut_power(Random& random) {
    const std::size_t kept = random.below(unsynced_.size() + 1);
    names_ = synced_names_;
    for (std::size_t i = 0; i < kept; ++i) {
        const auto& [name, node] = unsynced_[i];
        if (node) names_[name] = node;
        else names_.erase(name);
    }
    for (auto& [name, node] : names_) {
        if (node->now == node->synced) continue;
        switch (random.below(3)) {
            case 0: node->now = node->synced; break;
            case 1: break;
            default: {
                // The length has come to the disk, the bytes only up to a point.
                std::string torn = node->synced;
                torn.resize(std::max(torn.size(), node->now.size()));
                const std::size_t end = random.below(node->now.size() + 1);
                torn.replace(0, end, node->now, 0, end);
                node->now = torn;
            }
        }
        node->synced = node->now;
    }
    synced_names_ = names_;
    unsynced_.clear();
    calls = 0;
    kill_at.reset();
    fail_at.reset();
}

}  // namespace sigap::testing
