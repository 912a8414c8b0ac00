// One photo over the whole window, and drawing on it.
#include <algorithm>
#include <array>

#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

struct Pen {
    const char* name;
    std::uint8_t red, green, blue;
    ImU32 colour() const { return IM_COL32(red, green, blue, 255); }
};
// Of which one stands out on any photo.
constexpr std::array<Pen, 3> pens{{{"red", 222, 30, 30}, {"yellow", 255, 214, 10}, {"blue", 20, 90, 230}}};

// As large as it fits into the box, in its middle.
Rect fitted_into(const Rect& box, const PictureShelf::Picture& picture) {
    const float scale = std::min(box.width() / picture.width, box.height() / picture.height);
    const float width = std::round(picture.width * scale), height = std::round(picture.height * scale);
    const ImVec2 at{std::round((box.min.x + box.max.x - width) / 2), std::round((box.min.y + box.max.y - height) / 2)};
    return {at, {at.x + width, at.y + height}};
}

void draw_strokes(const Rect& box, const std::vector<Stroke>& strokes) {
    const float width = std::max(2.0f, std::max(box.width(), box.height()) * stroke_width);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.PushClipRect(box.min, box.max, true);
    for (const auto& stroke : strokes) {
        const ImU32 colour = IM_COL32(stroke.red, stroke.green, stroke.blue, 255);
        std::vector<ImVec2> line;
        for (const auto& point : stroke.points) line.push_back({box.min.x + point.x * box.width(), box.min.y + point.y * box.height()});
        list.AddPolyline(line.data(), static_cast<int>(line.size()), colour, 0, width);
        for (const auto& end : {line.front(), line.back()}) list.AddCircleFilled(end, width / 2, colour, 16);
    }
    list.PopClipRect();
}

void take_lines(Screen& screen, const Rect& paper) {
    Ui& ui = screen.ui;
    PhotoView& view = screen.photos;
    const Pen& pen = pens[view.pen];
    ui.record({.key = "photo.paper", .role = ui::Role::status, .label = ui.tr("photo.paper")}, paper);
    for (const PenPoint& point : ui.take_pen(paper)) {
        if (point.begins || view.strokes.empty()) view.strokes.push_back({pen.red, pen.green, pen.blue, {}});
        view.strokes.back().points.push_back({(point.at.x - paper.min.x) / paper.width(), (point.at.y - paper.min.y) / paper.height()});
    }
}

void draw_pens(Screen& screen) {
    Ui& ui = screen.ui;
    PhotoView& view = screen.photos;
    const float side = ui.dp(Metrics::target);
    for (std::size_t i = 0; i < pens.size(); ++i) {
        if (i > 0) same_line(ui, 8);
        const std::string name = std::string("pen.") + pens[i].name;
        const Interaction tapped = ui.interact({.key = "photo." + name, .role = ui::Role::option, .label = ui.tr(name), .checked = view.pen == i}, {side, side});
        const ImVec2 middle{(tapped.rect.min.x + tapped.rect.max.x) / 2, (tapped.rect.min.y + tapped.rect.max.y) / 2};
        ImDrawList& list = *ImGui::GetWindowDrawList();
        if (view.pen == i) list.AddCircle(middle, side / 2 - ui.dp(2), ui.colours().text, 32, ui.dp(3));
        list.AddCircleFilled(middle, side / 2 - ui.dp(8), pens[i].colour(), 32);
        ui.draw_focus(tapped, Metrics::target / 2);
        if (tapped.activated) view.pen = i;
    }
}

void stop_drawing(PhotoView& view) {
    view.drawing = view.asks = false;
    view.strokes.clear();
}

// The photo's name without its ending.
std::string stem_of(const Attachment& file) {
    const std::string& shown = file.caption.empty() ? file.name : file.caption;
    return file.caption.empty() ? std::filesystem::path(shown).stem().string() : shown;
}

void draw_drawing_bar(Screen& screen, const Attachment& file) {
    Ui& ui = screen.ui;
    PhotoView& view = screen.photos;
    draw_pens(screen);
    same_line(ui);
    const bool some = !view.strokes.empty();
    if (icon_button(ui, "photo.undo", icon::undo, ui.tr("action.undo"), some)) view.strokes.pop_back();
    if (ui.take_ctrl(ImGuiKey_Z) && !view.strokes.empty()) view.strokes.pop_back();
    same_line(ui);
    const float width = std::floor((fill(ui, ui.dp(12)) - ui.dp(Metrics::gap)) / 2);
    if (button(ui, "photo.stop", ui.tr("action.cancel"), {.width = width, .height = 48})) some ? void(view.asks = true) : stop_drawing(view);
    same_line(ui);
    if (button(ui, "photo.save", ui.tr("photo.save"), {.kind = ButtonKind::primary, .icon = icon::check, .width = width, .height = 48, .enabled = some})) {
        const std::string stem = stem_of(file);
        screen.model.photos().draw_on(file.about, file.sha256, view.strokes, ui.tr("photo.drawn_name", std::filesystem::path(file.name).stem().string()),
                                      ui.tr("photo.drawn_on", stem));
        stop_drawing(view);
        view.shown = {};
    }
}

