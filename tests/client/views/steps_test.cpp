#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "sync/model/kinds/attachment.hpp"
#include "tests/client/views/app_rig.hpp"
#include "tests/support/golden.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

const std::string ups_text =
    "code: SOP-EUS-900\ncategory: power\nminutes: 30\nordered: yes\ntitle.id: Periksa UPS\ntitle.en: Check a UPS\npurpose.id: Menyala\n"
    "purpose.en: It runs\n"
    "## 1\nmandatory: yes\nkind: scan\nid: Pindai UPS\nen: Scan the UPS\n"
    "## 2\nmandatory: yes\nkind: number\nid: Catat beban\nen: Note the load\nmin: 0\nmax: 80\nunit: %\n"
    "## 3\nmandatory: yes\nkind: choice\nid: Keadaan baterai\nen: Condition of the battery\nchoices.id: Baik | Menggembung | Bocor\n"
    "choices.en: Good | Swollen | Leaking\n"
    "## 4\nmandatory: yes\nkind: text\nid: Ganti baterai dan catat tanggal\nen: Replace the battery and note the date\nonly_if: 3 is not Baik\n"
    "## 5\nmandatory: yes\nkind: tick\nid: Pindahkan sebagian beban\nen: Move some of the load\nonly_if: 2 failed\n";

// A technician on site with no network, at a job by that text.
struct Bench {
    Harness harness;
    TestDevice* device = nullptr;
    Uuid visit;
    explicit Bench(const std::string& text = ups_text) {
        TestDevice& lead = harness.enrol("lead");
        must(lead.sync());
        lead.perform("publish_procedure", harness.procedure, {{"text", text}});
        must(lead.sync());
        visit = harness.make_job("Periksa UPS lantai 3", "technician", {harness.clock.now().ms + 3'600'000});
        device = &harness.enrol("technician");
        must(device->sync());
        for (const char* command : {"accept_visit", "travel_visit", "arrive_visit"}) device->perform(command, visit);
        device->network->online = false;
    }
    ChecklistStep step(std::int64_t position) const {
        for (const auto& step : device->all<ChecklistStep>())
            if (step.visit.id == visit && step.position == position) return step;
        throw std::runtime_error("no such step");
    }
};

}  // namespace

