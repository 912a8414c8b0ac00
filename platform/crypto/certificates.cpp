#include "platform/crypto/certificates.hpp"

#include <openssl/asn1.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include <array>
#include <ctime>
#include <new>
#include <stdexcept>

#include "platform/core/text.hpp"
#include "platform/crypto/hash.hpp"
#include "platform/crypto/openssl_handles.hpp"

namespace sigap {
namespace {

using namespace openssl;

constexpr std::int64_t day_s = 86'400;
// A certificate is valid from a little before it was made: clocks differ.
constexpr std::int64_t clock_slack_s = 3'600;

struct Extensions {
    const char* basic_constraints;
    const char* key_usage;
    const char* extended_key_usage;  // may be null
    std::string alternative_names;   // may be empty
};

// Only memory or a wrong parameter makes these calls fail; neither is the input's doing.
void must(bool done) {
    if (!done) throw std::runtime_error("OpenSSL failed: " + std::to_string(ERR_get_error()));
}

std::string key_to_pem(EVP_PKEY* key) {
    const Bio bio = writer();
    must(PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
    return text_of(bio);
}

Key new_key() {
    Key key(EVP_EC_gen("P-256"));
    must(key != nullptr);
    return key;
}

bool is_p256(EVP_PKEY* key) {
    std::array<char, 32> group{};
    return key != nullptr && EVP_PKEY_is_a(key, "EC") == 1 &&
           EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1 &&
           std::string_view(group.data()) == SN_X9_62_prime256v1;
}

Result<Name> make_name(std::string_view common_name) {
    if (common_name.empty() || common_name.size() > 64 || !is_utf8(common_name)) {
        return fail(ErrorCode::invalid, "A certificate's name must have 1 to 64 bytes of UTF-8.");
    }
    Name name(X509_NAME_new());
    must(name != nullptr);
    // The 64 of RFC 5280 counts characters, so that 64 bytes never pass it.
    must(X509_NAME_add_entry_by_NID(name.get(), NID_commonName, MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(common_name.data()),
                                    static_cast<int>(common_name.size()), -1, 0) == 1);
    return name;
}

void set_random_serial(X509* certificate) {
    std::array<unsigned char, 16> bytes{};
    must(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
    BIGNUM* number = BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr);
    must(number != nullptr);
    const bool done = BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
    BN_free(number);
    must(done);
}

void set_validity(X509* certificate, Timestamp now, std::int64_t days) {
    const std::int64_t seconds = now.ms / 1000;
    must(ASN1_TIME_set(X509_getm_notBefore(certificate), static_cast<std::time_t>(seconds - clock_slack_s)) != nullptr);
    must(ASN1_TIME_set(X509_getm_notAfter(certificate), static_cast<std::time_t>(seconds + days * day_s)) != nullptr);
}

void add_extension(X509* certificate, X509V3_CTX* context, int nid, const char* value) {
    const Extension extension(X509V3_EXT_conf_nid(nullptr, context, nid, value));
    must(extension != nullptr);
    must(X509_add_ext(certificate, extension.get(), -1) == 1);
}

struct Subject {
    const X509_NAME* name;
    EVP_PKEY* key;
};

struct Issuer {
    X509* certificate;  // null for a certificate that issues itself
    EVP_PKEY* key;
};

std::string issue(const Subject& subject, const Issuer& issuer, const Extensions& extensions, Timestamp now,
                  std::int64_t days) {
    const Certificate certificate(X509_new());
    must(certificate != nullptr);
    X509* const made = certificate.get();
    X509* const authority = issuer.certificate != nullptr ? issuer.certificate : made;
    must(X509_set_version(made, X509_VERSION_3) == 1);
    set_random_serial(made);
    set_validity(made, now, days);
    must(X509_set_subject_name(made, subject.name) == 1);
    must(X509_set_issuer_name(made, X509_get_subject_name(authority)) == 1);
    must(X509_set_pubkey(made, subject.key) == 1);

    X509V3_CTX context;
    X509V3_set_ctx(&context, authority, made, nullptr, nullptr, 0);
    add_extension(made, &context, NID_basic_constraints, extensions.basic_constraints);
    add_extension(made, &context, NID_key_usage, extensions.key_usage);
    if (extensions.extended_key_usage != nullptr) {
        add_extension(made, &context, NID_ext_key_usage, extensions.extended_key_usage);
    }
    add_extension(made, &context, NID_subject_key_identifier, "hash");
    add_extension(made, &context, NID_authority_key_identifier, "keyid");
    if (!extensions.alternative_names.empty()) {
        add_extension(made, &context, NID_subject_alt_name, extensions.alternative_names.c_str());
    }
    must(X509_sign(made, issuer.key, EVP_sha256()) > 0);
    return certificate_to_pem(made);
}

struct LoadedAuthority {
    Certificate certificate;
    Key key;
};

Result<LoadedAuthority> load(const Identity& authority) {
    LoadedAuthority loaded{read_certificate(authority.certificate_pem), read_private_key(authority.key_pem)};
    if (!loaded.certificate || !loaded.key || X509_check_ca(loaded.certificate.get()) != 1 ||
        X509_check_private_key(loaded.certificate.get(), loaded.key.get()) != 1) {
        ERR_clear_error();
        return fail(ErrorCode::invalid, "The authority's certificate and key are damaged or do not belong together.");
    }
    return loaded;
}

bool is_ip_literal(const std::string& host) {
    ASN1_OCTET_STRING* address = a2i_IPADDRESS(host.c_str());
    ASN1_OCTET_STRING_free(address);
    ERR_clear_error();
    return address != nullptr;
}

bool is_dns_name(std::string_view host) {
    if (host.empty() || host.size() > 253) return false;
    for (const std::string_view label : split(host, '.')) {
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
        for (const char c : label) {
            const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && c != '-') return false;
        }
    }
    return true;
}

// The value is OpenSSL's configuration syntax, so that nothing but checked names may enter it.
Result<std::string> alternative_names(const std::vector<std::string>& hosts) {
    if (hosts.empty()) return fail(ErrorCode::invalid, "Name at least one host for the server's certificate.");
    std::string names;
    for (const std::string& host : hosts) {
        const bool address = is_ip_literal(host);
        if (!address && !is_dns_name(host)) {
            return fail(ErrorCode::invalid, "\"" + host + "\" is no host name and no IP address.");
        }
        if (!names.empty()) names += ',';
        names += (address ? "IP:" : "DNS:") + host;
    }
    return names;
}

Timestamp time_of(const ASN1_TIME* time) {
    std::tm utc{};
    if (ASN1_TIME_to_tm(time, &utc) != 1) return {};
    return {static_cast<std::int64_t>(timegm(&utc)) * 1000};
}

Error no_certificate() { return fail(ErrorCode::invalid, "This is not a certificate in PEM form."); }

}  // namespace

Result<Identity> make_authority(std::string_view name, const Clock& clock) {
    const auto subject = make_name(name);
    if (!subject) return subject.error();
    const Key key = new_key();
    const Extensions extensions{"critical,CA:TRUE,pathlen:0", "critical,keyCertSign,cRLSign", nullptr, {}};
    return Identity{issue({subject->get(), key.get()}, {nullptr, key.get()}, extensions, clock.now(), 3652),
                    key_to_pem(key.get())};
}

Result<Identity> make_server_identity(const Identity& authority, const std::vector<std::string>& hosts,
                                      const Clock& clock) {
    const auto loaded = load(authority);
    if (!loaded) return loaded.error();
    auto names = alternative_names(hosts);
    if (!names) return names.error();
    const auto subject = make_name(std::string_view(hosts.front()).substr(0, 64));
    if (!subject) return subject.error();
    const Key key = new_key();
    const Extensions extensions{"critical,CA:FALSE", "critical,digitalSignature", "serverAuth", *std::move(names)};
    return Identity{issue({subject->get(), key.get()}, {loaded->certificate.get(), loaded->key.get()}, extensions,
                          clock.now(), 365),
                    key_to_pem(key.get())};
}

Result<std::string> make_key() { return key_to_pem(new_key().get()); }

Result<std::string> make_request(std::string_view key_pem, std::string_view common_name) {
    const Key key = read_private_key(key_pem);
    if (!key) return fail(ErrorCode::invalid, "This is not a private key in PEM form.");
    const auto subject = make_name(common_name);
    if (!subject) return subject.error();
    const Request request(X509_REQ_new());
    must(request != nullptr);
    must(X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) == 1);
    must(X509_REQ_set_subject_name(request.get(), subject->get()) == 1);
    must(X509_REQ_set_pubkey(request.get(), key.get()) == 1);
    must(X509_REQ_sign(request.get(), key.get(), EVP_sha256()) > 0);
    const Bio bio = writer();
    must(PEM_write_bio_X509_REQ(bio.get(), request.get()) == 1);
    return text_of(bio);
}

