#include "hardware/inventory/reader.hpp"

#include "hardware/inventory/smbios.hpp"
#include "platform/core/text.hpp"

namespace sigap::inventory {

std::string Reader::raw(const std::string& path, std::string_view fact) {
    auto content = files_.read(path);
    if (content) return std::move(*content);
    if (!fact.empty()) note(fact, path, content.error());
    return {};
}

std::string Reader::text(const std::string& path, std::string_view fact) {
    const std::string content = raw(path, fact);
    return clean_text(std::string_view(content).substr(0, content.find('\0')));
}

std::int64_t Reader::number(const std::string& path) { return leading_number(text(path)); }

std::vector<std::string> Reader::names(const std::string& path, std::string_view fact) {
    auto list = files_.list(path);
    if (list) return std::move(*list);
    if (!fact.empty()) note(fact, path, list.error());
    return {};
}

void Reader::note(std::string_view fact, std::string_view path, UnreadReason why) {
    facts_.unread.push_back({clean_text(fact), clean_text(path), why});
}

void Reader::note(std::string_view fact, std::string_view path, const Error& error) {
    switch (error.code) {
        case ErrorCode::denied: return note(fact, path, UnreadReason::needs_root);
        case ErrorCode::not_found: return note(fact, path, UnreadReason::absent);
        case ErrorCode::limit: return note(fact, path, UnreadReason::limit);
        default: return note(fact, path, UnreadReason::failed);
    }
}

std::int64_t leading_number(std::string_view text) {
    constexpr int most_digits = 18;
    const bool negative = !text.empty() && text.front() == '-';
    std::int64_t value = 0;
    int digits = 0;
    for (const char c : text.substr(negative ? 1 : 0)) {
        if (c < '0' || c > '9') break;
        if (++digits > most_digits) return 0;
        value = value * 10 + (c - '0');
    }
    return negative ? -value : value;
}

std::vector<std::int64_t> number_list(std::string_view text) {
    constexpr std::size_t most = 65536;
    std::vector<std::int64_t> numbers;
    for (const auto part : split(trimmed(text), ',')) {
        if (part.empty() || part.front() < '0' || part.front() > '9') break;
        const std::int64_t first = leading_number(part);
        const auto dash = part.find('-');
        const std::int64_t last = dash == std::string_view::npos ? first : leading_number(part.substr(dash + 1));
        for (std::int64_t n = first; n <= last; ++n) {
            if (numbers.size() == most) return numbers;
            numbers.push_back(n);
        }
    }
    return numbers;
}

std::string_view value_of(std::string_view file, std::string_view key) {
    for (const auto line : split(file, '\n')) {
        const auto colon = line.find(':');
        if (colon != std::string_view::npos && trimmed(line.substr(0, colon)) == key)
            return trimmed(line.substr(colon + 1));
    }
    return {};
}

std::vector<std::string> device_tree_strings(std::string_view property) {
    std::vector<std::string> strings;
    for (const auto part : split(property, '\0'))
        if (std::string text = clean_text(part); !text.empty()) strings.push_back(std::move(text));
    return strings;
}

}  // namespace sigap::inventory
