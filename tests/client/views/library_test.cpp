#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "platform/media/jpeg.hpp"
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

void begin_writing(AppRig& app, const Uuid& article) {
    app.model().open_article(article);
    app.settle();
    app.tap("article.edit");
    app.tap("article.edit.id");
}

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

TEST_CASE("a finished job becomes an article: drafted by what was written, read over, and published by a lead") {
    Shelf shelf;
    TestDevice& device = *shelf.device;
    device.network->online = true;
    for (const char* command : {"accept_visit", "travel_visit", "arrive_visit"}) device.perform(command, shelf.visit);
    for (const auto& record : device.replica->rows().referring(Kind::checklist_step, field_of<&ChecklistStep::visit>(), shelf.visit))
        if (as<ChecklistStep>(record).mandatory) device.perform("tick_step", record.id);
    Uuid made;
    {
        AppRig app(device, shelf.harness.random, {.language = Language::id});
        app.model().open_job(shelf.visit);
        app.settle();
        // What may help is offered while the work goes on; there is nothing to tell yet.
        REQUIRE(app.model().job()->articles.size() >= 1);
        const Uuid first = app.model().job()->articles[0].id;
        CHECK(app.has("job.article." + to_string(first)));
        CHECK_FALSE(app.has("job.make_article"));
        device.perform("complete_visit", shelf.visit, {{"outcome", "Rol pengambil diganti"}, {"cause", "hardware"}});
        app.model().changed();
        app.settle();
        app.tap("job.make_article");
        made = app.model().library().chosen();
        REQUIRE(device.get<Article>(made).status == ArticleStatus::draft);
        CHECK(device.get<Article>(made).body_id.find("Rol pengambil diganti") != std::string::npos);
        app.tap("article.title_id");
        app.driver.press(ImGuiKey_End);
        app.type(" (rol)");
        app.tap("article.preview");
        CHECK(app.has("article.shown.0"));
        app.tap("article.preview");
        app.tap("article.edit.en");
        app.tap("article.title_en");
        app.type("Jam on floor 3");
        app.tap("article.save");
        CHECK(device.get<Article>(made).title_id == "Printer lantai 3 macet (rol)");
        CHECK(device.get<Article>(made).title_en == "Jam on floor 3");
        CHECK_FALSE(app.has("publish_article"));
        CHECK(app.driver.ui().strings().missing().empty());
    }
    must(device.sync());
    TestDevice& lead = shelf.harness.enrol("lead");
    must(lead.sync());
    AppRig app(lead, shelf.harness.random, {.language = Language::en});
    app.model().open_article(made);
    app.settle();
    app.tap("publish_article");
    CHECK(lead.get<Article>(made).status == ArticleStatus::published);
    app.tap("retire_article");
    CHECK(lead.get<Article>(made).status == ArticleStatus::retired);
}

TEST_CASE("what is typed into an article stays when a sync changes it meanwhile, and when it is refused") {
    Shelf shelf;
    TestDevice& device = *shelf.device;
    device.network->online = true;
    AppRig app(device, shelf.harness.random, {.language = Language::id});
    app.model().open_article(shelf.sampler);
    app.settle();
    app.tap("article.edit");
    app.tap("article.title_id");
    app.driver.press(ImGuiKey_End);
    app.type(" X");
    TestDevice& lead = shelf.harness.enrol("lead");
    must(lead.sync());
    lead.perform("edit_article", shelf.sampler, {{"keywords", "galat"}});
    lead.perform("publish_article", shelf.sampler);
    must(lead.sync());
    app.model().sync_now();
    app.settle();
    CHECK(app.driver.entry("article.title_id").value == "Kode kesalahan printer X");
    // A technician may not change what is published: it says so, and the words stay.
    app.tap("article.save");
    CHECK(device.get<Article>(shelf.sampler).title_id == "Kode kesalahan printer");
    CHECK(app.driver.entry("article.title_id").value == "Kode kesalahan printer X");
    app.tap("article.cancel");
    app.tap("article.leave.accept");
    CHECK_FALSE(app.has("article.title_id"));
}

