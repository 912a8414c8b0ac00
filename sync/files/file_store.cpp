#include "sync/files/file_store.hpp"

#include <algorithm>

#include "platform/core/hex_text.hpp"

namespace sigap {

namespace {

constexpr std::string_view partial_end = ".part", damaged_end = ".damaged", temporary_start = "new-";
constexpr std::int64_t day_ms = 86'400'000;
constexpr std::size_t most_hashing = 64;

Error no_room() {
    return fail(ErrorCode::storage, "the disk is nearly full; make room, then attach files again", "disk_full");
}

}  // namespace

Result<void> FileStore::prepare() {
    SIGAP_TRY(files_.make_folder(folder_));
    // A process that was killed may have left a name that a power cut would take away.
    return files_.sync_folder(folder_);
}

std::filesystem::path FileStore::partial(std::string_view hash, std::string_view owner) const {
    return folder_ / (std::string(hash) + '.' + std::string(owner) + std::string(partial_end));
}

Result<void> FileStore::check_room(std::uint64_t bytes) {
    const auto space = files_.space(folder_);
    if (!space) return space.error();
    if (space->free < reserved_bytes || space->free - reserved_bytes < bytes) return no_room();
    return {};
}

Result<void> FileStore::keep(const std::filesystem::path& from, std::string_view hash) {
    const std::lock_guard lock(keeping_);
    const bool known = size(hash).has_value();
    SIGAP_TRY(files_.rename(from, whole(hash)));
    auto synced = files_.sync_folder(folder_);
    // A power cut would take the name away: nobody may be told that it is here.
    if (!synced && !known) (void)files_.remove(whole(hash));
    return synced;
}

Result<StoredFile> FileStore::put(const Source& source, std::uint64_t most_bytes) {
    std::filesystem::path temporary;
    {
        const std::lock_guard lock(mutex_);
        temporary = folder_ / (std::string(temporary_start) + std::to_string(next_temporary_++));
    }
    // A process that died may have left one of this name, and longer.
    SIGAP_TRY(files_.remove(temporary));
    Sha256Stream stream;
    StoredFile stored;
    const auto write_all = [&]() -> Result<void> {
        for (;;) {
            const auto block = source(stored.bytes, chunk_bytes_);
            if (!block) return block.error();
            if (block->empty() && stored.bytes > 0) return files_.sync(temporary);
            if (block->size() > most_bytes - stored.bytes)
                return fail(ErrorCode::limit, "the file is larger than " + std::to_string(most_bytes >> 20U) + " MiB; choose a smaller one",
                            "too_large");
            SIGAP_TRY(check_room(block->size()));
            SIGAP_TRY(files_.write(temporary, stored.bytes, *block));
            stream.update(*block);
            stored.bytes += block->size();
            if (block->size() < chunk_bytes_) return files_.sync(temporary);
        }
    };
    auto done = write_all();
    if (done) {
        stored.hash = to_hex(stream.finish());
        done = keep(temporary, stored.hash);
    }
    if (done) return stored;
    // It would go with the next sweep, too.
    (void)files_.remove(temporary);
    return done.error();
}

Result<StoredFile> FileStore::put(std::string_view bytes) {
    return put([&](std::uint64_t offset, std::size_t most) -> Result<std::string> { return std::string(bytes.substr(offset, most)); },
               bytes.size());
}

std::optional<std::uint64_t> FileStore::size(std::string_view hash) {
    if (!is_file_hash(hash)) return std::nullopt;
    const auto found = files_.size(whole(hash));
    return found ? std::optional(*found) : std::nullopt;
}

Result<std::string> FileStore::read(std::string_view hash, std::uint64_t offset, std::size_t most) {
    if (!is_file_hash(hash)) return fail(ErrorCode::not_found, "there is no such file here", "not_found");
    return files_.read(whole(hash), offset, most);
}

std::uint64_t FileStore::received(std::string_view hash, std::string_view owner, std::uint64_t total) {
    const auto found = is_file_hash(hash) ? files_.size(partial(hash, owner)) : Result<std::uint64_t>(std::uint64_t{0});
    if (!found || total == 0) return 0;
    // A piece of a chunk comes again, and so does the last one of a file that was never verified.
    return std::min(*found, total - 1) / chunk_bytes_ * chunk_bytes_;
}

void FileStore::hash_chunk(const std::string& name, std::uint64_t offset, std::string_view chunk) {
    const std::lock_guard lock(mutex_);
    if (offset == 0) {
        if (hashing_.size() >= most_hashing) hashing_.clear();
        hashing_.insert_or_assign(name, Hashing{});
    }
    const auto at = hashing_.find(name);
    if (at == hashing_.end()) return;
    if (at->second.bytes != offset) {
        hashing_.erase(at);
        return;
    }
    at->second.stream.update(chunk);
    at->second.bytes += chunk.size();
}

std::optional<std::string> FileStore::hashed(const std::string& name, std::uint64_t total) {
    const std::lock_guard lock(mutex_);
    const auto at = hashing_.find(name);
    if (at == hashing_.end()) return std::nullopt;
    std::optional<std::string> out;
    if (at->second.bytes == total) out = to_hex(at->second.stream.finish());
    hashing_.erase(at);
    return out;
}

Result<std::string> FileStore::hash_of(const std::filesystem::path& file, std::uint64_t total) {
    Sha256Stream stream;
    for (std::uint64_t offset = 0; offset < total;) {
        const auto block = files_.read(file, offset, static_cast<std::size_t>(std::min<std::uint64_t>(chunk_bytes_, total - offset)));
        if (!block) return block.error();
        if (block->empty()) break;
        stream.update(*block);
        offset += block->size();
    }
    return to_hex(stream.finish());
}

Result<FileStore::Appended> FileStore::append(std::string_view hash, std::string_view owner, std::uint64_t total, std::uint64_t offset,
                                              std::string_view chunk) {
    if (!is_file_hash(hash) || total == 0 || offset >= total || offset % chunk_bytes_ != 0 ||
        chunk.size() != std::min<std::uint64_t>(chunk_bytes_, total - offset))
        return fail(ErrorCode::invalid, "a chunk has 1 MiB, but for the last, and starts at a whole MiB", "chunk");
    if (size(hash)) {
        // Somebody else brought it meanwhile: what this owner has brought counts no longer against them.
        (void)drop_partial(hash, owner);
        return Appended{total, true};
    }
    const auto file = partial(hash, owner);
    const std::uint64_t have = received(hash, owner, total);
    if (offset > have) return fail(ErrorCode::refused, "this chunk comes too early", "offset");
    if (offset < have) return Appended{have, false};
    SIGAP_TRY(check_room(chunk.size()));
    SIGAP_TRY(files_.write(file, offset, chunk));
    if (const auto synced = files_.sync(file); !synced) {
        // The bytes may be gone although they can be read: none of them may count as received.
        (void)files_.remove(file);
        return synced.error();
    }
    if (offset == 0) SIGAP_TRY(files_.sync_folder(folder_));
    const std::string name = file.filename().string();
    hash_chunk(name, offset, chunk);
    if (offset + chunk.size() < total) return Appended{offset + chunk.size(), false};
    auto digest = hashed(name, total);
    if (!digest) {
        const auto read = hash_of(file, total);
        if (!read) return read.error();
        digest = *read;
    }
    const auto length = files_.size(file);
    if (!length) return length.error();
    if (*digest != hash || *length != total) {
        SIGAP_TRY(files_.remove(file));
        return fail(ErrorCode::refused, "the bytes that came are not this file; it starts over", "wrong_hash");
    }
    SIGAP_TRY(keep(file, hash));
    return Appended{total, true};
}

Result<void> FileStore::drop_partial(std::string_view hash, std::string_view owner) {
    if (!is_file_hash(hash)) return {};
    return files_.remove(partial(hash, owner));
}

Result<void> FileStore::remove(std::string_view hash) {
    if (!is_file_hash(hash)) return {};
    return files_.remove(whole(hash));
}

Result<bool> FileStore::verify(std::string_view hash) {
    const auto bytes = size(hash);
    if (!bytes) return false;
    const auto digest = hash_of(whole(hash), *bytes);
    if (!digest) return digest.error();
    if (*digest == hash) return true;
    // Even a damaged photo may show what it was taken for.
    SIGAP_TRY(files_.rename(whole(hash), whole(std::string(hash) + std::string(damaged_end))));
    SIGAP_TRY(files_.sync_folder(folder_));
    return false;
}

Result<std::vector<FolderEntry>> FileStore::entries() { return files_.list(folder_); }

Result<FileStore::Swept> FileStore::sweep(std::span<const FolderEntry> entries, Timestamp now,
                                          const std::function<bool(const std::string& hash)>& live) {
    Swept swept;
    for (const auto& entry : entries) {
        const std::int64_t age = now.ms - entry.changed_at.ms;
        const bool spent = entry.name.ends_with(partial_end) || entry.name.ends_with(damaged_end) ? age >= partial_lives_ms
                           : entry.name.starts_with(temporary_start)                              ? age >= day_ms
                           : is_file_hash(entry.name) ? age >= day_ms && !live(entry.name)
                                                      : false;
        if (!spent) continue;
        SIGAP_TRY(files_.remove(folder_ / entry.name));
        ++swept.files;
        swept.bytes += entry.bytes;
    }
    return swept;
}

std::uint64_t FileStore::partial_bytes(std::string_view owner) {
    const auto all = files_.list(folder_);
    std::uint64_t bytes = 0;
    const std::string end = '.' + std::string(owner) + std::string(partial_end);
    if (all)
        for (const auto& entry : *all)
            if (entry.name.ends_with(end)) bytes += entry.bytes;
    return bytes;
}

}  // namespace sigap
