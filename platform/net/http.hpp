// HTTP messages (RFC 9110) as plain values, for both ends. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sigap {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
    std::string method = "GET";
    std::string target = "/";  // origin form: path and query
    HttpHeaders headers;
    std::string body;
    bool operator==(const HttpRequest&) const = default;
};

struct HttpResponse {
    int status = 200;
    HttpHeaders headers;
    std::string body;
};

// The first field of that name in any case; nullptr where there is none.
const std::string* find_header(const HttpHeaders& headers, std::string_view name);
// The same; an absent field is the empty text.
std::string_view header(const HttpRequest& request, std::string_view name);
std::string_view header(const HttpResponse& response, std::string_view name);

}  // namespace sigap
