// The two commands that make and run a server; all others are sync/server/commands. Each returns the exit code.
#pragma once

#include <filesystem>
#include <span>
#include <string>

namespace sigap {

int run_init(const std::filesystem::path& folder, std::span<const std::string> words);
int run_run(const std::filesystem::path& folder, std::span<const std::string> words);

// One line on standard error.
int failed(const std::string& message);
int wrong_usage(const std::string& message);

}  // namespace sigap
