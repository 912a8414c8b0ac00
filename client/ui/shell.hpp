// The fixed frame of every screen: rail, header, list, detail, action bar; nothing floats. UI thread.
// On small or zoomed windows the list and the detail take turns, and the rail and the header shrink.
#pragma once

#include <span>
#include <string_view>

#include "client/ui/widgets.hpp"

namespace sigap::ui {

struct ShellLayout {
    Rect rail, header, list, detail, actions;  // pixels; an empty list or detail is not shown
    bool narrow = false;                       // one pane at a time
    bool low = false;                          // little height: short header, icons without words in the rail
    bool shows_list() const { return list.width() > 0; }
    bool shows_detail() const { return detail.width() > 0; }
};

enum class Panes { one, two };
// `in_detail` decides what a narrow window shows of two panes; `actions` keeps room at the detail's bottom.
// With Panes::one everything right of the rail is `detail`.
ShellLayout shell_layout(Ui& ui, Panes panes, bool in_detail, bool actions);
// Grounds and lines between the parts.
void draw_shell(Ui& ui, const ShellLayout& layout);
// The way between screens; true when `chosen` changed. An option's key is its probe key.
bool rail(Ui& ui, const ShellLayout& layout, std::span<const Option> options, std::size_t& chosen);
struct HeaderResult {
    bool back = false;
    bool status = false;
};
// Title at the left, after a back arrow "header.back" where asked for; the status pill at the right acts when it has a key.
HeaderResult header(Ui& ui, const ShellLayout& layout, std::string_view title, const Chip& status,
                    std::string_view back_label = {});
// The bar of what can be done, at most three buttons, the main one first; put same_line() between them.
struct Actions {
    float main, other;  // widths, pixels
    float height;       // dp, for ButtonLook
};
Actions begin_actions(Ui& ui, const ShellLayout& layout, std::size_t count);
void end_actions(Ui& ui);

}  // namespace sigap::ui
