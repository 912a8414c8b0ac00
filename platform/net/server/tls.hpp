// The server's side of TLS, on OpenSSL itself. Any thread; the context does not change once made.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "platform/core/result.hpp"
#include "platform/crypto/certificates.hpp"

namespace sigap {

struct FreeTlsContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using TlsContext = std::unique_ptr<SSL_CTX, FreeTlsContext>;

// TLS 1.2 and 1.3 without renegotiation and compression. Asks for a client certificate without insisting; one of
// another authority ends the handshake, one of ours past its time does not (the handler decides).
// Error{invalid} where a certificate or the key is damaged or they do not belong together.
Result<TlsContext> make_server_context(const Identity& identity, const std::string& client_authority_pem);

// PEM of the certificate that the client has proven; empty without one.
std::string peer_certificate(const SSL* connection);

}  // namespace sigap
