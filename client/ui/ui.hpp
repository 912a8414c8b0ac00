// The toolkit's state from frame to frame: theme, fonts, words, probe, keyboard focus, toasts, on-screen keyboard.
// UI thread. Widgets (widgets.hpp, fields.hpp, lists.hpp, overlays.hpp) are free functions that take it first.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "client/ui/fonts.hpp"
#include "client/ui/on_screen_keyboard.hpp"
#include "client/ui/probe.hpp"
#include "client/ui/strings.hpp"
#include "client/ui/theme.hpp"
#include "platform/window/window.hpp"

namespace sigap::ui {

struct Appearance {
    bool dark = false;
    float zoom = 1;  // 0.8 to 2
    float text = 1;  // 0.9 to 1.5, on top of the zoom
    std::string language = "id";

    bool operator==(const Appearance&) const = default;
};

struct Rect {
    ImVec2 min, max;
    float width() const { return max.x - min.x; }
    float height() const { return max.y - min.y; }
};

// What a widget says of itself to interact() and so to the probe.
struct Item {
    std::string_view key;
    Role role = Role::button;
    std::string_view label;
    bool enabled = true;
    bool checked = false;
    std::string_view value = {};
};

struct Interaction {
    Rect rect;
    bool activated = false;  // clicked, tapped, Enter or Space
    bool menu = false;       // right click, long press, the menu key
    bool hovered = false;
    bool held = false;
    bool has_focus = false;
    bool focused = false;    // and it is shown, because the keyboard brought it here
    bool visible = true;     // nothing needs drawing otherwise
};

// A point that a finger or the mouse drew, in pixels.
struct PenPoint {
    ImVec2 at;
    bool begins = false;  // a new line
};

enum class Align { left, centre, right };

class Ui {
public:
    // Both outlive it. Takes the window's before-frame hook and press filter.
    Ui(Window& window, const Clock& clock);
    ~Ui();
    Ui(const Ui&) = delete;
    Ui& operator=(const Ui&) = delete;

    // Costs nothing, and brings no frame, while nothing of it changes.
    void set_appearance(const Appearance& appearance);
    const Appearance& appearance() const { return appearance_; }
    // What Window::step and run want: draws `page` into the whole window below the toolkit's own layers.
    Window::Draw drawing(std::function<void()> page);

    const Palette& colours() const { return appearance_.dark ? dark_palette() : light_palette(); }
    const Metrics& metrics() const { return metrics_; }
    float dp(float size) const { return metrics_.dp(size); }
    float tall(float size) const { return metrics_.tall(size); }
    ImFont* font(Font font) const { return fonts_[font]; }
    const Strings& strings() const { return strings_; }
    template <typename... Arguments>
    std::string tr(std::string_view key, const Arguments&... arguments) const {
        return strings_.tr(key, arguments...);
    }
    const Probe& probe() const { return probe_; }
    Window& window() { return window_; }
    const Clock& clock() const { return clock_; }
    // What the page may use: the window without the on-screen keyboard.
    Rect page() const;

    // Takes `size` at ImGui's cursor and everything a person may do there.
    Interaction interact(const Item& item, ImVec2 size);
    // Records something that is only read.
    void record(const Item& item, const Rect& rect);
    void draw_focus(const Interaction& interaction, float radius = Metrics::radius);

    // Focus: a key gets it in the next frame and is scrolled into view; `visible` shows the ring.
    void focus(std::string_view key, bool visible = true);
    void reveal(std::string_view key);
    const std::string& focused() const { return focus_; }
    // Gives the focus to the widget that is drawn next.
    void focus_next_item() { focus_next_item_ = true; }
    bool text_active() const { return text_active_; }
    // A key pressed in this frame that no text field takes; whoever asks first has it.
    bool take_key(ImGuiKey key);
    bool take_ctrl(ImGuiKey key);

    // Layers above the page; only the highest one answers. Between them all items belong to that layer.
    void push_layer();
    void pop_layer();
    int layer() const { return layer_; }

    // A dark line at the bottom for six seconds, with an optional action (usually "Undo").
    void toast(std::string text, std::string action = {}, std::function<void()> act = {});
    // For a page that must not have it in the way.
    void dismiss_toast();
    // Opens the menu that begin_menu(key) draws, at a position in pixels.
    void open_menu(std::string_view key, ImVec2 at);
    void close_menu() { menu_key_.clear(); }
    const std::string& menu_key() const { return menu_key_; }
    ImVec2 menu_at() const { return menu_at_; }

    // What was drawn since the last frame within `area`, and with a line that began there also around it. A press that begins there draws
    // and does nothing else, as long as this is asked in each frame.
    std::vector<PenPoint> take_pen(const Rect& area);
    // What the press that draws now still brings is not taken.
    void lift_pen() { pen_down_ = false; }

    // For text fields: they report themselves while they take text.
    void set_active_field(std::string_view key, const Rect& rect);
    bool wants_text_focus(std::string_view key);
    const OnScreenKeyboard& keyboard() const { return keyboard_; }

private:
    void begin();
    void end();
    void move_focus();
    void draw_toast();
    void draw_keyboard();
    bool press_keyboard(float x, float y);
    bool press_pen(float x, float y);

    struct Toast {
        std::string text, action;
        std::function<void()> act;
        std::int64_t until = 0;
    };

    Window& window_;
    const Clock& clock_;
    Appearance appearance_;
    Metrics metrics_;
    Fonts fonts_;
    Strings strings_;
    Probe probe_;

    std::string focus_, reveal_, text_focus_;
    std::map<int, std::string> focus_below_;  // what had the focus when a layer came above
    bool focus_visible_ = false;
    bool focus_next_item_ = false;
    bool activate_pressed_ = false;
    bool text_active_ = false;
    bool field_seen_ = false;
    Rect field_{};  // the one that takes text
    int layer_ = 0, layers_seen_ = 0, top_layer_ = 0;
    std::map<ImGuiKey, bool> taken_;

    Rect pen_area_{}, pen_area_next_{};  // of the last frame, and of the one being drawn
    std::vector<PenPoint> pen_;
    bool pen_down_ = false;

    OnScreenKeyboard keyboard_;
    std::string menu_key_;
    ImVec2 menu_at_;
    Toast toast_;
};

// Drawing, in pixels. Text is one line, cut with an ellipsis where it is too wide; returns its width.
float draw_text(Ui& ui, Font font, ImU32 colour, const Rect& rect, std::string_view text, Align align = Align::left);
// Centred on a point.
void draw_icon(Ui& ui, Font font, ImU32 colour, ImVec2 centre, const char* icon);
float text_width(Ui& ui, Font font, std::string_view text);
// Of text that wraps at `wrap` pixels; 0 never wraps. An empty view is as good as "".
ImVec2 text_size(Ui& ui, Font font, std::string_view text, float wrap);
void draw_wrapped(Ui& ui, Font font, ImU32 colour, ImVec2 at, std::string_view text, float wrap);
void draw_rect(Ui& ui, const Rect& rect, ImU32 fill, ImU32 edge, float radius);

}  // namespace sigap::ui
