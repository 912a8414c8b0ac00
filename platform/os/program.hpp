// Other programs of the system, by name and without a shell. Any thread that may wait.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "platform/core/result.hpp"

namespace sigap {

// What the program prints, once it has ended well. Errors: not_found (no such program), refused "failed" (it ended otherwise), limit (it
// printed more than `most` bytes), busy (it took longer than `patience`; it is ended).
Result<std::string> output_of(const std::vector<std::string>& words, std::size_t most, std::chrono::milliseconds patience);

// Starts it and leaves it to itself. Error{not_found} where there is no such program.
Result<void> start_program(const std::vector<std::string>& words);

// The picture on the desktop's clipboard, as PNG or JPEG, by wl-paste or xclip. Errors: not_found "no_clipboard_program",
// not_found "no_clipboard_picture", else as output_of.
Result<std::string> clipboard_picture();

}  // namespace sigap
