#include "platform/net/server/policy.hpp"

#include <algorithm>
#include <string>

#include "platform/core/text.hpp"

namespace sigap {
namespace {

constexpr Refusal malformed_line{400, "malformed request line"};
constexpr Refusal malformed_field{400, "malformed header field"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// token of RFC 9110 section 5.6.2
bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

// Path and query of RFC 3986, no bytes beyond ASCII, no encoded NUL.
bool is_origin_form(std::string_view target) {
    if (!target.starts_with('/')) return false;
    for (std::size_t i = 0; i < target.size(); ++i) {
        const char c = target[i];
        if (c == '%') {
            if (target.size() - i < 3 || !is_hex(target[i + 1]) || !is_hex(target[i + 2])) return false;
            if (target.substr(i + 1, 2) == "00") return false;
        } else if (!is_alphanumeric(c) && std::string_view("-._~!$&'()*+,;=:@/?").find(c) == std::string_view::npos) {
            return false;
        }
    }
    return true;
}

bool is_port(std::string_view port) {
    return !port.empty() && port.size() <= 5 && std::all_of(port.begin(), port.end(), is_digit);
}

bool is_host(std::string_view host) {
    if (host.starts_with('[')) {
        const std::size_t end = host.find(']');
        if (end == std::string_view::npos || end < 3) return false;
        const std::string_view literal = host.substr(1, end - 1);
        const std::string_view rest = host.substr(end + 1);
        return std::all_of(literal.begin(), literal.end(), [](char c) { return is_hex(c) || c == ':' || c == '.'; }) &&
               (rest.empty() || (rest.starts_with(':') && is_port(rest.substr(1))));
    }
    const std::size_t colon = host.find(':');
    const std::string_view name = host.substr(0, colon);
    return !name.empty() && name.size() <= 253 &&
           std::all_of(name.begin(), name.end(), [](char c) { return is_alphanumeric(c) || c == '-' || c == '.'; }) &&
           (colon == std::string_view::npos || is_port(host.substr(colon + 1)));
}

std::optional<Refusal> judge_request_line(std::string_view line, const ServerLimits& limits, bool& is_post) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || last == first) return malformed_line;
    const std::string_view method = line.substr(0, first);
    const std::string_view target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    if (!is_token(method)) return malformed_line;
    if (target.size() > limits.target_bytes) return Refusal{414, "target too long"};
    if (version != "HTTP/1.1") {
        const bool is_http = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
                             version[6] == '.' && is_digit(version[7]);
        return is_http ? Refusal{505, "only HTTP/1.1 is spoken here"} : malformed_line;
    }
    if (method != "GET" && method != "POST") return Refusal{405, "only GET and POST are served"};
    if (!is_origin_form(target)) return malformed_line;
    is_post = method == "POST";
    return std::nullopt;
}

// The fields that decide where a message ends and whom it is for: each at most once.
struct Framing {
    std::optional<std::string_view> host;
    std::optional<std::string_view> length;
    std::optional<std::string_view> encoding;
    std::optional<std::string_view> expect;
};

std::optional<Refusal> take_once(std::optional<std::string_view>& field, std::string_view value) {
    if (field) return Refusal{400, "a field that may come once came twice"};
    field = value;
    return std::nullopt;
}

std::optional<Refusal> take_field(std::string_view line, Framing& framing, HeadFacts& facts) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return malformed_field;
    const std::string_view value = trimmed(line.substr(colon + 1));
    const bool printable =
        std::all_of(value.begin(), value.end(), [](char c) { return c == '\t' || (c >= 32 && c < 127); });
    if (!printable) return malformed_field;
    const std::string name = lower_ascii(line.substr(0, colon));
    if (name == "host") return take_once(framing.host, value);
    if (name == "content-length") return take_once(framing.length, value);
    if (name == "transfer-encoding") return take_once(framing.encoding, value);
    if (name == "expect") return take_once(framing.expect, value);
    if (name == "connection") {
        for (const std::string_view option : split(value, ',')) facts.close |= lower_ascii(trimmed(option)) == "close";
    }
    return std::nullopt;
}

std::optional<Refusal> judge_framing(const Framing& framing, bool is_post, const ServerLimits& limits,
                                     HeadFacts& facts) {
    if (!framing.host || !is_host(*framing.host)) return Refusal{400, "exactly one valid Host is needed"};
    if (framing.length && framing.encoding) return Refusal{400, "both Content-Length and Transfer-Encoding"};
    if (framing.encoding) {
        if (lower_ascii(*framing.encoding) != "chunked") return Refusal{501, "only the transfer encoding chunked"};
        facts.chunked = true;
    }
    if (framing.length) {
        const std::string_view digits = *framing.length;
        if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return malformed_field;
        if (digits.size() > 15) return Refusal{413, "body too large"};
        for (const char digit : digits) facts.content_length = facts.content_length * 10 + std::uint64_t(digit - '0');
        if (facts.content_length > limits.body_bytes) return Refusal{413, "body too large"};
    }
    if (is_post && !framing.length && !framing.encoding) return Refusal{411, "a POST needs a Content-Length"};
    if (!is_post && (facts.chunked || facts.content_length > 0)) return Refusal{400, "a GET has no body"};
    if (framing.expect) {
        if (lower_ascii(*framing.expect) != "100-continue") return Refusal{417, "unknown expectation"};
        facts.expects_continue = facts.chunked || facts.content_length > 0;
    }
    return std::nullopt;
}

}  // namespace

HeadScanner::Found HeadScanner::scan(std::string_view bytes) {
    for (; seen_ < bytes.size(); ++seen_) {
        if (seen_ >= most_bytes_) return {0, Refusal{431, "header too large"}};
        const char c = bytes[seen_];
        const bool after_cr = seen_ > 0 && bytes[seen_ - 1] == '\r';
        if (after_cr != (c == '\n')) return {0, Refusal{400, "lines end with CR LF"}};
        if (c == '\n' && seen_ < 2) return {0, malformed_line};
        if (c == '\n' && seen_ >= 3 && bytes[seen_ - 2] == '\n') {
            ++seen_;
            return {seen_, std::nullopt};
        }
        if (static_cast<unsigned char>(c) < 32 && c != '\r' && c != '\n' && c != '\t') {
            return {0, Refusal{400, "control byte in the header"}};
        }
    }
    return {};
}

std::optional<Refusal> judge_head(std::string_view head, const ServerLimits& limits, HeadFacts& facts) {
    bool is_post = false;
    Framing framing;
    std::size_t fields = 0;
    for (bool first = true;; first = false) {
        const std::size_t end = head.find("\r\n");
        if (end == std::string_view::npos) return malformed_field;
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(end + 2);
        std::optional<Refusal> refusal;
        if (first) {
            refusal = judge_request_line(line, limits, is_post);
        } else if (line.empty()) {
            return judge_framing(framing, is_post, limits, facts);
        } else if (++fields > limits.header_fields) {
            refusal = Refusal{431, "too many header fields"};
        } else {
            refusal = take_field(line, framing, facts);
        }
        if (refusal) return refusal;
    }
}

}  // namespace sigap
