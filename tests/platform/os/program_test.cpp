#include "platform/os/program.hpp"

#include <catch2/catch_test_macros.hpp>

#include <signal.h>
#include <sys/time.h>

#include <cstdlib>

#include "platform/os/files.hpp"
#include "tests/support/temp_folder.hpp"

using namespace sigap;
using sigap::testing::TempFolder;
using namespace std::chrono_literals;

namespace {

// A variable of this process, until the object ends.
class Variable {
public:
    Variable(const char* name, const std::string& value) : name_(name) {
        if (const char* now = std::getenv(name)) before_ = now, was_set_ = true;
        if (value.empty()) unsetenv(name);
        else setenv(name, value.c_str(), 1);
    }
    ~Variable() {
        if (was_set_) setenv(name_, before_.c_str(), 1);
        else unsetenv(name_);
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* name_;
    std::string before_;
    bool was_set_ = false;
};

}  // namespace

TEST_CASE("a program's output is taken whole, and what it does wrong is told apart") {
    const auto shell = [](const char* line) { return std::vector<std::string>{"sh", "-c", line}; };
    CHECK(*output_of(shell("printf 'a\\0b'"), 100, 10s) == std::string("a\0b", 3));
    CHECK(output_of(shell("exit 3"), 100, 10s).error().detail == "failed");
    CHECK(output_of(shell("yes"), 1000, 10s).error().code == ErrorCode::limit);
    CHECK(output_of(shell("sleep 100"), 1000, 30ms).error().code == ErrorCode::busy);
    CHECK(output_of(shell("exec sleep 100 >&-"), 1000, 30ms).error().code == ErrorCode::busy);
    CHECK(output_of({"no-such-program-here"}, 1000, 1s).error().code == ErrorCode::not_found);
    CHECK(start_program({"true"}));
    CHECK(start_program({"no-such-program-here"}).error().code == ErrorCode::not_found);
}

TEST_CASE("a signal while a program is waited for does not make the wait endless") {
    struct sigaction quiet{}, before{};
    quiet.sa_handler = [](int) {};
    quiet.sa_flags = SA_RESTART;
    REQUIRE(::sigaction(SIGALRM, &quiet, &before) == 0);
    const itimerval soon{{0, 0}, {0, 5'000}};
    REQUIRE(::setitimer(ITIMER_REAL, &soon, nullptr) == 0);
    CHECK(output_of({"sleep", "100"}, 1000, 200ms).error().code == ErrorCode::busy);
    ::sigaction(SIGALRM, &before, nullptr);
}

TEST_CASE("a picture on the clipboard is asked of the program of the desktop, as PNG and then as JPEG") {
    const TempFolder folder;
    const Variable path("PATH", folder.path().string() + ":/usr/bin:/bin"), wayland("WAYLAND_DISPLAY", ""), display("DISPLAY", ":99");
    CHECK(clipboard_picture().error().detail == (output_of({"xclip", "-version"}, 1000, 1s) ? "no_clipboard_picture" : "no_clipboard_program"));
    const auto program = [&](const char* name, const char* script) { REQUIRE(atomic_write(folder.path() / name, std::string("#!/bin/sh\n") + script, 0700)); };
    program("xclip", "[ \"$4\" = image/jpeg ] && printf JPEG");
    CHECK(*clipboard_picture() == "JPEG");
    program("xclip", "[ \"$4\" = image/png ] && printf PNG");
    CHECK(*clipboard_picture() == "PNG");
    program("xclip", "exit 1");
    CHECK(clipboard_picture().error().detail == "no_clipboard_picture");
    const Variable both("WAYLAND_DISPLAY", "wayland-0");
    program("wl-paste", "[ \"$3\" = image/png ] && printf wayland");
    CHECK(*clipboard_picture() == "wayland");
}
