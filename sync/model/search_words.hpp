// Text as the search sees it: words without case and accents, each with the stems that it may stand for. Pure, any thread.
// Always holds: a word is of a-z, 0-9 and bytes past 0x7f, so that it can stand in a query as it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sigap {

// In their order. Latin letters lose case and accents (as by SQLite's unicode61 with remove_diacritics=2, and a stroke as well),
// Greek and Cyrillic ones their case; what is neither letter nor digit parts words, but for an apostrophe, and for the hyphen of "wi-fi" or "nge-print".
std::vector<std::string> search_words(std::string_view text);

// The stems of one such word, without the word itself; seven at most. None of what has a digit in it.
std::vector<std::string> search_stems(std::string_view word);

// "yang", "the": so common that a question is better put without it.
bool is_filler(std::string_view word);

}  // namespace sigap
