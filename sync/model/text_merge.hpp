// Three-way merge of a text: what two people made of the text that both had seen, by lines, and within them by words (diff3:
// Khanna, Kunal, Pierce, "A Formal Investigation of Diff3", 2007). Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace sigap {

struct TextMerge {
    std::string text;      // both sides' changes; where both changed one place, the winner's
    std::string other;     // the same with the loser's words in those places
    bool overlap = false;  // false: text and other are one
};

// Lines added by both at one place all stay, the winner's first. Time and memory are bounded: where the texts differ over more
// than some thousand lines or words, that stretch counts as one place.
TextMerge merge_text(std::string_view base, std::string_view winner, std::string_view loser);

}  // namespace sigap
