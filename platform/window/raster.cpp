#include "platform/window/raster.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace sigap {

namespace {

struct Clip {
    int x0, y0, x1, y1;
};

struct Colour {
    float r, g, b, a;  // 0 to 255, alpha 0 to 1
};

Colour unpack(ImU32 colour) {
    const auto channel = [colour](int shift) { return static_cast<float>((colour >> shift) & 255); };
    return {channel(IM_COL32_R_SHIFT), channel(IM_COL32_G_SHIFT), channel(IM_COL32_B_SHIFT),
            channel(IM_COL32_A_SHIFT) / 255};
}

void blend(std::uint8_t* pixel, const Colour& colour, float alpha) {
    if (alpha <= 0) return;
    const float keep = 1 - alpha;
    pixel[0] = static_cast<std::uint8_t>(colour.r * alpha + static_cast<float>(pixel[0]) * keep + 0.5f);
    pixel[1] = static_cast<std::uint8_t>(colour.g * alpha + static_cast<float>(pixel[1]) * keep + 0.5f);
    pixel[2] = static_cast<std::uint8_t>(colour.b * alpha + static_cast<float>(pixel[2]) * keep + 0.5f);
}

class Painter {
public:
    Painter(const AlphaTexture& texture, Image& target) : texture_(texture), target_(target) {}

    void rectangle(const ImDrawVert& a, const ImDrawVert& c, const Clip& clip) {
        const int x0 = std::max(clip.x0, first(a.pos.x)), x1 = std::min(clip.x1, first(c.pos.x));
        const int y0 = std::max(clip.y0, first(a.pos.y)), y1 = std::min(clip.y1, first(c.pos.y));
        if (x0 >= x1 || y0 >= y1) return;
        const Colour colour = unpack(a.col);
        const float du = (c.uv.x - a.uv.x) / (c.pos.x - a.pos.x), dv = (c.uv.y - a.uv.y) / (c.pos.y - a.pos.y);
        const bool plain = du == 0 && dv == 0;
        const float whole = plain ? coverage(a.uv.x, a.uv.y) * colour.a : 0;
        for (int y = y0; y < y1; ++y) {
            std::uint8_t* pixel = target_.at(x0, y);
            const float v = a.uv.y + (static_cast<float>(y) + 0.5f - a.pos.y) * dv;
            for (int x = x0; x < x1; ++x, pixel += 4) {
                if (plain) blend(pixel, colour, whole);
                else blend(pixel, colour, colour.a * coverage(a.uv.x + (static_cast<float>(x) + 0.5f - a.pos.x) * du, v));
            }
        }
    }

    void triangle(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c, const Clip& clip) {
        const float area = cross(a.pos, b.pos, c.pos);
        if (area == 0) return;
        const int y0 = std::max(clip.y0, first(std::min({a.pos.y, b.pos.y, c.pos.y})));
        const int y1 = std::min(clip.y1, first(std::max({a.pos.y, b.pos.y, c.pos.y})));
        const std::array<const ImDrawVert*, 3> corner{&a, &b, &c};
        const std::array<Colour, 3> colours{unpack(a.col), unpack(b.col), unpack(c.col)};
        const bool flat = a.col == b.col && b.col == c.col;
        const bool plain = a.uv.x == b.uv.x && b.uv.x == c.uv.x && a.uv.y == b.uv.y && b.uv.y == c.uv.y;
        const float white = plain ? coverage(a.uv.x, a.uv.y) : 1;
        for (int y = y0; y < y1; ++y) {
            const float at = static_cast<float>(y) + 0.5f;
            const auto [x0, x1] = span(corner, at, clip);
            std::uint8_t* pixel = x0 < x1 ? target_.at(x0, y) : nullptr;
            for (int x = x0; x < x1; ++x, pixel += 4) {
                if (flat && plain) {
                    blend(pixel, colours[0], colours[0].a * white);
                    continue;
                }
                const ImVec2 middle{static_cast<float>(x) + 0.5f, at};
                const float wa = std::clamp(cross(b.pos, c.pos, middle) / area, 0.0f, 1.0f);
                const float wb = std::clamp(cross(c.pos, a.pos, middle) / area, 0.0f, 1.0f - wa);
                const float wc = 1 - wa - wb;
                const auto mix = [&](float Colour::*part) {
                    return colours[0].*part * wa + colours[1].*part * wb + colours[2].*part * wc;
                };
                const Colour colour{mix(&Colour::r), mix(&Colour::g), mix(&Colour::b), mix(&Colour::a)};
                const float texel = plain ? white
                                          : coverage(a.uv.x * wa + b.uv.x * wb + c.uv.x * wc,
                                                     a.uv.y * wa + b.uv.y * wb + c.uv.y * wc);
                blend(pixel, colour, colour.a * texel);
            }
        }
    }

