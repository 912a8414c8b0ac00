#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "client/model/procedures.hpp"
#include "client/model/variance.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

const std::string next_text =
    "code: SOP-EUS-900\ncategory: dock\nminutes: 30\ntitle.id: Ganti dok\ntitle.en: Replace a dock\npurpose.id: Layar\npurpose.en: Screens\n"
    "## 1\nmandatory: yes\nkind: number\nid: Catat suhu\nen: Note the temperature\nmax: 60\n"
    "## 2\nmandatory: yes\nkind: tick\nid: Dinginkan\nen: Let it cool\nonly_if: 1 failed\n";

struct Team : Harness {
    Team() : budi(enrol("technician")), sari(enrol("technician2")), dewi(enrol("lead")) { all_sync(); }
    void all_sync() {
        for (auto* device : {&budi, &sari, &dewi}) must(device->sync());
    }
    void publish() {
        dewi.perform("publish_procedure", procedure, {{"text", next_text}});
        must(dewi.sync());
        all_sync();
    }
    static ProcedureLine line(TestDevice& device) {
        std::vector<ProcedureLine> lines;
        must(device.replica->read([&]() -> Result<void> { return lines = procedure_lines(*device.replica), Result<void>(); }));
        REQUIRE(lines.size() == 1);
        return lines[0];
    }
    static void read(TestDevice& device) {
        device.perform("acknowledge_procedure", {}, {{"procedure_version", line(device).version.id}});
    }
    TestDevice &budi, &sari, &dewi;
};

}  // namespace

TEST_CASE("a new version is unread by each technician, and an acknowledgement made offline survives a restart and arrives once") {
    Team team;
    Team::read(team.budi);
    team.all_sync();
    CHECK(Team::line(team.budi).read);
    CHECK(Team::line(team.dewi).unread_by == std::vector<std::string>{"Sari Dewi"});
    team.publish();
    CHECK(Team::line(team.budi).version.version == 2);
    CHECK_FALSE(Team::line(team.budi).read);
    CHECK_FALSE(Team::line(team.sari).read);
    CHECK(Team::line(team.dewi).unread_by.size() == 2);

    team.budi.network->online = false;
    Team::read(team.budi);
    CHECK_FALSE(team.budi.sync());
    team.reopen(team.budi);
    CHECK(Team::line(team.budi).read);
    team.budi.network->online = true;
    // The server takes it, and its answer is lost: it is sent again.
    team.budi.network->lose_replies = 1;
    (void)team.budi.sync();
    must(team.budi.sync());
    team.all_sync();
    std::size_t of_second = 0;
    for (const auto& read : team.dewi.all<Acknowledgement>()) of_second += read.procedure_version.id == Team::line(team.dewi).version.id;
    CHECK(of_second == 1);
    CHECK(Team::line(team.dewi).unread_by == std::vector<std::string>{"Sari Dewi"});
    CHECK(team.sari.all<Acknowledgement>().empty());
}

TEST_CASE("a version acknowledged on two devices of one person counts once on all of them") {
    Team team;
    TestDevice& tablet = team.enrol("technician");
    must(tablet.sync());
    Team::read(team.budi);
    Team::read(tablet);
    must(team.budi.sync());
    must(tablet.sync());
    team.all_sync();
    for (auto* device : {&team.budi, &tablet, &team.dewi}) {
        CHECK(device->all<Acknowledgement>().size() == 1);
        CHECK(device->replica->status().queued == 0);
    }
    CHECK(Team::line(tablet).read);
}

