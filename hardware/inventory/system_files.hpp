// SystemFiles: the only way the inventory looks at a machine. The real one stands on "/"; on any other folder it sees a
// recorded machine. Any thread. Never starts a process, never writes, and each read is bounded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/core/result.hpp"

namespace sigap {

// Paths are absolute as on the machine itself ("/proc/cpuinfo"). Errors: not_found, denied (needs other rights), limit
// (larger than largest_file), storage (the kernel refused otherwise, as for the speed of a cable that is not plugged
// in).
class SystemFiles {
public:
    static constexpr std::size_t largest_file = 4 << 20;
    static constexpr std::size_t longest_list = 1 << 16;

    virtual ~SystemFiles() = default;
    virtual Result<std::string> read(std::string_view path) const = 0;
    // Names in a folder, sorted, without "." and "..".
    virtual Result<std::vector<std::string>> list(std::string_view path) const = 0;
    // Where a symbolic link points, as written in it.
    virtual Result<std::string> link(std::string_view path) const = 0;
    // What the processor calls its hypervisor (CPUID leaf 0x40000000, "KVMKVMKVM"); empty on bare metal, on other
    // processors, and for a recorded machine.
    virtual std::string hypervisor_signature() const { return {}; }
};

class FolderFiles final : public SystemFiles {
public:
    // "/" for the machine this runs on, or the folder of a recorded one.
    explicit FolderFiles(std::string root);
    Result<std::string> read(std::string_view path) const override;
    Result<std::vector<std::string>> list(std::string_view path) const override;
    Result<std::string> link(std::string_view path) const override;
    std::string hypervisor_signature() const override;

private:
    std::string root_;  // without its last slash; empty for "/"
};

}  // namespace sigap
