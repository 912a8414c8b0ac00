#include "sync/model/text_merge.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace sigap {

namespace {

using Tokens = std::vector<std::string_view>;
using Slice = std::span<const std::string_view>;

// Without their ends, so that a last line with and without one are the same line.
Tokens lines_of(std::string_view text) {
    Tokens lines;
    if (text.empty()) return lines;
    for (std::size_t at = 0;;) {
        const std::size_t end = text.find('\n', at);
        if (end == std::string_view::npos) {
            lines.push_back(text.substr(at));
            return lines;
        }
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Each word with the space before it: spaces alone would match anywhere.
Tokens words_with_space(std::string_view text) {
    Tokens words;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_space(text[end])) ++end;
        while (end < text.size() && !is_space(text[end])) ++end;
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

std::string join(Slice tokens, std::string_view between) {
    std::string out;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (i > 0) out += between;
        out += tokens[i];
    }
    return out;
}

// For each token of `from` its partner's index in `to`, or npos: a longest common subsequence between the equal ends.
std::vector<std::size_t> partners(Slice from, Slice to) {
    constexpr std::size_t most_cells = 4'000'000;
    std::vector<std::size_t> out(from.size(), std::string::npos);
    std::size_t head = 0;
    while (head < from.size() && head < to.size() && from[head] == to[head]) out[head] = head, ++head;
    std::size_t tail = 0;
    while (tail < from.size() - head && tail < to.size() - head && from[from.size() - 1 - tail] == to[to.size() - 1 - tail]) {
        out[from.size() - 1 - tail] = to.size() - 1 - tail;
        ++tail;
    }
    const std::size_t rows = from.size() - head - tail, columns = to.size() - head - tail;
    if (rows == 0 || columns == 0 || rows > most_cells / columns) return out;
    std::vector<std::uint32_t> length((rows + 1) * (columns + 1));
    const auto at = [&](std::size_t row, std::size_t column) -> std::uint32_t& { return length[row * (columns + 1) + column]; };
    for (std::size_t row = rows; row-- > 0;)
        for (std::size_t column = columns; column-- > 0;)
            at(row, column) = from[head + row] == to[head + column] ? at(row + 1, column + 1) + 1
                                                                    : std::max(at(row + 1, column), at(row, column + 1));
    for (std::size_t row = 0, column = 0; row < rows && column < columns;) {
        if (from[head + row] == to[head + column]) out[head + row++] = head + column++;
        else if (at(row + 1, column) >= at(row, column + 1)) ++row;
        else ++column;
    }
    return out;
}

// One side's change: these tokens of the base became those of the side.
struct Hunk {
    std::size_t base_begin = 0, base_end = 0, begin = 0, end = 0;
};

std::vector<Hunk> hunks_of(Slice base, Slice side) {
    const auto to = partners(base, side);
    std::vector<Hunk> hunks;
    std::size_t b = 0, s = 0;
    for (std::size_t i = 0; i <= base.size(); ++i) {
        const bool end = i == base.size();
        if (!end && to[i] == std::string::npos) continue;
        const std::size_t until = end ? side.size() : to[i];
        if (i > b || until > s) hunks.push_back({b, i, s, until});
        b = i + 1, s = until + 1;
    }
    return hunks;
}

struct Chunk {
    Slice base, winner, loser;
};

// What one side made of [begin, end) of the base, where `first` to `last` are its hunks in there.
Slice made_of(Slice base, Slice side, std::size_t begin, std::size_t end, const Hunk* first, const Hunk* last) {
    if (first == last) return base.subspan(begin, end - begin);
    const std::size_t from = first->begin - (first->base_begin - begin), to = (last - 1)->end + (end - (last - 1)->base_end);
    return side.subspan(from, to - from);
}

// The base in pieces: changed by nobody, by one side, or by both over one place. Changes that only touch are two pieces.
std::vector<Chunk> chunks_of(Slice base, Slice winner, Slice loser) {
    const auto ours = hunks_of(base, winner), theirs = hunks_of(base, loser);
    std::vector<Chunk> chunks;
    const Hunk *w = ours.data(), *l = theirs.data(), *w_end = w + ours.size(), *l_end = l + theirs.size();
    const auto place = [](const Hunk& hunk) { return std::pair(hunk.base_begin, hunk.base_end); };
    std::size_t at = 0;
    while (w != w_end || l != l_end) {
        const Hunk& next = l == l_end || (w != w_end && place(*w) <= place(*l)) ? *w : *l;
        std::size_t begin = next.base_begin, end = next.base_end;
        const Hunk *w_first = w, *l_first = l;
        const auto meets = [&](const Hunk& hunk) {
            return place(hunk) == std::pair(begin, end) || (hunk.base_begin < end && begin < hunk.base_end);
        };
        for (bool grown = true; grown;) {
            grown = false;
            for (auto [side, side_end] : {std::pair(&w, w_end), std::pair(&l, l_end)})
                while (*side != side_end && meets(**side)) {
                    end = std::max(end, (*side)->base_end);
                    ++*side;
                    grown = true;
                }
        }
        const Slice same = base.subspan(at, begin - at);
        if (!same.empty()) chunks.push_back({same, same, same});
        chunks.push_back({base.subspan(begin, end - begin), made_of(base, winner, begin, end, w_first, w),
                          made_of(base, loser, begin, end, l_first, l)});
        at = end;
    }
    const Slice rest = base.subspan(at);
    if (!rest.empty()) chunks.push_back({rest, rest, rest});
    return chunks;
}

// The side that changed it, or both that made the same of it; nothing where both changed it.
const Slice* easy(const Chunk& chunk) {
    if (std::ranges::equal(chunk.winner, chunk.base)) return &chunk.loser;
    if (std::ranges::equal(chunk.loser, chunk.base) || std::ranges::equal(chunk.winner, chunk.loser)) return &chunk.winner;
    return nullptr;
}

// The lines of a chunk that both changed, merged by words; nothing where both changed the same words.
bool merge_words(const Chunk& chunk, std::string& out) {
    // A line put in or taken out whole is no change of words.
    if (chunk.base.empty() || chunk.winner.empty() || chunk.loser.empty()) return false;
    const std::string base = join(chunk.base, "\n"), winner = join(chunk.winner, "\n"), loser = join(chunk.loser, "\n");
    const Tokens base_words = words_with_space(base), winner_words = words_with_space(winner), loser_words = words_with_space(loser);
    for (const auto& part : chunks_of(base_words, winner_words, loser_words)) {
        const Slice* side = easy(part);
        if (!side) return false;
        out += join(*side, "");
    }
    return true;
}

}  // namespace

TextMerge merge_text(std::string_view base, std::string_view winner, std::string_view loser) {
    const auto whole = [](std::string_view text) { return TextMerge{std::string(text), std::string(text), false}; };
    if (winner == base || winner == loser) return whole(loser);
    if (loser == base) return whole(winner);
    const Tokens base_lines = lines_of(base), winner_lines = lines_of(winner), loser_lines = lines_of(loser);
    std::vector<std::string> kept, other;
    bool overlap = false;
    const auto add = [](std::vector<std::string>& to, Slice lines) { to.insert(to.end(), lines.begin(), lines.end()); };
    for (const auto& chunk : chunks_of(base_lines, winner_lines, loser_lines)) {
        std::string words;
        if (const Slice* side = easy(chunk)) {
            add(kept, *side);
            add(other, *side);
        } else if (chunk.base.empty()) {
            for (auto* text : {&kept, &other}) {
                add(*text, chunk.winner);
                add(*text, chunk.loser);
            }
        } else if (merge_words(chunk, words)) {
            kept.push_back(words);
            other.push_back(words);
        } else {
            overlap = true;
            add(kept, chunk.winner);
            add(other, chunk.loser);
        }
    }
    const auto joined = [](const std::vector<std::string>& lines) { return join(Tokens(lines.begin(), lines.end()), "\n"); };
    return {joined(kept), joined(other), overlap};
}

}  // namespace sigap
