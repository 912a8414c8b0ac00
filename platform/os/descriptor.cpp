#include "platform/os/descriptor.hpp"

#include <unistd.h>

namespace sigap {

void Descriptor::close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
}

}  // namespace sigap
