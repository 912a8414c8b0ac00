#include "client/ui/on_screen_keyboard.hpp"

#include <algorithm>
#include <array>

#include "platform/core/text.hpp"

namespace sigap::ui {

namespace {

using Rows = std::array<std::string_view, 3>;
constexpr Rows letters{"qwertyuiop", "asdfghjkl", "zxcvbnm,."};
constexpr Rows symbols{"1234567890", "@#&*()-_/", "+=!?:;'\"%"};
constexpr float columns = 11;

}  // namespace

void OnScreenKeyboard::show(bool yes) {
    if (visible_ == yes) return;
    visible_ = yes;
    shift_ = symbols_ = false;
    rebuild();
}

void OnScreenKeyboard::lay_out(float width, float height, float row) {
    // Never more than six tenths of the window, or the field itself would be hidden.
    row = std::min(row, height * 0.6f / 4);
    if (width == width_ && height == window_height_ && row == row_) return;
    width_ = width, window_height_ = height, row_ = row;
    rebuild();
}

void OnScreenKeyboard::rebuild() {
    keys_.clear();
    const float gap = std::max(2.0f, row_ * 0.06f);
    height_ = row_ * 4 + gap * 2;
    top_ = window_height_ - height_;
    const float cell = std::min((width_ - gap * 2) / columns, row_ * 2);
    const float left = (width_ - cell * columns) / 2;
    const auto place = [&](KeyCap key, int row, float column, float span) {
        key.x0 = left + column * cell + gap / 2, key.x1 = left + (column + span) * cell - gap / 2;
        key.y0 = top_ + gap + static_cast<float>(row) * row_ + gap / 2, key.y1 = key.y0 + row_ - gap;
        keys_.push_back(std::move(key));
    };
    using Kind = KeyCap::Kind;
    constexpr std::array<float, 3> indents{0, 0.5f, 1.5f};
    for (std::size_t row = 0; row < 3; ++row) {
        float column = indents[row];
        for (const char letter : (symbols_ ? symbols : letters)[row]) {
            const std::string plain(1, letter);
            place({"osk." + plain, shift_ ? upper_ascii(plain) : plain, Kind::text}, static_cast<int>(row), column, 1);
            column += 1;
        }
    }
    place({"osk.backspace", "", Kind::backspace}, 0, 10, 1);
    place({"osk.enter", "", Kind::enter}, 1, 9.5f, 1.5f);
    place({"osk.shift", "", Kind::shift}, 2, 0, 1.5f);
    place({"osk.symbols", symbols_ ? "abc" : "?123", Kind::symbols}, 3, 0, 1.5f);
    place({"osk.space", " ", Kind::space}, 3, 1.5f, 8);
    place({"osk.hide", "", Kind::hide}, 3, 9.5f, 1.5f);
}

OnScreenKeyboard::Press OnScreenKeyboard::press(float x, float y) {
    const auto at = std::find_if(keys_.begin(), keys_.end(), [x, y](const KeyCap& key) {
        return x >= key.x0 && x < key.x1 && y >= key.y0 && y < key.y1;
    });
    if (!visible_ || at == keys_.end()) return {};
    const KeyCap key = *at;
    switch (key.kind) {
        case KeyCap::Kind::shift: shift_ = !shift_, rebuild(); return {};
        case KeyCap::Kind::symbols: symbols_ = !symbols_, shift_ = false, rebuild(); return {};
        case KeyCap::Kind::backspace: return {Output::backspace, {}};
        case KeyCap::Kind::enter: return {Output::enter, {}};
        case KeyCap::Kind::hide: return {Output::hide, {}};
        case KeyCap::Kind::space: return {Output::text, " "};
        case KeyCap::Kind::text:
            if (shift_) shift_ = false, rebuild();
            return {Output::text, key.label};
    }
    return {};
}

}  // namespace sigap::ui
