#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "sync/model/rules/rules.hpp"
#include "tests/client/model/stepped.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t hour = 3'600'000;

// A technician's app with one job, synced once.
struct Day {
    Harness harness;
    Uuid visit = harness.make_job("Replace docking station", "technician", {harness.clock.now().ms + hour});
    TestDevice& device = harness.enrol("technician");
    SteppedApp app{harness, device};

    const JobDetail& job() { return *app.model().job(); }
    void open() {
        app.model().open_job(visit);
        app.settle();
    }
    void perform(const std::string& command, const Uuid& target, Arguments arguments = {}) {
        harness.clock.advance(1);
        app.model().perform(command, target, std::move(arguments));
        app.settle();
    }
};

}  // namespace

TEST_CASE("the app syncs on its start and lists the technician's own jobs") {
    Day day;
    day.harness.make_job("Somebody else's", "technician2", {day.harness.clock.now().ms});
    day.app.model().sync_now();
    day.app.settle();
    REQUIRE(day.app.state().enrolled);
    CHECK(day.app.state().view == View::jobs);
    CHECK(day.app.state().person == "Budi Santoso");
    CHECK(day.app.state().utc_offset_minutes == 420);
    CHECK(day.app.state().connection.contact == Contact::online);
    REQUIRE(day.app.model().jobs().size() == 1);
    const JobRow* row = day.app.model().jobs().row(0);
    REQUIRE(row);
    CHECK(row->title == "Replace docking station");
    CHECK(row->place == "Building B \u00b7 Room 3.14");
    CHECK(row->visit == day.visit);
    CHECK_FALSE(row->unsent);
    CHECK(day.app.model().job_counts().open == 1);
}

TEST_CASE("a job's detail has its steps, equipment, requester, place and what may be done next") {
    Day day;
    day.open();
    const JobDetail& job = day.job();
    CHECK(job.steps.size() == 4);
    CHECK(job.steps[2].step.mandatory == false);
    CHECK(job.open_mandatory == 3);
    CHECK(job.asset->tag == "LT-0001");
    CHECK(job.asset_model == "Latitude 5440");
    CHECK(job.requester->phone == "+62215550100");
    CHECK(job.place_path == std::vector<std::string>{"Head office", "Building B", "Room 3.14"});
    CHECK(job.procedure_code == "SOP-EUS-900");
    CHECK(job.actions == std::vector<std::string>{"accept_visit"});
}

