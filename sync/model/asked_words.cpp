#include "sync/model/asked_words.hpp"

#include <algorithm>

#include "sync/model/search_words.hpp"

namespace sigap {

namespace {

// What search_words() keeps together or parts by itself: past ASCII it knows the signs better.
bool stays_together(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '\'' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

}  // namespace

bool StemmedWord::is(const std::string& other) const {
    return word == other || std::ranges::find(stems, other) != stems.end();
}

void add_words(StemmedWords& to, std::string_view text) {
    for (auto& word : search_words(text)) {
        auto stems = search_stems(word);
        to.push_back({std::move(word), std::move(stems)});
    }
}

std::vector<AskedWord> asked_words(std::string_view text, std::size_t most) {
    auto words = search_words(text);
    if (std::ranges::any_of(words, [](const auto& word) { return !is_filler(word); })) std::erase_if(words, is_filler);
    std::vector<AskedWord> asked;
    for (std::size_t i = 0; i < words.size() && asked.size() < most; ++i) {
        const bool last = i + 1 == words.size();
        if (std::ranges::find(asked, words[i], &AskedWord::word) != asked.end()) continue;
        asked.push_back({{words[i], search_stems(words[i])}, last || words[i].size() > 2});
    }
    return asked;
}

Match match_of(const AskedWord& asked, const StemmedWord& word) {
    if (word.is(asked.word) || std::ranges::any_of(asked.stems, [&](const auto& stem) { return word.is(stem); })) return Match::whole;
    return asked.prefix && word.word.starts_with(asked.word) ? Match::beginning : Match::none;
}

Match match_of(const AskedWord& asked, const StemmedWords& words) {
    Match best = Match::none;
    for (const auto& word : words) best = std::max(best, match_of(asked, word));
    return best;
}

std::vector<TextPart> found_words(std::span<const AskedWord> asked, std::string_view text, std::size_t most) {
    std::vector<TextPart> out;
    StemmedWords words;
    for (std::size_t at = 0; at < text.size() && out.size() < most;) {
        if (!stays_together(text[at])) {
            ++at;
            continue;
        }
        const std::size_t begin = at;
        while (at < text.size() && stays_together(text[at])) ++at;
        words.clear();
        add_words(words, text.substr(begin, at - begin));
        if (std::ranges::any_of(asked, [&](const AskedWord& one) { return match_of(one, words) != Match::none; })) out.push_back({begin, at});
    }
    return out;
}

}  // namespace sigap
