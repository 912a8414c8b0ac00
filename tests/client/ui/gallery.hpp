// Every widget on a few pages, as a technician would meet them. Used by the golden pictures and by hand.
#pragma once

#include <string>

#include "client/ui/ui.hpp"

namespace sigap::test {

struct GalleryState {
    std::size_t rail = 0, job = 0, tab = 0, theme = 0;
    bool boxes[3] = {true, false, false};
    bool toggle_on = true;
    bool asking = false;
    int completed = 0, accepted = 0, menu_calls = 0;
    std::string search, note, name = "Reception";
};

void draw_jobs(ui::Ui& ui, GalleryState& state);     // the picture that the app is held against
void draw_widgets(ui::Ui& ui, GalleryState& state);  // everything else

}  // namespace sigap::test
