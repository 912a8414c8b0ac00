#include "client/ui/strings.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <stdexcept>

#include "client/ui/assets.hpp"

namespace sigap::ui {

namespace {

const Words& words_of(std::string_view language) {
    const auto load = [](std::string_view name) {
        auto words = parse_words(embedded_asset("assets/i18n/" + std::string(name) + ".json"));
        if (!words) throw std::logic_error(words.error().message);
        return *std::move(words);
    };
    static const Words indonesian = load("id");
    static const Words english = load("en");
    return language == "id" ? indonesian : english;
}

}  // namespace

Result<Words> parse_words(std::string_view json) {
    boost::system::error_code error;
    const boost::json::value root = boost::json::parse({json.data(), json.size()}, error);
    if (error || !root.is_object()) return fail(ErrorCode::invalid, "a language file must be one JSON object");
    Words words;
    for (const auto& [key, value] : root.get_object()) {
        if (!value.is_string()) return fail(ErrorCode::invalid, "no text: " + std::string(key));
        words.emplace(std::string(key), std::string(value.get_string()));
    }
    return words;
}

std::string filled(std::string_view text, const std::vector<std::string>& arguments) {
    std::string out;
    out.reserve(text.size() + 16);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool placeholder = text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}' && text[i + 1] >= '0' &&
                                 text[i + 1] <= '9';
        const auto index = placeholder ? static_cast<std::size_t>(text[i + 1] - '0') : 0;
        if (!placeholder || index >= arguments.size()) {
            out += text[i];
            continue;
        }
        out += arguments[index];
        i += 2;
    }
    return out;
}

std::string grouped(std::int64_t number, std::string_view separator) {
    std::string out = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    for (std::size_t end = out.size(); end > first + 3; end -= 3) out.insert(end - 3, separator);
    return out;
}

Strings::Strings(std::string_view language) { use(language); }

void Strings::use(std::string_view language) {
    language_ = language == "id" ? "id" : "en";
    words_ = &words_of(language_);
}

std::string Strings::lookup(std::string_view key, const std::vector<std::string>& arguments) const {
    if (!arguments.empty() && arguments.front() == "1") {
        const auto one = words_->find(std::string(key) + ".one");
        if (one != words_->end()) return filled(one->second, arguments);
    }
    const auto at = words_->find(key);
    if (at != words_->end()) return filled(at->second, arguments);
    missing_.emplace(key);
    return std::string(key);
}

}  // namespace sigap::ui