TEST_CASE("completing with a mandatory step open is refused offline, a follow-up job reaches the desk once, and the variance says what was") {
    Team team;
    team.publish();
    const Uuid visit = team.make_job("Replace a dock", "technician", team.clock.now());
    must(team.budi.sync());
    team.budi.network->online = false;
    for (const auto* command : {"accept_visit", "travel_visit", "arrive_visit"}) team.budi.perform(command, visit);
    std::vector<ChecklistStep> steps;
    for (const auto& step : team.budi.all<ChecklistStep>())
        if (step.visit.id == visit) steps.push_back(step);
    REQUIRE(steps.size() == 2);
    std::ranges::sort(steps, {}, &ChecklistStep::position);
    const auto complete = [&] {
        const auto done = team.budi.replica->perform("complete_visit", visit, {{"outcome", std::string("works")}, {"cause", std::string("hardware")}});
        return done ? std::string() : done.error().detail;
    };
    CHECK(complete() == "step_open");
    team.budi.perform("tick_step", steps[0].id, {{"value", std::string("71")}});
    CHECK(team.budi.get<ChecklistStep>(steps[0].id).state == StepState::failed);
    team.budi.perform("follow_up_step", steps[0].id);
    CHECK(complete() == "step_open");
    team.budi.perform("skip_step", steps[1].id, {{"reason", std::string("no time")}});
    REQUIRE(complete().empty());
    team.reopen(team.budi);
    team.budi.network->online = true;
    const auto report = must(team.budi.sync());
    CHECK(report.refused + report.conflicts == 0);
    team.all_sync();
    const auto step = team.dewi.get<ChecklistStep>(steps[0].id);
    REQUIRE(step.follow_up);
    std::size_t opened = 0;
    for (const auto& order : team.dewi.all<WorkOrder>()) opened += order.title == "Catat suhu";
    CHECK(opened == 1);
    CHECK(team.dewi.get<WorkOrder>(step.follow_up).asset.id == team.laptop);

    std::vector<ProcedureVariance> of;
    must(team.dewi.replica->read([&]() -> Result<void> { return of = variance(*team.dewi.replica, "SOP-EUS-900"), Result<void>(); }));
    REQUIRE(of.size() == 1);
    CHECK(of[0].version == 2);
    CHECK(of[0].runs == 1);
    REQUIRE(of[0].steps.size() == 2);
    CHECK(of[0].steps[0].failed == 1);
    CHECK(of[0].steps[1].skipped == 1);
    CHECK(of[0].steps[1].reasons == std::vector<std::pair<std::string, std::int64_t>>{{"no time", 1}});
    CHECK(variance_csv(of).find("SOP-EUS-900,2,1,2,yes,Dinginkan,Let it cool,0,0,1,0,0,no time (1)\r\n") != std::string::npos);
}

TEST_CASE("the text made from a version says all that the published one said, so that nothing is lost by editing it") {
    const std::string full =
        "code: SOP-EUS-900\ncategory: dock\nminutes: 35\njob_type: upgrade\nordered: yes\ntitle.id: Ganti dok\ntitle.en: Replace a dock\n"
        "purpose.id: Layar\npurpose.en: Screens\n"
        "## 1\nmandatory: yes\nkind: number\nid: Catat suhu\nen: Note the temperature\nhint.id: Di sisi\nhint.en: At the side\nmin: 10\nmax: 60,5\nunit: C\n"
        "## 2\nmandatory: no\nkind: choice\nid: Keadaan\nen: State\nchoices.id: Baik | Bocor\nchoices.en: Good | Leaking\nonly_if: 1 failed\n"
        "## 3\nmandatory: yes\nkind: photo\nid: Foto\nen: Photo\nonly_if: 2 is not Good\n";
    Team team;
    team.dewi.perform("publish_procedure", team.procedure, {{"text", full}});
    const auto made = Team::line(team.dewi);
    CHECK(must(parse_procedure(procedure_markdown(text_of(made.procedure, made.version)))) == must(parse_procedure(full)));
    team.all_sync();
    team.all_sync();
    const auto seen = Team::line(team.budi);
    CHECK(text_of(seen.procedure, seen.version) == must(parse_procedure(full)));

    // To say of which kind its work is makes a new version; to say nothing of it is no kind at all.
    std::string other = full;
    other.replace(other.find("upgrade"), 7, "repair");
    team.dewi.perform("publish_procedure", team.procedure, {{"text", other}});
    other.erase(other.find("job_type"), 17);
    team.dewi.perform("publish_procedure", team.procedure, {{"text", other}});
    const auto plain = Team::line(team.dewi);
    CHECK(text_of(plain.procedure, plain.version).job_type.empty());
}
