// What an inflected Indonesian word may stand for: "mencetak" and "pencetakan" for "cetak". Pure, any thread.
// The order of particle, possessive, prefixes and suffixes is that of F. Z. Tala, "A Study of Stemming Effects on Information
// Retrieval in Bahasa Indonesia" (Universiteit van Amsterdam, 2003), which needs no dictionary; the recoding of prefixes is that
// of Nazief and Adriani as J. Asian, H. E. Williams and S. M. M. Tahaghoghi give it in "Stemming Indonesian" (ACSC 2005).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sigap {

// `word` is of the letters a to z. Without a dictionary a sound that a prefix swallowed may be one of two ("mengirim": "irim" or
// "kirim"): each is given, six at most. Empty where nothing comes off; the word itself is never among them.
std::vector<std::string> stems_id(std::string_view word);

}  // namespace sigap