Result<std::string> sign_device(const Identity& authority, std::string_view request_pem, std::string_view common_name,
                                int days, const Clock& clock) {
    if (days < 1 || days > 3650) return fail(ErrorCode::invalid, "A device's certificate lasts 1 to 3650 days.");
    const auto loaded = load(authority);
    if (!loaded) return loaded.error();
    const auto subject = make_name(common_name);
    if (!subject) return subject.error();

    const Bio bio = reader(request_pem);
    const Request request(PEM_read_bio_X509_REQ(bio.get(), nullptr, nullptr, nullptr));
    EVP_PKEY* const key = request ? X509_REQ_get0_pubkey(request.get()) : nullptr;
    ERR_clear_error();
    if (key == nullptr) return fail(ErrorCode::invalid, "This is not a certificate request in PEM form.");
    if (!is_p256(key)) return fail(ErrorCode::refused, "A device's key must be of the kind P-256.", "weak_key");
    const bool proven = X509_REQ_verify(request.get(), key) == 1;
    ERR_clear_error();
    if (!proven) return fail(ErrorCode::invalid, "The certificate request is not signed by its own key.");

    const Extensions extensions{"critical,CA:FALSE", "critical,digitalSignature", "clientAuth", {}};
    return issue({subject->get(), key}, {loaded->certificate.get(), loaded->key.get()}, extensions, clock.now(), days);
}

Result<std::string> certificate_digest(std::string_view certificate_pem) {
    const Certificate certificate = read_certificate(certificate_pem);
    if (!certificate) return no_certificate();
    std::array<unsigned char, 32> digest{};
    must(X509_digest(certificate.get(), EVP_sha256(), digest.data(), nullptr) == 1);
    return std::string(reinterpret_cast<const char*>(digest.data()), digest.size());
}

Result<std::string> fingerprint(std::string_view certificate_pem) {
    const auto digest = certificate_digest(certificate_pem);
    if (!digest) return digest.error();
    return to_hex(*digest);
}

Result<CertificateInfo> certificate_info(std::string_view certificate_pem) {
    const Certificate certificate = read_certificate(certificate_pem);
    if (!certificate) return no_certificate();
    return CertificateInfo{
        common_name(X509_get_subject_name(certificate.get())), common_name(X509_get_issuer_name(certificate.get())),
        time_of(X509_get0_notBefore(certificate.get())), time_of(X509_get0_notAfter(certificate.get()))};
}

}  // namespace sigap
