#include "client/model/settings.hpp"

#include <algorithm>
#include <charconv>

namespace sigap {

namespace {

int number_in(const std::string& text, int fallback, int least, int most) {
    int number = fallback;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && number >= least && number <= most ? number : fallback;
}

}  // namespace

Settings read_settings(const Replica& replica, Language fallback) {
    Settings settings;
    settings.language = fallback;
    from_word(replica.setting("ui.language"), settings.language);
    from_word(replica.setting("ui.theme"), settings.theme);
    settings.zoom = number_in(replica.setting("ui.zoom"), 100, 80, 200);
    settings.text_size = number_in(replica.setting("ui.text_size"), 100, 90, 150);
    return settings;
}

Result<void> write_settings(Replica& replica, const Settings& settings) {
    SIGAP_TRY(replica.set_setting("ui.language", word_of(settings.language)));
    SIGAP_TRY(replica.set_setting("ui.theme", word_of(settings.theme)));
    SIGAP_TRY(replica.set_setting("ui.zoom", std::to_string(settings.zoom)));
    return replica.set_setting("ui.text_size", std::to_string(settings.text_size));
}

}  // namespace sigap
