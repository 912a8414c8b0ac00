#include "platform/os/control_message.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

#include "platform/os/system_error.hpp"

namespace sigap::control {
namespace {

constexpr std::size_t length_bytes = 4;

void append_length(std::string& out, std::size_t length) {
    for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>((length >> shift) & 255U);
}

std::size_t length_at(std::string_view bytes) {
    std::size_t length = 0;
    for (unsigned i = 0; i < length_bytes; ++i) length |= std::size_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    return length;
}

Result<void> wait_for(int socket, short events, Deadline deadline, int interrupt) {
    using std::chrono::milliseconds;
    for (;;) {
        const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now()).count();
        if (left <= 0) return fail(ErrorCode::offline, "The other program does not answer.");
        std::array<pollfd, 2> handles{pollfd{socket, events, 0}, pollfd{interrupt, POLLIN, 0}};
        const int ready = poll(handles.data(), handles.size(), static_cast<int>(std::min<std::int64_t>(left, 60'000)));
        if (ready < 0 && errno != EINTR) return system_error("Cannot wait for the other program", errno);
        if (ready <= 0) continue;
        if (handles[1].revents != 0) return fail(ErrorCode::offline, "This program is ending.");
        return {};
    }
}

Result<std::string> receive_exactly(int socket, std::size_t size, Deadline deadline, int interrupt) {
    std::string bytes;
    std::array<char, 64 * 1024> block;
    // Memory grows with what has come, not with what a length promises.
    while (bytes.size() < size) {
        const ssize_t count = recv(socket, block.data(), std::min(block.size(), size - bytes.size()), 0);
        if (count > 0) {
            bytes.append(block.data(), static_cast<std::size_t>(count));
        } else if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
            SIGAP_TRY(wait_for(socket, POLLIN, deadline, interrupt));
        } else {
            return fail(ErrorCode::protocol, "The other program hung up in the middle of a message.");
        }
    }
    return bytes;
}

}  // namespace

Result<void> send_parts(int socket, const Parts& parts, Deadline deadline, int interrupt) {
    std::size_t size = 0;
    for (const std::string& part : parts) size += length_bytes + part.size();
    if (size > most_bytes) return fail(ErrorCode::limit, "This is too much for the other program: at most 64 MiB.");
    std::string message;
    message.reserve(length_bytes + size);
    append_length(message, size);
    for (const std::string& part : parts) {
        append_length(message, part.size());
        message += part;
    }
    std::string_view left = message;
    while (!left.empty()) {
        const ssize_t count = send(socket, left.data(), left.size(), MSG_NOSIGNAL);
        if (count >= 0) {
            left.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno == EAGAIN || errno == EINTR) {
            SIGAP_TRY(wait_for(socket, POLLOUT, deadline, interrupt));
        } else {
            return fail(ErrorCode::protocol, "The other program hung up.");
        }
    }
    return {};
}

Result<Parts> receive_parts(int socket, Deadline deadline, int interrupt) {
    const auto head = receive_exactly(socket, length_bytes, deadline, interrupt);
    if (!head) return head.error();
    const std::size_t size = length_at(*head);
    if (size > most_bytes) return fail(ErrorCode::limit, "The other program sent more than 64 MiB.");
    const auto body = receive_exactly(socket, size, deadline, interrupt);
    if (!body) return body.error();
    Parts parts;
    std::string_view left = *body;
    while (!left.empty()) {
        if (left.size() < length_bytes || left.size() - length_bytes < length_at(left)) {
            return fail(ErrorCode::protocol, "The other program sent a malformed message.");
        }
        const std::size_t length = length_at(left);
        parts.emplace_back(left.substr(length_bytes, length));
        left.remove_prefix(length_bytes + length);
    }
    return parts;
}

}  // namespace sigap::control
