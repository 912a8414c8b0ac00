// Whoever has no pointer reaches all that a screen offers, wherever it is drawn.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <set>

#include "tests/client/views/app_rig.hpp"

using namespace sigap;
using namespace sigap::testing;

TEST_CASE("Tab alone reaches each control of each screen and brings it into sight") {
    const AppRig::Look look = GENERATE(values<AppRig::Look>({{.width = 1280, .height = 800, .language = Language::en, .theme = Theme::light},
                                                             {.width = 800, .height = 480, .language = Language::id, .theme = Theme::dark, .zoom = 200}}));
    Harness harness;
    const Uuid visit = harness.make_job("Ganti docking station", "technician", {harness.clock.now().ms + 3'600'000});
    TestDevice& device = harness.enrol("lead");
    must(device.sync());
    AppRig app(device, harness.random, look);
    AppModel& model = app.model();
    model.open_job(visit);
    model.open_asset(harness.laptop);
    model.open_procedure(harness.procedure);
    model.open_person(harness.requester);
    app.settle();
    for (const View view : {View::jobs, View::job, View::assets, View::asset, View::library, View::article, View::procedures, View::procedure, View::person,
                            View::analysis, View::sync, View::settings}) {
        INFO(word_of(view) << " at " << look.width);
        if (view == View::analysis) model.open_analysis();
        model.show(view);
        app.settle();
        std::set<std::string> reached;
        for (int i = 0; i < 150; ++i) {
            app.driver.press(ImGuiKey_Tab);
            app.driver.settle();
            const std::string focused = app.driver.ui().focused();
            const auto* entry = app.driver.ui().probe().find(focused);
            CHECK((entry && entry->visible));
            if (!reached.insert(focused).second && reached.size() > 3 && i > 100) break;
        }
        for (const auto& entry : app.driver.ui().probe().entries())
            if (entry.focusable() && !reached.contains(entry.key)) FAIL_CHECK(entry.key << " is not reached");
        CHECK(reached.size() > 4);
    }
}
