// SDL's events in our words. UI thread; only platform/window includes this.
#pragma once

#include <SDL.h>
#include <optional>

#include "platform/window/input.hpp"

namespace sigap {

// Nothing for events that mean nothing to us. Positions become pixels by `to_pixels` (window units to pixels);
// fingers come in 0..1 and take `pixels`, the size of the window.
std::optional<InputEvent> translate(const SDL_Event& event, float to_pixels, ImVec2 pixels);

}  // namespace sigap
