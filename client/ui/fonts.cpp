#include "client/ui/fonts.hpp"

#include <imgui_freetype.h>
#include <stdexcept>
#include <string>

#include "client/ui/assets.hpp"

namespace sigap::ui {

namespace {

// Latin, Latin-1, Latin Extended-A; dashes, quotes, bullets, ellipsis, per mille, prime; euro; arrows; minus, <=, >=.
constexpr ImWchar text_ranges[] = {0x0020, 0x007e, 0x00a0, 0x017f, 0x2010, 0x2030, 0x2032, 0x2033, 0x20ac, 0x20ac,
                                   0x2190, 0x2193, 0x2212, 0x2212, 0x2264, 0x2265, 0xfffd, 0xfffd, 0};
constexpr ImWchar icon_ranges[] = {0xe000, 0xf8ff, 0};

ImFont* load(const char* path, float pixels, const ImWchar* ranges) {
    const std::string_view bytes = embedded_asset(path);
    if (bytes.empty()) throw std::logic_error(std::string("not embedded: ") + path);
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.OversampleH = 1;
    config.PixelSnapH = true;
    config.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    // ImGui's signature is not const, but memory that it does not own it only reads.
    return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<char*>(bytes.data()), static_cast<int>(bytes.size()),
                                                      pixels, &config, ranges);
}

}  // namespace

bool Fonts::prepare(const Metrics& metrics) {
    if (built_.unit == metrics.unit && built_.text == metrics.text) return false;
    built_ = metrics;
    constexpr const char* regular = "assets/fonts/Inter-Regular.otf";
    constexpr const char* semibold = "assets/fonts/Inter-SemiBold.otf";
    constexpr const char* icons = "assets/icons/MaterialIcons-Subset.ttf";
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    fonts_ = {load(regular, metrics.tall(15.5f), text_ranges),   load(regular, metrics.tall(18), text_ranges),
              load(semibold, metrics.tall(19.5f), text_ranges),  load(semibold, metrics.tall(28), text_ranges),
              load(icons, metrics.tall(20), icon_ranges),        load(icons, metrics.tall(28), icon_ranges)};
    ImGui::GetIO().FontDefault = (*this)[Font::body];
    if (!atlas.Build()) throw std::logic_error("the fonts cannot be built");
    return true;
}

}  // namespace sigap::ui
