#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tests/client/views/app_rig.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t hour = 3'600'000;

TestDevice& technician_with_job(Harness& harness, Uuid& visit) {
    visit = harness.make_job("Printer macet di lobi", "technician", {harness.clock.now().ms + 2 * hour});
    TestDevice& device = harness.enrol("technician");
    must(device.sync());
    return device;
}

}  // namespace

TEST_CASE("a technician works a whole visit by touch without a network, and the desk sees it once") {
    const auto language = GENERATE(Language::id, Language::en);
    Harness harness;
    Uuid visit;
    TestDevice& device = technician_with_job(harness, visit);
    device.network->online = false;
    AppRig app(device, harness.random, {.language = language});

    app.tap("job." + to_string(visit));
    app.tap("do.accept_visit");
    app.tap("do.travel_visit");
    app.tap("do.arrive_visit");
    CHECK(device.get<Visit>(visit).status == VisitStatus::on_site);

    // Too early: a mandatory step is open, and the app says so.
    app.tap("do.complete_visit");
    CHECK(app.has("finish.steps_open"));
    app.tap("finish.cause.consumable");
    app.tap("finish.phrase.repaired");
    app.tap("finish.save");
    CHECK(device.get<Visit>(visit).status == VisitStatus::on_site);
    app.tap("finish.back");

    // The line that says "saved" lies over the steps for a while.
    app.driver.pass(7'000);
    for (const char* step : {"step.1", "step.2", "step.4"}) {
        app.tap(step);
        app.driver.pass(7'000);
    }
    app.tap("step.more.3");
    app.tap("step.skip");
    app.tap("reason.text");
    app.type("tidak ada suku cadang");
    app.tap("reason.accept");

    app.tap("job.note");
    app.tap("note.text");
    app.type("Rol diganti");
    app.tap("note.save");
    app.tap("job.tab.work");
    // What was chosen before stands there still.
    app.tap("do.complete_visit");
    app.tap("finish.save");
    REQUIRE(device.get<Visit>(visit).status == VisitStatus::completed);
    CHECK(device.get<Visit>(visit).outcome == (language == Language::id ? "Diperbaiki dan diuji" : "Repaired and tested"));
    CHECK(device.get<Visit>(visit).cause == Cause::consumable);
    app.tap("client.leave");
    app.tap("client.out.accept");

    device.network->online = true;
    app.tap("nav.sync");
    app.tap("sync.now");
    CHECK(device.replica->status().queued == 0);

    TestDevice& desk = harness.desk();
    must(desk.sync());
    const auto seen = desk.get<Visit>(visit);
    CHECK(seen.status == VisitStatus::completed);
    CHECK(seen.accepted_at);
    CHECK(seen.travelling_at);
    CHECK(seen.arrived_at);
    CHECK(seen.completed_at);
    std::size_t done = 0, skipped = 0;
    for (const auto& step : desk.all<ChecklistStep>()) {
        done += step.state == StepState::done;
        skipped += step.state == StepState::skipped && step.skip_reason == "tidak ada suku cadang";
    }
    CHECK(done == 3);
    CHECK(skipped == 1);
    const auto notes = desk.all<Note>();
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].text == "Rol diganti");
}

TEST_CASE("undo takes back what was not sent yet, and a tick is taken back where it stands, with no line over the steps below") {
    Harness harness;
    Uuid visit;
    TestDevice& device = technician_with_job(harness, visit);
    device.network->online = false;
    AppRig app(device, harness.random, {});
    app.tap("job." + to_string(visit));
    app.tap("do.accept_visit");
    app.tap("step.1");
    const auto done = [&] {
        std::size_t count = 0;
        for (const auto& step : device.all<ChecklistStep>()) count += step.state == StepState::done;
        return count;
    };
    REQUIRE(done() == 1);
    app.tap("step.1");
    CHECK(done() == 0);
    // The line that is still there speaks of what came before.
    app.tap("toast.action");
    CHECK(device.get<Visit>(visit).status == VisitStatus::scheduled);
}

TEST_CASE("the text of an open note never moves when a sync brings news of the same job") {
    Harness harness;
    Uuid visit;
    TestDevice& device = technician_with_job(harness, visit);
    AppRig app(device, harness.random, {});
    app.tap("job." + to_string(visit));
    app.tap("job.note");
    app.tap("note.text");
    app.type("Setengah kalim");
    TestDevice& desk = harness.desk();
    must(desk.sync());
    desk.perform("edit_work_order", desk.get<Visit>(visit).work_order, {{"title", std::string("Judul baru")}});
    must(desk.sync());
    app.model().sync_now();
    app.settle();
    app.type("at");
    CHECK(app.driver.entry("note.text").value == "Setengah kalimat");
    CHECK(app.model().job()->order.title == "Judul baru");
}

