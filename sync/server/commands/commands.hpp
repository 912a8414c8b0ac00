// What an administrator asks of a server on its own machine. The same code whether the asking process owns the folder
// or the running server answers for it over the control socket. The thread that owns the store.
#pragma once

#include <filesystem>

#include "platform/os/control_socket.hpp"
#include "sync/server/store.hpp"

namespace sigap {

class Arguments;

struct ServerCommand {
    std::string_view name;   // one word or two: "enrol", "user add"
    std::string_view usage;  // what follows the name
    std::string_view help;
    int words = 0;  // plain words that it takes
    std::vector<std::string_view> valued;
    std::vector<std::string_view> flags;
    // `arguments` without the name; `input` is the content of the file that the first word names, for a command that
    // reads one.
    Result<std::string> (*run)(Store& store, const std::filesystem::path& folder, const Arguments& arguments,
                               const std::string& input) = nullptr;
    bool reads_file = false;
};

const std::vector<ServerCommand>& server_commands();
// The command that the words begin with; null for none.
const ServerCommand* find_server_command(std::span<const std::string> words);

// Exit code 0 and output, 1 and one line, 2 and one line of usage.
ControlReply run_server_command(Store& store, const std::filesystem::path& folder, const ControlRequest& request);

// "sigap-server NAME USAGE" with what it does, one a line.
std::string server_help(const ServerCommand* command);

}  // namespace sigap
