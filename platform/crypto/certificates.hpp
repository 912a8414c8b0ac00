// X.509 certificates (RFC 5280) of one organisation: its authority, its server, its devices; every key is ECDSA P-256.
// Any thread. Certificates, keys and requests are PEM text (RFC 7468); a key never leaves the machine that made it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/core/result.hpp"

namespace sigap {

struct Identity {
    std::string certificate_pem;
    std::string key_pem;  // PKCS #8, not encrypted: keep it in a file of mode 0600
};

struct CertificateInfo {
    std::string subject;  // the common name
    std::string issuer;   // the common name
    Timestamp not_before;
    Timestamp not_after;
};

// Valid for 10 years; may sign end certificates only (path length 0).
Result<Identity> make_authority(std::string_view name, const Clock& clock);
// Valid for 1 year. Hosts are DNS names or IP literals and become the subject's alternative names; at least one.
Result<Identity> make_server_identity(const Identity& authority, const std::vector<std::string>& hosts,
                                      const Clock& clock);

Result<std::string> make_key();
// PKCS #10 (RFC 2986), signed by the key.
Result<std::string> make_request(std::string_view key_pem, std::string_view common_name);
// A client certificate for the key in the request and for nothing else that the request says. Error{invalid} where the
// request is not signed by its own key, Error{refused} where the key is not P-256.
Result<std::string> sign_device(const Identity& authority, std::string_view request_pem, std::string_view common_name,
                                int days, const Clock& clock);

// SHA-256 over the DER form of the first certificate in the text, in lower case hex.
Result<std::string> fingerprint(std::string_view certificate_pem);
// The same digest as 32 raw bytes.
Result<std::string> certificate_digest(std::string_view certificate_pem);
Result<CertificateInfo> certificate_info(std::string_view certificate_pem);

}  // namespace sigap
