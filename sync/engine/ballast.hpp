// Ballast: a file that does nothing but hold room on a device's disk. It is given up where the disk is full, so that the database
// can still be opened and edits saved. The store's thread.
#pragma once

#include "platform/core/random.hpp"
#include "platform/os/file_system.hpp"

namespace sigap {

class Ballast {
public:
    static constexpr std::uint64_t bytes = 4U << 20U;

    // `files` must outlive it.
    Ballast(FileSystem& files, std::filesystem::path file) : files_(files), file_(std::move(file)) {}

    // Holds the room, where there is room enough; good also where there is not. With noise, which no disk can make smaller.
    Result<void> take(Random& random);
    // True where it held room until now.
    bool give_up();

private:
    FileSystem& files_;
    std::filesystem::path file_;
};

}  // namespace sigap
