#include "tests/structure/type_names.hpp"

#include <cctype>
#include <string_view>

namespace sigap::structure {
namespace {

using Words = std::vector<std::string>;

bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Past a comment, a literal or a preprocessor's line that begins at `at`; `at` itself where none does.
std::size_t skipped(std::string_view text, std::size_t at) {
    const auto past = [&](std::string_view end, std::size_t from) {
        const auto found = text.find(end, from);
        return found == std::string_view::npos ? text.size() : found + end.size();
    };
    const auto rest = text.substr(at);
    if (rest.starts_with("//")) return past("\n", at);
    if (rest.starts_with("/*")) return past("*/", at + 2);
    if (rest.starts_with("R\"")) {
        const auto open = text.find('(', at);
        return past(')' + std::string(text.substr(at + 2, open - at - 2)) + '"', open);
    }
    if (rest[0] == '#') {
        auto end = past("\n", at);
        while (end >= 2 && end < text.size() && text[end - 2] == '\\') end = past("\n", end);
        return end;
    }
    if (rest[0] != '"' && rest[0] != '\'') return at;
    auto end = at + 1;
    while (end < text.size() && text[end] != rest[0]) end += text[end] == '\\' ? 2 : 1;
    return end + 1;
}

Words words_of_source(std::string_view text) {
    Words words;
    for (std::size_t at = 0; at < text.size();) {
        if (const auto next = skipped(text, at); next != at) {
            at = next;
        } else if (in_word(text[at])) {
            const auto begin = at;
            // An apostrophe between digits parts them; it opens no literal.
            const bool number = std::isdigit(static_cast<unsigned char>(text[at]));
            while (at < text.size() && (in_word(text[at]) || (number && text[at] == '\''))) ++at;
            words.emplace_back(text.substr(begin, at - begin));
        } else if (text.substr(at, 2) == "::" || text.substr(at, 2) == "->" || text.substr(at, 2) == "[[" || text.substr(at, 2) == "]]") {
            words.emplace_back(text.substr(at, 2));
            at += 2;
        } else {
            if (!std::isspace(static_cast<unsigned char>(text[at]))) words.emplace_back(1, text[at]);
            ++at;
        }
    }
    return words;
}

bool is_type_word(const std::string& word) { return word == "class" || word == "struct" || word == "union" || word == "enum"; }

// What an opening brace opens, judged by the words since the last one of ; { }.
struct Opened {
    enum What { names, type, hidden } what = hidden;
    std::string name;  // empty for a namespace without one
};

Opened opened_by(const Words& head) {
    for (std::size_t i = 0; i < head.size() && i < 2; ++i) {
        if (head[i] == "extern" && head.size() == i + 1) return {Opened::names, "extern"};
        if (head[i] != "namespace") continue;
        std::string name;
        for (std::size_t k = i + 1; k < head.size(); ++k) name += head[k];
        return {Opened::names, name};
    }
    int parens = 0, angles = 0;
    std::size_t at = 0;
    for (; at < head.size(); ++at) {
        if (head[at] == "(" || head[at] == "[") ++parens;
        if (head[at] == ")" || head[at] == "]") --parens;
        if (parens == 0 && head[at] == "<") ++angles;
        if (parens == 0 && head[at] == ">") --angles;
        if (parens == 0 && angles == 0 && is_type_word(head[at])) break;
    }
    std::string name;
    bool named = false;
    for (++at; at < head.size(); ++at) {
        const auto& word = head[at];
        if (is_type_word(word) && !named) continue;
        if (word == "[[") {
            while (at < head.size() && head[at] != "]]") ++at;
        } else if (word == "alignas") {
            while (at < head.size() && head[at] != ")") ++at;
        } else if (angles == 0 && (word == "final" || word == ":")) {
            break;
        } else if (angles == 0 && (word == "(" || word == "=" || (named && in_word(word[0]) && !name.ends_with("::")))) {
            return {};  // a function or a variable of the type
        } else {
            angles += word == "<" ? 1 : word == ">" ? -1 : 0;
            name += word;
            named = true;
        }
    }
    return name.empty() ? Opened{} : Opened{Opened::type, name};
}

}  // namespace

std::vector<std::string> types_defined_in(const std::string& text) {
    std::vector<std::string> found;
    std::vector<Opened> open;
    Words head;
    for (const auto& word : words_of_source(text)) {
        if (word == "{") {
            auto opened = opened_by(head);
            bool visible = opened.what == Opened::type;
            std::string name;
            for (const auto& scope : open) {
                visible = visible && scope.what != Opened::hidden && !scope.name.empty();
                if (scope.name != "extern") name += scope.name + "::";
            }
            if (visible) found.push_back(name + opened.name);
            open.push_back(std::move(opened));
        } else if (word == "}" && !open.empty()) {
            open.pop_back();
        }
        if (word == "{" || word == "}" || word == ";") head.clear();
        else head.push_back(word);
    }
    return found;
}

std::vector<std::string> twins_of(const SourceTree& tree) {
    std::map<std::string, std::vector<std::string>> homes;
    for (const auto& [path, text] : tree) {
        if (path == "CMakeLists.txt") continue;
        for (const auto& name : types_defined_in(text))
            if (auto& files = homes[name]; files.empty() || files.back() != path) files.push_back(path);
    }
    std::vector<std::string> twins;
    for (const auto& [name, files] : homes) {
        if (files.size() < 2) continue;
        std::string line = name + " is in " + files.front();
        for (std::size_t i = 1; i < files.size(); ++i) line += " and in " + files[i];
        twins.push_back(std::move(line));
    }
    return twins;
}

}  // namespace sigap::structure
