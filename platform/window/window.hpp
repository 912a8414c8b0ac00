// The program's one window: SDL with its renderer where there is a GPU, our own rasteriser where there is none, and
// headless only a picture in memory, with no display.
// UI thread, except wake(). Draws only when something happened or a deadline has come; ImGui's context is current in
// every callback. All positions are physical pixels.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/core/result.hpp"
#include "platform/window/image.hpp"
#include "platform/window/input.hpp"

namespace sigap {

struct WindowOptions {
    std::string title = "Sigap";
    int width = 1280;       // pixels
    int height = 800;
    bool headless = false;
    bool fullscreen = false;
    float scale = 0;        // pixels per 1/96 inch; 0 asks the display
};

class Window {
public:
    using Draw = std::function<void()>;

    // `not_found` when there is no display, with what to do about it. `clock` outlives the window.
    static Result<std::unique_ptr<Window>> open(const WindowOptions& options, const Clock& clock);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    // Takes what is queued and draws at most one frame. Never blocks; false once the window is closed.
    bool step(const Draw& draw);
    // step() and sleep until closed.
    void run(const Draw& draw);
    // Whether the next step() draws.
    bool wants_frame() const;
    std::uint64_t frames_drawn() const;
    double last_frame_ms() const;  // NewFrame to Render, without presenting

    void wake();                               // any thread: something has arrived, draw
    void redraw();                             // what is shown has changed
    void redraw_at(std::int64_t monotonic_ms);  // a frame then, if none comes before it; ask again in each frame
    void close();
    void post(InputEvent event);               // as if a person had done it

    float scale() const;
    ImVec2 size() const;
    // Called before a frame begins: the only place where the font atlas may change. True when it did.
    void set_before_frame(std::function<bool()> prepare);
    void set_background(ImU32 colour);
    void set_fullscreen(bool yes);
    // In the browser of this machine; false where there is none.
    bool open_link(const std::string& url);
    void set_text_input_rect(ImVec2 at, ImVec2 size);  // where input methods show their candidates
    InputFeeder& input();

    // A picture for ImDrawList::AddImage, shown as an upright rectangle; null where the renderer has no room for it. It stays until
    // it is dropped, between frames.
    ImTextureID add_picture(const Image& image);
    void drop_picture(ImTextureID picture);
    // Paths of the files that were let fall on the window since the last call.
    std::vector<std::string> take_dropped() { return std::exchange(dropped_, {}); }

    // What the last frame drew. `refused` before the first one.
    Result<Image> screenshot();

private:
    struct Impl;
    explicit Window(std::unique_ptr<Impl> impl);
    void frame(const Draw& draw);
    void present();
    void take(const InputEvent& event);
    std::unique_ptr<Impl> impl_;
    std::vector<std::string> dropped_;
};

}  // namespace sigap
