// Photos of the screens: found, kept, shown. UI thread; decoding, disk and clipboard are on the work executor's, and what was asked to
// be saved is saved even if the window closes meanwhile. Always holds: a photo that could not be saved stays in pending(), with what
// to do, until a person saves it after all or lets it go.
#pragma once

#include "client/model/executor.hpp"
#include "client/model/inbox.hpp"
#include "client/model/kept_file.hpp"
#include "client/model/words.hpp"
#include "platform/media/camera.hpp"
#include "platform/media/drawn_on.hpp"
#include "platform/media/photo.hpp"
#include "platform/os/folders.hpp"

namespace sigap {

// The folder that is open while a photo is chosen; no folder: the places to begin at.
struct FolderPage {
    struct Line {
        std::string name{};          // of a file or folder; "" for a place that has words of its own
        std::filesystem::path path{};
        std::string place{};         // "pictures", "downloads", "home"; i18n key "place.pictures"
        bool is_folder = false;
        std::uint64_t bytes = 0;
        Timestamp changed_at{};
    };
    std::filesystem::path folder;
    std::vector<Line> lines;         // folders by name, then pictures, the newest first
    Words error;
};

class Photos {
public:
    // What the profile and the machine give; without `files` there are no photos.
    struct Means {
        FileStore* files = nullptr;
        FileSystem* disk = nullptr;
        std::function<UserFolders()> folders{};
        std::function<Result<std::string>()> clipboard{};
        std::function<Result<std::unique_ptr<Camera>>()> camera{};
    };
    using Arguments = std::vector<std::pair<std::string, Value>>;
    // Carries a command out, from any thread, and says whether it was saved, on the UI thread.
    using Perform = std::function<void(const Uuid& target, Arguments arguments, std::function<void(bool saved)> then)>;
    struct Parts {
        Executor& work;
        Executor& store;
        Replica& replica;  // of the store's executor
        Inbox& inbox;
        Means means;
        Perform perform;
        std::function<void(const Words&)> say;  // what went wrong, once; UI thread
    };
    explicit Photos(Parts parts) : parts_(std::move(parts)) {}
    Photos(const Photos&) = delete;
    Photos& operator=(const Photos&) = delete;

    bool available() const { return parts_.means.files != nullptr; }

    // A photo that is being saved, or was not.
    struct Pending {
        std::uint64_t id = 0;
        Uuid target;
        std::string name;
        bool failed = false;
        Words error;
    };
    const std::vector<Pending>& pending() const { return pending_; }
    // `as_it_is`: with all that its camera wrote, such as the place, and as large as it is.
    void add_file(const Uuid& target, const std::filesystem::path& file, bool as_it_is = false);
    void add_picture(const Uuid& target, std::string bytes, std::string name, std::string caption = {});
    void paste(const Uuid& target, std::string name);
    // A new photo beside the one that is drawn on.
    void draw_on(const Uuid& target, const std::string& hash, std::vector<Stroke> strokes, std::string name, std::string caption);
    // Lines on white paper, such as a signature.
    void add_drawing(const Uuid& target, int width, int height, std::vector<Stroke> strokes, std::string name);
    void again(std::uint64_t id);
    void let_go(std::uint64_t id);

    // What the camera sees, from open_camera() to close_camera().
    struct CameraView {
        std::shared_ptr<const ShownPicture> picture;  // the newest; null until the first
        Words error;                                  // why there is none, and what to do
    };
    void open_camera();
    void close_camera();
    void look();  // asks for the next picture, unless one is on its way
    const CameraView& camera() const { return camera_; }
    // The picture that camera() shows becomes a photo.
    void shoot(const Uuid& target, std::string name);

    // A picture of the file store, made for a screen; nothing where it is not here or is no picture.
    using Shown = std::function<void(std::optional<ShownPicture>)>;
    void load(const std::string& hash, int side, Shown then);

    // The choosing of a file. begin() opens the folder of the last time; an empty folder the places.
    void begin();
    void open(const std::filesystem::path& folder);
    std::shared_ptr<const FolderPage> folder() const { return folder_; }

private:
    // What is to be kept, until it is.
    struct Source {
        std::filesystem::path file{};
        bool as_it_is = false;
        std::string bytes{}, name{}, caption{};
        std::function<Result<std::string>()> make{};  // the bytes, where they are not here yet; on the work executor
    };
    struct Lens;  // the camera, of the work executor
    void add(const Uuid& target, std::string name, Source source);
    void keep(std::uint64_t id, const Uuid& target, std::shared_ptr<Source> source, bool made_room);
    void failed(std::uint64_t id, const Words& why);
    void done(std::uint64_t id);

    Parts parts_;
    std::vector<Pending> pending_;
    std::map<std::uint64_t, std::shared_ptr<Source>> sources_;
    std::uint64_t next_ = 1;
    std::shared_ptr<const FolderPage> folder_;
    CameraView camera_;
    std::shared_ptr<Lens> lens_;                // null: the camera is closed
    std::shared_ptr<const std::string> frame_;  // what camera_ shows, whole
    bool looking_ = false;
};

// Why a photo was not saved, and what to do.
Words photo_error_words(const Error& error);
Words camera_error_words(const Error& error);

}  // namespace sigap
