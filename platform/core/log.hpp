// Structured logs: one JSON object a line on standard error, never a person's data. Any thread.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace sigap {

enum class LogLevel { debug, info, warning, error, silence };

// Lines below the level are dropped, `silence` drops all; `info` at the start. The level until now.
LogLevel set_log_level(LogLevel level);
// {"time":...,"level":...,"event":...,key:value...}; values are written as strings.
void log(LogLevel level, std::string_view event,
         std::initializer_list<std::pair<std::string_view, std::string>> fields = {});

}  // namespace sigap
