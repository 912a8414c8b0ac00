#include "platform/os/paths.hpp"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "platform/os/system_error.hpp"

namespace sigap {
namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

std::string home_from_password_database() {
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, 4096> buffer{};
    if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) return {};
    return entry.pw_dir;
}

Result<std::filesystem::path> folder(const std::string& chosen, const std::string& home, const char* below_home) {
    if (chosen.starts_with('/')) return std::filesystem::path(chosen) / "sigap";
    if (home.starts_with('/')) return std::filesystem::path(home) / below_home / "sigap";
    return fail(ErrorCode::not_found, "This user has no home folder; set HOME.");
}

}  // namespace

Environment Environment::current() {
    Environment environment{variable("HOME"), variable("XDG_DATA_HOME"), variable("XDG_CONFIG_HOME")};
    if (environment.home.empty()) environment.home = home_from_password_database();
    return environment;
}

Result<std::filesystem::path> data_folder(const Environment& environment) {
    return folder(environment.xdg_data_home, environment.home, ".local/share");
}

Result<std::filesystem::path> config_folder(const Environment& environment) {
    return folder(environment.xdg_config_home, environment.home, ".config");
}

Result<void> make_private_folder(const std::filesystem::path& folder) {
    const std::filesystem::path parent = folder.parent_path();
    struct stat status {};
    if (!parent.empty() && parent != folder && stat(parent.c_str(), &status) != 0) {
        SIGAP_TRY(make_private_folder(parent));
    }
    if (mkdir(folder.c_str(), 0700) == 0) return {};
    if (errno != EEXIST) return system_error("Cannot make the folder " + folder.string(), errno);
    if (stat(folder.c_str(), &status) != 0) return system_error("Cannot use the folder " + folder.string(), errno);
    if (!S_ISDIR(status.st_mode)) return fail(ErrorCode::storage, folder.string() + " is not a folder.");
    if (status.st_uid != geteuid()) return fail(ErrorCode::denied, folder.string() + " belongs to another user.");
    return {};
}

}  // namespace sigap
