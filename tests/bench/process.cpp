#include "tests/bench/process.hpp"

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

namespace sigap::bench {

Lines::~Lines() { close(socket_); }

void Lines::write(const std::string& line) {
    const std::string text = line + '\n';
    for (std::size_t at = 0; at < text.size();) {
        const auto sent = send(socket_, text.data() + at, text.size() - at, MSG_NOSIGNAL);
        if (sent <= 0) throw std::runtime_error("the other process of the bench is gone");
        at += static_cast<std::size_t>(sent);
    }
}

bool Lines::read(std::string& line) {
    for (;;) {
        if (const auto end = rest_.find('\n'); end != std::string::npos) {
            line = rest_.substr(0, end);
            rest_.erase(0, end + 1);
            return true;
        }
        char buffer[4096];
        const auto got = recv(socket_, buffer, sizeof buffer, 0);
        if (got <= 0) return false;
        rest_.append(buffer, static_cast<std::size_t>(got));
    }
}

std::string Lines::read() {
    std::string line;
    if (!read(line)) throw std::runtime_error("the other process of the bench has failed");
    return line;
}

void Lines::shut() { shutdown(socket_, SHUT_RDWR); }

Child::Child(const std::function<void(Lines&)>& work) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) throw std::runtime_error("no socket pair");
    std::fflush(nullptr);
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("no new process");
    if (pid_ == 0) {
        close(ends[0]);
        int code = 0;
        try {
            Lines lines(ends[1]);
            work(lines);
        } catch (const std::exception& failure) {
            std::fprintf(stderr, "sigap-bench: %s\n", failure.what());
            code = 1;
        }
        std::fflush(nullptr);
        _exit(code);
    }
    close(ends[1]);
    lines_ = std::make_unique<Lines>(ends[0]);
}

void Child::join() {
    if (pid_ < 0) return;
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    if (status != 0) throw std::runtime_error("a process of the bench has failed");
}

Child::~Child() {
    if (pid_ < 0) return;
    lines_->shut();
    int status = 0;
    waitpid(pid_, &status, 0);
}

}  // namespace sigap::bench
