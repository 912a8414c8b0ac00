#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "sync/server/demo/article_file.hpp"
#include "tests/client/views/app_rig.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/source_folder.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Shelf {
    Harness harness;
    TestDevice* device = nullptr;
    Uuid sampler, visit;

    Shelf() {
        std::vector<std::filesystem::path> paths;
        for (const auto& entry : std::filesystem::directory_iterator(source_folder() + "/assets/articles")) paths.push_back(entry.path());
        std::ranges::sort(paths);
        std::vector<Record> records;
        for (const auto& path : paths) {
            std::ifstream in(path, std::ios::binary);
            records.push_back(record_of(with_id(must(parse_article(std::string(std::istreambuf_iterator<char>(in), {}))))));
        }
        Article all;
        all.title_id = "Kode kesalahan printer";
        all.title_en = "Printer error codes";
        all.category = "printer";
        all.body_id = "Lihat **layar** printer.";
        all.body_en =
            "# Codes\n\nThe display shows a **code**; the service menu is at `Menu > Service`. See also [the maker's list](https://example.org/codes).\n\n"
            "| Code | Meaning | What to do |\n|---|---|---|\n| E1 | Paper jam in tray 2 | Open the rear door and pull the paper straight out |\n"
            "| E2 | No toner | Replace **cartridge** |\n\n> Hot! Let it cool for ten minutes.\n\n"
            "1. Note the code\n2. Switch it off\n   - wait a minute\n   - switch it on\n\n```\nlpstat -p -d\ncancel -a\n```\n\n![The rear door](door.jpg)\n";
        all.status = ArticleStatus::draft;
        all = with_id(std::move(all));
        sampler = all.id;
        records.push_back(record_of(all));
        harness.insert(records);
        visit = harness.make_job("Printer lantai 3 macet", "technician", harness.clock.now());
        device = &harness.enrol("technician");
        must(device->sync());
        device->network->online = false;
    }
    Article with_id(Article article) {
        article.id = make_uuid(harness.clock, harness.random);
        return article;
    }
};

const std::vector<AppRig::Look> looks{{.language = Language::en, .theme = Theme::light},
                                      {.language = Language::id, .theme = Theme::dark},
                                      {.language = Language::id, .theme = Theme::light, .zoom = 200},
                                      {.width = 800, .height = 480, .language = Language::id, .theme = Theme::light},
                                      {.width = 800, .height = 480, .language = Language::en, .theme = Theme::dark, .zoom = 200}};

std::string picture_name(const char* view, const AppRig::Look& look) {
    return "view-" + std::string(view) + '-' + std::string(word_of(look.theme)) + '-' + std::to_string(look.zoom) + (look.width == 800 ? "-small" : "");
}

}  // namespace

TEST_CASE("a technician finds an article by touch in either language, reads it, and goes on to the job") {
    Shelf shelf;
    AppRig app(*shelf.device, shelf.harness.random, {.language = Language::id});
    app.tap("nav.library");
    app.tap("library.search");
    app.type("kertas nyangkut printer");
    const auto found = app.model().library().found();
    REQUIRE(found);
    REQUIRE(found->lines.size() > 1);
    CHECK(found->lines[0].kind == Kind::article);
    app.tap("article." + to_string(found->lines[0].id));
    REQUIRE(app.model().library().article());
    CHECK(app.driver.entry("article.text.0").label == "Gejala");
    app.tap("article.language");
    CHECK(app.driver.entry("article.text.0").label == "Symptoms");
    // It stays where it was put, for this article only.
    app.tap("library.search.clear");
    app.type("printer lantai 3");
    app.tap("work_order." + to_string(shelf.device->get<Visit>(shelf.visit).work_order));
    CHECK(app.model().state().job == shelf.visit);
    CHECK(app.model().state().view == View::job);
    CHECK(app.driver.ui().strings().missing().empty());
}

TEST_CASE("by keyboard alone: Enter opens the best one, Page Down reads on") {
    Shelf shelf;
    AppRig app(*shelf.device, shelf.harness.random, {.width = 800, .height = 480, .language = Language::en, .zoom = 200});
    app.tap("nav.library");
    app.tap("library.search");
    app.type("second monitor black");
    app.driver.press(ImGuiKey_Enter);
    app.settle();
    REQUIRE(app.model().library().article());
    CHECK(app.model().library().article()->article.title_en == "Second monitor stays black on the dock");
    const float before = app.driver.entry("article.text.0").min.y;
    app.driver.press(ImGuiKey_PageDown);
    CHECK(app.driver.entry("article.text.0").min.y < before);
    app.driver.press(ImGuiKey_Escape);
    app.settle();
    CHECK(app.model().state().view == View::library);
    CHECK(app.driver.entry("library.search").value == "second monitor black");
}

TEST_CASE("a link in an article is copied where there is no browser") {
    Shelf shelf;
    AppRig app(*shelf.device, shelf.harness.random, {.language = Language::en});
    app.model().open_article(shelf.sampler);
    app.settle();
    app.tap("article.text.link.0");
    CHECK(std::string(ImGui::GetClipboardText()) == "https://example.org/codes");
}

TEST_CASE("the library and its reader look as they did when a person found them good") {
    Shelf shelf;
    for (const AppRig::Look& look : looks) {
        AppRig app(*shelf.device, shelf.harness.random, look);
        app.model().open_article(shelf.sampler);
        app.model().library().search("printer");
        app.model().show(View::library);
        app.settle();
        CHECK(test::golden_mismatch(picture_name("library", look), app.driver.picture()) == "");
        app.model().show(View::article);
        app.settle();
        CHECK(test::golden_mismatch(picture_name("article", look), app.driver.picture()) == "");
    }
}
