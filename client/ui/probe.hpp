// What the last frame offered to a person, in drawing order: for tests, for speech, and for moving the focus. UI thread.
// Keys are unique in a frame, made of ASCII words and record ids, and never translated.
#pragma once

#include <imgui.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sigap::ui {

enum class Role { button, tab, rail, checkbox, toggle, option, text_field, row, menu_item, key, status, text, dialog };

struct ProbeEntry {
    std::string key;
    Role role = Role::button;
    std::string label;
    std::string value;
    ImVec2 min, max;        // pixels; may lie outside of what its scroll area shows
    bool visible = true;    // its middle can be tapped
    bool enabled = true;
    bool checked = false;   // or selected
    bool focused = false;
    int layer = 0;          // 0 the page, higher: a menu or dialog above it
    unsigned scope = 0;     // the scroll area it lies in

    bool focusable() const;
    ImVec2 middle() const { return {(min.x + max.x) / 2, (min.y + max.y) / 2}; }
};

enum class Direction { next, previous, up, down, left, right };

class Probe {
public:
    void begin();
    void add(ProbeEntry entry) { building_.push_back(std::move(entry)); }
    void finish();

    const std::vector<ProbeEntry>& entries() const { return shown_; }
    const ProbeEntry* find(std::string_view key) const;
    // Where the focus goes from `key`; within `layer` only. Next and previous go round; the four others stay put
    // (nullptr) where nothing lies in that direction.
    const ProbeEntry* step_from(std::string_view key, Direction direction, int layer) const;

private:
    std::vector<ProbeEntry> building_, shown_;
};

}  // namespace sigap::ui
