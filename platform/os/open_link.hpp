// Hands a link to the program that the desktop has for it. Any thread; returns at once.
#pragma once

#include <string>

namespace sigap {

// Where there is no such program nothing happens.
void open_link(const std::string& url);

}  // namespace sigap
