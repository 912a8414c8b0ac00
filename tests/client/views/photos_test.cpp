#include <catch2/catch_test_macros.hpp>

#include "platform/media/jpeg.hpp"
#include "platform/os/files.hpp"
#include "tests/client/views/app_rig.hpp"
#include "tests/support/golden.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t hour = 3'600'000;

// Stripes of two colours that no two numbers share.
std::string photo(int number, int width = 320, int height = 240) {
    RgbPixels pixels{width, height, {}};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c)
                pixels.rgb.push_back(static_cast<unsigned char>((x / 40 + y / 40) % 2 == 0 ? 60 + (number * (c + 3) * 37) % 190 : 235));
    return must(write_jpeg(pixels, 90));
}

struct OpenJob {
    Harness harness;
    Uuid visit = harness.make_job("Printer macet di lobi", "technician", {harness.clock.now().ms + 2 * hour});
    TestDevice& device = harness.enrol("technician");
    TempFolder folder;
    std::unique_ptr<AppRig> app;

    explicit OpenJob(const AppRig::Look& look = {}) {
        must(device.sync());
        device.network->online = false;
        app = std::make_unique<AppRig>(device, harness.random, look);
        app->folders.pictures = folder.path();
        app->tap("job." + to_string(visit));
    }
    void put(const std::string& name, const std::string& bytes) { must(atomic_write(folder.path() / name, bytes)); }
    void choose() {
        app->tap("photos.add");
        app->tap("photos.from_file");
    }
    bool shows(std::string_view begin) const {
        for (const auto& entry : app->driver.ui().probe().entries())
            if (entry.key.starts_with(begin)) return true;
        return false;
    }
    std::string label_of(std::string_view begin) const {
        for (const auto& entry : app->driver.ui().probe().entries())
            if (entry.key.starts_with(begin)) return entry.label;
        return {};
    }
    void drop(const std::string& path) {
        InputEvent event;
        event.kind = InputEvent::Kind::dropped;
        event.text = path;
        app->driver.window().post(event);
        app->settle();
    }
};

}  // namespace

TEST_CASE("a photo is found in a folder and kept with a few taps, and the folder is remembered") {
    OpenJob f;
    std::filesystem::create_directory(f.folder.path() / "Kamera");
    f.put("Kamera/depan.jpg", photo(1, 3000, 2000));
    f.put("Kamera/catatan.txt", "no photo");
    f.choose();
    f.app->tap("photos.line.0");  // the place "Pictures"
    f.app->tap("photos.line.0");  // the folder in it
    CHECK_FALSE(f.app->has("photos.line.1"));
    f.app->tap("photos.line.0");
    CHECK_FALSE(f.app->has("photos.chooser"));
    const auto files = f.device.all<Attachment>();
    REQUIRE(files.size() == 1);
    CHECK(files[0].about == f.visit);
    CHECK(files[0].name == "depan.jpg");
    CHECK_FALSE(files[0].thumbnail.empty());
    const auto kept = must(f.device.files->read(files[0].sha256, 0, 10'000'000));
    CHECK(must(read_jpeg(kept, 4000)).width == 2048);
    CHECK(f.app->has("photo." + to_string(files[0].id)));
    CHECK(f.app->model().photos().pending().empty());

    f.choose();
    CHECK(f.app->driver.entry("photos.line.0").label == "depan.jpg");
    f.app->tap("photos.up");
    CHECK(f.app->driver.entry("photos.line.0").label == "Kamera");
    f.app->driver.press(ImGuiKey_Escape);
    f.app->settle();
    CHECK_FALSE(f.app->has("photos.chooser"));
}

TEST_CASE("a photo on the clipboard and one that is dropped on the window belong to the open job") {
    OpenJob f;
    f.app->clipboard = photo(2);
    f.app->tap("photos.add");
    f.app->tap("photos.paste");
    f.put("dropped.jpg", photo(3));
    f.drop((f.folder.path() / "dropped.jpg").string());
    CHECK(f.device.all<Attachment>().size() == 2);

    // Where no job is open nothing is taken, and the window says what to do.
    f.app->tap("nav.assets");
    f.drop((f.folder.path() / "dropped.jpg").string());
    CHECK(f.device.all<Attachment>().size() == 2);
    CHECK(f.label_of("toast").find("Open the job first") == 0);
}

