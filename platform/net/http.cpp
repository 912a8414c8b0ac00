#include "platform/net/http.hpp"

#include "platform/core/text.hpp"

namespace sigap {

const std::string* find_header(const HttpHeaders& headers, std::string_view name) {
    for (const auto& [key, value] : headers) {
        if (key.size() == name.size() && starts_with_ignoring_case(key, name)) return &value;
    }
    return nullptr;
}

std::string_view header(const HttpRequest& request, std::string_view name) {
    const std::string* value = find_header(request.headers, name);
    return value != nullptr ? std::string_view(*value) : std::string_view();
}

std::string_view header(const HttpResponse& response, std::string_view name) {
    const std::string* value = find_header(response.headers, name);
    return value != nullptr ? std::string_view(*value) : std::string_view();
}

}  // namespace sigap
