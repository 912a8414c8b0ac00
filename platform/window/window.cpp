#include "platform/window/window.hpp"

#include <SDL.h>
#include <algorithm>
#include <atomic>
#include <backends/imgui_impl_sdlrenderer2.h>
#include <cmath>
#include <filesystem>
#include <imgui_internal.h>
#include <map>
#include <utility>
#include <vector>

#include "platform/window/raster.hpp"
#include "platform/window/sdl_events.hpp"

namespace sigap {

namespace {

// After an event ImGui may need a second frame to show all of it: a pressed item becomes active, a popup takes its size.
constexpr int frames_after_event = 2;

struct SdlDeleter {
    void operator()(SDL_Window* window) const { SDL_DestroyWindow(window); }
    void operator()(SDL_Renderer* renderer) const { SDL_DestroyRenderer(renderer); }
    void operator()(SDL_Texture* texture) const { SDL_DestroyTexture(texture); }
};

// Without one, Mesa would draw on the CPU: slower than we do, in many threads and 80 MB.
bool may_have_gpu() {
#ifdef __linux__
    std::error_code ignored;
    return std::filesystem::exists("/dev/dri", ignored);
#else
    return true;
#endif
}

float display_scale(SDL_Window* window) {
    float dpi = 96;
    SDL_GetDisplayDPI(std::max(0, SDL_GetWindowDisplayIndex(window)), nullptr, &dpi, nullptr);
    return std::clamp(std::round(dpi / 96 * 4) / 4, 1.0f, 4.0f);
}

ImGuiContext* make_context() {
    ImGuiContext* context = ImGui::CreateContext();
    ImGui::SetCurrentContext(context);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigInputTextCursorBlink = false;
    io.ConfigWindowsMoveFromTitleBarOnly = true;
    io.MouseDragThreshold = 8;
    ImGui::GetStyle().AntiAliasedLinesUseTex = false;
    return context;
}

}  // namespace

struct Window::Impl {
    explicit Impl(const Clock& injected) : clock(injected), context(make_context()) {}
    ~Impl() {
        ImGui::SetCurrentContext(context);
        if (gpu) ImGui_ImplSDLRenderer2_Shutdown();
        ImGui::DestroyContext(context);
        textures.clear();
        frame_texture.reset();
        renderer.reset();
        window.reset();
        if (owns_video) SDL_QuitSubSystem(SDL_INIT_VIDEO);
    }

    const Clock& clock;
    ImGuiContext* context;
    bool owns_video = false;
    bool gpu = false;
    std::unique_ptr<SDL_Window, SdlDeleter> window;
    std::unique_ptr<SDL_Renderer, SdlDeleter> renderer;
    std::unique_ptr<SDL_Texture, SdlDeleter> frame_texture;  // what we drew ourselves, on its way to the window
    std::map<ImTextureID, std::unique_ptr<SDL_Texture, SdlDeleter>> textures;
    std::map<ImTextureID, std::unique_ptr<const Image>> images;  // the same where we draw ourselves
    Image picture;                                           // empty where the GPU draws
    ImVec2 fixed_size;                                       // headless

