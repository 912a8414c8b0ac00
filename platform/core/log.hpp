// Structured logs: one JSON object a line on standard error, never a person's data. Any thread.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace sigap {

enum class LogLevel { debug, info, warning, error };

// Lines below the level are dropped; `info` at the start.
void set_log_level(LogLevel level);
// {"time":...,"level":...,"event":...,key:value...}; values are written as strings.
void log(LogLevel level, std::string_view event,
         std::initializer_list<std::pair<std::string_view, std::string>> fields = {});

}  // namespace sigap
