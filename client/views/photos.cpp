#include <algorithm>

#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

constexpr float tile_side = 120;

bool is_picture(const FileLine& line) { return line.attachment.type.starts_with("image/"); }

// Fills the box; what stands over is cut off on both sides alike.
void draw_filling(const Rect& box, const PictureShelf::Picture& picture) {
    const float wide = picture.width / picture.height, box_wide = box.width() / box.height();
    const float u = wide > box_wide ? (1 - box_wide / wide) / 2 : 0, v = wide > box_wide ? 0 : (1 - wide / box_wide) / 2;
    ImGui::GetWindowDrawList()->AddImage(picture.texture, box.min, box.max, {u, v}, {1 - u, 1 - v});
}

const char* state_icon(FileState state) {
    switch (state) {
        case FileState::done: return nullptr;
        case FileState::sending: return icon::cloud_queue;
        case FileState::fetching: return icon::download;
        case FileState::elsewhere: return icon::schedule;
        case FileState::retake:
        case FileState::refused: return icon::error_outline;
    }
    return nullptr;
}

void draw_tile(Screen& screen, const FileLine& line, float side) {
    Ui& ui = screen.ui;
    const Attachment& file = line.attachment;
    const std::string state = ui.tr("files." + std::string(word_of(line.state)), line.percent);
    const std::string label = file.caption.empty() ? file.name : file.caption;
    const Interaction tile = ui.interact({.key = "photo." + to_string(file.id), .label = label, .value = state}, {side, side});
    if (!tile.visible && !tile.activated) return;
    const Palette& p = ui.colours();
    draw_rect(ui, tile.rect, p.raised, p.line, 4);
    const auto picture = shelf_of(screen).get(file.thumbnail, 256);
    const ImVec2 middle{(tile.rect.min.x + tile.rect.max.x) / 2, (tile.rect.min.y + tile.rect.max.y) / 2};
    if (picture.texture) draw_filling(tile.rect, picture);
    else draw_icon(ui, Font::icon, p.text_soft, middle, picture.missing ? icon::cloud_off : icon::hourglass_empty);
    if (const char* sign = state_icon(line.state)) {
        const float badge = ui.dp(28);
        const Rect corner{{tile.rect.max.x - badge, tile.rect.max.y - badge}, tile.rect.max};
        draw_rect(ui, corner, p.page, p.line, 4);
        draw_icon(ui, Font::icon, p.text, {corner.min.x + badge / 2, corner.min.y + badge / 2}, sign);
    }
    ui.draw_focus(tile, 4);
    if (!tile.activated) return;
    screen.photos.shown = file.id;
    ui.window().redraw();
}

void draw_pending(Screen& screen, const Photos::Pending& one) {
    Ui& ui = screen.ui;
    const std::string id = std::to_string(one.id);
    begin_card(ui, "photos.pending." + id);
    if (one.failed) {
        label(ui, ui.tr("photos.not_saved", one.name), false, Font::strong);
        paragraph(ui, screen.say(one.error));
        space(ui, 6);
        if (button(ui, "photos.again." + id, ui.tr("photos.again"), {.icon = icon::refresh})) screen.model.photos().again(one.id);
        same_line(ui);
        if (button(ui, "photos.let_go." + id, ui.tr("photos.let_go"), {.icon = icon::close})) screen.model.photos().let_go(one.id);
    } else {
        progress(ui, "photos.saving." + id, -1, ui.tr("photos.saving", one.name));
    }
    end_card(ui);
    space(ui, 8);
}

