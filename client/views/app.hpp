// The app's one page: rail, header and the screen that is chosen; this file and app.cpp are its table of contents. UI thread.
#pragma once

#include "client/views/screen.hpp"

namespace sigap::views {

class App {
public:
    App(ui::Ui& ui, AppModel& model) : screen_{.ui = ui, .model = model} {}
    // One frame. Takes the model's answers first; asks for no frame of its own.
    void draw();
    // For pictures: instead of this person's settings, which stay as they are.
    void override_settings(std::optional<Theme> theme, std::optional<Language> language, std::optional<int> zoom) {
        theme_ = theme, language_ = language, zoom_ = zoom;
    }
    Screen& screen() { return screen_; }

private:
    void apply_settings();
    void show_toasts();
    void take_dropped(const ui::ShellLayout& layout);
    void draw_rail(const ui::ShellLayout& layout);
    void draw_header(const ui::ShellLayout& layout);

    Screen screen_;
    std::optional<Theme> theme_;
    std::optional<Language> language_;
    std::optional<int> zoom_;
};

}  // namespace sigap::views