    void picture(const Image& from, const ImDrawVert& a, const ImDrawVert& c, const Clip& clip) {
        const int x0 = std::max(clip.x0, first(a.pos.x)), x1 = std::min(clip.x1, first(c.pos.x));
        const int y0 = std::max(clip.y0, first(a.pos.y)), y1 = std::min(clip.y1, first(c.pos.y));
        const auto width = static_cast<float>(from.width), height = static_cast<float>(from.height);
        const float du = (c.uv.x - a.uv.x) / (c.pos.x - a.pos.x), dv = (c.uv.y - a.uv.y) / (c.pos.y - a.pos.y);
        for (int y = y0; y < y1; ++y) {
            std::uint8_t* pixel = target_.at(x0, y);
            const float v = (a.uv.y + (static_cast<float>(y) + 0.5f - a.pos.y) * dv) * height - 0.5f;
            for (int x = x0; x < x1; ++x, pixel += 4)
                sample(from, (a.uv.x + (static_cast<float>(x) + 0.5f - a.pos.x) * du) * width - 0.5f, v, pixel);
        }
    }

private:
    // Between the four texels around a place.
    static void sample(const Image& from, float u, float v, std::uint8_t* pixel) {
        const float x = std::floor(u), y = std::floor(v), right = u - x, down = v - y;
        const auto inside = [](float at, int size) { return std::clamp(static_cast<int>(at), 0, size - 1); };
        const int x0 = inside(x, from.width), x1 = inside(x + 1, from.width), y0 = inside(y, from.height), y1 = inside(y + 1, from.height);
        const std::uint8_t *a = from.at(x0, y0), *b = from.at(x1, y0), *c = from.at(x0, y1), *d = from.at(x1, y1);
        const auto mix = [&](int i) {
            return (static_cast<float>(a[i]) * (1 - right) + static_cast<float>(b[i]) * right) * (1 - down) +
                   (static_cast<float>(c[i]) * (1 - right) + static_cast<float>(d[i]) * right) * down;
        };
        blend(pixel, {mix(0), mix(1), mix(2), 1}, mix(3) / 255);
    }

    // The first pixel whose middle lies at or after `edge`: of two shapes that share an edge, each pixel is in one.
    static int first(float edge) { return static_cast<int>(std::ceil(edge - 0.5f)); }

    static float cross(ImVec2 a, ImVec2 b, ImVec2 p) { return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x); }

    // The pixels of the line through y = `at` that lie inside.
    static std::pair<int, int> span(const std::array<const ImDrawVert*, 3>& corner, float at, const Clip& clip) {
        float left = 1e9f, right = -1e9f;
        for (std::size_t i = 0; i < 3; ++i) {
            ImVec2 p = corner[i]->pos, q = corner[(i + 1) % 3]->pos;
            // From top to bottom, so that two triangles sharing an edge compute the same crossing.
            if (p.y > q.y) std::swap(p, q);
            if (at < p.y || at >= q.y) continue;
            const float x = p.x + (q.x - p.x) * ((at - p.y) / (q.y - p.y));
            left = std::min(left, x), right = std::max(right, x);
        }
        if (left > right) return {0, 0};
        return {std::max(clip.x0, first(left)), std::min(clip.x1, first(right))};
    }

    float coverage(float u, float v) const {
        const int x = std::clamp(static_cast<int>(u * static_cast<float>(texture_.width)), 0, texture_.width - 1);
        const int y = std::clamp(static_cast<int>(v * static_cast<float>(texture_.height)), 0, texture_.height - 1);
        return static_cast<float>(texture_.texels[static_cast<std::size_t>(y) * static_cast<std::size_t>(texture_.width) +
                                                  static_cast<std::size_t>(x)]) / 255;
    }

    const AlphaTexture& texture_;
    Image& target_;
};

bool is_rectangle(const ImDrawVert* v, const ImDrawIdx* i) {
    const ImDrawVert &a = v[i[0]], &b = v[i[1]], &c = v[i[2]], &d = v[i[5]];
    return i[3] == i[0] && i[4] == i[2] && a.pos.y == b.pos.y && b.pos.x == c.pos.x && c.pos.y == d.pos.y &&
           d.pos.x == a.pos.x && a.col == b.col && a.col == c.col && a.col == d.col && a.pos.x < c.pos.x &&
           a.pos.y < c.pos.y;
}

}  // namespace

void rasterise(const ImDrawData& data, const AlphaTexture& texture, ImU32 background, Image& target) {
    const std::array<std::uint8_t, 4> ground{static_cast<std::uint8_t>(background >> IM_COL32_R_SHIFT),
                                             static_cast<std::uint8_t>(background >> IM_COL32_G_SHIFT),
                                             static_cast<std::uint8_t>(background >> IM_COL32_B_SHIFT), 255};
    for (std::size_t i = 0; i < target.rgba.size(); i += 4) std::memcpy(target.rgba.data() + i, ground.data(), 4);
    Painter painter(texture, target);
    for (const ImDrawList* list : data.CmdLists) {
        for (const ImDrawCmd& command : list->CmdBuffer) {
            const Clip clip{std::max(0, static_cast<int>(command.ClipRect.x)), std::max(0, static_cast<int>(command.ClipRect.y)),
                            std::min(target.width, static_cast<int>(command.ClipRect.z)),
                            std::min(target.height, static_cast<int>(command.ClipRect.w))};
            const ImDrawVert* const vertices = list->VtxBuffer.Data + command.VtxOffset;
            const ImDrawIdx* const indices = list->IdxBuffer.Data + command.IdxOffset;
            const auto* own = static_cast<const Image*>(command.GetTexID());
            for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
                const ImDrawIdx* at = indices + i;
                if (i + 5 < command.ElemCount && is_rectangle(vertices, at)) {
                    if (own) painter.picture(*own, vertices[at[0]], vertices[at[2]], clip);
                    else painter.rectangle(vertices[at[0]], vertices[at[2]], clip);
                    i += 3;
                } else if (!own) {
                    painter.triangle(vertices[at[0]], vertices[at[1]], vertices[at[2]], clip);
                }
            }
        }
    }
}

}  // namespace sigap
