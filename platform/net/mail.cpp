#include "platform/net/mail.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <mutex>

namespace sigap {

namespace {

constexpr long connect_seconds = 20, whole_seconds = 60;

std::string base64(std::string_view bytes) {
    static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        unsigned group = 0;
        for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k) out += k <= count ? letters[group >> (18 - 6 * k) & 63] : '=';
    }
    return out;
}

// RFC 2047: words of at most 75 characters; whole letters of UTF-8 in each.
std::string encoded_words(std::string_view text) {
    constexpr std::size_t most = 42;
    std::string out;
    while (!text.empty()) {
        std::size_t end = std::min(most, text.size());
        while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
        if (end == 0) end = std::min(most, text.size());
        out += (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64(text.substr(0, end)) + "?=";
        text.remove_prefix(end);
    }
    return out;
}

std::string rfc5322_date(Timestamp at) {
    const std::time_t seconds = at.ms / 1000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[64];
    std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d +0000", days[parts.tm_wday], parts.tm_mday, months[parts.tm_mon],
                  parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
    return text;
}

struct Outgoing {
    std::string message;
    std::size_t given = 0;
};

std::size_t give(char* to, std::size_t size, std::size_t count, void* from) {
    auto& outgoing = *static_cast<Outgoing*>(from);
    const std::size_t bytes = std::min(size * count, outgoing.message.size() - outgoing.given);
    std::memcpy(to, outgoing.message.data() + outgoing.given, bytes);
    outgoing.given += bytes;
    return bytes;
}

class CurlRelay final : public MailRelay {
public:
    explicit CurlRelay(std::string url) : url_(std::move(url)) {}

    MailOutcome send(const Mail& mail) override {
        if (!is_mail_address(mail.from) || !is_mail_address(mail.to)) return {MailFate::refused, "not an address of e-mail"};
        const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
        if (!curl) return {MailFate::not_sent, "no memory"};
        const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> to(curl_slist_append(nullptr, ("<" + mail.to + ">").c_str()),
                                                                            &curl_slist_free_all);
        Outgoing outgoing{mail_message(mail), 0};
        std::array<char, CURL_ERROR_SIZE> problem{};
        CURL* const handle = curl.get();
        curl_easy_setopt(handle, CURLOPT_URL, url_.c_str());
        curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_TRY));
        curl_easy_setopt(handle, CURLOPT_MAIL_FROM, ("<" + mail.from + ">").c_str());
        curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, to.get());
        curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(handle, CURLOPT_READFUNCTION, give);
        curl_easy_setopt(handle, CURLOPT_READDATA, &outgoing);
        curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, problem.data());
        curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, connect_seconds);
        curl_easy_setopt(handle, CURLOPT_TIMEOUT, whole_seconds);
        curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
        const CURLcode code = curl_easy_perform(handle);
        if (code == CURLE_OK) return {MailFate::taken, {}};
        long answer = 0;
        curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer);
        const std::string what = problem[0] ? std::string(problem.data()) : std::string(curl_easy_strerror(code));
        // Until the message has begun, and where the relay itself said no, it does not have it.
        const bool said_no = answer >= 400 && answer < 600;
        if (outgoing.given > 0 && !said_no) return {MailFate::unknown, what};
        return {answer >= 500 && answer < 600 ? MailFate::refused : MailFate::not_sent, what};
    }

private:
    std::string url_;
};

}  // namespace

bool is_mail_address(std::string_view text) {
    const auto at = text.find('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == text.size() || text.size() > 254 || text.find('@', at + 1) != std::string_view::npos)
        return false;
    return std::ranges::none_of(text, [](char c) { return c <= ' ' || c >= 127 || std::string_view("<>()[],;:\\\"").find(c) != std::string_view::npos; });
}

std::string mail_message(const Mail& mail) {
    std::string subject = mail.subject;
    std::ranges::replace_if(subject, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    const std::string domain = mail.from.substr(mail.from.find('@') + 1);
    std::string out = "Date: " + rfc5322_date(mail.at) + "\r\nFrom: <" + mail.from + ">\r\nTo: <" + mail.to + ">\r\nMessage-ID: <" + mail.id +
                      "@" + domain + ">\r\nSubject: " + encoded_words(subject) +
                      "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                      "Content-Transfer-Encoding: base64\r\n\r\n";
    const std::string body = base64(mail.text);
    constexpr std::size_t line = 76;
    for (std::size_t at = 0; at < body.size(); at += line) out += body.substr(at, line) + "\r\n";
    return out;
}

Result<std::unique_ptr<MailRelay>> open_mail_relay(std::string_view url) {
    static std::once_flag done;
    std::call_once(done, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    const bool known = url.starts_with("smtp://") || url.starts_with("smtps://");
    const auto host = url.substr(std::min(url.size(), url.find("//") + 2));
    if (!known || host.empty() || host.front() == ':')
        return fail(ErrorCode::invalid, "\"" + std::string(url.substr(0, 100)) + "\" is no mail relay; give --smtp smtp://HOST:PORT");
    return std::unique_ptr<MailRelay>(new CurlRelay(std::string(url)));
}

}  // namespace sigap