TEST_CASE("what nobody touched of an article stays through a restart in the middle of writing, and what was emptied stays empty") {
    Shelf shelf;
    TestDevice& device = *shelf.device;
    const Article before = device.get<Article>(shelf.sampler);
    {
        AppRig app(device, shelf.harness.random, {.language = Language::id});
        begin_writing(app, shelf.sampler);
        app.driver.click("article.category");
        app.driver.press(ImGuiKey_A, false, true);
        app.driver.press(ImGuiKey_Delete);
        REQUIRE(app.driver.entry("article.category").value == "");
        app.driver.click("article.title_id");
        app.driver.press(ImGuiKey_End);
        app.type(" X");
        app.model().save_drafts();
        app.settle();
    }
    shelf.harness.reopen(device);
    AppRig app(device, shelf.harness.random, {.language = Language::id});
    begin_writing(app, shelf.sampler);
    CHECK(app.driver.entry("article.title_id").value == before.title_id + " X");
    CHECK(app.driver.entry("article.body_id").value == before.body_id);
    app.tap("article.save");
    const Article after = device.get<Article>(shelf.sampler);
    CHECK(after.title_id == before.title_id + " X");
    CHECK(after.title_en == before.title_en);
    CHECK(after.body_id == before.body_id);
    CHECK(after.body_en == before.body_en);
    CHECK(after.category.empty());
}

TEST_CASE("drafts of an article that were kept without what they began from lose no other field") {
    Shelf shelf;
    TestDevice& device = *shelf.device;
    const Article before = device.get<Article>(shelf.sampler);
    AppRig app(device, shelf.harness.random, {.language = Language::id});
    app.model().draft("article_title_id." + to_string(shelf.sampler)) = "Kode galat";
    begin_writing(app, shelf.sampler);
    CHECK(app.driver.entry("article.title_id").value == "Kode galat");
    app.tap("article.save");
    const Article after = device.get<Article>(shelf.sampler);
    CHECK(after.title_id == "Kode galat");
    CHECK(after.body_id == before.body_id);
    CHECK(after.category == before.category);
}

TEST_CASE("who mends a title leaves a colleague's new words alone, and where both wrote the same field both texts are kept") {
    Shelf shelf;
    TestDevice& device = *shelf.device;
    device.network->online = true;
    {
        AppRig app(device, shelf.harness.random, {.language = Language::id});
        begin_writing(app, shelf.sampler);
        app.tap("article.title_id");
        app.driver.press(ImGuiKey_End);
        app.type(" X");
        app.model().save_drafts();
        app.settle();
    }
    TestDevice& lead = shelf.harness.enrol("lead");
    must(lead.sync());
    lead.perform("edit_article", shelf.sampler, {{"keywords", "galat"}, {"title_id", "Kode galat printer"}, {"body_id", "Lihat **layar** mesin."}});
    must(lead.sync());
    must(device.sync());
    shelf.harness.reopen(device);
    AppRig app(device, shelf.harness.random, {.language = Language::id});
    begin_writing(app, shelf.sampler);
    CHECK(app.driver.entry("article.title_id").value == "Kode kesalahan printer X");
    app.tap("article.body_id");
    app.driver.press(ImGuiKey_Home, false, true);
    app.type("Awas. ");
    app.tap("article.save");
    must(device.sync());
    must(lead.sync());
    const Article both = lead.get<Article>(shelf.sampler);
    CHECK(both.keywords == "galat");
    CHECK(both.title_id == "Kode kesalahan printer X");
    // Of prose the parts of both come together.
    CHECK(both.body_id == "Awas. Lihat **layar** mesin.");
    const auto conflicts = lead.all<Conflict>();
    REQUIRE(conflicts.size() == 1);
    CHECK(conflicts[0].about == shelf.sampler);
    CHECK(conflicts[0].lost.find("Kode galat printer") != std::string::npos);
}

