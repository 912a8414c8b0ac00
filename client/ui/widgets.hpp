// The app's building blocks. UI thread. Each draws at ImGui's cursor, and what a person can use goes through
// Ui::interact under its `key`. Widths are pixels; 0 means: as wide as needed; fill(ui): what is left of the line.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "client/ui/icons.hpp"
#include "client/ui/ui.hpp"

namespace sigap::ui {

float fill(Ui& ui, float keep_right = 0);
// Vertical or, between widgets of one line, horizontal room in dp.
void space(Ui& ui, float size);
void same_line(Ui& ui, float gap = Metrics::gap);

// Text

void heading(Ui& ui, std::string_view text);                           // of a page or record; wraps
void section(Ui& ui, std::string_view text);                           // "Equipment", "Checklist"
void label(Ui& ui, std::string_view text, bool soft = false, Font font = Font::body);  // one line, cut with an ellipsis
void paragraph(Ui& ui, std::string_view text, bool soft = false);      // wraps
void key_value(Ui& ui, std::string_view name, std::string_view value);  // wraps both
void separator(Ui& ui);

// Buttons

enum class ButtonKind { primary, secondary, danger, quiet };
struct ButtonLook {
    ButtonKind kind = ButtonKind::secondary;
    const char* icon = nullptr;
    float width = 0;     // pixels
    float height = 0;    // dp; 56 in the flow, action bars take 60
    bool enabled = true;
};
bool button(Ui& ui, std::string_view key, std::string_view text, const ButtonLook& look = {});
bool icon_button(Ui& ui, std::string_view key, const char* icon, std::string_view label, bool enabled = true);
// A text that acts, at least a target high.
bool link(Ui& ui, std::string_view key, std::string_view text);

// Status

struct Chip {
    Status status = Status::neutral;
    std::string_view text;
    const char* icon = nullptr;  // the status's own when null
    std::string_view key = {};   // recorded in the probe when given
    std::string_view brief = {};  // says the same where the text would be cut; none: the text is cut
};
// With its brief text where the whole one is wider than `room` pixels.
Chip fitted(Ui& ui, const Chip& chip, float room);
float pill_width(Ui& ui, const Chip& chip);
void pill(Ui& ui, const Chip& chip);                 // outlined: "Offline - 4 changes saved on this device"
bool pill_button(Ui& ui, const Chip& chip);          // the same, and it acts; needs a key
enum class BannerAction { none, acted };
// A line across the page with what is wrong and what to do; `action` empty shows no button.
BannerAction banner(Ui& ui, std::string_view key, const Chip& chip, std::string_view action = {});
// `share` 0 to 1; negative: unknown, drawn as a still half bar so that nothing animates.
void progress(Ui& ui, std::string_view key, float share, std::string_view text);
void empty_state(Ui& ui, const char* icon, std::string_view title, std::string_view hint);

// Choice

// True when it was flipped. The label wraps; `detail` is soft and below it; `keep_right` pixels stay free for what follows.
bool checkbox(Ui& ui, std::string_view key, std::string_view text, bool& checked, bool enabled = true,
              std::string_view detail = {}, float keep_right = 0);
bool toggle(Ui& ui, std::string_view key, std::string_view text, bool& on, std::string_view detail = {});
struct Option {
    std::string_view key, text;
    const char* icon = nullptr;
};
// Buttons of which one is chosen; they form a column when they do not fit side by side. True when `chosen` changed.
bool segmented(Ui& ui, std::span<const Option> options, std::size_t& chosen);
// One of several answers, as a button that stays pressed.
bool choice(Ui& ui, std::string_view key, std::string_view text, const char* icon, bool chosen, float width);
// One of a row of stars; `lit` up to the one that was given.
bool star(Ui& ui, std::string_view key, std::string_view label, bool lit, bool chosen);
// Headings of a page's parts, underlined where chosen.
bool tabs(Ui& ui, std::span<const Option> options, std::size_t& chosen);

// Rows

// Bytes of a text that are underlined, as what was searched for.
struct Mark {
    std::size_t begin = 0, end = 0;
};
struct RowLook {
    std::string_view title, subtitle;
    Chip chip{};            // on the right of the title, when it has a text
    const char* icon = nullptr;
    bool selected = false;
    bool line = true;       // separator below
    std::span<const Mark> title_marks = {}, subtitle_marks = {};
};
// A full-width row of 76 dp; the Interaction tells of taps and of the wish for a menu.
Interaction row(Ui& ui, std::string_view key, const RowLook& look);

// A raised box around what is drawn between these two.
void begin_card(Ui& ui, std::string_view key);
void end_card(Ui& ui);

}  // namespace sigap::ui
