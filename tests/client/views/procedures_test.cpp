#include <catch2/catch_test_macros.hpp>

#include "client/model/procedures.hpp"
#include "tests/client/views/app_rig.hpp"
#include "tests/support/golden.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

const std::string second =
    "code: SOP-EUS-900\ncategory: dock\nminutes: 30\nordered: yes\ntitle.id: Ganti dok\ntitle.en: Replace a dock\n"
    "purpose.id: Kedua layar menyala lagi tanpa kabel yang longgar.\npurpose.en: Both screens work again and no cable is loose.\n"
    "## 1\nmandatory: yes\nkind: number\nid: Catat suhu dok lama\nen: Note the temperature of the old dock\nmax: 60\nunit: C\n"
    "## 2\nmandatory: yes\nkind: tick\nid: Dinginkan di luar ruangan\nen: Let it cool outside\nhint.id: Jangan disiram.\nhint.en: Pour no water on it.\n"
    "only_if: 1 failed\n";

std::size_t readers(TestDevice& device, const Uuid& procedure) {
    std::size_t count = 0;
    const Uuid current = device.get<Procedure>(procedure).current;
    for (const auto& read : device.all<Acknowledgement>()) count += read.procedure_version.id == current;
    return count;
}

// A lead on a device of its own, and the procedure's second version published.
struct Team {
    Harness harness;
    TestDevice* lead = nullptr;
    Team() {
        lead = &harness.enrol("lead");
        must(lead->sync());
        lead->perform("publish_procedure", harness.procedure, {{"text", second}});
        must(lead->sync());
    }
};

void open(AppRig& app) {
    app.tap("nav.library");
    app.tap("library.procedures");
    app.tap("procedure.SOP-EUS-900");
}

// In the whole text, as if by the keys.
void write(AppRig& app, const std::string& before, const std::string& after) {
    app.tap("procedure.text");
    std::string text = app.driver.entry("procedure.text").value;
    text.replace(text.find(before), before.size(), after);
    app.driver.press(ImGuiKey_A, false, true);
    app.type(text);
}

}  // namespace

TEST_CASE("a technician finds the new version unread, says offline that it is read, and after a restart it arrives at the lead's once") {
    Team team;
    TestDevice& device = team.harness.enrol("technician");
    must(device.sync());
    device.network->online = false;
    {
        AppRig app(device, team.harness.random, {.language = Language::id});
        open(app);
        CHECK(app.has("procedure.unread"));
        CHECK_FALSE(app.has("procedure.edit"));
        CHECK(app.driver.entry("library.procedures").label == "Prosedur (1)");
        app.tap("procedure.acknowledge");
        CHECK(app.has("procedure.read"));
        CHECK_FALSE(app.has("procedure.acknowledge"));
        CHECK(app.driver.entry("library.procedures").label == "Prosedur");
    }
    team.harness.reopen(device);
    {
        AppRig app(device, team.harness.random, {.language = Language::id});
        open(app);
        CHECK(app.has("procedure.read"));
        device.network->online = true;
        app.model().sync_now();
        app.settle();
    }
    CHECK(device.replica->status().queued == 0);
    must(team.lead->sync());
    CHECK(readers(*team.lead, team.harness.procedure) == 1);
    // An older version can still be read, and is none to acknowledge.
    AppRig app(device, team.harness.random, {});
    open(app);
    app.tap("procedure.version.1");
    CHECK(app.has("procedure.older"));
    CHECK_FALSE(app.has("procedure.acknowledge"));
}