    InputFeeder feeder;
    std::vector<InputEvent> posted;
    std::function<bool()> prepare;
    std::atomic<bool> woken{false};
    Uint32 wake_event = 0;
    ImU32 background = IM_COL32(255, 255, 255, 255);
    float scale = 1;
    bool closed = false;
    bool hidden = false;
    bool text_input = false;
    int frames_wanted = frames_after_event;
    std::uint64_t frames = 0;
    double frame_ms = 0;
    std::int64_t last_frame_at = 0;
    std::optional<std::int64_t> deadline;
};

Window::Window(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Window::~Window() = default;

Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options, const Clock& clock) {
    auto impl = std::make_unique<Impl>(clock);
    if (options.headless) {
        impl->fixed_size = {static_cast<float>(options.width), static_cast<float>(options.height)};
        impl->scale = options.scale > 0 ? options.scale : 1;
    } else {
        // Fingers arrive as fingers; a synthetic mouse beside them would tap twice.
        SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
        if (!may_have_gpu()) SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
        SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
        SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
        SDL_SetHint(SDL_HINT_APP_NAME, options.title.c_str());
        if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0)
            return fail(ErrorCode::not_found,
                        std::string("no display (") + SDL_GetError() + "); use the command line: sigap --help", "no_display");
        impl->owns_video = true;
        // SDL falls back to drivers that nobody can see.
        const std::string_view driver = SDL_GetCurrentVideoDriver() ? SDL_GetCurrentVideoDriver() : "";
        if (driver == "offscreen" || driver == "dummy" || driver == "evdev")
            return fail(ErrorCode::not_found, "no display; use the command line: sigap --help", "no_display");
        impl->wake_event = SDL_RegisterEvents(1);
        const Uint32 flags = SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI |
                             static_cast<Uint32>(options.fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
        impl->window.reset(SDL_CreateWindow(options.title.c_str(), SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                            options.width, options.height, flags));
        if (impl->window) {
            SDL_SetWindowMinimumSize(impl->window.get(), 480, 320);
            if (may_have_gpu())
                impl->renderer.reset(SDL_CreateRenderer(impl->window.get(), -1, SDL_RENDERER_PRESENTVSYNC));
            if (!impl->renderer)
                impl->renderer.reset(SDL_CreateRenderer(impl->window.get(), -1, SDL_RENDERER_SOFTWARE));
            impl->scale = options.scale > 0 ? options.scale : display_scale(impl->window.get());
        }
    }
    if (!options.headless) {
        if (!impl->renderer)
            return fail(ErrorCode::not_found, std::string("cannot draw: ") + SDL_GetError(), "no_renderer");
        SDL_RendererInfo info{};
        SDL_GetRendererInfo(impl->renderer.get(), &info);
        impl->gpu = (info.flags & SDL_RENDERER_SOFTWARE) == 0 && ImGui_ImplSDLRenderer2_Init(impl->renderer.get());
    }
    impl->feeder.set_slop(10 * impl->scale);
    impl->last_frame_at = clock.monotonic_ms();
    return std::unique_ptr<Window>(new Window(std::move(impl)));
}

bool Window::wants_frame() const {
    const Impl& my = *impl_;
    if (my.closed || my.hidden) return false;
    const std::int64_t now = my.clock.monotonic_ms();
    const auto touch = my.feeder.deadline();
    return my.frames_wanted > 0 || my.woken || !my.posted.empty() || (my.deadline && *my.deadline <= now) ||
           (touch && *touch <= now);
}

void Window::take(const InputEvent& event) {
    Impl& my = *impl_;
    my.frames_wanted = frames_after_event;
    if (event.kind == InputEvent::Kind::close) my.closed = true;
    if (event.kind == InputEvent::Kind::dropped) dropped_.push_back(event.text);
    my.feeder.feed(event, my.clock.monotonic_ms());
}

bool Window::step(const Draw& draw) {
    Impl& my = *impl_;
    ImGui::SetCurrentContext(my.context);
    if (my.window) {
        SDL_Event event;
        for (int taken = 0; taken < 256 && SDL_PollEvent(&event); ++taken) {
            int points = 1;
            SDL_GetWindowSize(my.window.get(), &points, nullptr);
            const ImVec2 pixels = size();
            if (auto input = translate(event, pixels.x / static_cast<float>(std::max(points, 1)), pixels)) take(*input);
        }
        const Uint32 flags = SDL_GetWindowFlags(my.window.get());
        my.hidden = (flags & (SDL_WINDOW_MINIMIZED | SDL_WINDOW_HIDDEN)) != 0;
    }
    for (const InputEvent& event : std::exchange(my.posted, {})) take(event);
    if (my.woken.exchange(false)) my.frames_wanted = frames_after_event;
    const std::int64_t now = my.clock.monotonic_ms();
    if (my.deadline && *my.deadline <= now) {
        my.deadline.reset();
        my.frames_wanted = std::max(my.frames_wanted, 1);
    }
    if (const auto touch = my.feeder.deadline(); touch && *touch <= now)
        my.frames_wanted = std::max(my.frames_wanted, 1);
    if (!my.closed && !my.hidden && my.frames_wanted > 0) frame(draw);
    return !my.closed;
}

void Window::frame(const Draw& draw) {
    Impl& my = *impl_;
    ImGuiIO& io = ImGui::GetIO();
    const std::int64_t now = my.clock.monotonic_ms();
    io.DisplaySize = size();
    // After a sleep the true difference would run every animation and key repeat to its end.
    io.DeltaTime = std::clamp(static_cast<float>(now - my.last_frame_at) / 1000, 0.001f, 0.05f);
    my.last_frame_at = now;
    my.feeder.advance(now);
    my.deadline.reset();
    my.frames_wanted -= 1;
    const bool fonts_changed = my.prepare && my.prepare();
    if (my.gpu) {
        if (fonts_changed) ImGui_ImplSDLRenderer2_DestroyFontsTexture();
        ImGui_ImplSDLRenderer2_NewFrame();
    } else if (!io.Fonts->IsBuilt()) {
        io.Fonts->Build();
    }

    const Uint64 begun = SDL_GetPerformanceCounter();
    ImGui::NewFrame();
    my.feeder.scroll_windows();
    draw();
    ImGui::Render();
    my.frame_ms = static_cast<double>(SDL_GetPerformanceCounter() - begun) * 1000 /
                  static_cast<double>(SDL_GetPerformanceFrequency());

    present();
    ++my.frames;
    if (!my.context->InputEventsQueue.empty()) my.frames_wanted = std::max(my.frames_wanted, frames_after_event);
    if (my.window && io.WantTextInput != my.text_input) {
        my.text_input = io.WantTextInput;
        if (my.text_input) SDL_StartTextInput();
        else SDL_StopTextInput();
    }
}

void Window::present() {
    Impl& my = *impl_;
    if (!my.gpu) {
        AlphaTexture atlas;
        unsigned char* texels = nullptr;
        ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&texels, &atlas.width, &atlas.height);
        atlas.texels = texels;
        const ImVec2 pixels = size();
        const int width = static_cast<int>(pixels.x), height = static_cast<int>(pixels.y);
        if (my.picture.width != width || my.picture.height != height) {
            my.picture = Image::blank(width, height);
            my.frame_texture.reset(my.renderer ? SDL_CreateTexture(my.renderer.get(), SDL_PIXELFORMAT_RGBA32,
                                                                   SDL_TEXTUREACCESS_STREAMING, width, height)
                                               : nullptr);
        }
        rasterise(*ImGui::GetDrawData(), atlas, my.background, my.picture);
        if (!my.frame_texture) return;
        SDL_UpdateTexture(my.frame_texture.get(), nullptr, my.picture.rgba.data(), width * 4);
        SDL_RenderCopy(my.renderer.get(), my.frame_texture.get(), nullptr, nullptr);
    } else {
        const ImU32 ground = my.background;
        const auto channel = [ground](int shift) { return static_cast<Uint8>(ground >> shift); };
        SDL_SetRenderDrawColor(my.renderer.get(), channel(IM_COL32_R_SHIFT), channel(IM_COL32_G_SHIFT),
                               channel(IM_COL32_B_SHIFT), 255);
        SDL_RenderClear(my.renderer.get());
        ImGui_ImplSDLRenderer2_RenderDrawData(ImGui::GetDrawData());
    }
    SDL_RenderPresent(my.renderer.get());
}

