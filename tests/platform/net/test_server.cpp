#include "tests/platform/net/test_server.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <stdexcept>

#include "platform/crypto/openssl_handles.hpp"

namespace sigap::testing {
namespace {

Organisation make_organisation(const std::string& name) {
    const SystemClock clock;
    Organisation made;
    made.authority = make_authority(name, clock).value();
    made.server = make_server_identity(made.authority, {"localhost", "127.0.0.1", "::1"}, clock).value();
    made.device.key_pem = make_key().value();
    const std::string request = make_request(made.device.key_pem, "device").value();
    made.device.certificate_pem = sign_device(made.authority, request, "device", 30, clock).value();
    return made;
}

}  // namespace

const Organisation& Organisation::ours() {
    static const Organisation made = make_organisation("Our Authority");
    return made;
}

const Organisation& Organisation::strangers() {
    static const Organisation made = make_organisation("Strange Authority");
    return made;
}

LoopbackServer::LoopbackServer(Handler handler, ServerLimits limits, const std::string& address) : clock_(SystemClock().now()) {
    const Organisation& ours = Organisation::ours();
    server_ = std::make_unique<HttpServer>(ServerOptions{ours.server, ours.authority.certificate_pem, limits},
                                           std::move(handler), clock_);
    port_ = server_->listen(address).value();
    server_->start(2);
}

CurlTransportOptions LoopbackServer::client_options(bool with_certificate) const {
    const Organisation& ours = Organisation::ours();
    CurlTransportOptions options;
    options.base_url = url();
    options.authority_pem = ours.authority.certificate_pem;
    if (with_certificate) {
        options.certificate_pem = ours.device.certificate_pem;
        options.key_pem = ours.device.key_pem;
    }
    return options;
}

CurlTransport LoopbackServer::client(bool with_certificate) const {
    return CurlTransport(client_options(with_certificate));
}

struct RawClient::State {
    SSL_CTX* context = nullptr;
    BIO* bio = nullptr;
    ~State() {
        BIO_free_all(bio);
        SSL_CTX_free(context);
    }
};

RawClient::RawClient(std::uint16_t port, const Identity* identity) : state_(std::make_unique<State>()) {
    // OpenSSL's own sockets raise it when the server has hung up.
    signal(SIGPIPE, SIG_IGN);
    state_->context = SSL_CTX_new(TLS_client_method());
    if (identity != nullptr) {
        const auto certificate = openssl::read_certificate(identity->certificate_pem);
        const auto key = openssl::read_private_key(identity->key_pem);
        SSL_CTX_use_certificate(state_->context, certificate.get());
        SSL_CTX_use_PrivateKey(state_->context, key.get());
    }
    state_->bio = BIO_new_ssl_connect(state_->context);
    const std::string address = "127.0.0.1:" + std::to_string(port);
    BIO_set_conn_hostname(state_->bio, address.c_str());
    if (BIO_do_connect(state_->bio) == 1) {
        int fd = -1;
        BIO_get_fd(state_->bio, &fd);
        const timeval patience{10, 0};
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        connected_ = BIO_do_handshake(state_->bio) == 1;
    }
    ERR_clear_error();
}

RawClient::~RawClient() = default;

bool RawClient::write(std::string_view bytes) {
    const bool done = bytes.empty() || BIO_write(state_->bio, bytes.data(), static_cast<int>(bytes.size())) ==
                                           static_cast<int>(bytes.size());
    ERR_clear_error();
    return done;
}

bool RawClient::read_some(std::string& into) {
    std::array<char, 16384> block;
    const int count = BIO_read(state_->bio, block.data(), block.size());
    if (count > 0) return into.append(block.data(), static_cast<std::size_t>(count)), true;
    // A retry would mean that the patience of the socket ran out.
    ended_ = BIO_should_retry(state_->bio) == 0;
    ERR_clear_error();
    return false;
}

std::string RawClient::read_until(std::string_view words) {
    std::string all;
    while (all.find(words) == std::string::npos && read_some(all)) {
    }
    return all;
}

std::string RawClient::read_to_end() {
    std::string all;
    while (read_some(all)) {
    }
    return all;
}

}  // namespace sigap::testing
