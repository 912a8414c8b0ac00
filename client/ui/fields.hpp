// Fields that take text. UI thread. The value is the caller's and is never lost: Escape leaves the field, not the words.
#pragma once

#include <string>
#include <string_view>

#include "client/ui/ui.hpp"

namespace sigap::ui {

struct FieldLook {
    std::string_view label = {};   // above the field
    std::string_view hint = {};    // inside, while it is empty
    std::string_view error = {};   // below, with an icon
    const char* icon = nullptr;
    int lines = 1;                 // more: Enter makes a new line
    bool password = false;
    bool enabled = true;
    float width = 0;               // pixels; 0 the rest of the line
};

struct FieldResult {
    bool changed = false;
    bool submitted = false;  // Enter in a field of one line
    bool active = false;     // it has the caret
};

FieldResult text_field(Ui& ui, std::string_view key, std::string& value, const FieldLook& look);
// With a magnifier, and a button "KEY.clear" while it holds text. `clear_label` names that button.
FieldResult search_field(Ui& ui, std::string_view key, std::string& value, std::string_view hint,
                         std::string_view clear_label, float width = 0);

}  // namespace sigap::ui
