#include "client/ui/ui.hpp"

#include <algorithm>
#include <cfloat>
#include <imgui_internal.h>
#include <utility>

#include "client/ui/icons.hpp"

namespace sigap::ui {

namespace {

constexpr std::int64_t toast_ms = 6000;
constexpr ImGuiWindowFlags plain_window = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                          ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                                          ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse |
                                          ImGuiWindowFlags_NoFocusOnAppearing;

void apply_style(const Palette& colours, const Metrics& metrics) {
    ImGuiStyle style;
    style.AntiAliasedLinesUseTex = false;
    style.WindowPadding = style.FramePadding = style.ItemSpacing = style.ItemInnerSpacing = {0, 0};
    style.WindowBorderSize = style.ChildBorderSize = style.FrameBorderSize = style.PopupBorderSize = 0;
    style.WindowMinSize = {1, 1};
    style.ScrollbarSize = metrics.dp(10);
    style.ScrollbarRounding = metrics.dp(5);
    style.DisabledAlpha = 1;
    const auto set = [&style](ImGuiCol which, ImU32 colour) {
        style.Colors[which] = ImGui::ColorConvertU32ToFloat4(colour);
    };
    set(ImGuiCol_Text, colours.text);
    set(ImGuiCol_TextDisabled, colours.text_soft);
    set(ImGuiCol_FrameBg, IM_COL32_BLACK_TRANS);
    set(ImGuiCol_ChildBg, IM_COL32_BLACK_TRANS);
    set(ImGuiCol_ScrollbarBg, IM_COL32_BLACK_TRANS);
    set(ImGuiCol_ScrollbarGrab, colours.line);
    set(ImGuiCol_ScrollbarGrabHovered, colours.outline);
    set(ImGuiCol_ScrollbarGrabActive, colours.outline);
    set(ImGuiCol_TextSelectedBg, (colours.accent & ~IM_COL32_A_MASK) | (80u << IM_COL32_A_SHIFT));
    ImGui::GetStyle() = style;
}

}  // namespace

Ui::Ui(Window& window, const Clock& clock) : window_(window), clock_(clock) {
    metrics_.unit = 0;  // unlike any appearance
    set_appearance({});
    window_.set_before_frame([this] { return fonts_.prepare(metrics_); });
    window_.input().set_press_filter([this](float x, float y, bool alone) {
        if (press_keyboard(x, y)) return true;
        return alone ? press_pen(x, y) : pen_down_;
    });
    window_.input().set_press_follower([this](float x, float y) {
        if (!pen_down_) return;
        pen_.push_back({{x, y}, false});
        window_.redraw();
    });
}

Ui::~Ui() {
    window_.set_before_frame(nullptr);
    window_.input().set_press_filter(nullptr);
    window_.input().set_press_follower(nullptr);
}

void Ui::set_appearance(const Appearance& appearance) {
    Appearance wanted = appearance;
    wanted.zoom = std::clamp(appearance.zoom, 0.8f, 2.0f);
    wanted.text = std::clamp(appearance.text, 0.9f, 1.5f);
    if (metrics_.unit == window_.scale() * wanted.zoom && wanted == appearance_) return;
    appearance_ = std::move(wanted);
    metrics_ = {window_.scale() * appearance_.zoom, appearance_.text};
    strings_.use(appearance_.language);
    apply_style(colours(), metrics_);
    window_.set_background(colours().page);
    window_.input().set_slop(dp(10));
    window_.redraw();
}

Window::Draw Ui::drawing(std::function<void()> page) {
    return [this, page = std::move(page)] {
        begin();
        page();
        end();
    };
}

Rect Ui::page() const {
    const ImVec2 size = window_.size();
    return {{0, 0}, {size.x, size.y - keyboard_.height()}};
}

void Ui::begin() {
    probe_.begin();
    taken_.clear();
    layer_ = layers_seen_ = 0;
    text_active_ = std::exchange(field_seen_, false);
    const auto pressed = [](ImGuiKey key) { return ImGui::IsKeyPressed(key, false); };
    activate_pressed_ = !text_active_ && !ImGui::GetIO().KeyCtrl &&
                        (pressed(ImGuiKey_Enter) || pressed(ImGuiKey_KeypadEnter) || pressed(ImGuiKey_Space));
    if (ImGui::IsMouseClicked(0)) focus_visible_ = false;
    const ImVec2 size = window_.size();
    keyboard_.lay_out(size.x, size.y, tall(58));

    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(size);
    ImGui::Begin("page", nullptr, plain_window | ImGuiWindowFlags_NoBringToFrontOnFocus);
}

void Ui::end() {
    ImGui::End();
    draw_toast();
    draw_keyboard();
    probe_.finish();
    pen_area_ = std::exchange(pen_area_next_, {});
    // What was drawn on paper that is gone belongs to no other.
    if (pen_area_.width() <= 0) pen_.clear(), lift_pen();

    const int below = std::exchange(top_layer_, layers_seen_);
    if (top_layer_ > below) {
        focus_below_[below] = std::exchange(focus_, {});
        const ProbeEntry* first = probe_.step_from({}, Direction::next, top_layer_);
        if (first && first->role != Role::text_field) focus(first->key, focus_visible_);
    } else if (top_layer_ < below) {
        focus(focus_below_[top_layer_], focus_visible_);
        text_focus_.clear();
    }
    if (top_layer_ != below) window_.redraw();
    move_focus();

    const bool show = field_seen_ && window_.input().last_press_by_touch();
    // A press that leaves a field must end where it began: nothing moves under it.
    if (show != keyboard_.visible() && (show || !ImGui::IsMouseDown(0))) {
        keyboard_.show(show);
        reveal_ = focus_;
        window_.redraw();
    }
}

Interaction Ui::interact(const Item& item, ImVec2 size) {
    Interaction out;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    out.rect = {at, {at.x + size.x, at.y + size.y}};
    const ImRect box(out.rect.min, out.rect.max);
    const ImGuiID id = ImGui::GetID(item.key.data(), item.key.data() + item.key.size());
    ImGui::ItemSize(size);
    out.visible = ImGui::ItemAdd(box, id, nullptr, ImGuiItemFlags_NoNav);

    if (std::exchange(focus_next_item_, false)) focus(item.key);
    if (!reveal_.empty() && reveal_ == item.key) {
        ImGuiWindow* window = ImGui::GetCurrentWindow();
        if (!window->ClipRect.Contains(box)) {
            ImGui::SetScrollHereY(0.5f);
            // A card does not scroll; the pane that it lies in does.
            ImGuiWindow* pane = window;
            while (pane->ScrollMax.y <= 0 && (pane->Flags & ImGuiWindowFlags_ChildWindow) != 0 && pane->ParentWindow) pane = pane->ParentWindow;
            if (pane != window) ImGui::SetScrollFromPosY(pane, box.GetCenter().y - pane->Pos.y, 0.5f);
            window_.redraw();
        }
        reveal_.clear();
    }
    if (out.visible && item.enabled && item.role != Role::text_field) {
        out.activated = ImGui::ButtonBehavior(box, id, &out.hovered, &out.held);
        out.menu = out.hovered && ImGui::IsMouseReleased(ImGuiMouseButton_Right);
        if (out.activated) focus_.assign(item.key);
    }
    out.has_focus = focus_ == item.key && layer_ == top_layer_;
    out.focused = out.has_focus && focus_visible_;
    if (out.has_focus && item.enabled && item.role != Role::text_field) {
        if (std::exchange(activate_pressed_, false)) out.activated = true;
        const bool menu_key = ImGui::IsKeyPressed(ImGuiKey_Menu, false) ||
                              (ImGui::GetIO().KeyShift && ImGui::IsKeyPressed(ImGuiKey_F10, false));
        if (!text_active_ && menu_key) out.menu = true;
    }
    record(item, out.rect);
    return out;
}

void Ui::record(const Item& item, const Rect& rect) {
    const ImGuiWindow* window = ImGui::GetCurrentWindow();
    const ImVec2 middle{(rect.min.x + rect.max.x) / 2, (rect.min.y + rect.max.y) / 2};
    probe_.add({.key = std::string(item.key), .role = item.role, .label = std::string(item.label),
                .value = std::string(item.value), .min = rect.min, .max = rect.max,
                .visible = window->ClipRect.Contains(middle), .enabled = item.enabled, .checked = item.checked,
                .focused = focus_ == item.key, .layer = layer_, .scope = window->ID});
}

void Ui::draw_focus(const Interaction& interaction, float radius) {
    if (!interaction.focused) return;
    const float inset = dp(1.5f);
    ImGui::GetWindowDrawList()->AddRect({interaction.rect.min.x + inset, interaction.rect.min.y + inset},
                                        {interaction.rect.max.x - inset, interaction.rect.max.y - inset},
                                        colours().focus, dp(radius), 0, std::max(2.0f, dp(2.5f)));
}

void Ui::focus(std::string_view key, bool visible) {
    if (text_active_ && focus_ != key) ImGui::ClearActiveID();
    focus_.assign(key);
    reveal_ = text_focus_ = focus_;
    focus_visible_ = visible;
    window_.redraw();
}

void Ui::reveal(std::string_view key) {
    reveal_.assign(key);
    window_.redraw();
}

bool Ui::take_key(ImGuiKey key) {
    if (text_active_ || layer_ != top_layer_ || taken_[key] || !ImGui::IsKeyPressed(key)) return false;
    return taken_[key] = true;
}

bool Ui::take_ctrl(ImGuiKey key) {
    if (!ImGui::GetIO().KeyCtrl || layer_ != top_layer_ || taken_[key] || !ImGui::IsKeyPressed(key, false)) return false;
    return taken_[key] = true;
}

void Ui::push_layer() { layers_seen_ = std::max(layers_seen_, ++layer_); }
void Ui::pop_layer() { --layer_; }

void Ui::move_focus() {
    const auto go = [this](ImGuiKey key, Direction direction) {
        if (taken_[key] || !ImGui::IsKeyPressed(key)) return;
        if (const ProbeEntry* to = probe_.step_from(focus_, direction, top_layer_)) focus(to->key);
    };
    go(ImGuiKey_Tab, ImGui::GetIO().KeyShift ? Direction::previous : Direction::next);
    if (text_active_) return;
    go(ImGuiKey_UpArrow, Direction::up);
    go(ImGuiKey_DownArrow, Direction::down);
    go(ImGuiKey_LeftArrow, Direction::left);
    go(ImGuiKey_RightArrow, Direction::right);
}

void Ui::set_active_field(std::string_view key, const Rect& rect) {
    field_seen_ = true;
    field_ = rect;
    if (focus_ != key) focus_.assign(key);
    window_.set_text_input_rect(rect.min, {rect.width(), rect.height()});
}

bool Ui::wants_text_focus(std::string_view key) {
    if (text_focus_.empty() || text_focus_ != key || layer_ != top_layer_) return false;
    text_focus_.clear();
    return true;
}

void Ui::toast(std::string text, std::string action, std::function<void()> act) {
    toast_ = {std::move(text), std::move(action), std::move(act), clock_.monotonic_ms() + toast_ms};
    window_.redraw();
}

void Ui::dismiss_toast() {
    toast_ = {};
    window_.redraw();
}

void Ui::open_menu(std::string_view key, ImVec2 at) {
    menu_key_.assign(key);
    menu_at_ = at;
    dismiss_toast();  // its button would lie over the menu's
}

void Ui::draw_toast() {
    if (toast_.text.empty()) return;
    if (clock_.monotonic_ms() >= toast_.until) {
        toast_ = {};
        return;
    }
    window_.redraw_at(toast_.until);
    const Rect area = page();
    const float margin = std::min(dp(24), area.width() * 0.03f), pad = dp(20);
    const float action = toast_.action.empty() ? 0 : text_width(*this, Font::strong, toast_.action) + dp(40);
    const float wanted = text_width(*this, Font::body, toast_.text) + action + pad * 2;
    const float width = std::min(std::max(wanted, dp(416)), area.width() - margin * 2);
    const float height = std::max(tall(60), dp(Metrics::target));
    ImVec2 at{area.max.x - margin - width, area.max.y - std::min(dp(117), area.height() * 0.25f) - height};
    // Nobody writes below a line that lies over their words.
    const bool covers = at.x < field_.max.x && at.x + width > field_.min.x && at.y < field_.max.y && at.y + height > field_.min.y;
    if (field_seen_ && covers) at.y = std::max(0.0f, field_.min.y - dp(8) - height);
    ImGui::SetNextWindowPos({std::floor(at.x), std::floor(at.y)});
    ImGui::SetNextWindowSize({width, height});
    ImGui::Begin("toast", nullptr, plain_window);
    ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
    const Rect box{ImGui::GetWindowPos(), {ImGui::GetWindowPos().x + width, ImGui::GetWindowPos().y + height}};
    const int page_layer = std::exchange(layer_, top_layer_);
    draw_rect(*this, box, colours().toast, 0, Metrics::radius);
    draw_text(*this, Font::body, colours().on_toast, {{box.min.x + pad, box.min.y}, {box.max.x - pad - action, box.max.y}},
              toast_.text);
    record({.key = "toast", .role = Role::status, .label = toast_.text}, box);
    // A tap on its words sends it away.
    if (ImGui::IsWindowHovered() && ImGui::IsMouseClicked(0) && ImGui::GetMousePos().x < box.max.x - pad - action) dismiss_toast();
    else if (action > 0) {
        ImGui::SetCursorScreenPos({box.max.x - action - dp(8), box.min.y + dp(4)});
        const Interaction undo =
            interact({.key = "toast.action", .label = toast_.action}, {action + dp(4), height - dp(8)});
        draw_text(*this, Font::strong, colours().toast_action, undo.rect, toast_.action, Align::centre);
        if (undo.focused)
            ImGui::GetWindowDrawList()->AddRect(undo.rect.min, undo.rect.max, colours().toast_action,
                                                dp(Metrics::radius), 0, dp(2));
        if (undo.activated) {
            const Toast done = std::exchange(toast_, {});
            if (done.act) done.act();
            window_.redraw();
        }
    }
    layer_ = page_layer;
    ImGui::End();
}

std::vector<PenPoint> Ui::take_pen(const Rect& area) {
    if (layer_ < top_layer_) return {};
    const ImRect shown(ImGui::GetCurrentWindow()->ClipRect);
    pen_area_next_ = {{std::max(area.min.x, shown.Min.x), std::max(area.min.y, shown.Min.y)},
                      {std::min(area.max.x, shown.Max.x), std::min(area.max.y, shown.Max.y)}};
    return std::exchange(pen_, {});
}

bool Ui::press_pen(float x, float y) {
    pen_down_ = x >= pen_area_.min.x && x < pen_area_.max.x && y >= pen_area_.min.y && y < pen_area_.max.y;
    if (!pen_down_) return false;
    // Who draws does not write any more.
    if (text_active_) ImGui::ClearActiveID();
    focus_visible_ = false;
    pen_.push_back({{x, y}, true});
    window_.redraw();
    return true;
}

bool Ui::press_keyboard(float x, float y) {
    if (!keyboard_.covers(x, y)) return false;
    ImGuiIO& io = ImGui::GetIO();
    const auto type = [&io](ImGuiKey key) {
        io.AddKeyEvent(key, true);
        io.AddKeyEvent(key, false);
    };
    const OnScreenKeyboard::Press press = keyboard_.press(x, y);
    switch (press.output) {
        case OnScreenKeyboard::Output::none: break;
        case OnScreenKeyboard::Output::text: io.AddInputCharactersUTF8(press.text.c_str()); break;
        case OnScreenKeyboard::Output::backspace: type(ImGuiKey_Backspace); break;
        case OnScreenKeyboard::Output::enter: type(ImGuiKey_Enter); break;
        case OnScreenKeyboard::Output::hide: ImGui::ClearActiveID(); break;
    }
    return true;
}

void Ui::draw_keyboard() {
    if (!keyboard_.visible()) return;
    const ImVec2 size = window_.size();
    ImGui::SetNextWindowPos({0, keyboard_.top()});
    ImGui::SetNextWindowSize({size.x, keyboard_.height()});
    ImGui::Begin("keyboard", nullptr, plain_window | ImGuiWindowFlags_NoInputs);
    ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
    draw_rect(*this, {{0, keyboard_.top()}, size}, colours().rail, 0, 0);
    for (const KeyCap& key : keyboard_.keys()) {
        const Rect box{{std::floor(key.x0), std::floor(key.y0)}, {std::floor(key.x1), std::floor(key.y1)}};
        const bool plain = key.kind == KeyCap::Kind::text || key.kind == KeyCap::Kind::space;
        draw_rect(*this, box, plain ? colours().key : colours().key_special, colours().line, 6);
        const ImVec2 middle{(box.min.x + box.max.x) / 2, (box.min.y + box.max.y) / 2};
        const char* picture = key.kind == KeyCap::Kind::backspace ? icon::backspace
                              : key.kind == KeyCap::Kind::enter   ? icon::keyboard_return
                              : key.kind == KeyCap::Kind::shift   ? icon::keyboard_capslock
                              : key.kind == KeyCap::Kind::hide    ? icon::keyboard_hide
                              : key.kind == KeyCap::Kind::space   ? icon::space_bar
                                                                  : nullptr;
        const bool lit = key.kind == KeyCap::Kind::shift && keyboard_.shifted();
        if (picture) draw_icon(*this, Font::icon, lit ? colours().accent : colours().text, middle, picture);
        else draw_text(*this, Font::body, colours().text, box, key.label, Align::centre);
        record({.key = key.name, .role = Role::key, .label = key.label, .checked = lit}, box);
    }
    ImGui::End();
}

}  // namespace sigap::ui
