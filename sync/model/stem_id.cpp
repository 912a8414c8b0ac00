#include "sync/model/stem_id.hpp"

#include <algorithm>
#include <array>

namespace sigap {

namespace {

using Candidates = std::vector<std::string>;
constexpr std::size_t most_stems = 6;

bool is_vowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }
bool is_one_of(char c, std::string_view letters) { return letters.find(c) != std::string_view::npos; }

// About as many as syllables.
auto vowels_in(std::string_view word) { return std::ranges::count_if(word, is_vowel); }

// "rver" of "server" begins no word; "print" and "scan" do, borrowed.
bool can_begin(std::string_view word) {
    static constexpr std::array<std::string_view, 20> pairs{"bl", "br", "dr", "fl", "fr", "gl", "gr", "kh", "kl", "kr",
                                                            "ng", "ny", "pl", "pr", "sc", "sk", "sp", "st", "sw", "tr"};
    return word.size() > 1 && (is_vowel(word[0]) || is_vowel(word[1]) || std::ranges::find(pairs, word.substr(0, 2)) != pairs.end());
}

bool is_root(std::string_view word) { return word.size() >= 3 && vowels_in(word) >= 2 && can_begin(word); }
// "cek", "cas", "klik": roots of one syllable take few of the prefixes.
bool is_short_root(std::string_view word) {
    return word.size() >= 3 && word.size() <= 5 && vowels_in(word) == 1 && !is_vowel(word.back()) && can_begin(word);
}

std::string_view without_particles(std::string_view word) {
    const auto drop = [&](std::string_view suffix) {
        if (!word.ends_with(suffix) || !is_root(word.substr(0, word.size() - suffix.size()))) return false;
        word.remove_suffix(suffix.size());
        return true;
    };
    for (const std::string_view particle : {"lah", "kah", "tah", "pun"})
        if (drop(particle)) break;
    // A verb has no owner: "bertemu" does not end in "-mu".
    const bool verb = word.starts_with("ber") || word.starts_with("di") || word.starts_with("me") || word.starts_with("ter");
    if (!drop("nya") && !verb && !drop("ku")) drop("mu");
    return word;
}

void keep(Candidates& to, std::string word, bool also_short = false) {
    if ((is_root(word) || (also_short && is_short_root(word))) && std::ranges::find(to, word) == to.end()) to.push_back(std::move(word));
}

// me- and pe- with the nasal that they take: m before b, f, p, v; n before c, d, j, t, z; ny for s; ng before g, h, k and vowels.
// The first sound of a root in k, p, s or t is swallowed.
void strip_nasal(std::string_view word, Candidates& out) {
    const std::string_view rest = word.substr(2);
    const auto after = [&](std::size_t letters) { return std::string(rest.substr(letters)); };
    if (rest.size() < 3) return;
    if (rest.starts_with("nge")) {
        const std::string_view root = rest.substr(3);
        const std::string_view bare = root.ends_with("an") ? root.substr(0, root.size() - 2) : root;
        if (is_short_root(bare)) keep(out, std::string(bare), true);
    }
    if (rest.starts_with("ng")) {
        if (is_one_of(rest[2], "ghkq")) return keep(out, after(2));
        if (!is_vowel(rest[2])) return;
        keep(out, after(2));
        return keep(out, 'k' + after(2));
    }
    if (rest.starts_with("ny") && is_vowel(rest[2])) {
        keep(out, 's' + after(2));
        return keep(out, after(0));
    }
    if (rest[0] == 'n') {
        if (is_one_of(rest[1], "cdjstz")) return keep(out, after(1));
        if (!is_vowel(rest[1])) return;
        keep(out, 't' + after(1));
        return keep(out, after(0));
    }
    if (rest[0] == 'm') {
        if (is_one_of(rest[1], "bfpv")) return keep(out, after(1));
        if (!is_vowel(rest[1])) return;
        keep(out, 'p' + after(1));
        return keep(out, after(0));
    }
    if (is_one_of(rest[0], "lrwy") || rest.starts_with("kerja")) keep(out, after(0));
}

Candidates without_prefix(std::string_view word, bool first) {
    Candidates out;
    const auto drop = [&](std::string_view prefix, bool also_short = false) {
        if (word.starts_with(prefix)) keep(out, std::string(word.substr(prefix.size())), also_short);
    };
    if (first && (word.starts_with("me") || word.starts_with("pe")) && !word.starts_with("per")) strip_nasal(word, out);
    if (first) drop("di", true), drop("nge", true), drop("ter"), drop("se");
    drop("per"), drop("ber");
    // "ketik" begins so itself.
    const auto others = out.size();
    if (drop("ke"); out.size() > others) out.emplace_back(word);
    if (word.starts_with("bekerja")) drop("be");
    return out;
}

void strip_suffix(std::string word, Candidates& out) {
    const auto shorter = [&](std::size_t letters) { return word.substr(0, word.size() - letters); };
    if (word.ends_with("kan") && is_root(shorter(3))) {
        // "cetakan" is "cetak" with "-an", "matikan" is "mati" with "-kan".
        if (is_vowel(word[word.size() - 4])) keep(out, shorter(2));
        return keep(out, shorter(3));
    }
    if (word.ends_with("an") && is_root(shorter(2))) return keep(out, shorter(2));
    // "baterai" and "pakai" end so themselves.
    if (word.ends_with('i') && is_root(shorter(1)) && !is_one_of(word[word.size() - 2], "aeio")) return keep(out, shorter(1));
    keep(out, std::move(word), true);
}

}  // namespace

std::vector<std::string> stems_id(std::string_view word) {
    const std::string bare(without_particles(word));
    Candidates bases;
    for (const auto& once : without_prefix(bare, true)) {
        const auto twice = without_prefix(once, false);
        bases.insert(bases.end(), twice.begin(), twice.end());
        if (twice.empty()) bases.push_back(once);
    }
    if (bases.empty()) bases.push_back(bare);
    Candidates stems;
    for (auto& base : bases) strip_suffix(std::move(base), stems);
    std::erase(stems, word);
    if (stems.size() > most_stems) stems.resize(most_stems);
    return stems;
}

}  // namespace sigap
