// The keyboard for touch screens: where its keys lie and what each press types. Pure: no ImGui context, no drawing.
// UI thread. It is handed presses before ImGui is, so that the field it types into keeps the focus.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sigap::ui {

struct KeyCap {
    enum class Kind { text, shift, backspace, enter, symbols, space, hide };
    std::string name;   // probe key, e.g. "osk.a"
    std::string label;  // what is typed, or shown
    Kind kind = Kind::text;
    float x0 = 0, y0 = 0, x1 = 0, y1 = 0;  // pixels
};

class OnScreenKeyboard {
public:
    enum class Output { none, text, backspace, enter, hide };
    struct Press {
        Output output = Output::none;
        std::string text;  // UTF-8, for Output::text
    };

    void show(bool yes);
    bool visible() const { return visible_; }
    // Lays the keys over the bottom of a window of that size (pixels); `row` is the height of one of the four rows.
    void lay_out(float width, float height, float row);
    float height() const { return visible_ ? height_ : 0; }  // pixels
    float top() const { return top_; }
    bool covers(float x, float y) const { return visible_ && y >= top_ && x >= 0; }
    Press press(float x, float y);

    const std::vector<KeyCap>& keys() const { return keys_; }
    bool shifted() const { return shift_; }

private:
    void rebuild();

    bool visible_ = false, shift_ = false, symbols_ = false;
    float width_ = 0, window_height_ = 0, row_ = 0, height_ = 0, top_ = 0;
    std::vector<KeyCap> keys_;
};

}  // namespace sigap::ui
