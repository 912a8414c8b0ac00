// What lies above the page: menus, and dialogs for what cannot be undone. UI thread. While one is open nothing below
// answers, Escape closes it, and the focus returns to where it was.
#pragma once

#include <string_view>

#include "client/ui/widgets.hpp"

namespace sigap::ui {

// True while the menu that Ui::open_menu(key, at) opened is open: draw its items, then end_menu().
bool begin_menu(Ui& ui, std::string_view key);
// True when chosen; the menu then closes.
bool menu_item(Ui& ui, std::string_view key, const char* icon, std::string_view text, bool enabled = true);
void end_menu(Ui& ui);

// A sheet in the middle; between the two calls widgets go into it. False when Escape asked to close.
bool begin_modal(Ui& ui, std::string_view key, std::string_view title);
void end_modal(Ui& ui);

// A page of its own over the whole window, with a title and a button "KEY.close" named `close`; `rest` is what lies below them.
// False when it asked to close.
bool begin_full(Ui& ui, std::string_view key, std::string_view title, std::string_view close, Rect& rest);
void end_full(Ui& ui);

enum class Answer { open, accepted, cancelled };
struct Question {
    std::string_view title, text;
    std::string_view verb, cancel;  // the button says what will happen: "Delete draft", never "OK"
    ButtonKind kind = ButtonKind::danger;
};
// Buttons "KEY.accept" and "KEY.cancel". Call it each frame while it answers `open`.
Answer ask(Ui& ui, std::string_view key, const Question& question);

}  // namespace sigap::ui
