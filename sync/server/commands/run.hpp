// The commands of commands.hpp, one function each. Each returns what goes to standard output. The store's thread.
#pragma once

#include <filesystem>

#include "sync/server/commands/arguments.hpp"
#include "sync/server/store.hpp"

namespace sigap {

Result<std::string> run_user_add(Store& store, const std::filesystem::path& folder, const Arguments& arguments,
                                 const std::string& input);
Result<std::string> run_user_list(Store& store, const std::filesystem::path& folder, const Arguments& arguments,
                                  const std::string& input);
Result<std::string> run_enrol(Store& store, const std::filesystem::path& folder, const Arguments& arguments,
                              const std::string& input);
Result<std::string> run_device_list(Store& store, const std::filesystem::path& folder, const Arguments& arguments,
                                    const std::string& input);
Result<std::string> run_device_revoke(Store& store, const std::filesystem::path& folder, const Arguments& arguments,
                                      const std::string& input);
Result<std::string> run_import(Store& store, const std::filesystem::path& folder, const Arguments& arguments,
                               const std::string& input);
Result<std::string> run_log(Store& store, const std::filesystem::path& folder, const Arguments& arguments,
                            const std::string& input);
Result<std::string> run_restored(Store& store, const std::filesystem::path& folder, const Arguments& arguments,
                                 const std::string& input);
Result<std::string> run_verify(Store& store, const std::filesystem::path& folder, const Arguments& arguments,
                               const std::string& input);

}  // namespace sigap
