#include "platform/os/system_error.hpp"

#include <cerrno>
#include <system_error>

namespace sigap {

Error system_error(const std::string& what, int error_number) {
    const std::string message = what + ": " + std::generic_category().message(error_number);
    if (error_number == ENOENT) return fail(ErrorCode::not_found, message);
    if (error_number == EACCES || error_number == EPERM) return fail(ErrorCode::denied, message);
    return fail(ErrorCode::storage, message, error_number == ENOSPC ? "disk_full" : "");
}

}  // namespace sigap
