// What the camera sees, and the button that takes it.
#include <algorithm>

#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

constexpr std::int64_t between_pictures_ms = 50;

void take_picture(Screen& screen) {
    PhotoView& view = screen.photos;
    const auto& picture = screen.model.photos().camera().picture;
    if (picture == view.seen) return;
    Window& window = screen.ui.window();
    window.drop_picture(view.live);
    view.seen = picture;
    view.live = picture ? window.add_picture({picture->width, picture->height, picture->rgba}) : nullptr;
}

void draw_live(Screen& screen, const Rect& box) {
    PhotoView& view = screen.photos;
    take_picture(screen);
    if (!view.live || !view.seen || box.height() <= 0) return label(screen.ui, screen.ui.tr("camera.wait"), true);
    const auto width = static_cast<float>(view.seen->width), height = static_cast<float>(view.seen->height);
    const float scale = std::min(box.width() / width, box.height() / height);
    const ImVec2 at{std::round((box.min.x + box.max.x - width * scale) / 2), std::round((box.min.y + box.max.y - height * scale) / 2)};
    ImGui::GetWindowDrawList()->AddImage(view.live, at, {at.x + width * scale, at.y + height * scale});
}

bool shutter(Ui& ui, float side, bool enabled) {
    const Interaction tapped = ui.interact({.key = "camera.shoot", .label = ui.tr("camera.shoot"), .enabled = enabled}, {side, side});
    const ImVec2 middle{(tapped.rect.min.x + tapped.rect.max.x) / 2, (tapped.rect.min.y + tapped.rect.max.y) / 2};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Palette& p = ui.colours();
    list.AddCircle(middle, side / 2 - ui.dp(3), enabled ? p.text : p.line, 48, ui.dp(4));
    list.AddCircleFilled(middle, side / 2 - ui.dp(9), !enabled ? p.line : tapped.held ? p.danger_hovered : p.danger, 48);
    ui.draw_focus(tapped, 40);
    return tapped.activated;
}

}  // namespace

void draw_camera_page(Screen& screen) {
    Ui& ui = screen.ui;
    PhotoView& view = screen.photos;
    Photos& photos = screen.model.photos();
    Rect rest;
    bool open = begin_full(ui, "camera", ui.tr("photos.camera"), ui.tr("action.cancel"), rest);
    const sigap::Words& error = photos.camera().error;
    if (error.empty()) {
        const float edge = ui.dp(12), side = ui.dp(84);
        // At the right hand, above the lines that tell what happened; below where the window is upright.
        const bool wide = rest.width() > rest.height();
        const float right = rest.max.x - edge - (wide ? side + edge : 0), bottom = rest.max.y - edge - (wide ? 0 : side + edge);
        draw_live(screen, {{rest.min.x + edge, rest.min.y}, {right, bottom}});
        if (wide) ImGui::SetCursorScreenPos({rest.max.x - edge - side, std::round(rest.min.y + rest.height() * 0.35f - side / 2)});
        else ImGui::SetCursorScreenPos({std::round((rest.min.x + rest.max.x - side) / 2), rest.max.y - side - edge});
        if (shutter(ui, side, view.live != nullptr)) photos.shoot(view.target, ui.tr("camera.photo_name"));
        const std::int64_t now = ui.clock().monotonic_ms();
        if (now >= view.next_look) {
            photos.look();
            view.next_look = now + between_pictures_ms;
        }
        ui.window().redraw_at(view.next_look);
    } else {
        begin_pane(ui, "camera.none", rest, {16, 8});
        empty_state(ui, icon::photo_camera, screen.say(error), ui.tr("camera.instead"));
        space(ui, 12);
        if (button(ui, "camera.file", ui.tr("photos.from_file"), {.kind = ButtonKind::primary, .icon = icon::inbox})) {
            photos.begin();
            view.choosing = true;
            view.as_it_is = false;
            open = false;
        }
        same_line(ui);
        if (button(ui, "camera.again", ui.tr("photos.again"), {.icon = icon::refresh})) photos.open_camera();
        end_pane(ui);
    }
    end_full(ui);
    if (open) return;
    view.camera = false;
    photos.close_camera();
    ui.window().redraw();
}

void let_camera_go(Screen& screen) {
    screen.ui.window().drop_picture(screen.photos.live);
    screen.photos.live = nullptr;
    screen.photos.seen = nullptr;
}

}  // namespace sigap::views