void draw_bar(Screen& screen, const std::vector<const FileLine*>& photos, std::size_t at, bool can_draw) {
    Ui& ui = screen.ui;
    PhotoView& view = screen.photos;
    const bool first = at == 0, last = at + 1 == photos.size();
    const bool back = icon_button(ui, "photo.previous", icon::chevron_left, ui.tr("photo.previous"), !first) || (!first && ui.take_key(ImGuiKey_LeftArrow));
    same_line(ui);
    const bool on = icon_button(ui, "photo.next", icon::chevron_right, ui.tr("photo.next"), !last) || (!last && ui.take_key(ImGuiKey_RightArrow));
    same_line(ui);
    if (button(ui, "photo.draw", ui.tr("photo.draw"), {.icon = icon::edit, .height = 48, .enabled = can_draw})) view.drawing = true;
    if (back || on) view.shown = photos[on ? at + 1 : at - 1]->attachment.id;
    if (back || on || view.drawing) ui.window().redraw();
}

}  // namespace

void draw_photo_page(Screen& screen, const std::vector<FileLine>& files, bool changeable) {
    PhotoView& view = screen.photos;
    std::vector<const FileLine*> photos;
    for (const auto& line : files)
        if (line.attachment.type.starts_with("image/")) photos.push_back(&line);
    const auto found = std::ranges::find(photos, view.shown, [](const FileLine* line) { return line->attachment.id; });
    if (found == photos.end()) {
        view.shown = {};
        return stop_drawing(view);
    }
    Ui& ui = screen.ui;
    const FileLine& line = **found;
    const Attachment& file = line.attachment;
    Rect rest;
    bool open = begin_full(ui, "photo", file.caption.empty() ? file.name : file.caption, ui.tr("photo.close"), rest);
    const float edge = ui.dp(12), bar = std::max(ui.tall(48), ui.dp(Metrics::target)), words = ui.tall(24);
    const Rect box{{rest.min.x + edge, rest.min.y}, {rest.max.x - edge, rest.max.y - bar - words - edge * 3}};
    const int side = (static_cast<int>(std::max(box.width(), box.height())) + 255) / 256 * 256;
    auto& shelf = shelf_of(screen);
    auto picture = shelf.get(file.sha256, std::min(side, photo_side));
    const bool whole = picture.texture != nullptr;
    if (picture.missing) picture = shelf.get(file.thumbnail, 256);
    if (picture.texture && box.height() > 0) {
        const Rect at = fitted_into(box, picture);
        ImGui::GetWindowDrawList()->AddImage(picture.texture, at.min, at.max);
        if (view.drawing) take_lines(screen, at);
        draw_strokes(at, view.strokes);
    }
    draw_text(ui, Font::small, ui.colours().text_soft, {{box.min.x, box.max.y + edge}, {box.max.x, box.max.y + edge + words}},
              whole || !picture.missing ? line.author + "  \xc2\xb7  " + screen.when(file.added_at) + (whole ? "" : "  \xc2\xb7  " + ui.tr("photo.small"))
                                        : ui.tr("photo.missing"));
    ImGui::SetCursorScreenPos({box.min.x, rest.max.y - bar - edge});
    if (view.drawing) draw_drawing_bar(screen, file);
    else draw_bar(screen, photos, static_cast<std::size_t>(found - photos.begin()), whole && changeable);
    if (view.asks) {
        const std::string title = ui.tr("photo.leave"), text = ui.tr("photo.leave_hint"), verb = ui.tr("photo.leave_verb"), stay = ui.tr("photo.stay");
        const Answer answer = ask(ui, "photo.leave", {title, text, verb, stay});
        if (answer == Answer::accepted) stop_drawing(view);
        if (answer == Answer::cancelled) view.asks = false;
    }
    end_full(ui);
    if (open) return;
    if (view.drawing && !view.strokes.empty()) view.asks = true;
    else if (view.drawing) stop_drawing(view);
    else view.shown = {};
    ui.window().redraw();
}

}  // namespace sigap::views
