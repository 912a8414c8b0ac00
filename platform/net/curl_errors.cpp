#include "platform/net/curl_errors.hpp"

#include <openssl/x509_vfy.h>

namespace sigap {
namespace {

Error verification_error(const TransferFacts& facts) {
    switch (facts.verify_error) {
        case X509_V_ERR_CERT_NOT_YET_VALID:
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return fail(ErrorCode::expired,
                        "The certificate of " + facts.host + " is past its time, or this device's clock is wrong.",
                        "clock_or_certificate");
        case X509_V_OK:
            return fail(ErrorCode::untrusted, "The server at " + facts.host + " has a certificate for another name.",
                        "wrong_host");
        default: break;
    }
    std::string message = "The server at " + facts.host + " is not ours";
    if (!facts.issuer.empty()) message += ": its certificate was issued by \"" + facts.issuer + "\"";
    return fail(ErrorCode::untrusted, message + ".", "wrong_authority");
}

bool says(const TransferFacts& facts, std::string_view words) { return facts.reason.find(words) != std::string::npos; }

// OpenSSL's names of the alerts with which a server turns down a client's certificate.
bool our_certificate_was_refused(const TransferFacts& facts) {
    return says(facts, "alert") && (says(facts, "certificate") || says(facts, "unknown ca"));
}

Error unreachable(const TransferFacts& facts, const std::string& what, std::string detail) {
    std::string message = facts.host + " " + what;
    if (!facts.reason.empty()) message += " (" + facts.reason + ")";
    return fail(ErrorCode::offline, message + ".", std::move(detail));
}

}  // namespace

Error error_of(CURLcode code, const TransferFacts& facts) {
    if (facts.too_large) return fail(ErrorCode::limit, "The answer of " + facts.host + " is too large.");
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY: return unreachable(facts, "is not known by that name here", "name");
        case CURLE_COULDNT_CONNECT: return unreachable(facts, "cannot be reached", "connect");
        case CURLE_OPERATION_TIMEDOUT: return unreachable(facts, "does not answer", "timeout");
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_ISSUER_ERROR: return verification_error(facts);
        case CURLE_SEND_ERROR:
        case CURLE_RECV_ERROR:
        case CURLE_GOT_NOTHING:
        case CURLE_PARTIAL_FILE:
        case CURLE_SSL_CONNECT_ERROR:
            if (our_certificate_was_refused(facts)) {
                return fail(ErrorCode::denied, facts.host + " does not accept this device's certificate.",
                            "certificate_refused");
            }
            if (code == CURLE_SSL_CONNECT_ERROR && (says(facts, "wrong version") || says(facts, "packet length"))) {
                return fail(ErrorCode::protocol, facts.host + " does not speak TLS.", "no_tls");
            }
            return unreachable(facts, "was reached, but the connection broke", "interrupted");
        case CURLE_FILESIZE_EXCEEDED: return fail(ErrorCode::limit, "The answer of " + facts.host + " is too large.");
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return fail(ErrorCode::invalid, "The server's address must look like https://host:port.");
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CACERT_BADFILE:
            return fail(ErrorCode::invalid, "This device's certificate, key or authority is damaged.",
                        "own_certificate");
        case CURLE_OUT_OF_MEMORY: return fail(ErrorCode::limit, "Out of memory.");
        default:
            return fail(ErrorCode::protocol, "The answer of " + facts.host + " makes no sense (" +
                                                 (facts.reason.empty() ? curl_easy_strerror(code) : facts.reason) +
                                                 ").");
    }
}

}  // namespace sigap
