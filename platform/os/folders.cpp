#include "platform/os/folders.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <optional>
#include <sstream>

#include "platform/core/text.hpp"
#include "platform/os/files.hpp"
#include "platform/os/system_error.hpp"

namespace sigap {

namespace {

namespace fs = std::filesystem;

bool is_folder(const fs::path& path) {
    std::error_code unknown;
    return !path.empty() && fs::is_directory(path, unknown);
}

// XDG_PICTURES_DIR="$HOME/Gambar"
fs::path named_folder(const std::string& text, const std::string& name, const std::string& home) {
    std::istringstream lines(text);
    const std::string begins = "XDG_" + name + "_DIR=\"";
    for (std::string line; std::getline(lines, line);) {
        const std::string_view said = trimmed(line);
        if (!said.starts_with(begins) || !said.ends_with('"')) continue;
        const std::string value(said.substr(begins.size(), said.size() - begins.size() - 1));
        if (value.starts_with("$HOME/")) return fs::path(home) / value.substr(6);
        if (value.starts_with('/')) return value;
    }
    return {};
}

std::string login_name() {
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, 4096> buffer{};
    return getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found ? entry.pw_name : "";
}

}  // namespace

UserFolders user_folders(const Environment& environment, const fs::path& root) {
    UserFolders out;
    const fs::path home = environment.home;
    if (is_folder(home)) out.home = home;
    const fs::path config = environment.xdg_config_home.starts_with('/') ? fs::path(environment.xdg_config_home) : home / ".config";
    const auto said = read_file(config / "user-dirs.dirs", 64 * 1024);
    const auto find = [&](const char* name, std::initializer_list<const char*> usual) -> fs::path {
        if (const auto chosen = named_folder(said ? *said : std::string(), name, environment.home); is_folder(chosen) && chosen != home / "") return chosen;
        for (const char* folder : usual)
            if (!home.empty() && is_folder(home / folder)) return home / folder;
        return {};
    };
    out.pictures = find("PICTURES", {"Pictures", "Gambar"});
    out.downloads = find("DOWNLOAD", {"Downloads", "Unduhan"});
    out.documents = find("DOCUMENTS", {"Documents", "Dokumen"});
    const std::string login = login_name();
    for (const fs::path& place : {root / "media" / login, root / "run/media" / login}) {
        const auto items = login.empty() ? Result<std::vector<FolderItem>>(std::vector<FolderItem>{}) : look_into(place, 100);
        if (!items) continue;
        for (const auto& item : *items)
            if (item.is_folder) out.removable.push_back(place / item.name);
    }
    return out;
}

Result<std::vector<FolderItem>> look_into(const fs::path& folder, std::size_t most) {
    const std::unique_ptr<DIR, int (*)(DIR*)> opened(::opendir(folder.c_str()), &::closedir);
    if (!opened) return system_error("cannot open the folder " + folder.string(), errno);
    std::vector<FolderItem> out;
    while (out.size() < most) {
        const dirent* entry = ::readdir(opened.get());
        if (!entry) break;
        const std::string name = entry->d_name;
        struct stat facts {};
        if (name.starts_with('.') || ::fstatat(::dirfd(opened.get()), entry->d_name, &facts, 0) != 0) continue;
        if (!S_ISDIR(facts.st_mode) && !S_ISREG(facts.st_mode)) continue;
        out.push_back({name, S_ISDIR(facts.st_mode), static_cast<std::uint64_t>(facts.st_size),
                       Timestamp{std::int64_t{facts.st_mtim.tv_sec} * 1000 + facts.st_mtim.tv_nsec / 1'000'000}});
    }
    return out;
}

}  // namespace sigap
