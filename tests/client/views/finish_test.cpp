// How a visit ends on the screens: the technician's page, then the client's, which nobody leaves by accident.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "sync/model/strokes.hpp"
#include "tests/client/views/app_rig.hpp"
#include "tests/support/golden.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Ending {
    Harness harness;
    Uuid visit = harness.make_job("Ganti docking station", "technician", {harness.clock.now().ms + 3'600'000});
    TestDevice& device = harness.enrol("technician");

    Ending() {
        must(device.sync());
        device.network->online = false;
    }
    void go_on_site() {
        for (const char* command : {"accept_visit", "travel_visit", "arrive_visit"}) device.perform(command, visit);
    }
    void settle_steps() {
        for (const auto& step : device.all<ChecklistStep>())
            if (step.visit.id == visit) device.perform("skip_step", step.id, {{"reason", "not needed"}});
    }
    void complete() {
        go_on_site();
        settle_steps();
        device.perform("complete_visit", visit, {{"outcome", "Dok diganti, kedua layar bekerja."}, {"cause", "hardware"}});
    }
    std::vector<Signature> signatures() { return device.all<Signature>(); }
};

// A finger signs where the pad can be seen.
void sign(AppRig& app) {
    app.driver.ui().reveal("client.clear");
    app.settle();
    const auto& pad = app.driver.entry("client.pad");
    const float top = std::max(pad.min.y, 0.0f), bottom = std::min(pad.max.y, app.driver.ui().page().max.y);
    const float width = pad.max.x - pad.min.x;
    app.driver.drag({pad.min.x + width * 0.1f, bottom - (bottom - top) * 0.2f}, {pad.min.x + width * 0.5f, top + (bottom - top) * 0.2f});
    app.driver.drag({pad.min.x + width * 0.5f, top + (bottom - top) * 0.3f}, {pad.min.x + width * 0.9f, bottom - (bottom - top) * 0.3f});
    app.settle();
}

// Nothing in the window but the client's page.
bool is_locked(AppRig& app) {
    bool locked = app.has("client.leave") || app.has("client.out");
    for (const auto& entry : app.driver.ui().probe().entries())
        locked = locked && (entry.key.starts_with("client.") || entry.key.starts_with("osk.") || entry.key == "toast");
    return locked;
}

void reach(AppRig& app, std::string_view key) {
    for (int i = 0; i < 120 && app.driver.ui().focused() != key; ++i) {
        app.driver.press(ImGuiKey_Tab);
    }
    INFO("the focus never comes to " << key);
    REQUIRE(app.driver.ui().focused() == key);
}

void press(AppRig& app, std::string_view key) {
    reach(app, key);
    app.driver.press(ImGuiKey_Enter);
    app.settle();
}

}  // namespace

TEST_CASE("a visit of the commonest kind needs at most twelve taps from the list to done and signed, its steps apart") {
    const bool small = GENERATE(false, true);
    Ending day;
    AppRig app(day.device, day.harness.random, {.width = small ? 800 : 1280, .height = small ? 480 : 800, .language = Language::id});
    int taps = 0;
    const auto tap = [&](const std::string& key) { ++taps, app.tap(key); };
    tap("job." + to_string(day.visit));
    for (const char* key : {"do.accept_visit", "do.travel_visit", "do.arrive_visit"}) tap(key);
    day.settle_steps();
    app.model().changed();
    app.settle();
    for (const char* key : {"do.complete_visit", "finish.cause.hardware", "finish.phrase.replaced", "finish.save"}) tap(key);
    REQUIRE(is_locked(app));
    tap("client.star.5");
    ++taps, sign(app);
    tap("client.save");
    CHECK(taps <= 12);

    const auto visit = day.device.get<Visit>(day.visit);
    CHECK(visit.status == VisitStatus::completed);
    CHECK(visit.cause == Cause::hardware);
    CHECK(visit.outcome == "Suku cadang diganti");
    REQUIRE(day.signatures().size() == 1);
    CHECK(day.signatures()[0].name == "Maya Putri");
    CHECK(is_signature(*read_strokes(day.signatures()[0].strokes)));
    CHECK(app.model().job()->signatures.at(0).changed_since == false);
    REQUIRE(day.device.all<Rating>().size() == 1);
    CHECK(day.device.all<Rating>()[0].stars == 5);
    CHECK(is_locked(app));
}