TEST_CASE("while a photo is made ready and saved the window goes on drawing and answering") {
    OpenJob f;
    f.put("a.jpg", photo(4));
    f.app->holds_slow = true;
    f.drop((f.folder.path() / "a.jpg").string());
    CHECK(f.shows("photos.saving."));
    const auto before = f.app->driver.window().frames_drawn();
    f.app->tap("job.tab.notes");
    f.app->tap("note.text");
    f.app->type("meanwhile");
    CHECK(f.app->driver.entry("note.text").value == "meanwhile");
    CHECK(f.app->driver.window().frames_drawn() > before);
    CHECK(f.device.all<Attachment>().empty());
    f.app->holds_slow = false;
    f.app->driver.window().wake();
    f.app->settle();
    CHECK(f.device.all<Attachment>().size() == 1);
    f.app->tap("job.tab.work");
    CHECK_FALSE(f.shows("photos.saving."));
}

TEST_CASE("what cannot be saved says what to do, keeps the photo, and goes on when it can") {
    OpenJob f;
    f.put("surat.jpg", "this is a letter");
    f.drop((f.folder.path() / "surat.jpg").string());
    REQUIRE(f.app->model().photos().pending().size() == 1);
    CHECK(f.app->model().photos().pending()[0].error.key == "photos.error.no_picture");
    CHECK(f.label_of("toast").find("This is not a photo") == 0);
    f.app->driver.pass(7'000);
    f.app->tap("photos.let_go.1");
    CHECK(f.app->model().photos().pending().empty());

    f.drop((f.folder.path() / "gone.jpg").string());
    CHECK(f.app->model().photos().pending()[0].error.key == "photos.error.gone");
    f.app->tap("photos.let_go.2");

    f.app->tap("photos.add");
    f.app->tap("photos.paste");
    CHECK(f.app->model().photos().pending()[0].error.key == "photos.error.no_clipboard_picture");
    f.app->tap("photos.let_go.3");

    // A full disk: the photo waits in the window until there is room.
    f.device.disk->room = 1 << 20;
    f.app->clipboard = photo(5);
    f.app->tap("photos.add");
    f.app->tap("photos.paste");
    f.app->clipboard = fail(ErrorCode::not_found, "something else was copied", "no_clipboard_picture");
    REQUIRE(f.app->model().photos().pending().size() == 1);
    CHECK(f.app->model().photos().pending()[0].error.key == "photos.error.disk_full");
    CHECK(f.device.all<Attachment>().empty());
    f.device.disk->room = std::uint64_t{1} << 40U;
    f.app->tap("photos.again.4");
    CHECK(f.app->model().photos().pending().empty());
    CHECK(f.device.all<Attachment>().size() == 1);
}

TEST_CASE("a stick that was pulled out leads back to the places") {
    OpenJob f;
    std::filesystem::create_directory(f.folder.path() / "stick");
    f.put("stick/a.jpg", photo(6));
    f.drop((f.folder.path() / "stick/a.jpg").string());
    std::filesystem::remove_all(f.folder.path() / "stick");
    f.choose();
    const auto page = f.app->model().photos().folder();
    REQUIRE(page);
    CHECK(page->folder.empty());
    CHECK(page->error.key == "photos.error.gone");
    CHECK(f.app->driver.entry("photos.line.0").label == "Pictures");
}

TEST_CASE("photos of a job look as they did when a person found them good") {
    for (const AppRig::Look& look : {AppRig::Look{.language = Language::en}, AppRig::Look{.width = 800, .height = 480, .language = Language::id, .theme = Theme::dark}}) {
        OpenJob f(look);
        for (int i = 0; i < 7; ++i) f.device.attach(f.visit, photo(i), photo(i, 160, i % 2 == 0 ? 120 : 250));
        f.app->model().changed();
        f.put("surat.jpg", "this is a letter");
        f.drop((f.folder.path() / "surat.jpg").string());
        f.app->driver.pass(7'000);
        const std::string size = look.width == 800 ? "-small" : "";
        CHECK(test::golden_mismatch("photos-job" + size, f.app->driver.picture()) == "");
        std::filesystem::create_directories(f.folder.path() / "Gambar/Kamera");
        f.put("Gambar/depan.jpg", photo(1));
        f.put("Gambar/belakang.jpg", photo(2));
        constexpr auto day = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1);
        for (const char* name : {"Gambar/depan.jpg", "Gambar/belakang.jpg"})
            std::filesystem::last_write_time(f.folder.path() / name, std::chrono::file_clock::from_sys(std::chrono::sys_time<std::chrono::nanoseconds>(day)));
        f.choose();
        f.app->model().photos().open(f.folder.path() / "Gambar");
        f.app->settle();
        CHECK(test::golden_mismatch("photos-chooser" + size, f.app->driver.picture()) == "");
    }
}
