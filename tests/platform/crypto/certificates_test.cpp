#include "platform/crypto/certificates.hpp"

#include <openssl/pem.h>

#include <catch2/catch_test_macros.hpp>

#include "platform/crypto/openssl_handles.hpp"

using namespace sigap;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

// What OpenSSL itself says of a certificate for a purpose, at a time.
int verify(const std::string& leaf_pem, const std::string& authority_pem, int purpose, Timestamp at) {
    const auto leaf = openssl::read_certificate(leaf_pem);
    const auto authority = openssl::read_certificate(authority_pem);
    X509_STORE* store = X509_STORE_new();
    X509_STORE_add_cert(store, authority.get());
    X509_STORE_CTX* context = X509_STORE_CTX_new();
    X509_STORE_CTX_init(context, store, leaf.get(), nullptr);
    X509_STORE_CTX_set_purpose(context, purpose);
    X509_STORE_CTX_set_time(context, 0, static_cast<std::time_t>(at.ms / 1000));
    X509_STORE_CTX_set_flags(context, X509_V_FLAG_X509_STRICT);
    X509_verify_cert(context);
    const int result = X509_STORE_CTX_get_error(context);
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    return result;
}

std::string request_with_key(EVP_PKEY* key, EVP_PKEY* signer) {
    const openssl::Request request(X509_REQ_new());
    X509_REQ_set_pubkey(request.get(), key);
    X509_REQ_sign(request.get(), signer, EVP_sha256());
    const auto bio = openssl::writer();
    PEM_write_bio_X509_REQ(bio.get(), request.get());
    return openssl::text_of(bio);
}

}  // namespace

TEST_CASE("an authority issues a server and a device, each for its own purpose and time") {
    const ManualClock clock;
    const Identity authority = *make_authority("Sigap of Kantor Pusat", clock);
    const Identity server = *make_server_identity(authority, {"sigap.example", "192.0.2.7", "::1"}, clock);
    const std::string key = *make_key();
    const std::string device = *sign_device(authority, *make_request(key, "anything"), "laptop-7", 90, clock);
    const Timestamp now = clock.now();

    CHECK(verify(server.certificate_pem, authority.certificate_pem, X509_PURPOSE_SSL_SERVER, now) == X509_V_OK);
    CHECK(verify(device, authority.certificate_pem, X509_PURPOSE_SSL_CLIENT, now) == X509_V_OK);
    CHECK(verify(device, authority.certificate_pem, X509_PURPOSE_SSL_SERVER, now) != X509_V_OK);
    CHECK(verify(server.certificate_pem, authority.certificate_pem, X509_PURPOSE_SSL_CLIENT, now) != X509_V_OK);
    CHECK(verify(device, authority.certificate_pem, X509_PURPOSE_SSL_CLIENT, {now.ms + 91 * day_ms}) ==
          X509_V_ERR_CERT_HAS_EXPIRED);
    CHECK(verify(device, make_authority("Another", clock)->certificate_pem, X509_PURPOSE_SSL_CLIENT, now) != X509_V_OK);

    const auto leaf = openssl::read_certificate(server.certificate_pem);
    CHECK(X509_check_host(leaf.get(), "sigap.example", 0, 0, nullptr) == 1);
    CHECK(X509_check_ip_asc(leaf.get(), "192.0.2.7", 0) == 1);
    CHECK(X509_check_ip_asc(leaf.get(), "::1", 0) == 1);
    CHECK(X509_check_host(leaf.get(), "other.example", 0, 0, nullptr) == 0);

    const CertificateInfo info = *certificate_info(device);
    CHECK(info.subject == "laptop-7");
    CHECK(info.issuer == "Sigap of Kantor Pusat");
    CHECK(info.not_after.ms == now.ms + 90 * day_ms);
    CHECK(info.not_before < now);
}

TEST_CASE("a device's certificate holds the key of the request, and no two certificates are alike") {
    const ManualClock clock;
    const Identity authority = *make_authority("CA", clock);
    const std::string key = *make_key();
    const std::string request = *make_request(key, "device");
    const std::string first = *sign_device(authority, request, "device", 1, clock);
    const std::string second = *sign_device(authority, request, "device", 1, clock);
    CHECK(*fingerprint(first) != *fingerprint(second));
    CHECK(fingerprint(first)->size() == 64);
    const auto certificate = openssl::read_certificate(first);
    const auto held = openssl::read_private_key(key);
    CHECK(X509_check_private_key(certificate.get(), held.get()) == 1);
}

TEST_CASE("a request that another key signed, or with another kind of key, gets no certificate") {
    const ManualClock clock;
    const Identity authority = *make_authority("CA", clock);
    const openssl::Key one(EVP_EC_gen("P-256"));
    const openssl::Key other(EVP_EC_gen("P-256"));
    const openssl::Key larger(EVP_EC_gen("P-384"));
    const openssl::Key rsa(EVP_RSA_gen(2048));
    const auto code_of = [&](const std::string& request) {
        return sign_device(authority, request, "device", 1, clock).error().code;
    };
    CHECK(code_of(request_with_key(one.get(), other.get())) == ErrorCode::invalid);
    CHECK(code_of(request_with_key(larger.get(), larger.get())) == ErrorCode::refused);
    CHECK(code_of(request_with_key(rsa.get(), rsa.get())) == ErrorCode::refused);
    CHECK(code_of("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n") ==
          ErrorCode::invalid);
    CHECK(code_of("") == ErrorCode::invalid);
}

TEST_CASE("names that would reach into OpenSSL's configuration are refused") {
    const ManualClock clock;
    const Identity authority = *make_authority("CA", clock);
    for (const std::string host : {"a,DNS:b", "", "a b", "*.example", "-a", "a..b", "[::1]", "@section", "a:1"}) {
        CHECK_FALSE(make_server_identity(authority, {host}, clock));
    }
    CHECK_FALSE(make_server_identity(authority, {}, clock));
    CHECK_FALSE(make_authority("", clock));
    CHECK_FALSE(make_authority(std::string(65, 'a'), clock));
}

TEST_CASE("an authority whose halves do not belong together issues nothing") {
    const ManualClock clock;
    const Identity mixed{make_authority("A", clock)->certificate_pem, make_authority("B", clock)->key_pem};
    CHECK_FALSE(make_server_identity(mixed, {"localhost"}, clock));
    const Identity authority = *make_authority("CA", clock);
    const Identity server = *make_server_identity(authority, {"localhost"}, clock);
    CHECK_FALSE(sign_device(server, *make_request(*make_key(), "d"), "d", 1, clock));
}
