// TreeFiles: a made-up machine out of a text file in fixtures/, which also says what is for root only (tests may run as
// root). Lines: "PATH = text" (\0 is a NUL), "PATH > link target", "PATH ! denied|failed", "PATH <<" and lines
// up to ".".
#pragma once

#include <map>
#include <string>

#include "hardware/inventory/system_files.hpp"

namespace sigap::test {

class TreeFiles final : public SystemFiles {
public:
    explicit TreeFiles(const std::string& fixture);
    Result<std::string> read(std::string_view path) const override;
    Result<std::vector<std::string>> list(std::string_view path) const override;
    Result<std::string> link(std::string_view path) const override;
    std::string hypervisor_signature() const override { return signature; }

    void put(const std::string& path, std::string content);
    void remove(const std::string& path) { entries_.erase(path); }
    std::string signature;

private:
    struct Entry {
        enum class Kind { file, link, denied, failed } kind = Kind::file;
        std::string content;
    };
    std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace sigap::test
