#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <sstream>

#include "platform/core/random.hpp"
#include "sync/model/text_merge.hpp"

using namespace sigap;

namespace {

std::vector<std::string> lines_in(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    std::ranges::sort(lines);
    return lines;
}

// Few different words, so that texts repeat and meet.
std::string random_text(SeededRandom& random, std::size_t most_lines) {
    static constexpr const char* words[] = {"cable", "loose", "fan", "dust", "disk", "ok", ""};
    std::string text;
    for (auto lines = random.below(most_lines + 1); lines > 0; --lines) {
        for (auto left = random.below(4); left > 0; --left) text += std::string(words[random.below(7)]) + ' ';
        if (lines > 1) text += '\n';
    }
    return text;
}

std::string edited(SeededRandom& random, const std::string& text, const std::string& mark) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    for (auto edits = random.below(4); edits > 0; --edits) {
        const std::size_t at = lines.empty() ? 0 : random.below(lines.size());
        const auto place = lines.begin() + static_cast<std::ptrdiff_t>(at);
        switch (random.below(3)) {
            case 0: lines.insert(place, mark + std::to_string(random.below(1000))); break;
            case 1: if (!lines.empty()) lines.erase(place); break;
            default: if (!lines.empty()) *place += ' ' + mark + std::to_string(random.below(1000));
        }
    }
    std::string out;
    for (const auto& line : lines) out += (out.empty() ? "" : "\n") + line;
    return out;
}

}  // namespace

TEST_CASE("changes of different lines and of different words of one line both stay") {
    const auto lines = merge_text("fan\ncable\ndisk", "new fan\ncable\ndisk", "fan\ncable\ndisk ok");
    CHECK(lines.text == "new fan\ncable\ndisk ok");
    CHECK_FALSE(lines.overlap);
    const auto words = merge_text("the cable is loose", "the blue cable is loose", "the cable is broken");
    CHECK(words.text == "the blue cable is broken");
    CHECK_FALSE(words.overlap);
    CHECK(merge_text("fan loud", "fan quiet", "fan loud\nordered").text == "fan quiet\nordered");
    CHECK(merge_text("fan\ncable", "cable", "fan\ndisk\ncable").text == "disk\ncable");
    const auto neighbours = merge_text("fan\ncable", "fan replaced\ncable", "fan\ncable replaced");
    CHECK(neighbours.text == "fan replaced\ncable replaced");
    CHECK_FALSE(neighbours.overlap);
}

TEST_CASE("lines that both add at one place all stay") {
    CHECK(merge_text("", "from the field", "from the desk").text == "from the field\nfrom the desk");
    const auto merged = merge_text("seen", "seen\nmine", "seen\ntheirs");
    CHECK(merged.text == "seen\nmine\ntheirs");
    CHECK_FALSE(merged.overlap);
}

TEST_CASE("where both change the same words the winner's stay, and the other text holds the loser's beside all else") {
    const auto merged = merge_text("fan\ndisk\ncable loose", "fan\ndisk\ncable cut\nmine", "new fan\ndisk\ncable fine");
    CHECK(merged.overlap);
    CHECK(merged.text == "new fan\ndisk\ncable cut\nmine");
    CHECK(merged.other == "new fan\ndisk\ncable fine");
}

TEST_CASE("a line that one side took out and the other changed is an overlap") {
    const auto merged = merge_text("fan\ncable\ndisk", "fan\ndisk", "fan\ncable cut\ndisk");
    CHECK(merged.overlap);
    CHECK(merged.text == "fan\ndisk");
    CHECK(merged.other == "fan\ncable cut\ndisk");
}

TEST_CASE("whatever two people make of a text, the merge keeps every word that either added") {
    SeededRandom random(11);
    for (int round = 0; round < 3000; ++round) {
        const std::string base = random_text(random, 8), a = edited(random, base, "A"), b = edited(random, base, "B");
        INFO("base [" << base << "]\na [" << a << "]\nb [" << b << "]");
        CHECK(merge_text(base, a, base).text == a);
        CHECK(merge_text(base, base, a).text == a);
        CHECK(merge_text(base, a, a).text == a);
        const auto ab = merge_text(base, a, b), ba = merge_text(base, b, a);
        CHECK(ab.overlap == ba.overlap);
        // The winner's place only orders what both added; what is there is the same.
        if (!ab.overlap) CHECK(lines_in(ab.text) == lines_in(ba.text));
        CHECK(lines_in(ab.other) == lines_in(ba.text));
        const std::string both = ab.text + '\n' + ab.other;
        for (const auto* side : {&a, &b}) {
            std::istringstream words(*side);
            for (std::string word; words >> word;)
                if (word[0] == 'A' || word[0] == 'B') CHECK(both.find(word) != std::string::npos);
        }
        if (!ab.overlap) CHECK(ab.text == ab.other);
    }
}

TEST_CASE("a text too long to compare is one place, not minutes of work") {
    std::string a, b;
    for (int i = 0; i < 60'000; ++i) a += "a" + std::to_string(i) + '\n', b += "b" + std::to_string(i) + '\n';
    const auto merged = merge_text("start\nend", a, b);
    CHECK(merged.overlap);
    CHECK(merged.text == a);
    CHECK(merged.other == b);
}
