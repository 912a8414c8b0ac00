#include <algorithm>
#include <cfloat>
#include <cmath>
#include <imgui_internal.h>

#include "client/ui/ui.hpp"
#include "platform/core/text.hpp"

namespace sigap::ui {

namespace {

constexpr std::string_view ellipsis = "\xe2\x80\xa6";

// ImGui takes a null end for "up to the NUL", which an empty view has nowhere.
std::string_view whole(std::string_view text) { return text.empty() ? std::string_view("") : text; }

ImVec2 measure(ImFont* font, std::string_view given, float wrap = 0) {
    const std::string_view text = whole(given);
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, wrap, text.data(), text.data() + text.size());
}

// The longest beginning of `text` that fits into `width`, whole characters only.
std::string_view beginning(ImFont* font, std::string_view text, float width) {
    if (text.empty()) return text;
    const char* rest = nullptr;
    font->CalcTextSizeA(font->FontSize, width, 0, text.data(), text.data() + text.size(), &rest);
    std::string_view head = text.substr(0, static_cast<std::size_t>(rest - text.data()));
    while (!head.empty() && head.back() == ' ') head.remove_suffix(1);
    return head;
}

}  // namespace

ImVec2 text_size(Ui& ui, Font font, std::string_view text, float wrap) { return measure(ui.font(font), text, wrap); }

void draw_wrapped(Ui& ui, Font font, ImU32 colour, ImVec2 at, std::string_view given, float wrap) {
    const std::string_view text = whole(given);
    ImFont* face = ui.font(font);
    ImGui::GetWindowDrawList()->AddText(face, face->FontSize, at, colour, text.data(), text.data() + text.size(), wrap);
}

float text_width(Ui& ui, Font font, std::string_view text) { return std::ceil(measure(ui.font(font), text).x); }

float draw_text(Ui& ui, Font which, ImU32 colour, const Rect& rect, std::string_view text, Align align) {
    ImFont* font = ui.font(which);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    float width = measure(font, text).x;
    std::string cut;
    if (width > rect.width() + 0.5f) {
        const float dots = measure(font, ellipsis).x;
        cut = std::string(beginning(font, text, std::max(0.0f, rect.width() - dots))) + std::string(ellipsis);
        text = cut;
        width = measure(font, text).x;
    }
    const float slack = std::max(0.0f, rect.width() - width);
    const float x = rect.min.x + (align == Align::left ? 0 : align == Align::centre ? slack / 2 : slack);
    // Inter's capitals sit low in its line box: a 40th of the size up puts their middle on the middle.
    const float y = rect.min.y + (rect.height() - font->FontSize) / 2 - font->FontSize / 40;
    if (!text.empty())
        list.AddText(font, font->FontSize, {std::round(x), std::round(y)}, colour, text.data(), text.data() + text.size());
    return width;
}

void draw_icon(Ui& ui, Font which, ImU32 colour, ImVec2 centre, const char* icon) {
    ImFont* font = ui.font(which);
    unsigned code = 0;
    ImTextCharFromUtf8(&code, icon, nullptr);
    const ImFontGlyph* glyph = font->FindGlyphNoFallback(static_cast<ImWchar>(code));
    if (!glyph) return;
    const float x = centre.x - (glyph->X0 + glyph->X1) / 2, y = centre.y - (glyph->Y0 + glyph->Y1) / 2;
    font->RenderChar(ImGui::GetWindowDrawList(), font->FontSize, {std::round(x), std::round(y)}, colour,
                     static_cast<ImWchar>(code));
}

void draw_rect(Ui& ui, const Rect& rect, ImU32 fill, ImU32 edge, float radius) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float rounding = std::min(ui.dp(radius), std::min(rect.width(), rect.height()) / 2);
    // Two fills, one inside the other: strokes of the software renderer show seams at their corners.
    const float line = std::max(1.0f, ui.dp(1));
    if (edge & IM_COL32_A_MASK) {
        list.AddRectFilled(rect.min, rect.max, edge, rounding);
        list.AddRectFilled({rect.min.x + line, rect.min.y + line}, {rect.max.x - line, rect.max.y - line}, fill,
                           std::max(0.0f, rounding - line));
    } else if (fill & IM_COL32_A_MASK) {
        list.AddRectFilled(rect.min, rect.max, fill, rounding);
    }
}

}  // namespace sigap::ui
