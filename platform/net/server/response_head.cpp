#include "platform/net/server/response_head.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <string_view>

#include "platform/core/text.hpp"

namespace sigap {
namespace {

constexpr std::array framing_fields{"content-length", "transfer-encoding", "connection", "date"};

std::string_view reason_of(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 304: return "Not Modified";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 409: return "Conflict";
        case 411: return "Length Required";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 417: return "Expectation Failed";
        case 426: return "Upgrade Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        case 505: return "HTTP Version Not Supported";
        default: return "";
    }
}

// Not strftime's: its names follow the locale.
std::string http_date(Timestamp now) {
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = static_cast<std::time_t>(now.ms / 1000);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                  days.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
                  months.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                  utc.tm_sec);
    return text.data();
}

bool is_framing(std::string_view name) {
    const std::string lower = lower_ascii(name);
    return std::any_of(framing_fields.begin(), framing_fields.end(), [&](const char* field) { return lower == field; });
}

bool is_printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '\t' || (c >= 32 && c < 127); });
}

}  // namespace

bool can_be_sent(const HttpResponse& response) {
    const auto sound = [](const auto& field) {
        return !field.first.empty() && field.first.find_first_of(" \t:") == std::string::npos &&
               is_printable(field.first) && is_printable(field.second);
    };
    return response.status >= 200 && response.status <= 599 &&
           std::all_of(response.headers.begin(), response.headers.end(), sound);
}

std::string response_head(const HttpResponse& response, bool close, Timestamp now) {
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
    head += reason_of(response.status);
    head += "\r\n";
    const auto add = [&](std::string_view name, std::string_view value) {
        (((head += name) += ": ") += value) += "\r\n";
    };
    const auto add_unless_given = [&](std::string_view name, std::string_view value) {
        if (find_header(response.headers, name) == nullptr) add(name, value);
    };
    for (const auto& [name, value] : response.headers) {
        if (!is_framing(name)) add(name, value);
    }
    add("Date", http_date(now));
    const bool has_body = response.status != 204 && response.status != 304;
    if (has_body) {
        add_unless_given("Cache-Control", "no-store");
        add_unless_given("X-Content-Type-Options", "nosniff");
    }
    if (header(response, "Content-Type").starts_with("text/")) {
        add_unless_given("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        add_unless_given("Referrer-Policy", "no-referrer");
    }
    if (close) add("Connection", "close");
    if (has_body) add("Content-Length", std::to_string(response.body.size()));
    return head + "\r\n";
}

}  // namespace sigap
