// A place to draw in with a finger, a pen or the mouse. UI thread.
#pragma once

#include <vector>

#include "client/ui/ui.hpp"

namespace sigap::ui {

// What was drawn in `rect` since the last frame; x and y go from 0 to 1 across it, and beyond where a line leaves it. One such place in
// a frame; while a layer lies above, nothing is drawn.
std::vector<InkPoint> ink_area(Ui& ui, std::string_view key, std::string_view label, const Rect& rect);

}  // namespace sigap::ui
