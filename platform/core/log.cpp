#include "platform/core/log.hpp"

#include <atomic>
#include <cstdio>

#include "platform/core/clock.hpp"
#include "platform/core/json_text.hpp"

namespace sigap {

namespace {
std::atomic<LogLevel> least{LogLevel::info};
}

LogLevel set_log_level(LogLevel level) { return least.exchange(level); }

void log(LogLevel level, std::string_view event,
         std::initializer_list<std::pair<std::string_view, std::string>> fields) {
    if (level < least.load() || level == LogLevel::silence) return;
    static constexpr std::string_view names[] = {"debug", "info", "warning", "error"};
    std::string line = "{\"time\":";
    append_json_string(line, to_rfc3339(SystemClock{}.now()));
    line += ",\"level\":";
    append_json_string(line, names[static_cast<int>(level)]);
    line += ",\"event\":";
    append_json_string(line, event);
    for (const auto& [key, value] : fields) {
        line += ',';
        append_json_string(line, key);
        line += ':';
        append_json_string(line, value);
    }
    line += "}\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace sigap
