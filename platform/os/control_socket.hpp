// How a second process speaks to the one that owns a folder: a Unix socket of mode 0600 in it, one request and one
// reply a connection, for the same user only. The handler runs on the socket's own thread, one request at a time.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/core/result.hpp"

namespace sigap {

struct ControlRequest {
    std::vector<std::string> args;
    std::string input;  // what came on standard input, any bytes
    std::string cwd;
};

struct ControlReply {
    int exit_code = 0;
    std::string out;
    std::string err;
};

class ControlSocket {
public:
    using Handler = std::function<ControlReply(ControlRequest)>;
    // The caller holds the folder's lock: a socket left behind by a dead owner is replaced. Messages are at most 64
    // MiB.
    static Result<std::unique_ptr<ControlSocket>> serve(const std::filesystem::path& folder, Handler handler);
    // Waits for a handler under way, then removes the socket.
    ~ControlSocket();
    ControlSocket(const ControlSocket&) = delete;
    ControlSocket& operator=(const ControlSocket&) = delete;

private:
    struct State;
    explicit ControlSocket(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// Error{offline} where nobody listens, Error{denied} where the listener is another user's, Error{protocol} where it
// hangs up without an answer. Waits for the answer as long as `patience`.
Result<ControlReply> ask(const std::filesystem::path& folder, const ControlRequest& request,
                         std::chrono::milliseconds patience = std::chrono::minutes(10));

}  // namespace sigap
