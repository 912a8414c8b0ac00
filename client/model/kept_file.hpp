// A file on its way into the file store, as `sigap photo` and the window alike keep it: a photo is made ready first. Any thread that
// may wait for a disk.
#pragma once

#include "sync/files/file_store.hpp"
#include "sync/replica/replica.hpp"

namespace sigap {

struct KeptFile {
    StoredFile original;
    std::optional<StoredFile> thumbnail;
    std::string type, name;
    std::string as_it_is;  // why a picture could not be made ready; "" where it was, or was not to be
};

enum class Keep : std::uint8_t {
    ready,          // a photo is made ready, what else it is stays as it is
    as_it_is,       // with all that its camera wrote
    pictures_only,  // Error{invalid} "no_picture" for what could not be made ready
};

// Errors say what to do: refused "empty_file", "too_large"; storage "disk_full"; not_found, denied.
Result<KeptFile> keep_file(FileStore& files, FileSystem& disk, const std::filesystem::path& path, Keep how);
// A picture in memory, made ready.
Result<KeptFile> keep_picture(FileStore& files, std::string_view bytes, std::string name);

// What attach_file is given.
std::vector<std::pair<std::string, Value>> attach_arguments(const KeptFile& file, const std::string& caption = {});

}  // namespace sigap