TEST_CASE("an article that was opened for writing and left as it was shows what a sync brought") {
    Shelf shelf;
    TestDevice& device = *shelf.device;
    AppRig app(device, shelf.harness.random, {.language = Language::id});
    begin_writing(app, shelf.sampler);
    app.tap("article.cancel");
    device.perform("edit_article", shelf.sampler, {{"title_id", "Kode galat"}});
    app.model().changed();
    app.settle();
    app.tap("article.edit");
    CHECK(app.driver.entry("article.title_id").value == "Kode galat");
}

TEST_CASE("a second tap on Save means the same article, and what is typed before the answer stays") {
    Shelf shelf;
    TestDevice& device = *shelf.device;
    AppRig app(device, shelf.harness.random, {.language = Language::id});
    begin_writing(app, shelf.sampler);
    app.tap("article.title_id");
    app.driver.press(ImGuiKey_End);
    app.type(" X");
    app.holds_store = true;
    app.tap("article.save");
    CHECK_FALSE(app.driver.entry("article.save").enabled);
    CHECK_FALSE(app.driver.entry("article.cancel").enabled);
    app.tap("article.title_id");
    app.driver.press(ImGuiKey_End);
    app.type("Y");
    app.holds_store = false;
    app.settle();
    CHECK(device.replica->status().queued == 1);
    CHECK(device.get<Article>(shelf.sampler).title_id == "Kode kesalahan printer X");
    REQUIRE(app.has("article.title_id"));
    CHECK(app.driver.entry("article.title_id").value == "Kode kesalahan printer XY");
    app.tap("article.save");
    CHECK(device.get<Article>(shelf.sampler).title_id == "Kode kesalahan printer XY");
    CHECK_FALSE(app.has("article.title_id"));
    // Nothing is left over of what was typed on.
    app.tap("article.edit");
    app.tap("article.cancel");
    CHECK_FALSE(app.has("article.title_id"));
}

TEST_CASE("an article that is saved does not close another one that is written by then") {
    Shelf shelf;
    TestDevice& device = *shelf.device;
    AppRig app(device, shelf.harness.random, {.language = Language::id});
    begin_writing(app, shelf.sampler);
    app.tap("article.title_id");
    app.driver.press(ImGuiKey_End);
    app.type(" X");
    app.holds_store = true;
    app.tap("article.save");
    const auto articles = device.all<Article>();
    const Uuid other = std::ranges::find_if(articles, [&](const Article& article) { return article.id != shelf.sampler; })->id;
    app.screen().edit = views::ArticleEdit{.article = other};
    app.model().open_article(other);
    app.holds_store = false;
    app.settle();
    CHECK(device.get<Article>(shelf.sampler).title_id == "Kode kesalahan printer X");
    CHECK(app.has("article.title_id"));
    app.model().open_article(shelf.sampler);
    app.settle();
    CHECK(app.has("article.edit"));
    CHECK(app.model().draft("article_title_id." + to_string(shelf.sampler)).empty());
}

TEST_CASE("Cancel asks before it throws away what was written into an article") {
    Shelf shelf;
    TestDevice& device = *shelf.device;
    for (const Language language : {Language::id, Language::en}) {
        AppRig app(device, shelf.harness.random, {.language = language});
        begin_writing(app, shelf.sampler);
        app.tap("article.cancel");
        REQUIRE(app.has("article.edit"));
        app.tap("article.edit");
        app.tap("article.edit.id");
        app.tap("article.title_id");
        app.driver.press(ImGuiKey_End);
        app.type(" X");
        app.tap("article.cancel");
        REQUIRE(app.has("article.leave.cancel"));
        app.tap("article.leave.cancel");
        CHECK(app.driver.entry("article.title_id").value == "Kode kesalahan printer X");
        app.tap("article.cancel");
        app.tap("article.leave.accept");
        CHECK_FALSE(app.has("article.title_id"));
        app.tap("article.edit");
        app.tap("article.edit.id");
        CHECK(app.driver.entry("article.title_id").value == "Kode kesalahan printer");
        app.tap("article.cancel");
        CHECK(app.driver.ui().strings().missing().empty());
    }
}