TEST_CASE("a lead writes a version, is told of a mistake by its line, goes on another time, and publishes it after a question") {
    Team team;
    TestDevice& lead = *team.lead;
    const std::string draft = "procedure." + to_string(team.harness.procedure);
    {
        AppRig app(lead, team.harness.random, {});
        open(app);
        app.tap("procedure.edit");
        app.tap("procedure.text");
        app.driver.press(ImGuiKey_Home, false, true);
        app.type("zz");
        app.driver.pass(1'000);
        CHECK(app.driver.entry("procedure.verdict").label.find("line ") != std::string::npos);
        CHECK_FALSE(app.driver.entry("procedure.publish").enabled);
        app.tap("procedure.later");
        CHECK(app.has("procedure.edit"));
        app.model().save_drafts();
        app.settle();
    }
    AppRig app(lead, team.harness.random, {});
    open(app);
    app.tap("procedure.edit");
    CHECK_FALSE(app.driver.entry("procedure.publish").enabled);
    std::string third = second;
    third.replace(third.find("max: 60"), 7, "max: 55");
    app.model().draft(draft) = third;
    app.model().draft_changed(draft);
    app.settle();
    app.driver.ui().window().redraw();
    app.settle();
    app.tap("procedure.publish");
    app.tap("procedure.publish.cancel");
    CHECK(lead.all<ProcedureVersion>().size() == 2);
    app.tap("procedure.publish");
    app.tap("procedure.publish.accept");
    CHECK(lead.all<ProcedureVersion>().size() == 3);
    CHECK(app.has("procedure.edit"));
    CHECK(app.has("procedure.unread"));
    CHECK(app.model().draft(draft).empty());
}

TEST_CASE("a draft that began before somebody else's version says so, also when it is published") {
    Team team;
    TestDevice& lead = *team.lead;
    for (const bool restarts : {true, false}) {
        const std::string newest = restarts ? "3" : "5";
        auto app = std::make_unique<AppRig>(lead, team.harness.random, AppRig::Look{});
        open(*app);
        app->tap("procedure.edit");
        CHECK_FALSE(app->has("procedure.newer"));
        write(*app, restarts ? "max: 60" : "max: 55", restarts ? "max: 55" : "max: 50");
        CHECK_FALSE(app->has("procedure.newer"));
        app->model().save_drafts();
        app->settle();
        if (restarts) app.reset();
        TestDevice& other = team.harness.enrol("lead");
        must(other.sync());
        std::string text = second;
        text.replace(text.find("minutes: 30"), 11, restarts ? "minutes: 40" : "minutes: 50");
        text.replace(text.find("Pour no water"), 13, restarts ? "Pour little water" : "Pour some water");
        other.perform("publish_procedure", team.harness.procedure, {{"text", text}});
        must(other.sync());
        must(lead.sync());
        if (restarts) {
            team.harness.reopen(lead);
            app = std::make_unique<AppRig>(lead, team.harness.random, AppRig::Look{.language = Language::id});
            open(*app);
            app->tap("procedure.edit");
        } else {
            app->model().changed();
            app->settle();
        }
        REQUIRE(app->has("procedure.newer"));
        CHECK(app->driver.entry("procedure.newer").label.find(newest) != std::string::npos);
        app->tap("procedure.publish");
        CHECK(app->driver.entry("procedure.publish.accept").label == (restarts ? "Tetap terbitkan" : "Publish all the same"));
        app->tap("procedure.publish.accept");
        CHECK_FALSE(app->has("procedure.newer"));
        CHECK(app->driver.ui().strings().missing().empty());
        // The next one begins from what is newest now.
        app->tap("procedure.edit");
        CHECK_FALSE(app->has("procedure.newer"));
        app->tap("procedure.discard");
        must(lead.sync());
    }
}

TEST_CASE("a procedure's text that was not changed begins anew from a version that came meanwhile") {
    Team team;
    TestDevice& lead = *team.lead;
    AppRig app(lead, team.harness.random, {});
    open(app);
    app.tap("procedure.edit");
    app.tap("procedure.later");
    std::string text = second;
    text.replace(text.find("max: 60"), 7, "max: 55");
    lead.perform("publish_procedure", team.harness.procedure, {{"text", text}});
    app.model().changed();
    app.settle();
    app.tap("procedure.edit");
    CHECK_FALSE(app.has("procedure.newer"));
    CHECK(app.driver.entry("procedure.text").value.find("max: 55") != std::string::npos);
}

TEST_CASE("a procedure is published once by two taps, and what is typed before the answer stays as the next draft") {
    Team team;
    TestDevice& lead = *team.lead;
    AppRig app(lead, team.harness.random, {});
    open(app);
    app.tap("procedure.edit");
    write(app, "max: 60", "max: 55");
    app.tap("procedure.publish");
    app.holds_store = true;
    app.tap("procedure.publish.accept");
    CHECK_FALSE(app.driver.entry("procedure.publish").enabled);
    CHECK_FALSE(app.driver.entry("procedure.discard").enabled);
    write(app, "max: 55", "max: 50");
    app.holds_store = false;
    app.settle();
    CHECK(lead.all<ProcedureVersion>().size() == 3);
    REQUIRE(app.has("procedure.text"));
    CHECK(app.driver.entry("procedure.text").value.find("max: 50") != std::string::npos);
    CHECK_FALSE(app.has("procedure.newer"));
    app.tap("procedure.publish");
    app.tap("procedure.publish.accept");
    CHECK(lead.all<ProcedureVersion>().size() == 4);
    CHECK_FALSE(app.has("procedure.text"));
}

TEST_CASE("a procedure that is published does not close another one that is written by then") {
    Team team;
    TestDevice& lead = *team.lead;
    AppRig app(lead, team.harness.random, {});
    open(app);
    app.tap("procedure.edit");
    write(app, "max: 60", "max: 55");
    app.tap("procedure.publish");
    app.holds_store = true;
    app.tap("procedure.publish.accept");
    const Uuid other = team.harness.laptop;
    app.screen().editor = {.procedure = other};
    app.holds_store = false;
    app.settle();
    CHECK(lead.all<ProcedureVersion>().size() == 3);
    CHECK(app.screen().editor.procedure == other);
    CHECK(app.model().draft("procedure." + to_string(team.harness.procedure)).empty());
}

TEST_CASE("a procedure's draft is discarded after a question, and without one where nothing was written") {
    Team team;
    for (const Language language : {Language::id, Language::en}) {
        AppRig app(*team.lead, team.harness.random, {.language = language});
        open(app);
        app.tap("procedure.edit");
        app.tap("procedure.discard");
        REQUIRE(app.has("procedure.edit"));
        app.tap("procedure.edit");
        write(app, "max: 60", "max: 55");
        app.tap("procedure.discard");
        REQUIRE(app.has("procedure.leave.cancel"));
        app.tap("procedure.leave.cancel");
        CHECK(app.driver.entry("procedure.text").value.find("max: 55") != std::string::npos);
        app.tap("procedure.discard");
        app.tap("procedure.leave.accept");
        CHECK_FALSE(app.has("procedure.text"));
        app.tap("procedure.edit");
        CHECK(app.driver.entry("procedure.text").value.find("max: 60") != std::string::npos);
        app.tap("procedure.discard");
        CHECK(app.driver.ui().strings().missing().empty());
    }
}

TEST_CASE("the procedures, one of them and its editor look as they did when a person found them good") {
    Team team;
    TestDevice& lead = *team.lead;
    for (const AppRig::Look& look : {AppRig::Look{.language = Language::id, .theme = Theme::light},
                                     AppRig::Look{.language = Language::en, .theme = Theme::dark, .zoom = 200},
                                     AppRig::Look{.width = 800, .height = 480, .language = Language::en, .theme = Theme::dark},
                                     AppRig::Look{.width = 800, .height = 480, .language = Language::id, .theme = Theme::light, .zoom = 200}}) {
        AppRig app(lead, team.harness.random, look);
        open(app);
        const std::string tail =
            '-' + std::string(word_of(look.theme)) + '-' + std::to_string(look.zoom) + (look.width == 800 ? "-small" : "");
        CHECK(test::golden_mismatch("procedure" + tail, app.driver.picture()) == "");
        app.tap("procedure.edit");
        CHECK(test::golden_mismatch("procedure-editor" + tail, app.driver.picture()) == "");
    }
}
