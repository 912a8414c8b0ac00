// sigap: the app and its command line.
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "client/cli/command_line.hpp"
#include "client/cli/shot.hpp"
#include "client/report/report_file.hpp"
#include "client/views/window.hpp"
#include "platform/core/log.hpp"
#include "platform/os/signals.hpp"

namespace {

using namespace sigap;

int print(const ControlReply& reply) {
    std::cout << reply.out << std::flush;
    std::cerr << reply.err;
    // A full disk or a closed pipe: what was asked for has not been said.
    return reply.exit_code == 0 && !std::cout ? 1 : reply.exit_code;
}

struct Start {
    std::filesystem::path profile;
    std::vector<std::string> args;
};

// Takes --profile and --verbose out; they stand before the command.
Result<Start> read_start(int count, char** values) {
    Start start;
    std::vector<std::string> args(values + 1, values + count);
    std::size_t at = 0;
    for (; at < args.size() && args[at].starts_with("--"); ++at) {
        if (args[at] == "--verbose") {
            set_log_level(LogLevel::debug);
        } else if (args[at] == "--profile") {
            if (++at == args.size()) return fail(ErrorCode::invalid, "--profile needs a folder");
            start.profile = args[at];
        } else if (args[at].starts_with("--profile=")) {
            start.profile = args[at].substr(10);
        } else {
            break;
        }
    }
    start.args.assign(args.begin() + static_cast<std::ptrdiff_t>(at), args.end());
    if (start.profile.empty())
        if (const char* chosen = std::getenv("SIGAP_PROFILE")) start.profile = chosen;
    if (start.profile.empty()) {
        auto folder = default_profile();
        if (!folder) return folder.error();
        start.profile = std::move(*folder);
    }
    start.profile = std::filesystem::absolute(start.profile);
    return start;
}

int run(const Start& start) {
    const cli::Parsed parsed = cli::parse(start.args);
    if (parsed.reply) return print(*parsed.reply);
    SystemClock clock;
    SystemRandom random;
    if (parsed.invocation.subcommand->name == "shot") return print(cli::run_shot(start.profile, parsed.invocation, clock, random));
    // Another command of a moment ago may own the profile still; a window answers for it.
    constexpr int most_attempts = 200;
    for (int attempt = 1;; ++attempt) {
        cli::OwnBackend backend(start.profile, clock, random);
        const ControlReply reply = cli::execute(backend, parsed.invocation);
        if (!backend.was_busy()) return print(reply);
        const auto answer = ask(start.profile, {start.args, {}, std::filesystem::current_path().string()});
        if (answer) return print(*answer);
        if (answer.error().code != ErrorCode::offline) return print(cli::failure(answer.error()));
        if (attempt == most_attempts) return print(reply);
        std::this_thread::sleep_for(std::chrono::milliseconds(25));
    }
}

// The language of the desktop until the person chooses one in the settings.
Language desktop_language() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* value = std::getenv(name); value && *value) return std::string_view(value).starts_with("en") ? Language::en : Language::id;
    return Language::id;
}

int open_window(const Start& start) {
    SystemClock clock;
    SystemRandom random;
    views::WindowRun window{start.profile, desktop_language(), [](Runtime& runtime) { return cli::window_handler(runtime); },
                            [](const Report& report, FileStore& files, Language language, const std::filesystem::path& file) -> Result<void> {
                                const auto written = report::write_report(report, files, language, file);
                                return written ? Result<void>() : Result<void>(written.error());
                            }};
    const auto ran = views::run_window(window, clock, random);
    return ran ? 0 : print(cli::failure(ran.error()));
}

}  // namespace

int main(int count, char** values) {
    ignore_broken_pipes();
    set_log_level(LogLevel::warning);
    try {
        const auto start = read_start(count, values);
        if (!start) return print(cli::failure(start.error()));
        if (!start->args.empty() && start->args[0] == "--version") return print({0, "sigap " SIGAP_VERSION "\n", {}});
        if (start->args.empty()) return open_window(*start);
        return run(*start);
    } catch (const std::exception& bug) {
        return print({1, {}, "sigap: this should not happen, please report it: " + std::string(bug.what()) + "\n"});
    }
}
