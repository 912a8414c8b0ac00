// The raw key of a profile's or a server's database: 32 bytes in a file of mode 0600. Any thread; the process that owns
// the folder (design: one owner a folder) calls it. A key that exists is never written over.
#pragma once

#include <filesystem>

#include "platform/core/random.hpp"
#include "platform/core/result.hpp"
#include "platform/storage/database.hpp"

namespace sigap {

// Makes the file when it is missing: durable, name and all, before this returns. Error{storage}, detail key_size,
// key_permissions or key_io, when it has a wrong size, is no plain file, or its group or others may touch it.
Result<DatabaseKey> load_or_create_key(const std::filesystem::path& path, Random& random);

}  // namespace sigap
