#include <catch2/catch_test_macros.hpp>

#include "client/ui/widgets.hpp"
#include "tests/client/views/app_rig.hpp"

using namespace sigap;
using namespace sigap::testing;

TEST_CASE("what is unsent is said in full on the smallest screen at the largest zoom") {
    Harness harness;
    const Uuid visit = harness.make_job("Ganti docking station", "technician", {harness.clock.now().ms});
    TestDevice& device = harness.enrol("technician");
    must(device.sync());
    device.network->online = false;
    for (int i = 0; i < 12; ++i) device.perform("add_note", visit, {{"text", std::string("Kabel lama longgar.")}});
    for (const Language language : {Language::id, Language::en})
        for (const int zoom : {100, 200}) {
            AppRig app(device, harness.random, {.width = 800, .height = 480, .language = language, .zoom = zoom});
            app.model().open_job(visit);
            app.settle();
            for (const char* key : {"header.status", "job.unsent"}) {
                INFO(key << ' ' << word_of(language) << ' ' << zoom);
                const auto& entry = app.driver.entry(key);
                const ui::Chip chip{ui::Status::offline, entry.label};
                CHECK(ui::pill_width(app.driver.ui(), chip) <= entry.max.x - entry.min.x + 1);
            }
            CHECK(app.driver.entry("header.status").label.find("12") != std::string::npos);
        }
}
