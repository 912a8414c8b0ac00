// The pictures that the window holds: asked of the model when they are first drawn, let go when others need the room. UI thread.
#pragma once

#include <map>
#include <string>

#include "client/model/photos.hpp"
#include "platform/window/window.hpp"

namespace sigap::views {

class PictureShelf {
public:
    // Both outlive it; the model's answers are not taken after its end.
    PictureShelf(Window& window, Photos& photos) : window_(window), photos_(photos) {}
    ~PictureShelf();
    PictureShelf(const PictureShelf&) = delete;
    PictureShelf& operator=(const PictureShelf&) = delete;

    struct Picture {
        ImTextureID texture = nullptr;  // null while it is on its way, or missing
        float width = 0, height = 0;
        bool missing = false;
    };
    // At most `side` pixels a side.
    Picture get(const std::string& hash, int side);
    // What was missing may have come since.
    void look_again();

private:
    struct Entry {
        Picture picture;
        std::size_t bytes = 0;
        std::uint64_t used = 0;  // the last frame that drew it
    };
    using Key = std::pair<std::string, int>;
    void take(const Key& key, const std::optional<ShownPicture>& shown);
    void make_room();

    Window& window_;
    Photos& photos_;
    std::map<Key, Entry> entries_;
    std::size_t bytes_ = 0;
};

}  // namespace sigap::views
