#include "sync/model/stem_en.hpp"

#include <algorithm>

namespace sigap {

namespace {

bool is_vowel_en(char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; }
bool has_vowel(std::string_view word) { return std::ranges::any_of(word, is_vowel_en); }

std::string_view singular(std::string_view word) {
    for (const std::string_view kept : {"ss", "us", "is"})
        if (word.ends_with(kept)) return word;
    for (const std::string_view hissing : {"ches", "shes", "sses", "xes", "zes"})
        if (word.ends_with(hissing)) return word.substr(0, word.size() - 2);
    return word.ends_with('s') ? word.substr(0, word.size() - 1) : word;
}

}  // namespace

std::string stem_en(std::string_view word) {
    if (word.size() < 4) return std::string(word);
    if (word.size() > 4 && word.ends_with("ies")) return std::string(word.substr(0, word.size() - 3)) + 'y';
    std::string_view stem = singular(word);
    for (const std::string_view ending : {"ing", "ed"}) {
        const auto rest = stem.size() > ending.size() ? stem.substr(0, stem.size() - ending.size()) : std::string_view{};
        if (!stem.ends_with(ending) || rest.size() < 3 || !has_vowel(rest)) continue;
        const bool doubled = rest[rest.size() - 1] == rest[rest.size() - 2];
        stem = doubled && std::string_view("lsz").find(rest.back()) == std::string_view::npos ? rest.substr(0, rest.size() - 1) : rest;
        break;
    }
    if (stem.size() > 4 && stem.ends_with('e')) stem.remove_suffix(1);
    return std::string(stem);
}

}  // namespace sigap
