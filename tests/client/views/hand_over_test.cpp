// Passing a job on and asking for help with it, as people do it.
#include <catch2/catch_test_macros.hpp>

#include "sync/model/kinds/hand_over.hpp"
#include "tests/client/views/app_rig.hpp"
#include "tests/support/golden.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t hour = 3'600'000;

struct Passing {
    Harness harness;
    Uuid visit = harness.make_job("Printer macet di lobi", "technician", {harness.clock.now().ms + 2 * hour});
    TestDevice& field = harness.enrol("technician");
    Passing() { must(field.sync()); }
    void open_menu(AppRig& app) {
        app.tap("job." + to_string(visit));
        app.tap("job.more");
    }
};

}  // namespace

TEST_CASE("a job is handed to a colleague without a network, who finds it with its history and how often it was passed on") {
    Passing f;
    f.field.network->online = false;
    {
        AppRig app(f.field, f.harness.random, {.language = Language::id});
        f.open_menu(app);
        app.tap("do.hand_over_work_order");
        // Colleagues are proposed before a letter is typed; the person themselves is not among them.
        CHECK(app.has("hand_over.person." + to_string(f.harness.technician2)));
        CHECK_FALSE(app.has("hand_over.person." + to_string(f.harness.technician)));
        CHECK_FALSE(app.has("hand_over.person." + to_string(f.harness.requester)));
        app.tap("hand_over.who");
        app.type("Sari");
        app.tap("hand_over.person." + to_string(f.harness.technician2));
        app.tap("hand_over.reason");
        app.type("Saya sakit");
        app.tap("hand_over.accept");
        CHECK(f.field.get<Visit>(f.visit).technician.id == f.harness.technician2);
    }
    f.field.network->online = true;
    must(f.field.sync());
    CHECK(f.field.replica->status().attention == 0);
    TestDevice& other = f.harness.enrol("technician2");
    must(other.sync());
    AppRig app(other, f.harness.random, {.language = Language::en});
    app.tap("job." + to_string(f.visit));
    REQUIRE(app.model().job());
    CHECK(app.model().job()->reassigned == 1);
    REQUIRE(app.model().job()->hand_overs.size() == 1);
    CHECK(app.model().job()->hand_overs[0].from == "Budi Santoso");
    CHECK(app.model().job()->hand_overs[0].row.reason == "Saya sakit");
    app.tap("job.tab.history");
    CHECK(test::golden_mismatch("hand-over-history", app.driver.picture()) == "");
}

TEST_CASE("help asked for is on the lead's list at once with its reason, and goes when it is answered") {
    Passing f;
    {
        AppRig app(f.field, f.harness.random, {.language = Language::en});
        f.open_menu(app);
        app.tap("do.escalate_work_order");
        app.tap("hand_over.reason");
        app.type("No key to the room");
        app.tap("hand_over.accept");
        CHECK(app.has("job.escalated"));
    }
    must(f.field.sync());
    TestDevice& lead = f.harness.enrol("lead");
    must(lead.sync());
    AppRig app(lead, f.harness.random, {.language = Language::en});
    app.settle();
    CHECK(app.model().job_counts().escalated == 1);
    app.tap("jobs.escalated");
    app.tap("job." + to_string(f.visit));
    CHECK(test::golden_mismatch("escalated-lead", app.driver.picture()) == "");
    app.tap("job.escalated");
    app.tap("reason.text");
    app.type("The porter has it");
    app.tap("reason.accept");
    CHECK(app.model().job_counts().escalated == 0);
    must(lead.sync());
    must(f.field.sync());
    const Uuid order = f.field.get<Visit>(f.visit).work_order;
    CHECK(f.field.get<WorkOrder>(order).escalation == Escalation::none);
    CHECK(f.field.all<HandOver>().size() == 2);
}

TEST_CASE("the sheet for handing a job over fits everywhere") {
    Passing f;
    for (const AppRig::Look& look : {AppRig::Look{.language = Language::id, .theme = Theme::light},
                                     AppRig::Look{.width = 800, .height = 480, .language = Language::en, .theme = Theme::dark},
                                     AppRig::Look{.width = 800, .height = 480, .language = Language::id, .theme = Theme::light, .zoom = 200}}) {
        AppRig app(f.field, f.harness.random, look);
        f.open_menu(app);
        app.tap("do.hand_over_work_order");
        CHECK(test::golden_mismatch("hand-over-sheet-" + std::to_string(look.width) + '-' + std::to_string(look.zoom), app.driver.picture()) == "");
        app.tap("hand_over.cancel");
    }
}