TEST_CASE("the desk opens the month's figures and a person's record by touch; a technician has no such row") {
    Shelf shelf;
    {
        AppRig app(*shelf.device, shelf.harness.random, {.language = Language::en});
        app.tap("nav.library");
        CHECK_FALSE(app.has("library.analysis"));
    }
    shelf.device->network->online = true;
    for (int i = 0; i < 3; ++i) shelf.device->perform("take_direct_request", {}, {{"title", "Layar mati"}, {"category", "computer"}});
    must(shelf.device->sync());
    TestDevice& desk = shelf.harness.desk();
    for (int i = 0; i < 7; ++i) desk.perform("create_ticket", {}, {{"title", "Surel"}, {"category", "mail"}});
    must(desk.sync());
    for (const AppRig::Look& look : looks) {
        AppRig app(desk, shelf.harness.random, look);
        app.tap("nav.library");
        app.tap("library.analysis");
        REQUIRE(app.model().library().analysis());
        CHECK(app.model().library().analysis()->bypass_of_all.percent() == 30);
        CHECK(test::golden_mismatch(picture_name("analysis", look), app.driver.picture()) == "");
        const std::string month = app.model().library().month();
        app.tap("analysis.before");
        CHECK(app.model().library().analysis()->month == month_beside(month, -1));
        CHECK(app.driver.ui().strings().missing().empty());
    }
    AppRig app(desk, shelf.harness.random, {.language = Language::id});
    app.tap("nav.library");
    app.tap("library.search");
    app.type("maya");
    app.tap("person." + to_string(shelf.harness.requester));
    REQUIRE(app.model().library().person());
    CHECK_FALSE(app.model().library().person()->history.empty());
    CHECK(test::golden_mismatch("view-person-light-100", app.driver.picture()) == "");
    // On to the job that was done for her.
    app.tap("history.job.0");
    CHECK(app.model().state().view == View::job);
    CHECK(app.driver.ui().strings().missing().empty());
}

TEST_CASE("a picture that is attached to an article stands in its text, and a tap shows it alone") {
    Shelf shelf;
    TestDevice& device = *shelf.device;
    RgbPixels pixels{400, 240, {}};
    for (int i = 0; i < 400 * 240; ++i)
        for (const int part : {90, 140, 200}) pixels.rgb.push_back(static_cast<unsigned char>((i % 400) / 50 % 2 == 0 ? part : 235));
    const auto put = must(device.files->put(must(write_jpeg(pixels, 90))));
    device.perform("attach_file", shelf.sampler, {{"sha256", put.hash}, {"bytes", static_cast<std::int64_t>(put.bytes)}, {"type", "image/jpeg"}, {"name", "door.jpg"}});
    AppRig app(device, shelf.harness.random, {.language = Language::en});
    app.model().open_article(shelf.sampler);
    app.settle();
    app.driver.ui().reveal("article.text.picture.9");
    app.settle();
    const auto& picture = app.driver.entry("article.text.picture.9");
    CHECK(picture.max.x - picture.min.x == 400);
    CHECK(picture.label == "The rear door");
    CHECK(test::golden_mismatch("article-picture", app.driver.picture()) == "");
    app.tap("article.text.picture.9");
    CHECK(app.has("photo.close"));
    app.driver.press(ImGuiKey_Escape);
    app.settle();
    CHECK_FALSE(app.has("photo.close"));
    // It is put into another text by one tap.
    app.tap("article.edit");
    app.tap("article.edit.id");
    app.tap("article.insert." + to_string(app.model().library().article()->files.at(0).attachment.id));
    app.tap("article.save");
    CHECK(device.get<Article>(shelf.sampler).body_id == "Lihat **layar** printer.\n\n![](<door.jpg>)\n");
}

TEST_CASE("the editor of an article looks as it did when a person found it good") {
    Shelf shelf;
    for (const AppRig::Look& look : looks) {
        AppRig app(*shelf.device, shelf.harness.random, look);
        app.model().open_article(shelf.sampler);
        app.settle();
        app.tap("article.edit");
        CHECK(test::golden_mismatch(picture_name("editor", look), app.driver.picture()) == "");
        app.tap("article.cancel");
    }
}
