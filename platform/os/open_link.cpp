#include "platform/os/open_link.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sigap {

void open_link(const std::string& url) {
    // The shell leaves it in the background and ends: whatever opens may stay open longer than we do.
    std::string shell = "sh", option = "-c", script = "xdg-open \"$0\" >/dev/null 2>&1 </dev/null &", link = url;
    char* const words[] = {shell.data(), option.data(), script.data(), link.data(), nullptr};
    pid_t child = 0;
    if (posix_spawn(&child, "/bin/sh", nullptr, nullptr, words, environ) != 0) return;
    int status = 0;
    waitpid(child, &status, 0);
}

}  // namespace sigap
