// Panes that scroll (by wheel, finger and keys) and lists of any length. UI thread.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "client/ui/ui.hpp"

namespace sigap::ui {

enum class Scroll { with_bar, without_bar, never };
// A part of the window with its own scrolling; `pad` dp of room inside. Everything until end_pane() lies in it.
void begin_pane(Ui& ui, std::string_view key, const Rect& rect, ImVec2 pad, Scroll scroll = Scroll::with_bar);
void end_pane(Ui& ui);
// Scrolls the pane that is being drawn back to its top.
void scroll_to_top();

// Draws only the rows that show, each `row_height` pixels high, inside the current pane. With the focus on a row,
// Up, Down, Page Up, Page Down, Home and End go through all of them. `draw` gets the index and returns the row.
void virtual_list(Ui& ui, std::string_view key, std::size_t count, float row_height,
                  const std::function<Interaction(std::size_t)>& draw);
float row_height(Ui& ui);

}  // namespace sigap::ui
