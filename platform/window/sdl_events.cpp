#include "platform/window/sdl_events.hpp"

#include <array>
#include <cfloat>
#include <utility>

namespace sigap {

namespace {

constexpr std::array<std::pair<SDL_Keycode, ImGuiKey>, 40> keys{{
    {SDLK_TAB, ImGuiKey_Tab},           {SDLK_LEFT, ImGuiKey_LeftArrow},   {SDLK_RIGHT, ImGuiKey_RightArrow},
    {SDLK_UP, ImGuiKey_UpArrow},        {SDLK_DOWN, ImGuiKey_DownArrow},   {SDLK_PAGEUP, ImGuiKey_PageUp},
    {SDLK_PAGEDOWN, ImGuiKey_PageDown}, {SDLK_HOME, ImGuiKey_Home},        {SDLK_END, ImGuiKey_End},
    {SDLK_INSERT, ImGuiKey_Insert},     {SDLK_DELETE, ImGuiKey_Delete},    {SDLK_BACKSPACE, ImGuiKey_Backspace},
    {SDLK_SPACE, ImGuiKey_Space},       {SDLK_RETURN, ImGuiKey_Enter},     {SDLK_ESCAPE, ImGuiKey_Escape},
    {SDLK_QUOTE, ImGuiKey_Apostrophe},  {SDLK_COMMA, ImGuiKey_Comma},      {SDLK_MINUS, ImGuiKey_Minus},
    {SDLK_PERIOD, ImGuiKey_Period},     {SDLK_SLASH, ImGuiKey_Slash},      {SDLK_SEMICOLON, ImGuiKey_Semicolon},
    {SDLK_EQUALS, ImGuiKey_Equal},      {SDLK_LEFTBRACKET, ImGuiKey_LeftBracket},
    {SDLK_BACKSLASH, ImGuiKey_Backslash}, {SDLK_RIGHTBRACKET, ImGuiKey_RightBracket},
    {SDLK_BACKQUOTE, ImGuiKey_GraveAccent}, {SDLK_KP_ENTER, ImGuiKey_KeypadEnter},
    {SDLK_KP_PLUS, ImGuiKey_KeypadAdd}, {SDLK_KP_MINUS, ImGuiKey_KeypadSubtract},
    {SDLK_KP_MULTIPLY, ImGuiKey_KeypadMultiply}, {SDLK_KP_DIVIDE, ImGuiKey_KeypadDivide},
    {SDLK_KP_PERIOD, ImGuiKey_KeypadDecimal}, {SDLK_LCTRL, ImGuiKey_LeftCtrl}, {SDLK_RCTRL, ImGuiKey_RightCtrl},
    {SDLK_LSHIFT, ImGuiKey_LeftShift},  {SDLK_RSHIFT, ImGuiKey_RightShift}, {SDLK_LALT, ImGuiKey_LeftAlt},
    {SDLK_RALT, ImGuiKey_RightAlt},     {SDLK_MENU, ImGuiKey_Menu},        {SDLK_APPLICATION, ImGuiKey_Menu},
}};

ImGuiKey translate_key(SDL_Keycode code) {
    const auto from = [code](SDL_Keycode first, ImGuiKey key) { return static_cast<ImGuiKey>(key + (code - first)); };
    if (code >= SDLK_a && code <= SDLK_z) return from(SDLK_a, ImGuiKey_A);
    if (code >= SDLK_0 && code <= SDLK_9) return from(SDLK_0, ImGuiKey_0);
    if (code >= SDLK_F1 && code <= SDLK_F12) return from(SDLK_F1, ImGuiKey_F1);
    for (const auto& [sdl, imgui] : keys)
        if (sdl == code) return imgui;
    return ImGuiKey_None;
}

InputEvent at(InputEvent::Kind kind, float x, float y) {
    InputEvent event;
    event.kind = kind;
    event.x = x, event.y = y;
    return event;
}

std::optional<InputEvent> translate_window(const SDL_WindowEvent& event) {
    using Kind = InputEvent::Kind;
    switch (event.event) {
        case SDL_WINDOWEVENT_CLOSE: return at(Kind::close, 0, 0);
        case SDL_WINDOWEVENT_LEAVE: return at(Kind::pointer_left, 0, 0);
        case SDL_WINDOWEVENT_FOCUS_LOST: return at(Kind::focus_lost, 0, 0);
        case SDL_WINDOWEVENT_SIZE_CHANGED:
        case SDL_WINDOWEVENT_EXPOSED:
        case SDL_WINDOWEVENT_SHOWN:
        case SDL_WINDOWEVENT_RESTORED:
        case SDL_WINDOWEVENT_DISPLAY_CHANGED: return at(Kind::resized, 0, 0);
        default: return std::nullopt;
    }
}

}  // namespace

std::optional<InputEvent> translate(const SDL_Event& event, float to_pixels, ImVec2 pixels) {
    using Kind = InputEvent::Kind;
    switch (event.type) {
        case SDL_QUIT: return at(Kind::close, 0, 0);
        case SDL_WINDOWEVENT: return translate_window(event.window);
        case SDL_DROPFILE: {
            InputEvent out = at(Kind::dropped, 0, 0);
            if (event.drop.file) out.text = event.drop.file;
            SDL_free(event.drop.file);
            return out;
        }
        case SDL_MOUSEMOTION:
            return at(Kind::pointer_move, static_cast<float>(event.motion.x) * to_pixels,
                      static_cast<float>(event.motion.y) * to_pixels);
        case SDL_MOUSEBUTTONDOWN:
        case SDL_MOUSEBUTTONUP: {
            InputEvent out = at(event.type == SDL_MOUSEBUTTONDOWN ? Kind::pointer_down : Kind::pointer_up,
                                static_cast<float>(event.button.x) * to_pixels,
                                static_cast<float>(event.button.y) * to_pixels);
            if (event.button.button > SDL_BUTTON_RIGHT) return std::nullopt;
            out.button = event.button.button == SDL_BUTTON_LEFT ? 0 : event.button.button == SDL_BUTTON_RIGHT ? 1 : 2;
            return out;
        }
        case SDL_MOUSEWHEEL: return at(Kind::wheel, -event.wheel.preciseX, event.wheel.preciseY);
        case SDL_FINGERDOWN:
        case SDL_FINGERUP:
        case SDL_FINGERMOTION: {
            InputEvent out = at(event.type == SDL_FINGERDOWN ? Kind::finger_down
                                : event.type == SDL_FINGERUP ? Kind::finger_up
                                                             : Kind::finger_move,
                                event.tfinger.x * pixels.x, event.tfinger.y * pixels.y);
            out.finger = event.tfinger.fingerId;
            return out;
        }
        case SDL_KEYDOWN:
        case SDL_KEYUP: {
            InputEvent out;
            out.kind = event.type == SDL_KEYDOWN ? Kind::key_down : Kind::key_up;
            out.key = translate_key(event.key.keysym.sym);
            if (out.key == ImGuiKey_None) return std::nullopt;
            return out;
        }
        case SDL_TEXTINPUT: {
            InputEvent out;
            out.kind = Kind::text;
            out.text = event.text.text;
            return out;
        }
        default: return std::nullopt;
    }
}

}  // namespace sigap
