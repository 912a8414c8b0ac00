#include "tests/support/power_cut_disk.hpp"

#include <algorithm>

namespace sigap::testing {
namespace {

constexpr std::size_t sector = 512;
constexpr std::size_t least_room = 1U << 19U;  // so that a log seldom moves as it grows

void put(std::vector<std::uint8_t>& file, std::size_t offset, std::span<const std::uint8_t> bytes) {
    const std::size_t end = offset + bytes.size();
    if (file.capacity() < end) file.reserve(std::max(2 * end, least_room));
    if (file.size() < end) file.resize(end);
    std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(offset));
}

// One sector's share of a write: lost, kept, or its first or last part only.
void put_sector_or_not(std::vector<std::uint8_t>& file, std::size_t offset, std::span<const std::uint8_t> bytes,
                       Random& random) {
    switch (random.below(6)) {
        case 0:
        case 1: return;
        case 2: return put(file, offset, bytes.first(random.below(bytes.size() + 1)));
        case 3: {
            const std::size_t start = random.below(bytes.size() + 1);
            return put(file, offset + start, bytes.subspan(start));
        }
        default: return put(file, offset, bytes);
    }
}

std::vector<std::uint8_t> survivor(const DiskFile& file, std::uint64_t journal_end, Random& random) {
    std::vector<std::uint8_t> bytes = file.synced;
    for (const DiskFile::Change& change : file.unsynced) {
        if (change.truncates) {
            if (change.journaled || change.number <= journal_end) bytes.resize(change.offset);
            continue;
        }
        std::size_t done = 0;
        while (done < change.bytes.size()) {
            const std::size_t offset = change.offset + done;
            const std::size_t length = std::min(sector - offset % sector, change.bytes.size() - done);
            put_sector_or_not(bytes, offset, std::span(change.bytes).subspan(done, length), random);
            done += length;
        }
    }
    return bytes;
}

}  // namespace

DiskFilePtr DiskState::find(const std::string& name) const {
    const auto found = names_.find(name);
    return found == names_.end() ? nullptr : found->second;
}

DiskFilePtr DiskState::create(const std::string& name) {
    const auto file = std::make_shared<DiskFile>();
    names_[name] = file;
    unsynced_names_.push_back({next_number_++, name, file});
    return file;
}

void DiskState::remove(const std::string& name) {
    names_.erase(name);
    unsynced_names_.push_back({next_number_++, name, nullptr});
}

void DiskState::write(DiskFile& file, std::size_t offset, std::span<const std::uint8_t> bytes) {
    put(file.now, offset, bytes);
    file.unsynced.push_back({next_number_++, false, false, offset, {bytes.begin(), bytes.end()}});
}

void DiskState::truncate(DiskFile& file, std::size_t size) {
    file.now.resize(size);
    file.unsynced.push_back({next_number_++, true, false, size, {}});
}

void DiskState::sync(DiskFile& file) {
    for (const DiskFile::Change& change : file.unsynced) {
        if (change.truncates) file.synced.resize(change.offset);
        else put(file.synced, change.offset, change.bytes);
    }
    file.unsynced.clear();
    sync_names();
}

void DiskState::sync_names() {
    for (NameChange& change : unsynced_names_) {
        if (change.file) synced_names_[change.name] = change.file;
        else synced_names_.erase(change.name);
    }
    unsynced_names_.clear();
    for (const auto* names : {&names_, &synced_names_})
        for (const auto& [name, other] : *names)
            for (DiskFile::Change& change : other->unsynced) change.journaled = true;
    journal_start_ = next_number_;
}

DiskState DiskState::after_kill() const {
    DiskState next;
    for (const auto& [name, file] : names_) {
        const auto copy = std::make_shared<DiskFile>();
        copy->now = copy->synced = file->now;
        next.names_[name] = copy;
    }
    next.synced_names_ = next.names_;
    return next;
}

DiskState DiskState::after_cut(Random& random) const {
    // The journal's unsynced end: none of it, all, or a part.
    std::uint64_t journal_end = journal_start_ - 1;
    switch (random.below(3)) {
        case 0: break;
        case 1: journal_end = next_number_; break;
        default: journal_end += random.below(next_number_ - journal_start_ + 1); break;
    }
    auto names = synced_names_;
    for (const NameChange& change : unsynced_names_) {
        if (change.number > journal_end) break;
        if (change.file) names[change.name] = change.file;
        else names.erase(change.name);
    }
    DiskState next;
    for (const auto& [name, file] : names) {
        const auto copy = std::make_shared<DiskFile>();
        copy->now = copy->synced = survivor(*file, journal_end, random);
        next.names_[name] = copy;
    }
    next.synced_names_ = next.names_;
    return next;
}

}  // namespace sigap::testing