TEST_CASE("offline the whole visit is worked, shown at once as unsent, and sent when the network is back") {
    Day day;
    day.device.network->online = false;
    day.open();
    for (const char* command : {"accept_visit", "travel_visit", "arrive_visit"}) day.perform(command, day.visit);
    for (const auto& line : std::vector(day.job().steps)) {
        if (line.step.step_kind == StepKind::text) day.app.model().perform("tick_step", line.step.id, {{"value", std::string("port 12")}});
        else day.app.model().perform("tick_step", line.step.id);
        day.app.settle();
    }
    day.perform("complete_visit", day.visit, {{"outcome", std::string("works")}, {"cause", std::string("hardware")}});
    for (const auto& toast : day.app.toasts()) CHECK_FALSE(toast.refused);
    CHECK(day.job().visit.status == VisitStatus::completed);
    // The desk's create_work_order, and eight of the technician's.
    CHECK(day.job().history.size() == 9);
    CHECK(day.job().history.front().command == "complete_visit");
    CHECK(day.job().history.front().pending.has_value());
    day.app.pass(10'000);
    CHECK(day.app.state().connection.contact == Contact::offline);
    CHECK(day.app.state().connection.unsent == 8);
    const JobRow* row = day.app.model().jobs().row(0);
    REQUIRE(row);
    CHECK(row->done);
    CHECK(row->unsent);

    day.device.network->online = true;
    day.app.model().sync_now();
    day.app.settle();
    CHECK(day.app.state().connection.unsent == 0);
    CHECK(day.app.state().connection.contact == Contact::online);
    // Done and sent: it leaves the open ones.
    CHECK(day.app.model().jobs().size() == 0);
    CHECK_FALSE(day.job().history.front().pending.has_value());
    must(day.harness.desk().sync());
    CHECK(day.harness.desk().get<Visit>(day.visit).status == VisitStatus::completed);
}

TEST_CASE("a refusal names the step that is open and changes nothing") {
    Day day;
    day.open();
    for (const char* command : {"accept_visit", "travel_visit", "arrive_visit"}) day.perform(command, day.visit);
    day.app.toasts();
    bool done = true;
    day.app.model().perform("complete_visit", day.visit, {}, [&](bool went) { done = went; });
    day.app.settle();
    CHECK_FALSE(done);
    const Toast toast = day.app.toast();
    CHECK(toast.refused);
    CHECK(toast.words == Words{"refused.step_named", {"1", "Ambil dok lama", "Collect the old dock"}, {}});
    CHECK(day.job().visit.status == VisitStatus::on_site);
}

TEST_CASE("Undo withdraws what was not sent, and takes back by a command what was") {
    Day day;
    day.open();
    day.perform("accept_visit", day.visit);
    day.app.toasts();
    const Uuid step = day.job().steps[0].step.id;
    day.perform("tick_step", step);
    const Uuid unsent = day.app.toast().undo;
    REQUIRE(unsent);
    day.app.model().undo(unsent);
    day.app.settle();
    CHECK(day.app.toast().words.key == "undone");
    CHECK(day.job().steps[0].step.state == StepState::open);
    CHECK(day.device.replica->ledger(1)[0].state == EditState::withdrawn);

    day.perform("tick_step", step);
    const Uuid sent = day.app.toast().undo;
    day.app.pass(7'000);
    REQUIRE(day.device.replica->ledger(1)[0].state == EditState::accepted);
    day.app.model().undo(sent);
    day.app.settle();
    CHECK(day.app.toast().words.key == "undone");
    CHECK(day.job().steps[0].step.state == StepState::open);
    CHECK(day.device.replica->ledger(1)[0].command.name == "untick_step");
}

TEST_CASE("Undo takes back what an attempt without a network could not send") {
    Day day;
    day.open();
    day.device.network->online = false;
    day.perform("accept_visit", day.visit);
    const Uuid edit = day.app.toast().undo;
    day.app.pass(7'000);
    REQUIRE(day.app.state().connection.contact == Contact::offline);
    day.app.model().undo(edit);
    day.app.settle();
    CHECK(day.app.toast().words.key == "undone");
    CHECK(day.job().visit.status == VisitStatus::scheduled);
    CHECK(day.app.state().connection.unsent == 0);
}

TEST_CASE("of a job that was given to somebody else the ledger still says its name and who has it") {
    Day day;
    TestDevice& desk = day.harness.desk();
    const Uuid order = day.device.get<Visit>(day.visit).work_order;
    day.device.network->online = false;
    day.perform("edit_work_order", order, {{"title", std::string("Replace two docks")}});
    desk.perform("assign_work_order", order, {{"assignee", day.harness.technician2}});
    must(desk.sync());
    day.device.network->online = true;
    day.app.model().sync_now();
    day.app.settle();
    day.app.model().show(View::sync);
    day.app.settle();
    CHECK_FALSE(day.device.replica->find_any(order));
    const LedgerLine& line = day.app.model().sync()->ledger.at(0);
    CHECK(line.entry.state == EditState::conflict);
    CHECK(line.entry.title == "Replace two docks");
    CHECK(line.subject == "Replace two docks");
    REQUIRE(line.conflicts.size() == 1);
    CHECK(line.conflicts[0].subject == "Replace two docks");
    CHECK(line.conflicts[0].lost == "Replace two docks");
    CHECK(line.reason == Words{"outcome.given_away", {line.conflicts[0].holder}, {}});
}

TEST_CASE("an edit waits six seconds for Undo before it is sent") {
    Day day;
    const int before = day.device.network->sent;
    day.perform("accept_visit", day.visit);
    day.app.pass(5'900);
    CHECK(day.device.network->sent == before);
    day.perform("add_note", day.visit, {{"text", "On my way"}});
    day.app.pass(5'900);
    CHECK(day.device.network->sent == before);
    day.app.pass(200);
    CHECK(day.device.network->sent > before);
    CHECK(day.app.state().connection.unsent == 0);
}

TEST_CASE("a draft survives a restart and no snapshot touches it") {
    Day day;
    day.open();
    day.app.model().draft("note.x") = "The dock was";
    day.app.model().draft_changed("note.x");
    day.app.settle();
    CHECK(day.device.replica->setting("drafts").empty());
    day.app.pass(500);
    CHECK(day.device.replica->setting("drafts").find("The dock was") != std::string::npos);
    day.app.model().draft("note.x") += " broken";
    day.perform("accept_visit", day.visit);
    CHECK(day.app.model().draft("note.x") == "The dock was broken");

    day.app.restart();
    CHECK(day.app.model().draft("note.x") == "The dock was");
}

TEST_CASE("a saved note clears its draft, but not what was typed on meanwhile") {
    Day day;
    day.open();
    day.app.model().draft("note") = "Cable replaced";
    day.app.model().add_note(day.visit, "note");
    day.app.settle();
    CHECK(day.app.model().draft("note").empty());
    REQUIRE(day.job().notes.size() == 1);
    CHECK(day.job().notes[0].mine);
    CHECK(day.job().notes[0].author == "Budi Santoso");
    CHECK(day.job().notes[0].pending == EditState::queued);

    day.app.model().draft("note") = "Second";
    day.app.model().add_note(day.visit, "note");
    day.app.model().draft("note") = "Second thought";
    day.app.settle();
    CHECK(day.app.model().draft("note") == "Second thought");

    day.app.toasts();
    day.app.model().draft("note") = "  \n";
    day.app.model().add_note(day.visit, "note");
    day.app.settle();
    CHECK(day.app.toast().words.key == "refused.missing_text");
}

TEST_CASE("a command that meets a bug ends with an error, and the form keeps its text") {
    Harness harness;
    TestDevice& device = harness.enrol("technician");
    must(device.sync());
    auto commands = all_rules();
    commands.push_back({"break_down", Kind::ticket, true, staff, {}, [](Judgement&) -> Result<void> { throw std::runtime_error("a bug"); }});
    static const Catalogue with_bug(catalogue().kinds(), std::move(commands));
    device.replica.reset();
    OpenOptions options;
    options.path = device.folder / "sigap.db";
    device.replica = must(Replica::open(must(Database::open(options)), with_bug, harness.clock, harness.random));
    SteppedApp app(harness, device);
    std::optional<bool> done;
    app.model().perform("break_down", {}, {}, [&](bool went) { done = went; });
    app.settle();
    REQUIRE(done.has_value());
    CHECK_FALSE(*done);
    const Toast toast = app.toast();
    CHECK(toast.refused);
    CHECK(toast.words.key == "error.storage");
}

TEST_CASE("settings are kept, and impossible ones are not believed") {
    Day day;
    day.app.model().set_settings({Language::en, Theme::dark, 150, 120});
    day.app.settle();
    day.app.restart();
    CHECK(day.app.state().settings == Settings{Language::en, Theme::dark, 150, 120});
    must(day.device.replica->set_setting("ui.zoom", "5"));
    must(day.device.replica->set_setting("ui.theme", "pink"));
    day.app.restart();
    CHECK(day.app.state().settings == Settings{Language::en, Theme::automatic, 100, 120});
}

TEST_CASE("the sync view tells every edit with its outcome, and a conflict with both sides") {
    Day day;
    TestDevice& desk = day.harness.desk();
    const Uuid asset = day.harness.laptop;
    desk.perform("edit_asset", asset, {{"name", "Laptop of the desk"}});
    must(desk.sync());
    day.device.network->online = false;
    day.perform("edit_asset", asset, {{"name", "Laptop of the field"}});
    day.device.network->online = true;
    day.app.model().sync_now();
    day.app.settle();
    day.app.model().show(View::sync);
    day.app.settle();
    const auto sync = day.app.model().sync();
    REQUIRE(sync);
    REQUIRE(sync->conflicts.size() == 1);
    const ConflictLine& conflict = sync->conflicts[0];
    CHECK(conflict.field == "name");
    CHECK(conflict.kind == "asset");
    CHECK(std::set{conflict.kept, conflict.lost} == std::set<std::string>{"Laptop of the desk", "Laptop of the field"});
    CHECK(std::set{conflict.kept_by, conflict.lost_by} == std::set<std::string>{"Rina Wulandari", "Budi Santoso"});
    CHECK(conflict.may_restore);
    CHECK(day.app.state().connection.contact == Contact::attention);
    REQUIRE_FALSE(sync->ledger.empty());
    CHECK(sync->ledger[0].entry.command.name == "edit_asset");
    CHECK_FALSE(sync->ledger[0].subject.empty());

    day.perform("restore_conflict", conflict.conflict.id);
    CHECK(day.app.model().sync()->conflicts[0].conflict.state == ConflictState::restored);
    day.app.pass(7'000);
    must(desk.sync());
    CHECK(desk.get<Asset>(asset).name == conflict.lost);
}

TEST_CASE("a scan that finds no machine says so") {
    Day day;
    day.app.model().scan_machine();
    CHECK(day.app.state().scanning);
    day.app.settle();
    CHECK_FALSE(day.app.state().scanning);
    CHECK_FALSE(day.app.state().scan_error.empty());
}

TEST_CASE("an enrolment that fails tells why") {
    Day day;
    day.app.model().enrol("https://server", "code");
    CHECK(day.app.state().enrolling);
    day.app.settle();
    CHECK_FALSE(day.app.state().enrolling);
    CHECK(day.app.state().enrol_error.key == "refused.used_code");
}