void Window::run(const Draw& draw) {
    Impl& my = *impl_;
    while (step(draw)) {
        if (wants_frame()) continue;
        std::optional<std::int64_t> until = my.deadline;
        if (const auto touch = my.feeder.deadline()) until = until ? std::min(*until, *touch) : *touch;
        if (my.hidden) until.reset();
        if (!until) {
            SDL_WaitEvent(nullptr);
            continue;
        }
        const std::int64_t wait = *until - my.clock.monotonic_ms();
        if (wait > 0) SDL_WaitEventTimeout(nullptr, static_cast<int>(std::min<std::int64_t>(wait, 3'600'000)));
    }
}

void Window::wake() {
    impl_->woken = true;
    if (!impl_->window) return;
    SDL_Event event{};
    event.type = impl_->wake_event;
    SDL_PushEvent(&event);
}

void Window::redraw() { impl_->frames_wanted = frames_after_event; }

void Window::redraw_at(std::int64_t monotonic_ms) {
    auto& deadline = impl_->deadline;
    deadline = deadline ? std::min(*deadline, monotonic_ms) : monotonic_ms;
}

void Window::close() { impl_->closed = true; }
void Window::post(InputEvent event) { impl_->posted.push_back(std::move(event)); }
std::uint64_t Window::frames_drawn() const { return impl_->frames; }
double Window::last_frame_ms() const { return impl_->frame_ms; }
float Window::scale() const { return impl_->scale; }
InputFeeder& Window::input() { return impl_->feeder; }
void Window::set_before_frame(std::function<bool()> prepare) { impl_->prepare = std::move(prepare); }
void Window::set_background(ImU32 colour) { impl_->background = colour; }

