#include "platform/net/curl_transport.hpp"

#include <curl/curl.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <new>
#include <utility>

#include "platform/core/text.hpp"
#include "platform/crypto/openssl_handles.hpp"
#include "platform/net/curl_errors.hpp"

namespace sigap {
namespace {

constexpr std::size_t most_head_bytes = 64U << 10U;

using Easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Multi = std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)>;
using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

void initialise_once() {
    static std::once_flag done;
    std::call_once(done, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

struct HeaderList {
    curl_slist* first = nullptr;
    HeaderList() = default;
    HeaderList(const HeaderList&) = delete;
    HeaderList& operator=(const HeaderList&) = delete;
    ~HeaderList() { curl_slist_free_all(first); }
    void add(const std::string& line) {
        curl_slist* longer = curl_slist_append(first, line.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        first = longer;
    }
};

// One transfer's answer as it comes in.
struct Incoming {
    HttpResponse response;
    TransferFacts facts;
    std::size_t head_bytes = 0;
    std::size_t most_body_bytes = 0;
};

std::size_t on_head_line(char* data, std::size_t size, std::size_t count, void* target) {
    auto& incoming = *static_cast<Incoming*>(target);
    const std::string_view line(data, size * count);
    incoming.head_bytes += line.size();
    if (incoming.head_bytes > most_head_bytes) {
        incoming.facts.too_large = true;
        return 0;
    }
    // An interim answer (100) or a proxy's comes with a head of its own.
    if (line.starts_with("HTTP/")) incoming.response.headers.clear();
    if (const std::size_t colon = line.find(':'); colon != std::string_view::npos && !line.starts_with("HTTP/")) {
        incoming.response.headers.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
    }
    return line.size();
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* target) {
    auto& incoming = *static_cast<Incoming*>(target);
    const std::size_t bytes = size * count;
    if (bytes > incoming.most_body_bytes - incoming.response.body.size()) {
        incoming.facts.too_large = true;
        return 0;
    }
    incoming.response.body.append(data, bytes);
    return bytes;
}

// libcurl's own totals count a small body twice, so that the bytes are counted where they pass.
int on_debug(CURL*, curl_infotype type, char*, std::size_t size, void* target) {
    auto& totals = *static_cast<TransferTotals*>(target);
    if (type == CURLINFO_HEADER_OUT || type == CURLINFO_DATA_OUT) totals.sent += size;
    if (type == CURLINFO_HEADER_IN || type == CURLINFO_DATA_IN) totals.received += size;
    return 0;
}

// Verifies as usual, and keeps for people who it was that we did not trust.
int verify_and_remember(X509_STORE_CTX* context, void* target) {
    const int good = X509_verify_cert(context);
    auto& facts = static_cast<Incoming*>(target)->facts;
    facts.verify_error = X509_STORE_CTX_get_error(context);
    if (const X509* certificate = X509_STORE_CTX_get0_cert(context); good != 1 && certificate != nullptr) {
        facts.issuer = openssl::common_name(X509_get_issuer_name(certificate));
    }
    return good;
}

CURLcode on_tls_context(CURL*, void* tls, void* target) {
    SSL_CTX_set_cert_verify_callback(static_cast<SSL_CTX*>(tls), verify_and_remember, target);
    return CURLE_OK;
}

curl_blob blob_of(const std::string& text) { return {const_cast<char*>(text.data()), text.size(), CURL_BLOB_NOCOPY}; }

std::string host_of(const std::string& url) {
    const Url parts(curl_url(), curl_url_cleanup);
    char* host = nullptr;
    if (curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
        curl_url_get(parts.get(), CURLUPART_HOST, &host, 0) != CURLUE_OK) {
        return url;
    }
    std::string name = host;
    curl_free(host);
    return name;
}

bool is_this_machine(const std::string& host) {
    return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; });
}

Result<void> check(const HttpRequest& request) {
    bool good = request.target.starts_with('/') && !has_control(request.target) &&
                request.target.find(' ') == std::string::npos;
    for (const auto& [name, value] : request.headers) {
        good =
            good && !name.empty() && !has_control(name) && !has_control(value) && name.find(':') == std::string::npos;
    }
    good = good && (request.method == "POST" || (request.method == "GET" && request.body.empty()));
    return good ? Result<void>() : fail(ErrorCode::invalid, "This request cannot be sent: malformed.");
}

}  // namespace

struct CurlTransport::State {
    CurlTransportOptions options;
    bool verified = true;
    std::string host;
    TransferTotals totals;
    // Not of one call: an open connection's TLS context keeps its address.
    Incoming incoming;
    // The connections live in the multi handle; the easy one is removed from it first.
    Multi multi{curl_multi_init(), curl_multi_cleanup};
    Easy easy{curl_easy_init(), curl_easy_cleanup};

    explicit State(CurlTransportOptions given) : options(std::move(given)), host(host_of(options.base_url)) {
        if (!multi || !easy) throw std::bad_alloc();
    }

