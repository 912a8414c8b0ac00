// Text broken into lines and cut to a width, whatever measures it. Any thread; pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sigap {

// The width of a text in any unit; that of two texts together is the sum of theirs.
using WidthOf = std::function<double(std::string_view)>;

// UTF-8 without control characters: a tab is a space, a line's end stays, what is malformed is U+FFFD.
std::string printable_text(std::string_view text);
// Lines of at most `width`: broken at spaces, and a word that is wider than a whole line between its characters. Line ends in the
// text stay; empty lines at its end go. At least one line, of one character at least, however narrow.
std::vector<std::string> wrapped_text(std::string_view text, double width, const WidthOf& width_of);
// One line; with an ellipsis at its end where it had to be cut.
std::string cut_text(std::string_view text, double width, const WidthOf& width_of);

}  // namespace sigap
