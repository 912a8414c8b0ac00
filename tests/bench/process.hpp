// A part of the bench in a process of its own, so that each is measured alone: a fork that talks in lines over a
// socket. The parent must have no thread of its own when it starts one.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

namespace sigap::bench {

// Text lines both ways. Throws std::runtime_error where the other end is gone.
class Lines {
public:
    explicit Lines(int socket) : socket_(socket) {}
    ~Lines();
    Lines(const Lines&) = delete;
    Lines& operator=(const Lines&) = delete;
    void write(const std::string& line);
    std::string read();
    // False at the end of what the other one says.
    bool read(std::string& line);
    void shut();

private:
    int socket_;
    std::string rest_;
};

class Child {
public:
    // Runs `work` in the new process, which ends after it; what it throws goes to standard error.
    explicit Child(const std::function<void(Lines&)>& work);
    // Closes the socket, which is the sign to end, and waits.
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    Lines& lines() { return *lines_; }
    // Waits for its end. Throws std::runtime_error where it has failed.
    void join();

private:
    int pid_ = -1;
    std::unique_ptr<Lines> lines_;
};

}  // namespace sigap::bench
