#include "platform/os/control_socket.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <stdexcept>

#include "platform/os/control_message.hpp"
#include "platform/os/descriptor.hpp"
#include "tests/support/temp_folder.hpp"

using namespace sigap;
using sigap::testing::TempFolder;

namespace {

ControlReply echo(ControlRequest request) {
    ControlReply reply{static_cast<int>(request.args.size()), request.input, request.cwd};
    for (const std::string& arg : request.args) reply.err += "|" + arg;
    return reply;
}

// A plain connection, to say what `ask` never would.
Descriptor connect_raw(const std::filesystem::path& folder) {
    Descriptor handle(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, (folder / "control.sock").c_str(), sizeof address.sun_path - 1);
    REQUIRE(connect(handle.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    return handle;
}

}  // namespace

TEST_CASE("a request reaches the owner of a folder and its reply comes back, byte for byte") {
    const TempFolder folder;
    const auto socket = ControlSocket::serve(folder.path(), echo);
    REQUIRE(socket);
    std::string input(1'000'000, '\xff');
    input += std::string("\0\n", 2);
    const auto reply = ask(folder.path(), {{"ticket", "", "list --all"}, input, "/home/a"});
    REQUIRE(reply);
    CHECK(reply->exit_code == 3);
    CHECK(reply->out == input);
    CHECK(reply->err == "/home/a|ticket||list --all");
    CHECK(ask(folder.path(), {})->exit_code == 0);
}

TEST_CASE("the socket is for its user only and goes with its owner") {
    const TempFolder folder;
    const auto path = folder.path() / "control.sock";
    {
        const auto socket = ControlSocket::serve(folder.path(), echo);
        REQUIRE(socket);
        struct stat status {};
        REQUIRE(stat(path.c_str(), &status) == 0);
        CHECK((status.st_mode & 0777U) == 0600);
    }
    CHECK_FALSE(std::filesystem::exists(path));
    CHECK(ask(folder.path(), {}).error().code == ErrorCode::offline);
    CHECK(ask(folder.path() / "none", {}).error().code == ErrorCode::offline);
}

TEST_CASE("a socket that a dead owner left behind means nobody, and the next owner replaces it") {
    const TempFolder folder;
    {
        const Descriptor dead(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, (folder.path() / "control.sock").c_str(), sizeof address.sun_path - 1);
        REQUIRE(bind(dead.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    }
    CHECK(ask(folder.path(), {}).error().code == ErrorCode::offline);
    const auto socket = ControlSocket::serve(folder.path(), echo);
    REQUIRE(socket);
    CHECK(ask(folder.path(), {})->exit_code == 0);
}

TEST_CASE("the path of the folder may be longer than a socket's address") {
    const TempFolder folder;
    const auto deep = folder.path() / std::string(200, 'd') / std::string(200, 'e');
    std::filesystem::create_directories(deep);
    const auto socket = ControlSocket::serve(deep, echo);
    REQUIRE(socket);
    CHECK(ask(deep, {{"x"}, "", ""})->exit_code == 1);
}

TEST_CASE("a peer that talks nonsense or leaves early does not end the service") {
    const TempFolder folder;
    const auto socket = ControlSocket::serve(folder.path(), echo);
    REQUIRE(socket);
    for (const std::string& nonsense :
         {std::string(), std::string("\x08"), std::string("\xff\xff\xff\xff", 4), std::string("\0\0\0\0", 4),
          std::string("\x05\0\0\0\xff\0\0\0x", 9), std::string("\x02\0\0\0ab", 6)}) {
        const Descriptor raw = connect_raw(folder.path());
        CHECK(write(raw.get(), nonsense.data(), nonsense.size()) == static_cast<ssize_t>(nonsense.size()));
        shutdown(raw.get(), SHUT_WR);
        char byte = 0;
        CHECK(read(raw.get(), &byte, 1) == 0);
    }
    CHECK(ask(folder.path(), {{"x"}, "", ""})->exit_code == 1);
}

TEST_CASE("an exception of the handler is told and does not end the service") {
    const TempFolder folder;
    const auto socket = ControlSocket::serve(folder.path(), [](const ControlRequest& request) -> ControlReply {
        if (request.args.empty()) throw std::logic_error("a bug");
        return {};
    });
    REQUIRE(socket);
    const auto reply = ask(folder.path(), {});
    REQUIRE(reply);
    CHECK(reply->exit_code == 70);
    CHECK(reply->err.find("a bug") != std::string::npos);
    CHECK(ask(folder.path(), {{"x"}, "", ""})->exit_code == 0);
}

TEST_CASE("a stop does not wait for a peer that has connected and says nothing") {
    const TempFolder folder;
    auto socket = ControlSocket::serve(folder.path(), echo);
    REQUIRE(socket);
    const Descriptor silent = connect_raw(folder.path());
    CHECK(ask(folder.path(), {}, std::chrono::milliseconds(20)).error().code == ErrorCode::offline);
    const auto start = std::chrono::steady_clock::now();
    socket->reset();
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}
