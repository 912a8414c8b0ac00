// `sigap shot`: what was asked for, checked, and the picture made of it. This process must own the profile.
#pragma once

#include "client/cli/command_line.hpp"
#include "client/views/shot.hpp"

namespace sigap::cli {

// Error{invalid} where an option makes no sense; the line says what it takes.
Result<views::ShotOptions> shot_options(const Invocation& invocation);
ControlReply run_shot(const std::filesystem::path& profile, const Invocation& invocation, const Clock& clock, Random& random);

}  // namespace sigap::cli