TEST_CASE("by keyboard alone a visit is worked, finished, rated and signed") {
    Ending day;
    AppRig app(day.device, day.harness.random, {.language = Language::en});
    press(app, "job." + to_string(day.visit));
    for (const char* key : {"do.accept_visit", "do.travel_visit", "do.arrive_visit", "step.1", "step.2", "step.4", "step.more.3", "step.skip"}) press(app, key);
    reach(app, "reason.text");
    app.type("no spare part");
    press(app, "reason.accept");
    press(app, "do.complete_visit");
    press(app, "finish.cause.network");
    reach(app, "finish.note");
    app.type("New cable");
    press(app, "finish.save");
    REQUIRE(is_locked(app));
    press(app, "client.star.4");
    press(app, "client.by_name");
    press(app, "client.agree");
    press(app, "client.save");
    REQUIRE(day.signatures().size() == 1);
    CHECK(day.signatures()[0].typed);
    CHECK(day.device.all<Rating>().at(0).stars == 4);
    const auto visit = day.device.get<Visit>(day.visit);
    CHECK(visit.outcome == "New cable");
    CHECK(visit.cause == Cause::network);
    press(app, "client.leave");
    press(app, "client.out.accept");
    CHECK(app.has("job.signed"));
    CHECK(app.has("nav.jobs"));
}

TEST_CASE("who goes on to another job while the end of a visit is being saved stays there") {
    Ending day;
    day.device.network->online = true;
    const Uuid other = day.harness.make_job("Layar kios berkedip", "technician", {day.harness.clock.now().ms + 7'200'000});
    must(day.device.sync());
    day.device.network->online = false;
    day.go_on_site();
    day.settle_steps();
    AppRig app(day.device, day.harness.random, {});
    app.tap("job." + to_string(day.visit));
    app.tap("do.complete_visit");
    app.tap("finish.cause.hardware");
    app.tap("finish.phrase.replaced");
    app.holds_store = true;
    app.tap("finish.save");
    CHECK_FALSE(app.driver.entry("finish.save").enabled);
    app.tap("job." + to_string(other));
    app.holds_store = false;
    app.settle();
    CHECK(day.device.get<Visit>(day.visit).status == VisitStatus::completed);
    CHECK_FALSE(app.has("client.leave"));
    CHECK(app.has("do.accept_visit"));
}

TEST_CASE("a client reaches nothing but their page, and only the technician's deliberate act leaves it") {
    Ending day;
    day.complete();
    AppRig app(day.device, day.harness.random, {.language = Language::en});
    app.tap("job." + to_string(day.visit));
    app.tap("job.sign");
    REQUIRE(is_locked(app));
    for (const auto key : {ImGuiKey_Escape, ImGuiKey_F10, ImGuiKey_Menu, ImGuiKey_Home, ImGuiKey_PageUp, ImGuiKey_LeftArrow, ImGuiKey_UpArrow}) {
        app.driver.press(key);
        app.driver.press(key, true);
        app.driver.press(key, false, true);
        CHECK(is_locked(app));
    }
    for (int i = 0; i < 60; ++i) {
        app.driver.press(ImGuiKey_Tab, i % 7 == 0);
        CHECK(app.driver.ui().focused().starts_with("client."));
    }
    // News from elsewhere shows nothing of itself.
    day.device.network->online = true;
    app.model().sync_now();
    app.settle();
    CHECK(is_locked(app));
    CHECK_FALSE(app.has("toast.action"));
    // The client's own language, and the technician's again afterwards.
    app.tap("client.id");
    CHECK(app.driver.entry("client.save").label == "Saya mengesahkan pekerjaan ini");
    app.tap("client.leave");
    app.tap("client.out.cancel");
    CHECK(is_locked(app));
    app.tap("client.leave");
    app.driver.press(ImGuiKey_Escape);
    app.settle();
    CHECK(is_locked(app));
    app.tap("client.leave");
    app.tap("client.out.accept");
    CHECK(app.has("nav.jobs"));
    CHECK(app.driver.entry("nav.jobs").label == "Jobs");
    CHECK(day.signatures().empty());
}

