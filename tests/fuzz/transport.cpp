// Compressed bodies and what comes over the control socket.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "platform/net/compression.hpp"
#include "platform/os/control_message.hpp"
#include "tests/fuzz/targets.hpp"

namespace sigap::fuzz {

namespace {

struct Ends {
    Ends() { hold(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, both.data()) == 0, "a socket pair"); }
    ~Ends() {
        for (const int end : both) close(end);
    }
    std::array<int, 2> both{};
};

control::Deadline soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(2); }

}  // namespace

void fuzz_content(std::string_view bytes) {
    static constexpr std::array<std::string_view, 5> encodings{"zstd", "gzip", "", "identity", "br"};
    constexpr std::size_t most = 256 * 1024;
    const auto encoding = encodings[choose(bytes, encodings.size())];
    if (const auto content = decode_content(encoding, bytes, most)) hold(content->size() <= most, "no more comes out than was asked for");
    if (bytes.size() > most) return;
    hold(zstd_decompress(zstd_compress(bytes), most).value() == bytes, "zstd gives back what it took");
    hold(gzip_decompress(gzip_compress(bytes), most).value() == bytes, "and so does gzip");
    if (!bytes.empty()) hold(!zstd_decompress(zstd_compress(bytes), bytes.size() - 1), "and never more than was asked for");
}

void fuzz_control(std::string_view bytes) {
    // As much as a socket holds without a reader.
    constexpr std::size_t most = 60'000;
    bytes = bytes.substr(0, most);
    const Ends ends;
    hold(send(ends.both[0], bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()), "sent");
    shutdown(ends.both[0], SHUT_WR);
    const auto parts = control::receive_parts(ends.both[1], soon());
    if (!parts) return;
    const Ends others;
    hold(static_cast<bool>(control::send_parts(others.both[0], *parts, soon())), "parts can be sent on");
    const auto again = control::receive_parts(others.both[1], soon());
    hold(again && *again == *parts, "and arrive as they were");
}

}  // namespace sigap::fuzz
