#include "client/model/photos.hpp"

#include <algorithm>

#include "platform/core/log.hpp"
#include "platform/core/text.hpp"
#include "platform/media/thumbnail.hpp"
#include "sync/engine/file_room.hpp"

namespace sigap {

namespace {

constexpr std::uint64_t most_shown_bytes = 64U << 20U;
constexpr std::string_view folder_setting = "photos.folder", refused_key = "photos.error.refused";

bool looks_like_picture(const std::string& name) {
    const std::string lower = lower_ascii(name);
    return std::ranges::any_of(std::initializer_list<std::string_view>{".jpg", ".jpeg", ".png", ".bmp", ".gif"},
                               [&](std::string_view end) { return lower.ends_with(end); });
}

FolderPage places(const UserFolders& folders) {
    FolderPage page;
    const auto add = [&](const char* place, const std::filesystem::path& path) {
        if (!path.empty()) page.lines.push_back({.path = path, .place = place, .is_folder = true});
    };
    add("pictures", folders.pictures);
    add("downloads", folders.downloads);
    for (const auto& path : folders.removable) page.lines.push_back({.name = path.filename().string(), .path = path, .is_folder = true});
    add("home", folders.home);
    return page;
}

FolderPage read_folder(const std::filesystem::path& folder) {
    FolderPage page;
    page.folder = folder;
    const auto items = look_into(folder);
    if (!items) {
        page.error = photo_error_words(items.error());
        return page;
    }
    for (const auto& item : *items)
        if (item.is_folder || looks_like_picture(item.name))
            page.lines.push_back({item.name, folder / item.name, {}, item.is_folder, item.bytes, item.changed_at});
    std::ranges::sort(page.lines, [](const auto& a, const auto& b) {
        if (a.is_folder != b.is_folder) return a.is_folder;
        if (a.is_folder || a.changed_at == b.changed_at) return lower_ascii(a.name) < lower_ascii(b.name);
        return a.changed_at > b.changed_at;
    });
    return page;
}

Result<std::string> whole(FileStore& files, const std::string& hash) {
    const auto size = files.size(hash);
    if (!size) return fail(ErrorCode::not_found, "the photo is not on this device", "not_here");
    if (*size > most_shown_bytes) return fail(ErrorCode::limit, "the photo is too large", "too_large");
    return files.read(hash, 0, static_cast<std::size_t>(*size));
}

Result<KeptFile> kept_as_it_is(FileStore& files, FileSystem& disk, const std::filesystem::path& file) {
    auto kept = keep_file(files, disk, file, Keep::as_it_is);
    // What nobody can be shown is no photo.
    if (kept && !kept->thumbnail) return fail(ErrorCode::invalid, "not a picture of a kind that is read here", "no_picture");
    return kept;
}

}  // namespace

Words photo_error_words(const Error& error) {
    const auto named = [](const char* key) { return Words{std::string("photos.error.") + key, {}, {}}; };
    for (const char* detail : {"no_picture", "empty_file", "disk_full", "no_clipboard_program", "no_clipboard_picture"})
        if (error.detail == detail) return named(detail);
    if (error.detail == "too_large" || error.detail == "too_many_pixels" || error.code == ErrorCode::limit) return named("too_large");
    if (error.code == ErrorCode::not_found) return named("gone");
    if (error.code == ErrorCode::denied) return named("denied");
    return {"photos.error.other", {error.message}, {}};
}

Words camera_error_words(const Error& error) {
    for (const char* detail : {"camera_busy", "camera_denied", "camera_gone", "camera_silent", "camera_format"})
        if (error.detail == detail) return {std::string("camera.error.") + detail, {}, {}};
    return {"camera.error.no_camera", {}, {}};
}

void Photos::add_file(const Uuid& target, const std::filesystem::path& file, bool as_it_is) {
    add(target, file.filename().string(), {.file = file, .as_it_is = as_it_is});
    parts_.store.post([this, folder = file.parent_path().string()] {
        if (const auto kept = parts_.replica.set_setting(folder_setting, folder); !kept)
            log(LogLevel::warning, "folder_not_kept", {{"error", kept.error().message}});
    });
}

void Photos::add_picture(const Uuid& target, std::string bytes, std::string name, std::string caption) {
    std::string shown = name;
    add(target, std::move(shown), {.bytes = std::move(bytes), .name = std::move(name), .caption = std::move(caption)});
}

void Photos::paste(const Uuid& target, std::string name) {
    std::string shown = name;
    add(target, std::move(shown), {.name = std::move(name), .make = [this] {
            return parts_.means.clipboard ? parts_.means.clipboard() : Result<std::string>(fail(ErrorCode::not_found, "", "no_clipboard_program"));
        }});
}

void Photos::draw_on(const Uuid& target, const std::string& hash, std::vector<Stroke> strokes, std::string name, std::string caption) {
    std::string shown = caption;
    add(target, std::move(shown), {.name = std::move(name), .caption = std::move(caption), .make = [this, hash, strokes = std::move(strokes)]() -> Result<std::string> {
            const auto bytes = whole(*parts_.means.files, hash);
            if (!bytes) return bytes.error();
            return drawn_on(*bytes, strokes);
        }});
}

void Photos::add_drawing(const Uuid& target, int width, int height, std::vector<Stroke> strokes, std::string name) {
    std::string shown = name;
    add(target, std::move(shown), {.name = std::move(name), .make = [width, height, strokes = std::move(strokes)] { return drawn_on_paper(width, height, strokes); }});
}

void Photos::add(const Uuid& target, std::string name, Source source) {
    if (!available()) return;
    const std::uint64_t id = next_++;
    pending_.push_back({id, target, std::move(name), false, {}});
    const auto held = std::make_shared<Source>(std::move(source));
    sources_.emplace(id, held);
    keep(id, target, held, false);
}

void Photos::again(std::uint64_t id) {
    const auto found = std::ranges::find(pending_, id, &Pending::id);
    const auto source = sources_.find(id);
    if (found == pending_.end() || source == sources_.end() || !found->failed) return;
    found->failed = false;
    keep(id, found->target, source->second, false);
}

void Photos::let_go(std::uint64_t id) {
    std::erase_if(pending_, [&](const Pending& one) { return one.id == id && one.failed; });
    if (std::ranges::find(pending_, id, &Pending::id) == pending_.end()) sources_.erase(id);
}

void Photos::done(std::uint64_t id) {
    std::erase_if(pending_, [&](const Pending& one) { return one.id == id; });
    sources_.erase(id);
}

void Photos::failed(std::uint64_t id, const Words& why) {
    for (auto& one : pending_)
        if (one.id == id) one.failed = true, one.error = why;
    if (why.key != refused_key) parts_.say(why);
}

void Photos::keep(std::uint64_t id, const Uuid& target, std::shared_ptr<Source> source, bool made_room) {
    parts_.work.post([this, id, target, source, made_room] {
        const auto fails = [&](const Error& error) { parts_.inbox.post([this, id, words = photo_error_words(error)] { failed(id, words); }); };
        FileStore& files = *parts_.means.files;
        if (source->make && source->bytes.empty()) {
            auto bytes = source->make();
            if (!bytes) return fails(bytes.error());
            source->bytes = std::move(*bytes);
        }
        FileSystem& disk = *parts_.means.disk;
        const auto file = source->file.empty() ? keep_picture(files, source->bytes, source->name)
                          : source->as_it_is   ? kept_as_it_is(files, disk, source->file)
                                               : keep_file(files, disk, source->file, Keep::pictures_only);
        if (!file && file.error().detail == "disk_full" && !made_room) {
            parts_.store.post([this, id, target, source] {
                constexpr std::uint64_t room_for_photo = 16U << 20U;
                (void)make_room(parts_.replica, *parts_.means.files, reserved_bytes + room_for_photo);
                keep(id, target, source, true);
            });
            return;
        }
        if (!file) return fails(file.error());
        parts_.perform(target, attach_arguments(*file, source->caption), [this, id](bool saved) {
            if (saved) done(id);
            else failed(id, {std::string(refused_key), {}, {}});
        });
    });
}

void Photos::load(const std::string& hash, int side, Shown then) {
    if (!available()) return then(std::nullopt);
    parts_.work.post([this, hash, side, then = std::move(then)] {
        std::shared_ptr<ShownPicture> shown;
        if (const auto bytes = whole(*parts_.means.files, hash))
            if (auto picture = shown_picture(*bytes, side)) shown = std::make_shared<ShownPicture>(std::move(*picture));
        parts_.inbox.post([then, shown] { then(shown ? std::optional(std::move(*shown)) : std::nullopt); });
    });
}

struct Photos::Lens {
    std::unique_ptr<Camera> camera;
};

void Photos::open_camera() {
    close_camera();
    lens_ = std::make_shared<Lens>();
    look();
}

void Photos::close_camera() {
    if (lens_) parts_.work.post([lens = lens_] { lens->camera.reset(); });
    lens_ = nullptr;
    frame_ = nullptr;
    camera_ = {};
    looking_ = false;
}

void Photos::look() {
    if (!lens_ || looking_ || !camera_.error.empty()) return;
    looking_ = true;
    parts_.work.post([this, lens = lens_] {
        constexpr int live_side = 1024;
        Result<std::string> jpeg = fail(ErrorCode::not_found, "no camera was found", "no_camera");
        if (!lens->camera && parts_.means.camera) {
            if (auto opened = parts_.means.camera()) lens->camera = std::move(*opened);
            else jpeg = opened.error();
        }
        if (lens->camera) jpeg = lens->camera->picture();
        CameraView seen;
        std::shared_ptr<const std::string> frame;
        if (jpeg) {
            frame = std::make_shared<const std::string>(std::move(*jpeg));
            // What cannot be read is no picture yet; the next one may be.
            if (auto shown = shown_picture(*frame, live_side)) seen.picture = std::make_shared<const ShownPicture>(std::move(*shown));
        } else {
            seen.error = camera_error_words(jpeg.error());
        }
        parts_.inbox.post([this, lens, seen = std::move(seen), frame = std::move(frame)] {
            if (lens != lens_) return;
            looking_ = false;
            camera_.error = seen.error;
            if (!seen.picture) return;
            camera_.picture = seen.picture;
            frame_ = frame;
        });
    });
}

void Photos::shoot(const Uuid& target, std::string name) {
    if (frame_) add_picture(target, *frame_, std::move(name));
}

void Photos::begin() {
    folder_ = nullptr;
    parts_.store.post([this] {
        parts_.inbox.post([this, last = parts_.replica.setting(folder_setting)] { open(last); });
    });
}

void Photos::open(const std::filesystem::path& folder) {
    parts_.work.post([this, folder] {
        auto page = folder.empty() ? FolderPage{} : read_folder(folder);
        // A stick that was pulled out, a folder that was removed: begin anew.
        const bool gone = !folder.empty() && page.lines.empty() && !page.error.empty();
        if (folder.empty() || gone) {
            const Words why = page.error;
            page = places(parts_.means.folders ? parts_.means.folders() : UserFolders{});
            page.error = why;
        }
        parts_.inbox.post([this, page = std::make_shared<const FolderPage>(std::move(page))] { folder_ = page; });
    });
}

}  // namespace sigap
