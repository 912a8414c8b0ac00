// A text in Markdown (CommonMark with tables) as the blocks that a screen draws. Pure, any thread; takes hostile input.
// Always holds: what is not understood is shown as it was written, so that no word of an article is lost.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sigap {

struct MarkdownRun {
    std::string text;  // '\n' begins a new line
    bool strong = false;
    bool code = false;
    std::string link = {};  // where it leads; "" nowhere
    bool operator==(const MarkdownRun&) const = default;
};
using MarkdownText = std::vector<MarkdownRun>;

struct MarkdownBlock {
    enum class Kind { heading, paragraph, code, table, picture, rule };
    Kind kind{};
    int level = 0;               // of a heading, 1 to 6
    int depth = 0;               // in how many lists it stands
    std::string marker{};        // "1." or a bullet where it begins a point of a list
    bool quoted = false;
    MarkdownText text{};         // of a picture: what it shows
    std::string source{};        // of a picture
    std::vector<std::vector<MarkdownText>> rows{};  // of a table; the first has the headings
};

std::vector<MarkdownBlock> read_markdown(std::string_view text);

}  // namespace sigap
