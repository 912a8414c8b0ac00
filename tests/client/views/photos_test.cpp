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

TEST_CASE("what the camera wrote into a photo goes, unless the original is wanted") {
    OpenJob f;
    const std::string plain = photo(1), place = "place: -6.2, 106.8";
    const std::string told = plain.substr(0, 2) + "\xff\xfe" + std::string{0, static_cast<char>(place.size() + 2)} + place + plain.substr(2);
    f.put("a.jpg", told);
    const auto kept = [&] {
        f.app->tap("photos.line.0");
        f.app->driver.pass(7'000);
        const auto last = f.app->model().job()->files.back().attachment;
        return must(f.device.files->read(last.sha256, 0, 1'000'000));
    };
    f.choose();
    f.app->tap("photos.line.0");  // the place "Pictures"
    CHECK(kept().find("106.8") == std::string::npos);
    f.harness.clock.advance(60'000);
    f.choose();
    f.app->tap("photos.as_it_is");
    CHECK(kept() == told);
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
    f.app->driver.pass(7'000);
    f.app->tap("photos.let_go.2");

    f.app->tap("photos.add");
    f.app->tap("photos.paste");
    CHECK(f.app->model().photos().pending()[0].error.key == "photos.error.no_clipboard_picture");
    f.app->driver.pass(7'000);
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
    f.app->driver.pass(7'000);
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

TEST_CASE("a photo fills the window when it is tapped; arrows go to the others, and Escape closes it") {
    OpenJob f;
    f.device.attach(f.visit, photo(1, 640, 480), photo(1, 160, 120));
    f.device.attach(f.visit, photo(2, 480, 640), photo(2, 120, 160));
    f.app->model().changed();
    f.app->settle();
    const auto files = f.app->model().job()->files;
    REQUIRE(files.size() == 2);
    f.app->tap("photo." + to_string(files[0].attachment.id));
    REQUIRE(f.app->has("photo"));
    CHECK(f.app->driver.entry("photo.draw").enabled);
    CHECK_FALSE(f.app->driver.entry("photo.previous").enabled);
    f.app->driver.press(ImGuiKey_RightArrow);
    f.app->settle();
    CHECK_FALSE(f.app->driver.entry("photo.next").enabled);
    f.app->tap("photo.previous");
    CHECK(f.app->driver.entry("photo.next").enabled);
    f.app->driver.press(ImGuiKey_Escape);
    f.app->settle();
    CHECK_FALSE(f.app->has("photo.close"));
    CHECK(f.app->has("photos.add"));
}

TEST_CASE("a finger draws on a photo, Undo takes a line back, and what is saved stands beside the photo") {
    OpenJob f;
    f.device.attach(f.visit, photo(1, 600, 400), photo(1, 160, 120));
    f.app->model().changed();
    f.app->settle();
    const auto original = f.app->model().job()->files[0].attachment;
    f.app->tap("photo." + to_string(original.id));
    f.app->tap("photo.draw");
    const auto paper = f.app->driver.entry("photo.paper");
    const auto at = [&](float x, float y) { return ImVec2{paper.min.x + (paper.max.x - paper.min.x) * x, paper.min.y + (paper.max.y - paper.min.y) * y}; };
    f.app->driver.drag(at(0.2f, 0.5f), at(0.8f, 0.5f));
    f.app->tap("photo.pen.blue");
    f.app->driver.drag(at(0.5f, 0.1f), at(0.5f, 0.4f));
    f.app->driver.drag(at(0.1f, 0.9f), at(0.9f, 0.9f));
    f.app->settle();
    CHECK(f.app->driver.picture().at(static_cast<int>(at(0.5f, 0.5f).x), static_cast<int>(at(0.5f, 0.5f).y))[0] > 200);
    f.app->tap("photo.undo");
    CHECK(test::golden_mismatch("photo-drawing", f.app->driver.picture()) == "");

    // Escape asks before it leaves what was drawn.
    f.app->driver.press(ImGuiKey_Escape);
    f.app->settle();
    f.app->tap("photo.leave.cancel");
    f.app->tap("photo.save");
    const auto files = f.device.all<Attachment>();
    REQUIRE(files.size() == 2);
    const auto& drawn = files[0].id == original.id ? files[1] : files[0];
    CHECK(drawn.about == f.visit);
    CHECK(drawn.caption.find("Drawn on: ") == 0);
    const auto pixels = must(read_jpeg(must(f.device.files->read(drawn.sha256, 0, 10'000'000)), 4000));
    REQUIRE(pixels.width == 600);
    const auto pixel = [&](int x, int y) { return &pixels.rgb[(static_cast<std::size_t>(y) * 600 + static_cast<std::size_t>(x)) * 3]; };
    CHECK(pixel(300, 200)[0] > 180);   // the red line
    CHECK(pixel(300, 200)[2] < 90);
    CHECK(pixel(300, 100)[2] > 180);   // the blue one
    CHECK(pixel(300, 100)[0] < 90);
    // And none where it was taken back: as the photo was.
    const auto before = must(read_jpeg(photo(1, 600, 400), 600));
    for (std::size_t c = 0; c < 3; ++c) CHECK(std::abs(int{pixel(300, 362)[c]} - int{before.rgb[(std::size_t{362} * 600 + 300) * 3 + c]}) < 24);
    CHECK(must(f.device.files->read(original.sha256, 0, 10'000'000)) == photo(1, 600, 400));
}

TEST_CASE("the report is made from the job in the language that is chosen, under a name that a person recognises, and opened") {
    OpenJob f;
    f.app->folders.documents = f.folder.path();
    f.app->tap("job.report");
    f.app->tap("job.report.id");
    REQUIRE(f.app->reports.size() == 1);
    CHECK(f.app->reports[0].parent_path() == f.folder.path());
    const std::string name = f.app->reports[0].filename().string();
    CHECK(name.find("Laporan WO-01-00001 Printer macet di lobi") == 0);
    CHECK(name.ends_with(".pdf"));
    CHECK(f.app->shown == f.app->reports);
    CHECK(f.label_of("toast").find("Report saved: ") == 0);

    // What was made before stays; where it cannot be made, the line says what to do.
    f.put(name, "the earlier one");
    f.app->report_result = fail(ErrorCode::storage, "no room", "disk_full");
    f.app->driver.pass(7'000);
    f.app->tap("job.report");
    f.app->tap("job.report.id");
    CHECK(f.app->reports[1].filename().string().find(" (2).pdf") != std::string::npos);
    CHECK(f.app->shown.size() == 1);
    CHECK(f.label_of("toast").find("This device's disk is full") == 0);
    CHECK(f.app->has("job.report"));
}

TEST_CASE("the camera's page shows what it sees, its button takes it as a photo, and without a camera a file is offered") {
    OpenJob f;
    f.app->tap("photos.add");
    f.app->tap("photos.camera");
    CHECK_FALSE(f.app->has("camera.shoot"));
    CHECK(f.app->has("camera.again"));
    f.app->tap("camera.file");
    CHECK(f.app->has("photos.chooser"));
    f.app->tap("photos.chooser.close");

    f.put("seen.jpg", photo(3, 640, 360));
    f.app->camera = {f.folder.path() / "seen.jpg"};
    f.app->tap("photos.add");
    f.app->tap("photos.camera");
    f.app->driver.pass(200);
    CHECK(test::golden_mismatch("photos-camera", f.app->driver.picture()) == "");
    f.app->tap("camera.shoot");
    f.app->tap("camera.shoot");
    CHECK(f.device.all<Attachment>().size() == 2);
    CHECK(must(f.device.files->read(f.device.all<Attachment>()[0].sha256, 0, 10'000'000)) == photo(3, 640, 360));

    // Pulled out: the page says so, and what was taken stays.
    std::filesystem::remove(f.folder.path() / "seen.jpg");
    f.app->driver.pass(200);
    f.app->settle();
    CHECK(f.app->has("camera.again"));
    f.app->driver.press(ImGuiKey_Escape);
    f.app->settle();
    CHECK_FALSE(f.app->has("camera.close"));
    // A closed camera draws nothing.
    f.app->driver.pass(10'000);
    const auto before = f.app->driver.window().frames_drawn();
    f.app->driver.pass(2'000);
    CHECK(f.app->driver.window().frames_drawn() == before);
}

TEST_CASE("photos of a job look as they did when a person found them good") {
    for (const AppRig::Look& look : {AppRig::Look{.language = Language::en}, AppRig::Look{.width = 800, .height = 480, .language = Language::id, .theme = Theme::dark}}) {
        OpenJob f(look);
        for (int i = 0; i < 7; ++i) f.device.attach(f.visit, photo(i), photo(i, 160, i % 2 == 0 ? 120 : 250));
        f.app->model().changed();
        f.put("surat.jpg", "this is a letter");
        f.drop((f.folder.path() / "surat.jpg").string());
        f.app->driver.pass(7'000);
        f.app->driver.ui().reveal("photo." + to_string(f.app->model().job()->files[5].attachment.id));
        f.app->settle();
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