// "1.4 MB"; the decimal sign is the language's own.
std::string size_words(Ui& ui, std::uint64_t bytes) {
    const auto tenths = static_cast<std::int64_t>((bytes + 50'000) / 100'000);
    const std::string sign = ui.tr("number.grouping") == "." ? "," : ".";
    if (tenths == 0) return std::to_string((bytes + 999) / 1000) + " kB";
    return std::to_string(tenths / 10) + sign + std::to_string(tenths % 10) + " MB";
}

Interaction draw_folder_line(Screen& screen, const FolderPage::Line& line, std::size_t index, bool& chosen) {
    Ui& ui = screen.ui;
    const std::string title = line.place.empty() ? line.name : ui.tr("place." + line.place);
    const std::string subtitle = line.is_folder ? (line.name.empty() ? line.path.string() : std::string()) : size_words(ui, line.bytes) + "  \xc2\xb7  " + screen.when(line.changed_at);
    const auto tapped = row(ui, "photos.line." + std::to_string(index),
                            {.title = title, .subtitle = subtitle, .icon = line.is_folder ? icon::inbox : icon::photo_camera});
    if (!tapped.activated) return tapped;
    if (line.is_folder) {
        screen.model.photos().open(line.path);
    } else {
        screen.model.photos().add_file(screen.photos.target, line.path, screen.photos.as_it_is);
        chosen = true;
    }
    return tapped;
}

void draw_chooser(Screen& screen) {
    Ui& ui = screen.ui;
    Photos& photos = screen.model.photos();
    const auto page = photos.folder();
    Rect rest;
    const std::string title = page && !page->folder.empty() ? page->folder.filename().string() : std::string();
    bool open = begin_full(ui, "photos.chooser", title.empty() ? ui.tr("photos.choose") : title, ui.tr("action.cancel"), rest);
    if (page && !page->folder.empty()) {
        if (button(ui, "photos.places", ui.tr("photos.places"), {.icon = icon::home})) photos.open({});
        same_line(ui);
        if (button(ui, "photos.up", ui.tr("photos.up"), {.icon = icon::arrow_upward, .enabled = page->folder.has_relative_path()}))
            photos.open(page->folder.parent_path());
        rest.min.y = ImGui::GetCursorScreenPos().y + ui.dp(8);
    }
    begin_pane(ui, page ? "photos.lines." + page->folder.string() : std::string("photos.lines"), rest, {12, 0});
    if (page) {
        if (!page->error.empty()) paragraph(ui, screen.say(page->error)), space(ui, 8);
        const std::string hint = ui.tr("photos.choose_hint");
        toggle(ui, "photos.as_it_is", ui.tr("photos.as_it_is"), screen.photos.as_it_is, hint);
        space(ui, 8);
        if (page->lines.empty())
            empty_state(ui, icon::inbox, ui.tr(page->folder.empty() ? "photos.no_places" : "photos.folder_empty"), ui.tr("photos.folder_empty_hint"));
        bool chosen = false;
        const FolderPage& lines = *page;
        virtual_list(ui, "photos.list", lines.lines.size(), row_height(ui), [&](std::size_t i) {
            return draw_folder_line(screen, lines.lines[i], i, chosen);
        });
        if (chosen) open = false;
    }
    end_pane(ui);
    end_full(ui);
    if (open) return;
    screen.photos.choosing = false;
    ui.window().redraw();
}

}  // namespace

PictureShelf& shelf_of(Screen& screen) {
    auto& shelf = screen.photos.shelf;
    if (!shelf) shelf = std::make_unique<PictureShelf>(screen.ui.window(), screen.model.photos());
    return *shelf;
}

void draw_photos(Screen& screen, const Uuid& about, const std::vector<FileLine>& files, bool changeable) {
    Photos& photos = screen.model.photos();
    if (!photos.available()) return;
    Ui& ui = screen.ui;
    // What was missing may have come with a newer snapshot.
    if (std::exchange(screen.photos.files, &files) != &files) shelf_of(screen).look_again();
    section(ui, ui.tr("photos.title", std::ranges::count_if(files, is_picture)));
    if (screen.state().connection.disk_scarce) {
        const std::string text = ui.tr("warning.disk");
        banner(ui, "photos.scarce", {Status::overdue, text, icon::storage});
        space(ui, 8);
    }
    if (changeable) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        if (button(ui, "photos.add", ui.tr("photos.add"), {.icon = icon::photo_camera})) {
            screen.photos.target = about;
            ui.open_menu("photos.menu", at);
        }
        space(ui, 10);
    }
    draw_photo_row(screen, about, files);
}

void draw_photo_row(Screen& screen, const Uuid& about, const std::vector<FileLine>& files) {
    Ui& ui = screen.ui;
    for (const auto& one : screen.model.photos().pending())
        if (one.target == about) draw_pending(screen, one);
    const float side = std::max(ui.dp(tile_side), ui.dp(Metrics::target)), gap = ui.dp(8);
    const auto columns = std::max<std::size_t>(1, static_cast<std::size_t>((fill(ui) + gap) / (side + gap)));
    std::size_t drawn = 0;
    for (const auto& line : files) {
        if (!is_picture(line)) continue;
        if (drawn % columns != 0) same_line(ui, 8);
        else if (drawn > 0) space(ui, 8);
        draw_tile(screen, line, side);
        ++drawn;
    }
}

void draw_photo_pages(Screen& screen) {
    Ui& ui = screen.ui;
    Photos& photos = screen.model.photos();
    if (!screen.photos.camera) let_camera_go(screen);
    if (begin_menu(ui, "photos.menu")) {
        if (menu_item(ui, "photos.camera", icon::photo_camera, ui.tr("photos.camera"))) {
            photos.open_camera();
            screen.photos.camera = true;
            screen.photos.next_look = 0;
        }
        if (menu_item(ui, "photos.from_file", icon::inbox, ui.tr("photos.from_file"))) {
            photos.begin();
            screen.photos.choosing = true;
            screen.photos.as_it_is = false;
        }
        if (menu_item(ui, "photos.paste", icon::content_copy, ui.tr("photos.paste")))
            photos.paste(screen.photos.target, ui.tr("photos.pasted_name"));
        end_menu(ui);
    }
    if (screen.photos.camera) draw_camera_page(screen);
    if (screen.photos.signing) draw_pad_page(screen);
    if (screen.photos.choosing) draw_chooser(screen);
}

}  // namespace sigap::views
