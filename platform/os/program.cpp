#include "platform/os/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <thread>

#include "platform/os/descriptor.hpp"
#include "platform/os/system_error.hpp"

namespace sigap {

namespace {

constexpr std::size_t most_picture_bytes = 64U << 20U;

class Actions {
public:
    Actions() { posix_spawn_file_actions_init(&actions_); }
    ~Actions() { posix_spawn_file_actions_destroy(&actions_); }
    Actions(const Actions&) = delete;
    Actions& operator=(const Actions&) = delete;
    void nothing(int fd, int mode) { posix_spawn_file_actions_addopen(&actions_, fd, "/dev/null", mode, 0); }
    void send(int from, int to) { posix_spawn_file_actions_adddup2(&actions_, from, to); }
    const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

Result<pid_t> spawn(const std::vector<std::string>& words, const Actions& actions) {
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawnattr_t attributes{};
    posix_spawnattr_init(&attributes);
    // Ours are blocked or ignored for our own reasons.
    sigset_t none, pipes;
    sigemptyset(&none);
    sigemptyset(&pipes);
    sigaddset(&pipes, SIGPIPE);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &pipes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t child = 0;
    const int failed = ::posix_spawnp(&child, arguments[0], actions.get(), &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    if (failed != 0) return system_error("cannot start " + words[0], failed);
    return child;
}

bool is_well(int status) { return WIFEXITED(status) && WEXITSTATUS(status) == 0; }

bool ended_well(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return false;
    return is_well(status);
}

std::chrono::milliseconds left_until(std::chrono::steady_clock::time_point until) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
}

// None: it has not ended by then.
std::optional<bool> ended_well(pid_t child, std::chrono::steady_clock::time_point until) {
    using namespace std::chrono_literals;
    constexpr auto longest_pause = 20ms;
    for (auto pause = 1ms;; pause = std::min(2 * pause, longest_pause)) {
        int status = 0;
        const pid_t ended = ::waitpid(child, &status, WNOHANG);
        if (ended == child) return is_well(status);
        if (ended < 0 && errno != EINTR) return false;
        const auto left = left_until(until);
        if (left <= 0ms) return std::nullopt;
        std::this_thread::sleep_for(std::min(pause, left));
    }
}

}  // namespace

Result<std::string> output_of(const std::vector<std::string>& words, std::size_t most, std::chrono::milliseconds patience) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return system_error("cannot start " + words[0], errno);
    const Descriptor from(ends[0]);
    Descriptor to(ends[1]);
    Actions actions;
    actions.nothing(0, O_RDONLY);
    actions.send(to.get(), 1);
    actions.nothing(2, O_WRONLY);
    const auto child = spawn(words, actions);
    if (!child) return child.error();
    to.close();
    const auto until = std::chrono::steady_clock::now() + patience;
    const auto give_up = [&](Error why) {
        ::kill(*child, SIGKILL);
        (void)ended_well(*child);
        return why;
    };
    const auto silent = [&] { return fail(ErrorCode::busy, words[0] + " does not answer", "no_answer"); };
    std::string out;
    std::array<char, 65536> buffer{};
    while (true) {
        const auto left = left_until(until).count();
        pollfd waiting{from.get(), POLLIN, 0};
        const int ready = left <= 0 ? 0 : ::poll(&waiting, 1, static_cast<int>(left));
        if (ready == 0) return give_up(silent());
        if (ready < 0 && errno == EINTR) continue;
        if (ready < 0) return give_up(system_error("cannot read from " + words[0], errno));
        const ssize_t count = ::read(from.get(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        out.append(buffer.data(), static_cast<std::size_t>(count));
        if (out.size() > most) return give_up(fail(ErrorCode::limit, words[0] + " gives too much", "too_large"));
    }
    // It may have closed its output and go on.
    const auto well = ended_well(*child, until);
    if (!well) return give_up(silent());
    if (!*well) return fail(ErrorCode::refused, words[0] + " failed", "failed");
    return out;
}

Result<void> start_program(const std::vector<std::string>& words) {
    Actions actions;
    actions.nothing(0, O_RDONLY);
    actions.nothing(1, O_WRONLY);
    actions.nothing(2, O_WRONLY);
    // Through a shell's child, so that whoever ends it is not us.
    std::vector<std::string> left{"sh", "-c", "command -v \"$1\" >/dev/null || exit 1; \"$@\" &", "sh"};
    left.insert(left.end(), words.begin(), words.end());
    const auto child = spawn(left, actions);
    if (!child) return child.error();
    if (!ended_well(*child)) return fail(ErrorCode::not_found, "there is no program " + words[0], "no_program");
    return {};
}

Result<std::string> clipboard_picture() {
    using namespace std::chrono_literals;
    std::vector<std::vector<std::string>> ways;
    for (const char* type : {"image/png", "image/jpeg"}) {
        if (std::getenv("WAYLAND_DISPLAY")) ways.push_back({"wl-paste", "--no-newline", "--type", type});
        if (std::getenv("DISPLAY")) ways.push_back({"xclip", "-selection", "clipboard", "-target", type, "-out"});
    }
    bool asked = false;
    for (const auto& way : ways) {
        auto bytes = output_of(way, most_picture_bytes, 5s);
        if (bytes && !bytes->empty()) return bytes;
        if (!bytes && bytes.error().code == ErrorCode::limit) return bytes;
        asked = asked || bytes || bytes.error().code != ErrorCode::not_found;
    }
    if (asked) return fail(ErrorCode::not_found, "there is no picture on the clipboard; copy one first", "no_clipboard_picture");
    return fail(ErrorCode::not_found, "install xclip (X11) or wl-clipboard (Wayland) to paste pictures, or choose a file", "no_clipboard_program");
}

}  // namespace sigap
