// Where this user's data and settings belong (XDG Base Directory Specification). Any thread.
#pragma once

#include <filesystem>
#include <string>

#include "platform/core/result.hpp"

namespace sigap {

// The variables that decide; an empty or relative one counts as unset.
struct Environment {
    std::string home;
    std::string xdg_data_home;
    std::string xdg_config_home;
    // $HOME, or the password database's entry where it is unset.
    static Environment current();
};

// $XDG_DATA_HOME/sigap or ~/.local/share/sigap; not created. Error{not_found} without any home.
Result<std::filesystem::path> data_folder(const Environment& environment);
// $XDG_CONFIG_HOME/sigap or ~/.config/sigap; not created.
Result<std::filesystem::path> config_folder(const Environment& environment);

// Makes the folder and its parents with mode 0700; an existing one stays as it is. Error{storage}, or Error{denied}
// where it belongs to somebody else.
Result<void> make_private_folder(const std::filesystem::path& folder);

}  // namespace sigap
