#include "platform/media/wrapped_text.hpp"

#include <catch2/catch_test_macros.hpp>

#include "platform/core/text.hpp"

using namespace sigap;
using Lines = std::vector<std::string>;

namespace {

// Every character is one wide.
double characters_of(std::string_view text) {
    double count = 0;
    for (std::size_t at = 0; at < text.size(); at += std::max<std::size_t>(utf8_length_at(text, at), 1)) ++count;
    return count;
}

Lines wrapped(std::string_view text, double width) { return wrapped_text(text, width, characters_of); }

}  // namespace

TEST_CASE("text is broken at its spaces and at its own line ends") {
    CHECK(wrapped("one two three", 7) == Lines{"one two", "three"});
    CHECK(wrapped("one two three", 6) == Lines{"one", "two", "three"});
    CHECK(wrapped("a\n\nb\n", 9) == Lines{"a", "", "b"});
    CHECK(wrapped("  a   b ", 9) == Lines{"a b"});
    CHECK(wrapped("", 9) == Lines{""});
}

TEST_CASE("a word that is wider than a line is broken between its characters") {
    CHECK(wrapped("in ABCDEFGHIJ out", 4) == Lines{"in", "ABCD", "EFGH", "IJ", "out"});
    CHECK(wrapped("ABCDEFGH i", 4) == Lines{"ABCD", "EFGH", "i"});
    CHECK(wrapped("éééé", 3) == Lines{"ééé", "é"});
    CHECK(wrapped("abc", 0.5) == Lines{"a", "b", "c"});
}

TEST_CASE("a word of a hundred thousand characters is measured a few times, not once more for each of its lines") {
    std::size_t measured = 0;
    const auto counted = [&](std::string_view text) {
        measured += text.size();
        return characters_of(text);
    };
    CHECK(wrapped_text(std::string(100'000, 'A'), 10, counted).size() == 10'000);
    CHECK(measured < 500'000);
}

TEST_CASE("what cannot be printed does not reach the page") {
    CHECK(printable_text("a\tb\r\nc\x1b[1m\x7f") == "a b\nc [1m ");
    CHECK(printable_text("a\xff" "b\xc3") == "a\xef\xbf\xbd" "b\xef\xbf\xbd");
    // U+FFFF, U+FDD0, U+1FFFE; and U+FFFD, U+1F600, which are characters.
    CHECK(printable_text("\xef\xbf\xbf" "\xef\xb7\x90" "\xf0\x9f\xbf\xbe") == "\xef\xbf\xbd" "\xef\xbf\xbd" "\xef\xbf\xbd");
    CHECK(printable_text("\xef\xbf\xbd" "\xf0\x9f\x98\x80") == "\xef\xbf\xbd" "\xf0\x9f\x98\x80");
    CHECK(printable_text(std::string_view("a\0b", 3)) == "a b");
}

TEST_CASE("a text is cut to one line with an ellipsis") {
    CHECK(cut_text("Finance", 7, characters_of) == "Finance");
    CHECK(cut_text("Finance laptop", 9, characters_of) == "Finance…");
    CHECK(cut_text("é\né", 2, characters_of) == "é…");
}
