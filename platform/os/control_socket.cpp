#include "platform/os/control_socket.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <exception>
#include <thread>

#include "platform/core/log.hpp"
#include "platform/os/control_message.hpp"
#include "platform/os/descriptor.hpp"
#include "platform/os/system_error.hpp"

namespace sigap {
namespace {

constexpr const char* socket_name = "control.sock";
// A peer that connects and then does nothing holds up the others for so long.
constexpr std::chrono::seconds peer_patience{10};

Result<Descriptor> open_folder(const std::filesystem::path& folder) {
    Descriptor handle(open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!handle) return system_error("Cannot open the folder " + folder.string(), errno);
    return handle;
}

// A socket's address holds 107 bytes, a folder's path may have 4,095: so by way of the open folder.
sockaddr_un address_in(const Descriptor& folder) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = "/proc/self/fd/" + std::to_string(folder.get()) + "/" + socket_name;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return address;
}

Descriptor new_socket() { return Descriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)); }

Result<uid_t> peer_of(const Descriptor& connection) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (getsockopt(connection.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
        return system_error("Cannot tell who is at the other end", errno);
    }
    return peer.uid;
}

control::Deadline after(std::chrono::milliseconds time) { return std::chrono::steady_clock::now() + time; }

}  // namespace

struct ControlSocket::State {
    Descriptor folder;
    Descriptor listener;
    Descriptor ending;  // becomes readable when the thread shall end
    Handler handler;
    std::jthread thread;

    void run() {
        for (;;) {
            std::array<pollfd, 2> handles{pollfd{listener.get(), POLLIN, 0}, pollfd{ending.get(), POLLIN, 0}};
            if (poll(handles.data(), handles.size(), -1) < 0 && errno != EINTR) return;
            if (handles[1].revents != 0) return;
            if (handles[0].revents == 0) continue;
            Descriptor connection(accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
            if (connection) {
                answer(connection);
            } else {
                // Out of descriptors, mostly: the listener stays readable, so give the others time to end.
                poll(&handles[1], 1, 100);
            }
        }
    }

    void answer(const Descriptor& connection) {
        // The socket's mode keeps others out already; root may ask, as it may do anything else.
        const auto peer = peer_of(connection);
        if (!peer || (*peer != geteuid() && *peer != 0)) {
            log(LogLevel::warning, "control_peer_refused");
            return;
        }
        auto parts = control::receive_parts(connection.get(), after(peer_patience), ending.get());
        if (!parts || parts->size() < 2) return;
        ControlRequest request;
        request.input = std::move((*parts)[0]);
        request.cwd = std::move((*parts)[1]);
        request.args.assign(std::make_move_iterator(parts->begin() + 2), std::make_move_iterator(parts->end()));
        ControlReply reply;
        try {
            reply = handler(std::move(request));
        } catch (const std::exception& bug) {
            reply = {70, {}, std::string("internal error: ") + bug.what() + "\n"};
        }
        const auto sent = control::send_parts(connection.get(), {std::to_string(reply.exit_code), reply.out, reply.err},
                                              after(peer_patience));
        if (!sent) log(LogLevel::info, "control_reply_lost", {{"reason", sent.error().message}});
    }
};

ControlSocket::ControlSocket(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<ControlSocket>> ControlSocket::serve(const std::filesystem::path& folder, Handler handler) {
    auto handle = open_folder(folder);
    if (!handle) return handle.error();
    auto state = std::make_unique<State>();
    state->folder = std::move(*handle);
    state->handler = std::move(handler);
    state->listener = new_socket();
    state->ending = Descriptor(eventfd(0, EFD_CLOEXEC));
    if (!state->listener || !state->ending) return system_error("Cannot make a socket", errno);
    if (unlinkat(state->folder.get(), socket_name, 0) != 0 && errno != ENOENT) {
        return system_error("Cannot replace the old socket in " + folder.string(), errno);
    }
    const sockaddr_un address = address_in(state->folder);
    // The mode is set before the name exists, so that nobody can come in between.
    if (fchmod(state->listener.get(), 0600) != 0 ||
        bind(state->listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        listen(state->listener.get(), 16) != 0) {
        return system_error("Cannot make a socket in " + folder.string(), errno);
    }
    State& running = *state;
    std::unique_ptr<ControlSocket> made(new ControlSocket(std::move(state)));
    running.thread = std::jthread([&running] { running.run(); });
    return made;
}

ControlSocket::~ControlSocket() {
    const std::uint64_t one = 1;
    if (write(state_->ending.get(), &one, sizeof one) < 0) std::terminate();
    if (state_->thread.joinable()) state_->thread.join();
    unlinkat(state_->folder.get(), socket_name, 0);
}

Result<ControlReply> ask(const std::filesystem::path& folder, const ControlRequest& request,
                         std::chrono::milliseconds patience) {
    const Error nobody = fail(ErrorCode::offline, "No program is running for the folder " + folder.string() + ".");
    const auto handle = open_folder(folder);
    if (!handle) return handle.error().code == ErrorCode::not_found ? nobody : handle.error();
    const Descriptor connection = new_socket();
    const sockaddr_un address = address_in(*handle);
    if (!connection) return system_error("Cannot make a socket", errno);
    if (connect(connection.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        if (errno == ENOENT || errno == ECONNREFUSED) return nobody;
        if (errno == EAGAIN) return fail(ErrorCode::busy, "The running program is too busy; try again.");
        return system_error("Cannot speak to the running program", errno);
    }
    struct stat owner {};
    const auto peer = peer_of(connection);
    if (!peer) return peer.error();
    if (fstat(handle->get(), &owner) != 0 || (*peer != geteuid() && *peer != owner.st_uid)) {
        return fail(ErrorCode::denied, "The program at " + folder.string() + " belongs to another user.");
    }

    control::Parts parts{request.input, request.cwd};
    parts.insert(parts.end(), request.args.begin(), request.args.end());
    const control::Deadline deadline = after(patience);
    SIGAP_TRY(control::send_parts(connection.get(), parts, deadline));
    auto answer = control::receive_parts(connection.get(), deadline);
    if (!answer) return answer.error();
    ControlReply reply;
    if (answer->size() == 3) {
        const std::string& code = answer->front();
        const char* const end = code.data() + code.size();
        const auto read = std::from_chars(code.data(), end, reply.exit_code);
        if (read.ec == std::errc() && read.ptr == end) {
            reply.out = std::move((*answer)[1]);
            reply.err = std::move((*answer)[2]);
            return reply;
        }
    }
    return fail(ErrorCode::protocol, "The running program sent an answer that makes no sense.");
}

}  // namespace sigap