TEST_CASE("the language changes at once, and every word that the app showed has a text in both") {
    Harness harness;
    Uuid visit;
    TestDevice& device = technician_with_job(harness, visit);
    AppRig app(device, harness.random, {.language = Language::id});
    for (const char* language : {"settings.en", "settings.id"}) {
        app.tap("nav.settings");
        app.tap(language);
        for (const char* place : {"nav.jobs", "nav.assets", "nav.sync", "nav.settings"}) app.tap(place);
    }
    CHECK(app.driver.ui().strings().missing().empty());
    CHECK(app.driver.entry("nav.jobs").label == "Tugas");
}

TEST_CASE("the app with a job open draws nothing for five seconds") {
    Harness harness;
    Uuid visit;
    TestDevice& device = technician_with_job(harness, visit);
    AppRig app(device, harness.random, {});
    app.tap("job." + to_string(visit));
    app.driver.pass(10'000);
    const auto before = app.driver.window().frames_drawn();
    app.driver.pass(5'000);
    CHECK(app.driver.window().frames_drawn() == before);
}

TEST_CASE("work asked for in passing is begun in four taps without a network, and the desk finds its ticket, marked") {
    Harness harness;
    TestDevice& device = harness.enrol("technician");
    must(device.sync());
    device.network->online = false;
    AppRig app(device, harness.random, {.language = Language::id});
    int taps = 0;
    const auto tap = [&](const std::string& key) { ++taps, app.tap(key); };
    SECTION("in one's own words, for somebody who is known") {
        const Person client = device.get<Person>(harness.technician2);
        tap("jobs.direct");
        app.tap("direct.who");
        app.type(client.name.substr(0, 3));
        tap("direct.person." + to_string(client.id));
        app.tap("direct.what");
        app.type("Layar bergaris");
        tap("direct.start");
        const auto ticket = device.all<Ticket>().at(0);
        CHECK(ticket.title == "Layar bergaris");
        CHECK(ticket.requester.id == client.id);
    }
    SECTION("of the commonest kind, for somebody whom nobody here knows") {
        app.tap("jobs.direct");
        app.tap("direct.category.network");
        app.tap("direct.cancel");
        tap("jobs.direct");
        tap("direct.category.printer");
        app.tap("direct.who");
        app.type("Tamu");
        tap("direct.start");
        const auto ticket = device.all<Ticket>().at(0);
        CHECK(ticket.title == "Printer");
        CHECK(ticket.category == "printer");
        CHECK(ticket.description == "Diminta oleh Tamu.");
    }
    CHECK(taps <= 4);
    // The job is open, under way, with its own numbers.
    CHECK(app.has("do.complete_visit"));
    const auto visit = device.all<Visit>().at(0);
    CHECK(app.model().state().job == visit.id);
    CHECK(visit.status == VisitStatus::on_site);
    CHECK_FALSE(device.all<Ticket>().at(0).number.empty());
    CHECK_FALSE(device.all<WorkOrder>().at(0).number.empty());

    device.network->online = true;
    must(device.sync());
    TestDevice& desk = harness.desk();
    must(desk.sync());
    const auto ticket = desk.all<Ticket>().at(0);
    CHECK(ticket.bypass);
    CHECK(ticket.status == TicketStatus::fresh);
}

TEST_CASE("a request half written down is back after the sheet was closed, and Undo takes all of it back") {
    Harness harness;
    TestDevice& device = harness.enrol("technician");
    must(device.sync());
    AppRig app(device, harness.random, {.language = Language::en});
    app.tap("jobs.direct");
    app.tap("direct.what");
    app.type("Screen flickers");
    app.tap("direct.cancel");
    CHECK(device.all<Ticket>().empty());
    app.tap("jobs.direct");
    CHECK(app.driver.entry("direct.what").label == "What is the problem?");
    app.tap("direct.start");
    REQUIRE(device.all<Ticket>().size() == 1);
    CHECK(device.all<Ticket>()[0].title == "Screen flickers");
    app.tap("toast.action");
    CHECK(device.all<Ticket>().empty());
    CHECK(device.all<Visit>().empty());
}
