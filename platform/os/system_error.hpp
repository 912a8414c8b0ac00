// errno as an Error. For the sources of platform/os.
#pragma once

#include <string>

#include "platform/core/result.hpp"

namespace sigap {

// "<what>: <reason>"; ENOENT is not_found, EACCES and EPERM are denied, everything else is storage.
Error system_error(const std::string& what, int error_number);

}  // namespace sigap
