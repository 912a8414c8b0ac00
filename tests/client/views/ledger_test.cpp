// The ledger as people see it: three outcomes of the table of merge rules as pictures, and what can be done about each.
#include <catch2/catch_test_macros.hpp>

#include "tests/client/views/app_rig.hpp"
#include "tests/support/golden.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t hour = 3'600'000;

struct Ledger {
    Harness harness;
    Uuid visit = harness.make_job("Ganti docking station", "technician", {harness.clock.now().ms + hour});
    TestDevice& field = harness.enrol("technician");
    TestDevice& desk = harness.desk();
    Uuid order;

    Ledger() {
        must(field.sync());
        must(desk.sync());
        order = field.get<Visit>(visit).work_order;
    }
    void meet() {
        for (auto* device : {&desk, &field, &desk, &field}) must(device->sync());
    }
    std::string picture(const std::string& name, Language language, View view = View::sync) {
        AppRig app(field, harness.random, {.width = 1280, .height = 1000, .language = language});
        if (view == View::job) app.model().open_job(visit);
        app.settle();
        app.model().show(view);
        app.settle();
        return test::golden_mismatch("ledger-" + name + '-' + std::string(word_of(language)), app.driver.picture());
    }
};

}  // namespace

TEST_CASE("findings that both changed in one place: both texts, their authors and times, and one tap that takes the other") {
    Ledger f;
    f.field.perform("record_findings", f.order, {{"findings", "Kabel longgar.\nKipas berisik."}});
    f.meet();
    f.desk.perform("record_findings", f.order, {{"findings", "Kabel sudah diganti.\nKipas berisik.\nPesan kipas baru."}});
    f.harness.clock.advance(60'000);
    f.field.perform("record_findings", f.order, {{"findings", "Kabel putus.\nKipas berisik."}});
    f.meet();
    CHECK(f.picture("prose", Language::id) == "");
    CHECK(f.picture("prose", Language::en) == "");
    AppRig app(f.field, f.harness.random, {});
    app.model().show(View::sync);
    app.settle();
    app.tap("conflict.restore." + to_string(f.field.all<Conflict>().at(0).id));
    CHECK(f.field.get<WorkOrder>(f.order).findings == "Kabel sudah diganti.\nKipas berisik.\nPesan kipas baru.");
}

TEST_CASE("work on a job that was given away: who has it now and what was wanted") {
    Ledger f;
    f.field.perform("accept_visit", f.visit);
    f.field.perform("record_findings", f.order, {{"findings", "Kabel putus."}});
    f.field.perform("add_note", f.order, {{"text", "Pintu terkunci."}});
    f.desk.perform("assign_work_order", f.order, {{"assignee", f.harness.technician2}});
    f.meet();
    CHECK(f.picture("given-away", Language::id) == "");
    CHECK(f.picture("given-away", Language::en) == "");
}

TEST_CASE("a tag that is taken: what was wanted, the record that has it, and the three ways on") {
    Ledger f;
    f.desk.perform("create_asset", {}, {{"name", "Dok lantai 3"}, {"tag", "DK-7"}, {"location", f.harness.room}});
    f.field.perform("create_asset", {}, {{"name", "Dok Bu Maya"}, {"tag", "DK-7"}, {"serial", "CN-0771"}, {"location", f.harness.room}});
    f.meet();
    CHECK(f.picture("duplicate", Language::id) == "");
    CHECK(f.picture("duplicate", Language::en) == "");
    const Uuid operation = f.field.replica->ledger(1).at(0).command.operation;
    AppRig app(f.field, f.harness.random, {});
    app.model().show(View::sync);
    app.settle();
    SECTION("another value") {
        app.tap("parked.other." + to_string(operation));
        app.tap("reason.text");
        app.type("DK-8");
        app.tap("reason.accept");
        f.meet();
        CHECK(f.field.replica->entry_of(operation)->state == EditState::left);
        bool found = false;
        for (const auto& asset : f.desk.all<Asset>()) found = found || (asset.tag == "DK-8" && asset.serial == "CN-0771");
        CHECK(found);
    }
    SECTION("merged") {
        app.tap("parked.merge." + to_string(operation));
        f.meet();
        for (const auto& asset : f.desk.all<Asset>())
            if (asset.tag == "DK-7") CHECK(asset.serial == "CN-0771");
    }
}

TEST_CASE("an open form keeps its text and can be saved when the job goes to somebody else meanwhile") {
    Ledger f;
    f.field.perform("accept_visit", f.visit);
    AppRig app(f.field, f.harness.random, {});
    app.model().open_job(f.visit);
    app.settle();
    app.tap("job.tab.notes");
    app.tap("note.text");
    app.type("Pintu terkunci, kunci di");
    f.desk.perform("assign_work_order", f.order, {{"assignee", f.harness.technician2}});
    must(f.desk.sync());
    app.model().sync_now();
    app.settle();
    const std::string key = "note." + to_string(f.order);
    CHECK(app.model().draft(key) == "Pintu terkunci, kunci di");
    REQUIRE(app.has("note.text"));
    CHECK(app.has("job.given_away"));
    app.tap("note.text");
    app.type(" satpam");
    app.tap("note.save");
    CHECK(app.model().draft(key).empty());
    f.meet();
    REQUIRE(f.desk.all<Note>().size() == 1);
    CHECK(f.desk.all<Note>()[0].text == "Pintu terkunci, kunci di satpam");
}
