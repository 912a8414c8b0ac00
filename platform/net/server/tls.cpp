#include "platform/net/server/tls.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <cstring>
#include <new>

#include "platform/crypto/openssl_handles.hpp"

namespace sigap {
namespace {

// Forward secrecy and authenticated encryption only; TLS 1.3 has nothing else.
constexpr const char* tls12_ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:"
    "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305";
constexpr unsigned char session_context[] = "sigap";

// RFC 7301: a client that offers protocols gets HTTP/1.1 or no connection, never another reading of its bytes.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* offered,
                    unsigned offered_size, void*) {
    constexpr std::string_view wanted = "http/1.1";
    for (unsigned i = 0; i < offered_size; i += 1U + offered[i]) {
        if (offered[i] != wanted.size() || offered_size - i - 1 < wanted.size()) continue;
        if (std::memcmp(offered + i + 1, wanted.data(), wanted.size()) != 0) continue;
        *out = offered + i + 1;
        *out_size = static_cast<unsigned char>(wanted.size());
        return SSL_TLSEXT_ERR_OK;
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

bool use_identity(SSL_CTX* context, const Identity& identity) {
    const openssl::Bio bio = openssl::reader(identity.certificate_pem);
    const openssl::Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    const openssl::Key key = openssl::read_private_key(identity.key_pem);
    if (!certificate || !key || SSL_CTX_use_certificate(context, certificate.get()) != 1 ||
        SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1) {
        return false;
    }
    // What follows in the file are the intermediate authorities.
    while (X509* intermediate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
        if (SSL_CTX_add0_chain_cert(context, intermediate) != 1) {
            X509_free(intermediate);
            return false;
        }
    }
    return true;
}

bool ask_for_client_certificates(SSL_CTX* context, const std::string& authority_pem) {
    const openssl::Certificate authority = openssl::read_certificate(authority_pem);
    if (!authority || X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get()) != 1 ||
        SSL_CTX_add_client_CA(context, authority.get()) != 1) {
        return false;
    }
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), X509_V_FLAG_NO_CHECK_TIME);
    return true;
}

}  // namespace

Result<TlsContext> make_server_context(const Identity& identity, const std::string& client_authority_pem) {
    TlsContext context(SSL_CTX_new(TLS_server_method()));
    if (!context) throw std::bad_alloc();
    SSL_CTX* const raw = context.get();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                 SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_cipher_list(raw, tls12_ciphers);
    // An idle connection holds no buffers: thousands of devices wait.
    SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_id_context(raw, session_context, sizeof session_context - 1);
    SSL_CTX_set_num_tickets(raw, 1);
    SSL_CTX_set_alpn_select_cb(raw, choose_protocol, nullptr);
    const bool good = use_identity(raw, identity) && ask_for_client_certificates(raw, client_authority_pem);
    ERR_clear_error();
    if (!good) return fail(ErrorCode::invalid, "The server's certificate, its key or its authority is damaged.");
    return context;
}

std::string peer_certificate(const SSL* connection) {
    const openssl::Certificate certificate(SSL_get1_peer_certificate(connection));
    return certificate ? openssl::certificate_to_pem(certificate.get()) : std::string();
}

}  // namespace sigap
