#include "sync/server/commands/arguments.hpp"

#include <algorithm>

namespace sigap {

Result<Arguments> Arguments::parse(std::span<const std::string> words, std::span<const std::string_view> valued,
                                   std::span<const std::string_view> flags) {
    Arguments arguments;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (!word.starts_with("--")) {
            arguments.plain_.push_back(word);
            continue;
        }
        const auto equals = word.find('=');
        const std::string name = word.substr(0, equals);
        if (std::ranges::find(flags, name) != flags.end()) {
            if (equals != std::string::npos) return usage_error(name + " takes no value");
            arguments.options_.emplace_back(name, "");
        } else if (std::ranges::find(valued, name) != valued.end()) {
            if (equals != std::string::npos) arguments.options_.emplace_back(name, word.substr(equals + 1));
            else if (i + 1 < words.size()) arguments.options_.emplace_back(name, words[++i]);
            else return usage_error(name + " needs a value");
        } else {
            return usage_error("there is no option " + name + " here");
        }
    }
    return arguments;
}

bool Arguments::has(std::string_view option) const {
    return std::ranges::any_of(options_, [&](const auto& given) { return given.first == option; });
}

std::string Arguments::value(std::string_view option, std::string_view fallback) const {
    std::string found(fallback);
    for (const auto& [name, text] : options_)
        if (name == option) found = text;
    return found;
}

std::vector<std::string> Arguments::values(std::string_view option) const {
    std::vector<std::string> all;
    for (const auto& [name, text] : options_)
        if (name == option) all.push_back(text);
    return all;
}

}  // namespace sigap
