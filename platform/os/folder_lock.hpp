// One process owns a folder (flock on a file in it), until it ends, however it ends. Any thread; move only.
#pragma once

#include <filesystem>

#include "platform/core/result.hpp"
#include "platform/os/descriptor.hpp"

namespace sigap {

class FolderLock {
public:
    // Does not wait: Error{busy} where another process, or another FolderLock of this one, holds it.
    static Result<FolderLock> take(const std::filesystem::path& folder);

private:
    explicit FolderLock(Descriptor file) : file_(std::move(file)) {}
    Descriptor file_;
};

}  // namespace sigap