void Window::set_fullscreen(bool yes) {
    if (impl_->window) SDL_SetWindowFullscreen(impl_->window.get(), yes ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
}

bool Window::open_link(const std::string& url) {
    return impl_->window && SDL_OpenURL(url.c_str()) == 0;
}

void Window::set_text_input_rect(ImVec2 at, ImVec2 extent) {
    const SDL_Rect rect{static_cast<int>(at.x), static_cast<int>(at.y), static_cast<int>(extent.x),
                        static_cast<int>(extent.y)};
    if (impl_->window) SDL_SetTextInputRect(&rect);
}

ImVec2 Window::size() const {
    if (!impl_->renderer) return impl_->fixed_size;
    int width = 0, height = 0;
    SDL_GetRendererOutputSize(impl_->renderer.get(), &width, &height);
    return {static_cast<float>(width), static_cast<float>(height)};
}

ImTextureID Window::add_picture(const Image& image) {
    Impl& my = *impl_;
    if (image.width <= 0 || image.height <= 0) return nullptr;
    if (!my.gpu) {
        auto kept = std::make_unique<const Image>(image);
        const auto id = const_cast<Image*>(kept.get());
        my.images.emplace(id, std::move(kept));
        return id;
    }
    std::unique_ptr<SDL_Texture, SdlDeleter> texture(
        SDL_CreateTexture(my.renderer.get(), SDL_PIXELFORMAT_RGBA32, SDL_TEXTUREACCESS_STATIC, image.width, image.height));
    if (!texture || SDL_UpdateTexture(texture.get(), nullptr, image.rgba.data(), image.width * 4) != 0) return nullptr;
    SDL_SetTextureScaleMode(texture.get(), SDL_ScaleModeLinear);
    const ImTextureID id = texture.get();
    my.textures.emplace(id, std::move(texture));
    return id;
}

void Window::drop_picture(ImTextureID picture) {
    impl_->images.erase(picture);
    impl_->textures.erase(picture);
}

Result<Image> Window::screenshot() {
    if (impl_->frames == 0) return fail(ErrorCode::refused, "nothing has been drawn yet");
    if (!impl_->gpu) return impl_->picture;
    const ImVec2 pixels = size();
    Image image = Image::blank(static_cast<int>(pixels.x), static_cast<int>(pixels.y));
    if (SDL_RenderReadPixels(impl_->renderer.get(), nullptr, SDL_PIXELFORMAT_RGBA32, image.rgba.data(), image.width * 4))
        return fail(ErrorCode::storage, std::string("the picture cannot be read: ") + SDL_GetError());
    return image;
}

}  // namespace sigap