TEST_CASE("what a client cannot sign yet stays a button that does nothing") {
    Ending day;
    day.complete();
    AppRig app(day.device, day.harness.random, {.language = Language::en});
    app.tap("job." + to_string(day.visit));
    app.tap("job.sign");
    CHECK_FALSE(app.driver.entry("client.save").enabled);
    sign(app);
    CHECK(app.driver.entry("client.save").enabled);
    app.tap("client.clear");
    CHECK_FALSE(app.driver.entry("client.save").enabled);
    app.tap("client.by_name");
    CHECK_FALSE(app.driver.entry("client.save").enabled);
    app.tap("client.agree");
    CHECK(app.driver.entry("client.save").enabled);
    app.tap("client.absent");
    CHECK_FALSE(app.driver.entry("client.save").enabled);
    app.tap("client.reason");
    app.type("In a meeting until five");
    app.tap("client.save");
    REQUIRE(day.signatures().size() == 1);
    CHECK(day.signatures()[0].absent_reason == "In a meeting until five");
    CHECK(day.signatures()[0].name.empty());
    CHECK(day.device.all<Rating>().empty());
}

TEST_CASE("an app that was killed before the client signed says so, and goes on from there") {
    Ending day;
    day.complete();
    day.device.perform("rate_visit", day.visit, {{"stars", std::int64_t{3}}});
    {
        AppRig killed(day.device, day.harness.random, {.language = Language::en});
        killed.tap("job." + to_string(day.visit));
        killed.tap("job.sign");
        sign(killed);
    }
    AppRig app(day.device, day.harness.random, {.language = Language::en});
    app.tap("job." + to_string(day.visit));
    CHECK(app.driver.entry("job.signed").label == "Not yet signed");
    app.tap("job.sign");
    CHECK_FALSE(app.has("client.star.1"));  // that was given already
    sign(app);
    app.tap("client.save");
    CHECK(day.signatures().size() == 1);
    app.tap("client.leave");
    app.tap("client.out.accept");
    CHECK_FALSE(app.has("job.sign"));
    CHECK(app.driver.entry("job.signed").label.starts_with("Signed by Maya Putri"));

    // What changes afterwards is said, and may be signed anew.
    day.device.perform("record_findings", day.device.get<Visit>(day.visit).work_order, {{"findings", "the plug was bent"}});
    app.model().changed();
    app.settle();
    CHECK(app.driver.entry("job.signed").label == "Changed since it was signed");
    CHECK(app.has("job.sign"));
}

TEST_CASE("a visit that was partly done goes to the client, one behind a closed door does not") {
    Ending day;
    day.go_on_site();
    AppRig app(day.device, day.harness.random, {.language = Language::en});
    const bool partly = GENERATE(true, false);
    app.tap("job." + to_string(day.visit));
    app.tap("do.complete_visit");
    app.tap(partly ? "finish.partly" : "finish.no_access");
    CHECK_FALSE(app.driver.entry("finish.save").enabled);
    app.tap("finish.note");
    app.type("A cable is missing");
    app.tap("finish.save");
    const auto visit = day.device.get<Visit>(day.visit);
    CHECK(visit.status == (partly ? VisitStatus::partially_completed : VisitStatus::no_access));
    CHECK(visit.reason == "A cable is missing");
    CHECK(is_locked(app) == partly);
    CHECK(app.has("job.sign") == false);
}

TEST_CASE("the page that a client gets in hand fits everywhere") {
    for (const AppRig::Look& look : {AppRig::Look{.language = Language::en, .theme = Theme::light},
                                     AppRig::Look{.language = Language::id, .theme = Theme::dark},
                                     AppRig::Look{.width = 800, .height = 480, .language = Language::id, .theme = Theme::light},
                                     AppRig::Look{.width = 800, .height = 480, .language = Language::en, .theme = Theme::dark},
                                     AppRig::Look{.language = Language::id, .theme = Theme::light, .zoom = 200}}) {
        Ending day;
        day.go_on_site();
        AppRig app(day.device, day.harness.random, look);
        const std::string name = std::string(word_of(look.theme)) + '-' + std::to_string(look.zoom) + (look.width == 800 ? "-small" : "");
        const auto check = [&](const std::string& what) { CHECK(test::golden_mismatch(what + '-' + name, app.driver.picture()) == ""); };
        app.tap("job." + to_string(day.visit));
        app.tap("do.complete_visit");
        app.tap("finish.cause.hardware");
        app.tap("finish.phrase.replaced");
        day.settle_steps();
        app.model().changed();
        app.settle();
        app.tap("finish.save");
        app.driver.pass(7'000);
        app.tap(look.language == Language::en ? "client.en" : "client.id");
        app.tap("client.star.4");
        app.driver.pass(3'000);
        check("client");
        sign(app);
        app.driver.pass(3'000);
        check("client-signed");
        app.tap("client.save");
        app.driver.pass(7'000);
        check("client-thanks");
    }
}
