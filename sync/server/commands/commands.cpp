#include "sync/server/commands/commands.hpp"

#include "platform/core/text.hpp"
#include "sync/server/commands/arguments.hpp"
#include "sync/server/commands/run.hpp"

namespace sigap {

const std::vector<ServerCommand>& server_commands() {
    static const std::vector<ServerCommand> all{
        {"user add",
         "LOGIN --role ROLE [--name \"FULL NAME\"] [--site CODE]",
         "adds a person who may enrol devices",
         1,
         {"--role", "--name", "--site"},
         {},
         run_user_add},
        {"user list", "[--json]", "the people who may use the system", 0, {}, {"--json"}, run_user_list},
        {"enrol",
         "LOGIN [--minutes N] [--json]",
         "a one-time code that lets one device of this person in",
         1,
         {"--minutes"},
         {"--json"},
         run_enrol},
        {"device list", "[--json]", "the devices and when they were last seen", 0, {}, {"--json"}, run_device_list},
        {"device revoke", "ID", "shuts a device out from its next request on", 1, {}, {}, run_device_revoke},
        {"import",
         "FILE.csv --kind KIND [--json]",
         "takes records from a CSV file; bad rows are listed, good ones stay",
         1,
         {"--kind"},
         {"--json"},
         run_import,
         true},
        {"log",
         "[--json] [--after SEQ]",
         "every command that was judged, with its outcome",
         0,
         {"--after"},
         {"--json"},
         run_log},
        {"restored",
         "",
         "call this after putting back a copy of the data folder: the devices then offer again what the copy lacks",
         0,
         {},
         {},
         run_restored},
        {"verify",
         "",
         "walks the log's chain of hashes and every row's scope, and names the first fault",
         0,
         {},
         {},
         run_verify},
    };
    return all;
}

namespace {

std::size_t words_in(std::string_view name) { return name.find(' ') == std::string_view::npos ? 1 : 2; }

ControlReply usage_reply(const ServerCommand* command, const std::string& problem) {
    const std::string line = command ? "sigap-server " + std::string(command->name) + " " + std::string(command->usage)
                                     : "sigap-server --help";
    return {2, {}, "sigap-server: " + problem + "; usage: " + line + "\n"};
}

}  // namespace

const ServerCommand* find_server_command(std::span<const std::string> words) {
    for (const auto& command : server_commands()) {
        const std::size_t count = words_in(command.name);
        if (words.size() < count) continue;
        const std::string given = count == 1 ? words[0] : words[0] + " " + words[1];
        if (given == command.name) return &command;
    }
    return nullptr;
}

ControlReply run_server_command(Store& store, const std::filesystem::path& folder, const ControlRequest& request) {
    const auto* command = find_server_command(request.args);
    if (!command) return usage_reply(nullptr, "there is no such command");
    const auto rest = std::span(request.args).subspan(words_in(command->name));
    const auto arguments = Arguments::parse(rest, command->valued, command->flags);
    if (!arguments) return usage_reply(command, arguments.error().message);
    if (arguments->plain().size() != static_cast<std::size_t>(command->words))
        return usage_reply(command, "wrong number of words");
    auto out = command->run(store, folder, *arguments, request.input);
    if (out) return {0, std::move(*out), {}};
    if (out.error().detail == "usage") return usage_reply(command, out.error().message);
    return {1, {}, "sigap-server: " + out.error().message + "\n"};
}

std::string server_help(const ServerCommand* command) {
    const auto line = [](std::string_view name, std::string_view usage, std::string_view help) {
        return "sigap-server " + std::string(name) + " --data DIR" + (usage.empty() ? "" : " ") + std::string(usage) +
               "\n    " + std::string(help) + "\n";
    };
    if (command) return line(command->name, command->usage, command->help);
    std::string text = "The central server of Sigap. DIR is the folder that holds everything of one organisation.\n\n";
    text += line("init", "[--demo] [--host NAME]... [--name ORGANISATION]",
                 "makes a server: database, certificate authority, certificate for the hosts and the loopback");
    text += line("run", "[--listen ADDRESS:PORT] [--smtp smtp://HOST:PORT --smtp-from ADDRESS]",
                 "serves until SIGTERM; 127.0.0.1:8443 unless told otherwise, port 0 takes a free one");
    for (const auto& one : server_commands()) text += line(one.name, one.usage, one.help);
    return text;
}

}  // namespace sigap
