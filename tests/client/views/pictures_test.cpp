#include <catch2/catch_test_macros.hpp>

#include "tests/client/views/app_rig.hpp"
#include "tests/support/golden.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t hour = 3'600'000;

// A day that shows something on every screen: jobs late, today and done, a conflict, a note.
struct Scene {
    Harness harness;
    TestDevice* device = nullptr;
    Uuid visit;

    Scene() {
        const std::int64_t now = harness.clock.now().ms;
        visit = harness.make_job("Ganti docking station", "technician", {now + hour});
        harness.make_job("Laptop karyawan baru, Keuangan", "technician", {now + 3 * hour});
        harness.make_job("Layar kios berkedip", "technician", {now + 26 * hour});
        harness.make_job("Printer lantai 5 macet", "technician", {now - 30 * hour});
        device = &harness.enrol("technician");
        must(device->sync());
        TestDevice& desk = harness.desk();
        must(desk.sync());
        desk.perform("edit_asset", harness.laptop, {{"remarks", std::string("Baterai sudah diganti")}});
        device->perform("edit_asset", harness.laptop, {{"remarks", std::string("Baterai cepat habis")}});
        device->perform("accept_visit", visit);
        device->perform("travel_visit", visit);
        device->perform("arrive_visit", visit);
        must(desk.sync());
        must(device->sync());
        device->network->online = false;
        ListQuery steps;
        steps.kind = Kind::checklist_step;
        steps.where = {{"visit", visit}};
        device->perform("tick_step", device->replica->list(steps).front().id);
        device->perform("add_note", visit, {{"text", std::string("Kabel daya lama longgar.")}});
    }
};

void open_view(AppRig& app, View view, const Scene& scene) {
    if (view == View::job || view == View::jobs) app.model().open_job(scene.visit);
    if (view == View::asset || view == View::assets) app.model().open_asset(scene.harness.laptop);
    app.settle();
    app.model().show(view);
    app.settle();
}

std::string picture_name(View view, const AppRig::Look& look) {
    return "view-" + std::string(word_of(view)) + '-' + std::string(word_of(look.theme)) + '-' + std::to_string(look.zoom) +
           (look.width == 800 ? "-small" : "");
}

}  // namespace

TEST_CASE("each screen looks as it did when a person found it good") {
    Scene scene;
    for (const View view : {View::jobs, View::job, View::assets, View::asset, View::sync, View::settings, View::enrol}) {
        for (const AppRig::Look& look : {AppRig::Look{.language = Language::en, .theme = Theme::light},
                                         AppRig::Look{.language = Language::id, .theme = Theme::dark},
                                         AppRig::Look{.language = Language::id, .theme = Theme::light, .zoom = 200},
                                         AppRig::Look{.language = Language::en, .theme = Theme::dark, .zoom = 200},
                                         AppRig::Look{.width = 800, .height = 480, .language = Language::id, .theme = Theme::light},
                                         AppRig::Look{.width = 800, .height = 480, .language = Language::en, .theme = Theme::dark},
                                         AppRig::Look{.width = 800, .height = 480, .language = Language::en, .theme = Theme::light, .zoom = 200},
                                         AppRig::Look{.width = 800, .height = 480, .language = Language::id, .theme = Theme::dark, .zoom = 200}}) {
            AppRig app(*scene.device, scene.harness.random, look);
            open_view(app, view, scene);
            CHECK(test::golden_mismatch(picture_name(view, look), app.driver.picture()) == "");
        }
    }
}

TEST_CASE("the sheet for a client who came straight to the technician fits everywhere") {
    Scene scene;
    for (const AppRig::Look& look : {AppRig::Look{.language = Language::id, .theme = Theme::light},
                                     AppRig::Look{.width = 800, .height = 480, .language = Language::en, .theme = Theme::dark},
                                     AppRig::Look{.width = 800, .height = 480, .language = Language::id, .theme = Theme::light, .zoom = 200}}) {
        AppRig app(*scene.device, scene.harness.random, look);
        app.tap("jobs.direct");
        app.tap("direct.category.printer");
        app.tap("direct.who");
        app.type("an");
        CHECK(test::golden_mismatch(picture_name(View::jobs, look) + "-direct", app.driver.picture()) == "");
        app.tap("direct.cancel");
        app.model().clear_draft("direct.title");
        app.model().save_drafts();
        app.settle();
    }
}

TEST_CASE("while a first pull is interrupted, the screens say how far it is and that not all is here") {
    Harness harness;
    std::vector<Record> assets;
    for (int i = 0; i < 5000; ++i) {
        Asset asset;
        asset.id = make_uuid(harness.clock, harness.random);
        asset.name = "Machine " + std::to_string(i);
        asset.location = harness.room;
        assets.push_back(record_of(asset));
    }
    harness.insert(assets);
    TestDevice& device = harness.enrol("technician");
    device.network->break_after = 1;
    for (const View view : {View::jobs, View::sync}) {
        AppRig app(device, harness.random, {.language = Language::en});
        app.settle();
        app.model().show(view);
        app.settle();
        REQUIRE(app.model().state().connection.first_pull);
        CHECK(app.has(std::string(word_of(view)) + ".first_pull.bar"));
        // Nothing beside it says that all is here.
        for (const char* key : {"header.status", "sync.error"})
            if (app.has(key)) CHECK(app.driver.entry(key).label.find("verything is kept") == std::string::npos);
        CHECK(app.has("sync.error") == (view == View::sync));
        CHECK(test::golden_mismatch("filling-" + std::string(word_of(view)), app.driver.picture()) == "");
        device.network->break_after = 0;
    }
    device.network->break_after = -1;
    AppRig app(device, harness.random, {.language = Language::id});
    app.settle();
    CHECK_FALSE(app.model().state().connection.first_pull);
    CHECK_FALSE(app.has("jobs.first_pull.bar"));
}

TEST_CASE("a great many unsent edits are said where people work") {
    Harness harness;
    TestDevice& device = harness.enrol("technician");
    must(device.sync());
    auto& database = device.replica->rows().database();
    const auto fill = [&](std::int64_t count) {
        must(database.write([&] {
            database.query("WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM n WHERE n<?) INSERT OR IGNORE INTO ledger"
                           "(n,operation,state,command,changes,about_kind,about,at) SELECT n,randomblob(16),'queued','','',0,randomblob(16),0 FROM n", count)
                .run();
        }));
    };
    device.network->online = false;
    AppRig app(device, harness.random, {.language = Language::en});
    for (const bool many : {false, true}) {
        fill(many ? many_unsent : many_unsent - 1);
        app.model().sync_now();
        app.settle();
        CHECK(app.has("jobs.warning.unsent") == many);
    }
}

TEST_CASE("a disk that is nearly full is said where people work and where they look for what waits") {
    Harness harness;
    harness.make_job("Replace a dock", "technician", {harness.clock.now().ms});
    TestDevice& device = harness.enrol("technician");
    must(device.sync());
    bool scarce = false;
    device.replica->set_disk({[&] { return scarce; }, {}});
    AppRig app(device, harness.random, {.width = 800, .height = 480, .language = Language::id});
    for (scarce = false; true; scarce = true) {
        for (const View view : {View::jobs, View::sync}) {
            app.model().show(view);
            app.model().sync_now();
            app.settle();
            CHECK(app.has(std::string(word_of(view)) + ".warning.disk") == scarce);
            if (scarce) CHECK(test::golden_mismatch("scarce-" + std::string(word_of(view)), app.driver.picture()) == "");
        }
        if (scarce) break;
    }
}
