#include "sync/model/search_words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "platform/core/text.hpp"
#include "sync/model/stem_en.hpp"
#include "sync/model/stem_id.hpp"

namespace sigap {

namespace {

constexpr std::size_t longest_word = 40, longest_stemmed = 24;

// The letter under the accent, for U+00C0 to U+024F and U+1E00 to U+1EFF; a dot where there is none.
constexpr std::string_view latin_base =
    "aaaaaa.ceeeeiiii.nooooo.ouuuuy..aaaaaa.ceeeeiiii.nooooo.ouuuuy.y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.llllll."
    ".llnnnnnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz."
    "................................oo.............uu..............."
    ".............aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa...."
    "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............"
    "................";
constexpr std::string_view latin_additional_base =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwy......aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

std::uint32_t code_point_at(std::string_view text, std::size_t at, std::size_t length) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + i])); };
    switch (length) {
        case 1: return byte(0);
        case 2: return (byte(0) & 0x1FU) << 6U | (byte(1) & 0x3FU);
        case 3: return (byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
        default: return (byte(0) & 0x07U) << 18U | (byte(1) & 0x3FU) << 12U | (byte(2) & 0x3FU) << 6U | (byte(3) & 0x3FU);
    }
}

bool within(std::uint32_t point, std::uint32_t first, std::uint32_t last) { return point >= first && point <= last; }

bool parts_words(std::uint32_t point) {
    if (point < 0xC0) return point != 0xAA && point != 0xB5 && point != 0xBA;
    return point == 0xD7 || point == 0xF7 || within(point, 0x2000, 0x206F) || within(point, 0x20A0, 0x2BFF) || within(point, 0x3000, 0x3004) ||
           within(point, 0x3008, 0x3020) || within(point, 0xFE00, 0xFE6F) || within(point, 0xFF00, 0xFF0F) || within(point, 0xFFF0, 0xFFFF) ||
           point >= 0x1F000;
}

std::uint32_t without_case(std::uint32_t point) {
    if (within(point, 0x391, 0x3A9) || within(point, 0x410, 0x42F)) return point + 0x20;
    if (within(point, 0x400, 0x40F)) return point + 0x50;
    // The Latin-1 capitals that have no base letter.
    return point == 0xC6 || point == 0xD0 || point == 0xDE ? point + 0x20 : point;
}

struct Sign {
    std::string letters;  // what it adds to a word
    bool parts = false;
};

// One character past ASCII.
Sign sign_of(std::uint32_t point) {
    if (within(point, 0x300, 0x36F) || point == 0x2019 || point == 0xAD) return {};
    if (parts_words(point)) return {{}, true};
    char base = '.';
    if (within(point, 0xC0, 0x24F)) base = latin_base[point - 0xC0];
    else if (within(point, 0x1E00, 0x1EFF)) base = latin_additional_base[point - 0x1E00];
    Sign sign;
    if (base != '.') sign.letters = base;
    else append_utf8(sign.letters, without_case(point));
    return sign;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_plain_letter(char c) { return c >= 'a' && c <= 'z'; }

// A run of words with hyphens between. A number's parts are words of their own; a short first part belongs to the second.
void add_run(std::string& run, std::vector<std::string>& out) {
    const auto parts = split(run, '-');
    const bool joined = parts.size() == 2 && !parts[0].empty() && parts[0].size() <= 3 && std::ranges::all_of(parts[0], is_plain_letter) &&
                        parts[1].size() > 1 && std::ranges::none_of(parts[1], is_digit);
    if (joined) std::erase(run, '-');
    for (const auto part : split(run, '-')) {
        if (part.empty()) continue;
        std::size_t length = 0;
        while (length < part.size()) {
            const std::size_t next = utf8_length_at(part, length);
            if (next == 0 || length + next > longest_word) break;
            length += next;
        }
        out.emplace_back(part.substr(0, length));
    }
    run.clear();
}

}  // namespace

std::vector<std::string> search_words(std::string_view text) {
    std::vector<std::string> out;
    std::string run;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length_at(text, at);
        const char c = text[at];
        if (length == 1) {
            if (c >= 'A' && c <= 'Z') run += static_cast<char>(c + ('a' - 'A'));
            else if (is_plain_letter(c) || is_digit(c) || c == '-') run += c;
            else if (c != '\'') add_run(run, out);
        } else if (length == 0) {
            add_run(run, out);  // no UTF-8
        } else {
            const Sign sign = sign_of(code_point_at(text, at, length));
            if (sign.parts) add_run(run, out);
            run += sign.letters;
        }
        at += std::max<std::size_t>(length, 1);
    }
    add_run(run, out);
    return out;
}

std::vector<std::string> search_stems(std::string_view word) {
    if (word.size() < 4 || word.size() > longest_stemmed || !std::ranges::all_of(word, is_plain_letter)) return {};
    auto stems = stems_id(word);
    auto english = stem_en(word);
    if (english != word && std::ranges::find(stems, english) == stems.end()) stems.push_back(std::move(english));
    return stems;
}

bool is_filler(std::string_view word) {
    static constexpr auto fillers = [] {
        auto words = std::to_array<std::string_view>(
            {"ada",   "adalah", "agar",  "akan",  "and",   "apa",    "apakah", "are",     "atau",  "bagaimana", "bisa", "boleh", "bu",
             "can",   "cara",   "could", "dan",   "dapat", "dari",   "dengan", "di",      "do",    "does",      "for",  "from",  "get",
             "got",   "gimana", "have",  "help",  "how",   "ibu",    "ini",    "is",      "it",    "itu",       "jadi", "juga",  "kami",
             "kapan", "karena", "ke",    "kenapa", "kita", "kok",    "lagi",   "mau",     "me",    "mengapa",   "mohon", "my",   "nya",
             "of",    "on",     "oleh",  "or",    "pada",  "pak",    "please", "saat",    "saja",  "sangat",    "saya", "sedang", "semua",
             "should", "sudah", "supaya", "tapi", "terus", "that",   "the",    "tetapi",  "there", "this",      "to",   "tolong", "udah",
             "untuk", "was",    "what",  "when",  "where", "why",    "with",   "yang",    "you",   "your",      "a",    "an",    "i",
             "in",    "its",    "im",    "bapak", "ya",    "nih",    "dong",   "sih",     "kalau", "kalo",      "at",   "any",   "be",
             "tidak", "tak",    "gak",   "nggak", "ga",    "enggak", "not",    "cannot",  "cant",  "wont",      "doesnt", "dont", "isnt",
             "sama",  "sekali", "banget", "aja"});
        std::ranges::sort(words);
        return words;
    }();
    return std::ranges::binary_search(fillers, word);
}

}  // namespace sigap