TEST_CASE("each kind of step has its own control, a number out of limits is said at once, and what is not called for is folded") {
    Bench bench;
    AppRig app(*bench.device, bench.harness.random, {.language = Language::id});
    app.tap("job." + to_string(bench.visit));
    CHECK_FALSE(app.has("step.4"));
    CHECK_FALSE(app.has("step.5"));
    app.tap("step.asset.1");
    CHECK(bench.step(1).value == "LT-0001");
    app.tap("step.value.2");
    app.type("9");
    CHECK(app.driver.entry("step.save.2").label == "Simpan hasil");
    app.type("2");
    CHECK(app.driver.entry("step.save.2").label == "Simpan sebagai gagal");
    CHECK(bench.step(2).state == StepState::open);
    app.tap("step.save.2");
    CHECK(bench.step(2).state == StepState::failed);
    CHECK(bench.step(2).value == "92");
    CHECK(app.has("step.failed.2"));
    CHECK(app.has("step.5"));
    app.tap("step.choice.3.2");
    CHECK(bench.step(3).value == "Menggembung");
    app.driver.pass(7'000);
    app.tap("step.value.4");
    app.type("23-11-2026");
    app.tap("step.save.4");
    CHECK(bench.step(4).value == "23-11-2026");
    // One follow-up job, and the button goes.
    app.tap("step.follow_up.2");
    CHECK_FALSE(app.has("step.follow_up.2"));
    REQUIRE(bench.step(2).follow_up);
    CHECK_FALSE(bench.device->get<WorkOrder>(bench.step(2).follow_up).number.empty());

    app.driver.pass(7'000);
    app.tap("do.complete_visit");
    CHECK(app.has("finish.steps_open"));
    app.tap("finish.cause.power");
    app.tap("finish.phrase.replaced");
    app.tap("finish.save");
    CHECK(bench.device->get<Visit>(bench.visit).status == VisitStatus::on_site);
    app.driver.pass(7'000);
    app.tap("finish.back");
    app.tap("step.5");
    app.driver.pass(7'000);
    app.tap("do.complete_visit");
    app.tap("finish.save");
    CHECK(bench.device->get<Visit>(bench.visit).status == VisitStatus::completed);
}

TEST_CASE("a step is said to have failed with a note, and can be put right") {
    Bench bench;
    AppRig app(*bench.device, bench.harness.random, {});
    app.tap("job." + to_string(bench.visit));
    app.tap("step.more.1");
    app.tap("step.fail");
    app.tap("reason.text");
    app.type("No tag on it");
    app.tap("reason.accept");
    CHECK(bench.step(1).state == StepState::failed);
    CHECK(bench.step(1).note == "No tag on it");
    app.driver.pass(7'000);
    app.tap("step.1");
    CHECK(bench.step(1).state == StepState::open);
    app.driver.pass(7'000);
    app.tap("step.value.1");
    app.type("UPS-0001");
    app.driver.press(ImGuiKey_Enter);
    app.settle();
    CHECK(bench.step(1).state == StepState::done);
    CHECK(bench.step(1).value == "UPS-0001");
}

TEST_CASE("a step that asks for a signature takes it on the screen, and has it as a picture") {
    Bench bench(
        "code: SOP-EUS-900\ncategory: handover\nminutes: 5\ntitle.id: Serah terima\ntitle.en: Handover\npurpose.id: Diterima\npurpose.en: Received\n"
        "## 1\nmandatory: yes\nkind: signature\nid: Tanda tangan penerima\nen: The receiver signs\n");
    AppRig app(*bench.device, bench.harness.random, {.width = 800, .height = 480});
    app.tap("job." + to_string(bench.visit));
    app.tap("step.value.1");
    app.type("Maya Putri");
    app.tap("step.save.1");
    CHECK(bench.step(1).state == StepState::open);
    app.driver.pass(7'000);
    app.tap("step.sign.1");
    CHECK_FALSE(app.driver.entry("pad.save").enabled);
    const auto pad = app.driver.entry("pad.paper");
    CHECK(app.driver.entry("pad.save").min.y >= pad.max.y);
    const auto at = [&](float x, float y) { return ImVec2{pad.min.x + (pad.max.x - pad.min.x) * x, pad.min.y + (pad.max.y - pad.min.y) * y}; };
    app.driver.drag(at(0.1f, 0.8f), at(0.5f, 0.2f));
    app.tap("pad.clear");
    CHECK_FALSE(app.driver.entry("pad.save").enabled);
    app.driver.drag(at(0.1f, 0.8f), at(0.5f, 0.2f));
    app.driver.drag(at(0.5f, 0.2f), at(0.9f, 0.7f));
    app.settle();
    CHECK(test::golden_mismatch("step-signature-small", app.driver.picture()) == "");
    // A full disk: the signature waits at its step until there is room.
    bench.device->disk->room = 1 << 20;
    app.tap("pad.save");
    CHECK_FALSE(app.has("pad.paper"));
    CHECK(bench.device->all<Attachment>().empty());
    bench.device->disk->room = std::uint64_t{1} << 40U;
    app.driver.pass(7'000);
    app.tap("photos.again.1");
    const auto files = bench.device->all<Attachment>();
    REQUIRE(files.size() == 1);
    CHECK(files[0].about == bench.step(1).id);
    CHECK(must(bench.device->files->read(files[0].sha256, 0, 1'000'000)).size() > 1000);
    app.driver.pass(7'000);
    app.tap("step.save.1");
    CHECK(bench.step(1).state == StepState::done);
    CHECK(bench.step(1).value == "Maya Putri");
    // Asked for again, it begins with clean paper.
    app.tap("step.1");
    app.tap("step.sign.1");
    CHECK_FALSE(app.driver.entry("pad.save").enabled);
    app.driver.press(ImGuiKey_Escape);
    app.settle();
    CHECK_FALSE(app.has("pad.paper"));
    CHECK(bench.device->all<Attachment>().size() == 1);
}

TEST_CASE("the checklist with its controls fits everywhere") {
    Bench bench;
    bench.device->perform("tick_step", bench.step(1).id, {{"value", std::string("UPS-0001")}});
    bench.device->perform("tick_step", bench.step(2).id, {{"value", std::string("92")}});
    for (const AppRig::Look& look : {AppRig::Look{.language = Language::id, .theme = Theme::light},
                                     AppRig::Look{.language = Language::en, .theme = Theme::dark, .zoom = 200},
                                     AppRig::Look{.width = 800, .height = 480, .language = Language::en, .theme = Theme::dark},
                                     AppRig::Look{.width = 800, .height = 480, .language = Language::id, .theme = Theme::light, .zoom = 200}}) {
        AppRig app(*bench.device, bench.harness.random, look);
        app.model().open_job(bench.visit);
        app.settle();
        app.driver.ui().reveal("step.choice.3.1");
        app.settle();
        const std::string name = "steps-" + std::string(word_of(look.theme)) + '-' + std::to_string(look.zoom) + (look.width == 800 ? "-small" : "");
        CHECK(test::golden_mismatch(name, app.driver.picture()) == "");
    }
}
