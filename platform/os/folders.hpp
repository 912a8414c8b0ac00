// What a person sees of a disk when they look for a file: the folders that are theirs, and what lies in one. Any thread that may wait
// for a disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/os/paths.hpp"

namespace sigap {

// Only those that are there. XDG user directories (user-dirs.dirs), else the names that are usual in English and Indonesian.
struct UserFolders {
    std::filesystem::path home, pictures, downloads, documents;
    std::vector<std::filesystem::path> removable;  // sticks, cards and telephones, below /media and /run/media
};
// `root` is where /media and /run lie.
UserFolders user_folders(const Environment& environment, const std::filesystem::path& root = "/");

struct FolderItem {
    std::string name;
    bool is_folder = false;
    std::uint64_t bytes = 0;
    Timestamp changed_at;
};
// Folders and plain files, also behind links, without hidden ones; in no order, at most `most`. Error{not_found}, Error{denied}.
Result<std::vector<FolderItem>> look_into(const std::filesystem::path& folder, std::size_t most = 5000);

}  // namespace sigap
