// A question as the search understands it, and which words of a text answer it. Pure, any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sigap {

struct StemmedWord {
    std::string word;
    std::vector<std::string> stems;
    bool is(const std::string& other) const;
};
using StemmedWords = std::vector<StemmedWord>;

void add_words(StemmedWords& to, std::string_view text);

struct AskedWord : StemmedWord {
    bool prefix = true;  // what begins with it is meant, too
};

// At most so many, each once, without the words that every question has.
std::vector<AskedWord> asked_words(std::string_view text, std::size_t most);

enum class Match : unsigned char { none, beginning, whole };
Match match_of(const AskedWord& asked, const StemmedWord& word);
Match match_of(const AskedWord& asked, const StemmedWords& words);

// Bytes [begin, end) of a text.
struct TextPart {
    std::size_t begin = 0, end = 0;
    bool operator==(const TextPart&) const = default;
};
// The words of the text that answer one of those asked for, in order, at most so many.
std::vector<TextPart> found_words(std::span<const AskedWord> asked, std::string_view text, std::size_t most);

}  // namespace sigap
