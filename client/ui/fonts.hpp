// The letters and icons of the app in one ImGui atlas, rasterised at the size they are shown, so that text stays crisp.
// UI thread.
#pragma once

#include <array>
#include <imgui.h>

#include "client/ui/theme.hpp"

namespace sigap::ui {

enum class Font { small, body, strong, title, icon, icon_large };

class Fonts {
public:
    // Rebuilds the atlas of the current context when sizes changed; true when it did.
    bool prepare(const Metrics& metrics);
    ImFont* operator[](Font font) const { return fonts_[static_cast<std::size_t>(font)]; }

private:
    std::array<ImFont*, 6> fonts_{};
    Metrics built_{0, 0};
};

}  // namespace sigap::ui
