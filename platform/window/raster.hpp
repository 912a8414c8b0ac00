// Draws ImGui's triangles into memory: for pictures without a display and for machines without a GPU. UI thread.
// SDL's own software renderer cuts vertices to whole pixels (2.26), which smears edges; here each pixel is judged at its
// middle, so that the same input gives the same picture everywhere.
#pragma once

#include <imgui.h>
#include <vector>

#include "platform/window/image.hpp"

namespace sigap {

// One byte of coverage a texel, as ImFontAtlas::GetTexDataAsAlpha8 gives it; outlives the call.
struct AlphaTexture {
    const unsigned char* texels = nullptr;
    int width = 0, height = 0;
};

// Clears `target` with `background` and draws over it; vertices are in pixels of `target`.
// A command without a texture of its own takes `texture`; any other texture is an Image*, drawn as upright rectangles only.
void rasterise(const ImDrawData& data, const AlphaTexture& texture, ImU32 background, Image& target);

}  // namespace sigap
