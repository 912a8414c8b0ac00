#include <cstdio>

#include "platform/core/log.hpp"
#include "platform/os/folder_lock.hpp"
#include "platform/os/signals.hpp"
#include "sync/server/commands/arguments.hpp"
#include "sync/server/commands/commands.hpp"
#include "sync/server/main/programs.hpp"
#include "sync/server/running_server.hpp"

namespace sigap {

int run_run(const std::filesystem::path& folder, std::span<const std::string> words) {
    constexpr std::string_view valued[] = {"--listen", "--smtp", "--smtp-from"};
    const auto arguments = Arguments::parse(words, valued, {});
    if (!arguments) return wrong_usage(arguments.error().message);
    if (!arguments->plain().empty()) return wrong_usage("run takes no plain words");
    if (arguments->value("--smtp").empty() != arguments->value("--smtp-from").empty())
        return wrong_usage("--smtp and --smtp-from go together: the relay, and the address that the notices come from");
    const auto lock = FolderLock::take(folder);
    if (!lock) return failed(lock.error().message);
    // Before the server's threads, so that no signal finds the old handler.
    StopSignal stop;
    const SystemClock clock;
    SystemRandom random;
    auto server = RunningServer::start(folder, arguments->value("--listen", "127.0.0.1:8443"), clock, random, {},
                                       {arguments->value("--smtp", ""), arguments->value("--smtp-from", "")});
    if (!server) return failed(server.error().message);
    auto control = ControlSocket::serve(folder, [&](ControlRequest request) {
        ControlReply reply;
        (*server)->with_store([&](Store& store) { reply = run_server_command(store, folder, request); });
        return reply;
    });
    if (!control) return failed(control.error().message);
    std::printf("%s\n", (*server)->url().c_str());
    std::fflush(stdout);
    log(LogLevel::info, "serving", {{"url", (*server)->url()}});
    stop.wait();
    log(LogLevel::info, "stopping");
    control->reset();
    return 0;
}

}  // namespace sigap