    template <typename Value>
    void set(CURLoption option, Value value) {
        if (curl_easy_setopt(easy.get(), option, value) == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
    }

    void set_trust() {
        set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
        if (!verified) {
            set(CURLOPT_SSL_VERIFYPEER, 0L);
            set(CURLOPT_SSL_VERIFYHOST, 0L);
            return;
        }
        curl_blob authority = blob_of(options.authority_pem);
        set(CURLOPT_CAINFO_BLOB, &authority);
        // The system's own authorities would be trusted as well.
        set(CURLOPT_CAPATH, nullptr);
        set(CURLOPT_SSL_CTX_FUNCTION, on_tls_context);
        set(CURLOPT_SSL_CTX_DATA, static_cast<void*>(&incoming));
        if (options.certificate_pem.empty()) return;
        curl_blob certificate = blob_of(options.certificate_pem);
        curl_blob key = blob_of(options.key_pem);
        set(CURLOPT_SSLCERTTYPE, "PEM");
        set(CURLOPT_SSLKEYTYPE, "PEM");
        set(CURLOPT_SSLCERT_BLOB, &certificate);
        set(CURLOPT_SSLKEY_BLOB, &key);
    }

    void set_bounds() {
        set(CURLOPT_PROTOCOLS_STR, "https");
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
        set(CURLOPT_LOW_SPEED_LIMIT, 1L);
        set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.silence_timeout.count()));
        set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(incoming.most_body_bytes));
        set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
        set(CURLOPT_NOSIGNAL, 1L);
        // The environment's proxy leads out, never back to this machine.
        if (is_this_machine(host)) set(CURLOPT_PROXY, "");
    }

    void set_message(const HttpRequest& request, HeaderList& headers) {
        for (const auto& [name, value] : request.headers) {
            headers.add(value.empty() ? name + ";" : name + ": " + value);
        }
        // libcurl's own additions: bytes on the wire, or a round trip.
        for (const std::string name : {"Accept", "Content-Type", "Expect"}) {
            if (find_header(request.headers, name) == nullptr) headers.add(name + ":");
        }
        set(CURLOPT_URL, (options.base_url + request.target).c_str());
        set(CURLOPT_PATH_AS_IS, 1L);
        set(CURLOPT_HTTPHEADER, headers.first);
        if (request.method == "POST") {
            set(CURLOPT_POST, 1L);
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
            set(CURLOPT_POSTFIELDS, request.body.data());
        }
    }

    // CURLE_ABORTED_BY_CALLBACK after a stop.
    CURLcode run(std::stop_token stop) {
        CURLM* const handle = multi.get();
        const std::stop_callback wake(stop, [handle] { curl_multi_wakeup(handle); });
        if (curl_multi_add_handle(handle, easy.get()) != CURLM_OK) return CURLE_FAILED_INIT;
        CURLcode result = CURLE_ABORTED_BY_CALLBACK;
        int running = 1;
        while (!stop.stop_requested()) {
            if (curl_multi_perform(handle, &running) != CURLM_OK) {
                result = CURLE_FAILED_INIT;
                break;
            }
            if (running == 0) {
                int left = 0;
                const CURLMsg* message = curl_multi_info_read(handle, &left);
                result = message != nullptr ? message->data.result : CURLE_FAILED_INIT;
                break;
            }
            curl_multi_poll(handle, nullptr, 0, 1000, nullptr);
        }
        long connections = 0;
        curl_easy_getinfo(easy.get(), CURLINFO_NUM_CONNECTS, &connections);
        totals.connections += static_cast<std::uint64_t>(connections);
        curl_multi_remove_handle(handle, easy.get());
        return result;
    }

    Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) {
        SIGAP_TRY(check(request));
        if (!options.base_url.starts_with("https://")) return error_of(CURLE_UNSUPPORTED_PROTOCOL, {});
        incoming = {};
        incoming.most_body_bytes = options.max_response_bytes;
        incoming.facts.host = host;
        HeaderList headers;
        std::array<char, CURL_ERROR_SIZE> reason{};
        curl_easy_reset(easy.get());
        set_message(request, headers);
        set_bounds();
        set_trust();
        set(CURLOPT_ERRORBUFFER, reason.data());
        set(CURLOPT_HEADERFUNCTION, on_head_line);
        set(CURLOPT_HEADERDATA, static_cast<void*>(&incoming));
        set(CURLOPT_WRITEFUNCTION, on_body);
        set(CURLOPT_WRITEDATA, static_cast<void*>(&incoming));
        set(CURLOPT_VERBOSE, 1L);
        set(CURLOPT_DEBUGFUNCTION, on_debug);
        set(CURLOPT_DEBUGDATA, static_cast<void*>(&totals));

        const CURLcode result = run(stop);
        set(CURLOPT_ERRORBUFFER, static_cast<char*>(nullptr));
        if (result == CURLE_ABORTED_BY_CALLBACK) {
            return fail(ErrorCode::offline, "The request was cancelled.", "cancelled");
        }
        if (result != CURLE_OK) {
            incoming.facts.reason = reason.data();
            return error_of(result, incoming.facts);
        }
        long status = 0;
        curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
        incoming.response.status = static_cast<int>(status);
        return std::move(incoming.response);
    }

    static std::unique_ptr<State> make(CurlTransportOptions options) {
        initialise_once();
        return std::make_unique<State>(std::move(options));
    }
};

CurlTransport::CurlTransport(CurlTransportOptions options) : state_(State::make(std::move(options))) {}
CurlTransport::~CurlTransport() = default;

Result<HttpResponse> CurlTransport::send(const HttpRequest& request, std::stop_token stop) {
    return state_->send(request, std::move(stop));
}

TransferTotals CurlTransport::totals() const { return state_->totals; }

Result<HttpResponse> fetch_unverified(const std::string& base_url, const std::string& target, std::stop_token stop) {
    CurlTransportOptions options;
    options.base_url = base_url;
    options.max_response_bytes = 64U << 10U;
    const auto state = CurlTransport::State::make(std::move(options));
    state->verified = false;
    return state->send({"GET", target, {}, {}}, std::move(stop));
}

}  // namespace sigap
