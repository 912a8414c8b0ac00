#include "client/views/picture_shelf.hpp"

#include <algorithm>

namespace sigap::views {

namespace {

constexpr std::size_t most_bytes = 48U << 20U;

}  // namespace

PictureShelf::~PictureShelf() {
    for (const auto& [key, entry] : entries_) window_.drop_picture(entry.picture.texture);
}

PictureShelf::Picture PictureShelf::get(const std::string& hash, int side) {
    if (hash.empty()) return {.missing = true};
    const Key key{hash, side};
    const auto [found, fresh] = entries_.try_emplace(key);
    found->second.used = window_.frames_drawn();
    if (fresh) photos_.load(hash, side, [this, key](const std::optional<ShownPicture>& shown) { take(key, shown); });
    return entries_.at(key).picture;
}

void PictureShelf::look_again() {
    std::erase_if(entries_, [](const auto& entry) { return entry.second.picture.missing; });
}

void PictureShelf::take(const Key& key, const std::optional<ShownPicture>& shown) {
    const auto found = entries_.find(key);
    if (found == entries_.end() || found->second.picture.texture) return;
    Entry& entry = found->second;
    entry.picture.missing = !shown;
    if (!shown) return;
    entry.picture.texture = window_.add_picture({shown->width, shown->height, shown->rgba});
    entry.picture.missing = !entry.picture.texture;
    entry.picture.width = static_cast<float>(shown->width);
    entry.picture.height = static_cast<float>(shown->height);
    entry.bytes = shown->rgba.size();
    bytes_ += entry.bytes;
    make_room();
}

void PictureShelf::make_room() {
    // What the last frame showed stays, however much it is.
    while (bytes_ > most_bytes) {
        const auto oldest = std::ranges::min_element(entries_, {}, [](const auto& entry) { return entry.second.bytes == 0 ? UINT64_MAX : entry.second.used; });
        if (oldest->second.used + 2 >= window_.frames_drawn()) return;
        window_.drop_picture(oldest->second.picture.texture);
        bytes_ -= oldest->second.bytes;
        entries_.erase(oldest);
    }
}

}  // namespace sigap::views
