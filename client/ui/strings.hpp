// The words of the app: assets/i18n/LANGUAGE.json, flat keys to text. UI thread; switching takes effect in the next frame.
// "{0}" to "{9}" take arguments. "key.one" beside "key" is taken when the first argument is the number 1.
#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "platform/core/result.hpp"

namespace sigap::ui {

using Words = std::map<std::string, std::string, std::less<>>;

inline constexpr std::array<std::string_view, 2> languages{"id", "en"};

// Reads one file's text; `invalid` names the key whose value is no string.
Result<Words> parse_words(std::string_view json);
// Puts arguments into a text; a placeholder without an argument stays as it is.
std::string filled(std::string_view text, const std::vector<std::string>& arguments);

// 1234567 with its thousands apart: "1.234.567".
std::string grouped(std::int64_t number, std::string_view separator);

class Strings {
public:
    explicit Strings(std::string_view language = "id");

    // One of languages; anything else is English.
    void use(std::string_view language);
    const std::string& language() const { return language_; }

    // A key without a text is shown as itself, and remembered in missing().
    template <typename... Arguments>
    std::string tr(std::string_view key, const Arguments&... arguments) const {
        return lookup(key, {text_of(arguments)...});
    }
    const std::set<std::string>& missing() const { return missing_; }

private:
    template <typename T>
    static std::string text_of(const T& argument) {
        if constexpr (std::is_arithmetic_v<T>) return std::to_string(argument);
        else return std::string(argument);
    }
    std::string lookup(std::string_view key, const std::vector<std::string>& arguments) const;

    std::string language_;
    const Words* words_ = nullptr;
    mutable std::set<std::string> missing_;
};

}  // namespace sigap::ui
