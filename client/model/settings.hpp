// How this person wants the app: kept on the device, never sent. A plain value; any thread.
#pragma once

#include "sync/model/kinds/person.hpp"
#include "sync/replica/replica.hpp"

namespace sigap {

enum class Theme : std::uint8_t { automatic, light, dark };
template <>
inline constexpr std::string_view words_of<Theme>[] = {"auto", "light", "dark"};

struct Settings {
    Language language = Language::id;
    Theme theme{};
    int zoom = 100;       // per cent, 80 to 200
    int text_size = 100;  // per cent, 90 to 150
    bool operator==(const Settings&) const = default;
};

// Absent and impossible values read as the defaults; `fallback` is the language until one was chosen.
Settings read_settings(const Replica& replica, Language fallback = Language::id);
Result<void> write_settings(Replica& replica, const Settings& settings);

}  // namespace sigap
