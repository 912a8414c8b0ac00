#include <array>

#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

// The value of `values` at the chosen place; the nearest below for one that is not among them.
template <std::size_t Count>
bool choose(Ui& ui, const std::array<int, Count>& values, const char* key, int& value) {
    std::array<std::string, Count> keys, texts;
    std::array<Option, Count> options;
    std::size_t chosen = 0;
    for (std::size_t i = 0; i < Count; ++i) {
        keys[i] = std::string(key) + '.' + std::to_string(values[i]);
        texts[i] = std::to_string(values[i]) + " %";
        options[i] = {keys[i], texts[i]};
        if (values[i] <= value) chosen = i;
    }
    if (!segmented(ui, options, chosen)) return false;
    value = values[chosen];
    return true;
}

}  // namespace

void draw_settings(Screen& screen, const ShellLayout& layout) {
    Ui& ui = screen.ui;
    Settings settings = screen.state().settings;
    bool changed = false;
    begin_pane(ui, "settings.pane", layout.detail, {layout.narrow ? 16.0f : 32.0f, 18});
    section(ui, ui.tr("settings.language"));
    const std::array<Option, 2> tongues{{{"settings.id", "Bahasa Indonesia"}, {"settings.en", "English"}}};
    auto tongue = static_cast<std::size_t>(settings.language);
    if (segmented(ui, tongues, tongue)) settings.language = static_cast<Language>(tongue), changed = true;
    space(ui, 20);
    section(ui, ui.tr("settings.theme"));
    const std::array<std::string, 3> theme_words{ui.tr("settings.auto"), ui.tr("settings.light"), ui.tr("settings.dark")};
    const std::array<Option, 3> themes{{{"settings.auto", theme_words[0], icon::brightness_auto},
                                        {"settings.light", theme_words[1], icon::light_mode},
                                        {"settings.dark", theme_words[2], icon::dark_mode}}};
    auto theme = static_cast<std::size_t>(settings.theme);
    if (segmented(ui, themes, theme)) settings.theme = static_cast<Theme>(theme), changed = true;
    space(ui, 20);
    section(ui, ui.tr("settings.zoom"));
    changed = choose(ui, std::array{80, 100, 125, 150, 200}, "settings.zoom", settings.zoom) || changed;
    space(ui, 20);
    section(ui, ui.tr("settings.text"));
    changed = choose(ui, std::array{90, 100, 115, 130, 150}, "settings.text", settings.text_size) || changed;
    space(ui, 24);
    section(ui, ui.tr("settings.device"));
    const AppState& state = screen.state();
    key_value(ui, ui.tr("settings.person"), state.person.empty() ? state.enrolment.login : state.person);
    key_value(ui, ui.tr("settings.role"), ui.tr("role." + std::string(word_of(state.enrolment.role))));
    key_value(ui, ui.tr("settings.organisation"), state.enrolment.organisation);
    key_value(ui, ui.tr("settings.server"), state.enrolment.url);
    key_value(ui, ui.tr("settings.number"), std::to_string(state.enrolment.device_number));
    space(ui, 10);
    paragraph(ui, ui.tr("settings.not_protected"), true);
    end_pane(ui);
    if (changed) screen.model.set_settings(settings);
}

}  // namespace sigap::views
