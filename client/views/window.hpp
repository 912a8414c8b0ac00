// The app's window on a profile, from its opening to its closing. UI thread.
#pragma once

#include "client/model/runtime.hpp"

namespace sigap::views {

struct WindowRun {
    std::filesystem::path profile;
    Language fallback_language = Language::id;
    // Answers the command line of other processes while the window owns the profile.
    std::function<ControlSocket::Handler(Runtime&)> handler;
    decltype(RuntimeOptions::write_report) write_report{};
};

// Blocks until the window is closed. Error{not_found} where there is no display, Error{busy} where another process owns the profile.
Result<void> run_window(const WindowRun& run, const Clock& clock, Random& random);

}  // namespace sigap::views
