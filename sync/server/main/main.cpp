// sigap-server: the central server and its administration. Beside a running server a command is done by that server.
#include <cstdio>

#include "platform/os/files.hpp"
#include "platform/os/folder_lock.hpp"
#include "platform/os/signals.hpp"
#include "sync/server/commands/commands.hpp"
#include "sync/server/main/programs.hpp"
#include "sync/server/server_folder.hpp"

namespace sigap {

int failed(const std::string& message) {
    std::fprintf(stderr, "sigap-server: %s\n", message.c_str());
    return 1;
}

int wrong_usage(const std::string& message) {
    std::fprintf(stderr, "sigap-server: %s; see sigap-server --help\n", message.c_str());
    return 2;
}

namespace {

constexpr std::size_t most_file_bytes = 60U << 20U;  // what a control message bears

// Takes every `--data DIR` out of the words; empty where there was none.
std::string take_data(std::vector<std::string>& words) {
    std::string folder;
    for (std::size_t i = 0; i < words.size();) {
        if (words[i] == "--data" && i + 1 < words.size()) {
            folder = words[i + 1];
            words.erase(words.begin() + static_cast<std::ptrdiff_t>(i),
                        words.begin() + static_cast<std::ptrdiff_t>(i) + 2);
        } else if (words[i].starts_with("--data=")) {
            folder = words[i].substr(7);
            words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
        } else {
            ++i;
        }
    }
    return folder;
}

int print(const ControlReply& reply) {
    std::fwrite(reply.out.data(), 1, reply.out.size(), stdout);
    std::fwrite(reply.err.data(), 1, reply.err.size(), stderr);
    return reply.exit_code;
}

int administer(const std::filesystem::path& folder, const std::vector<std::string>& words) {
    const auto* command = find_server_command(words);
    if (!command) return wrong_usage("there is no command \"" + (words.empty() ? std::string() : words[0]) + "\"");
    ControlRequest request{words, {}, std::filesystem::current_path().string()};
    if (command->reads_file && words.size() > 1 && !words[1].starts_with("--")) {
        auto content = read_file(words[1], most_file_bytes);
        if (!content) return failed(content.error().message);
        request.input = std::move(*content);
    }
    const auto asked = ask(folder, request);
    if (asked) return print(*asked);
    if (asked.error().code != ErrorCode::offline) return failed(asked.error().message);
    if (!std::filesystem::is_directory(folder))
        return failed("there is no folder " + folder.string() + "; make a server with sigap-server init");
    const auto lock = FolderLock::take(folder);
    if (!lock) return failed(lock.error().message);
    const SystemClock clock;
    SystemRandom random;
    auto store = open_server_store(folder, clock, random);
    if (!store) return failed(store.error().message);
    return print(run_server_command(**store, folder, request));
}

int run(std::vector<std::string> words) {
    if (words.empty() || words[0] == "--help" || words[0] == "help") {
        std::fputs(server_help(nullptr).c_str(), words.empty() ? stderr : stdout);
        return words.empty() ? 2 : 0;
    }
    if (words[0] == "--version") return std::puts("sigap-server " SIGAP_VERSION), 0;
    for (const auto& word : words) {
        if (word != "--help") continue;
        std::fputs(server_help(find_server_command(words)).c_str(), stdout);
        return 0;
    }
    const std::filesystem::path folder = take_data(words);
    if (folder.empty()) return wrong_usage("say which server: --data DIR");
    if (words.empty()) return wrong_usage("say what to do");
    const auto rest = std::span<const std::string>(words).subspan(1);
    if (words[0] == "init") return run_init(folder, rest);
    if (words[0] == "run") return run_run(folder, rest);
    return administer(folder, words);
}

}  // namespace
}  // namespace sigap

int main(int count, char** words) {
    sigap::secure_umask();
    sigap::ignore_broken_pipes();
    try {
        return sigap::run({words + 1, words + count});
    } catch (const std::exception& bug) {
        std::fprintf(stderr, "sigap-server: internal error: %s\n", bug.what());
        return 1;
    }
}
