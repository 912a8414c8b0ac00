#include <catch2/catch_test_macros.hpp>

#include "sync/model/kinds/attachment.hpp"
#include "sync/model/procedure_text.hpp"
#include "sync/model/step_rules.hpp"
#include "tests/sync/model/world.hpp"

using namespace sigap;
using sigap::testing::World;

namespace {

std::string markdown(const std::string& steps, const std::string& more = "") {
    return "code: SOP-1\ncategory: power\nminutes: 30\ntitle.id: Aki\ntitle.en: Battery\npurpose.id: Menyala\npurpose.en: It runs\n" + more + steps;
}

const std::string first_steps =
    "## 1\nmandatory: yes\nkind: number\nid: Beban\nen: Load\nmax: 80\nunit: %\n"
    "## 2\nmandatory: yes\nkind: choice\nid: Keadaan\nen: Condition\nchoices.id: Baik | Bocor\nchoices.en: Good | Leaking\n"
    "## 3\nmandatory: yes\nkind: tick\nid: Ganti\nen: Replace\nonly_if: 2 is not Baik\n"
    "## 4\nmandatory: yes\nkind: tick\nid: Pindahkan beban\nen: Move the load\nonly_if: 1 failed\n";

// A procedure published by a lead, and a job by it that the technician works on.
struct Bench : World {
    explicit Bench(const std::string& more = "", bool server = false) : World(server) {
        lead = person("Dewi", Role::lead);
        Procedure row;
        row.code = "SOP-1", row.title_id = "Lama";
        sop = put(row);
        publish(markdown(first_steps, more));
        begin();
    }
    void publish(const std::string& text) {
        const auto done = perform("publish_procedure", sop, {{"text", text}}, lead);
        INFO((done ? "" : done.error().message));
        REQUIRE(done);
    }
    void begin() {
        Asset ups;
        ups.name = "UPS";
        asset = put(ups);
        Ticket reported;
        ticket = put(reported);
        order = *perform("create_work_order", {},
                         {{"title", "UPS"}, {"procedure", sop}, {"asset", asset}, {"ticket", ticket}, {"assignee", technician}});
        visit = rows.referring(Kind::visit, field_of<&Visit::work_order>(), order).front().id;
        for (const auto* command : {"accept_visit", "travel_visit", "arrive_visit"}) REQUIRE(perform(command, visit, {}, technician));
    }
    ChecklistStep step(std::int64_t position) const {
        for (const auto& row : rows.referring(Kind::checklist_step, field_of<&ChecklistStep::visit>(), visit))
            if (as<ChecklistStep>(row).position == position) return as<ChecklistStep>(row);
        throw std::runtime_error("no such step");
    }
    // What it was refused for; "" where it was done.
    std::string act(const std::string& command, std::int64_t position, Arguments arguments = {}) {
        const auto done = perform(command, step(position).id, std::move(arguments), technician);
        return done ? "" : done.error().detail;
    }
    std::string complete() {
        const auto done = perform("complete_visit", visit, {}, technician);
        return done ? "" : done.error().detail;
    }
    Uuid lead, sop, asset, ticket, order, visit;
};

}  // namespace

TEST_CASE("a lead publishes a version, and a run keeps the one that it began with") {
    Bench bench;
    const auto first = bench.get<ProcedureVersion>(bench.get<Procedure>(bench.sop).current);
    CHECK(first.version == 1);
    CHECK(bench.get<Procedure>(bench.sop).title_en == "Battery");
    bench.publish(markdown("## 1\nmandatory: yes\nkind: tick\nid: Baru\nen: New\n"));
    const auto second = bench.get<ProcedureVersion>(bench.get<Procedure>(bench.sop).current);
    CHECK(second.version == 2);
    CHECK(second.id != first.id);
    CHECK(bench.step(1).text_id == "Beban");
    CHECK(bench.step(4).text_id == "Pindahkan beban");
    const Uuid old_visit = bench.visit;
    bench.begin();
    CHECK(bench.visit != old_visit);
    CHECK(bench.step(1).text_id == "Baru");
}

TEST_CASE("a text with a mistake is refused with its line, and nothing changes") {
    Bench bench;
    const Uuid before = bench.get<Procedure>(bench.sop).current;
    const auto publish = [&](const std::string& text, const Uuid& by) { return bench.perform("publish_procedure", bench.sop, {{"text", text}}, by); };
    const auto broken = publish(markdown("## 1\nmandatory: yes\nkind: dance\nid: a\nen: b\n"), bench.lead);
    REQUIRE_FALSE(broken);
    CHECK(broken.error().detail == "procedure_format");
    CHECK(broken.error().message.find("line 10:") == 0);
    std::string other = markdown(first_steps);
    CHECK(publish(other.replace(other.find("SOP-1"), 5, "SOP-2"), bench.lead).error().detail == "other_procedure");
    CHECK(publish(markdown(first_steps), bench.lead).error().detail == "nothing_new");
    CHECK(publish(markdown(first_steps, "ordered: yes\n"), bench.technician).error().detail == "role");
    CHECK(bench.get<Procedure>(bench.sop).current.id == before);
}

TEST_CASE("a version is read by each person once") {
    Bench bench;
    const Uuid version = bench.get<Procedure>(bench.sop).current;
    const auto read = [&](const Uuid& by) { return bench.perform("acknowledge_procedure", {}, {{"procedure_version", version}}, by); };
    const auto count = [&] { return bench.rows.referring(Kind::acknowledgement, field_of<&Acknowledgement::procedure_version>(), version).size(); };
    REQUIRE(read(bench.technician));
    REQUIRE(read(bench.technician));
    CHECK(count() == 1);
    REQUIRE(read(bench.other));
    CHECK(count() == 2);
    CHECK_FALSE(bench.perform("acknowledge_procedure", {}, {{"procedure_version", bench.visit}}, bench.technician));
}

TEST_CASE("a number out of its limits has failed, and a step counts only where its condition holds") {
    Bench bench;
    CHECK(bench.act("tick_step", 1, {{"value", "72,5"}}) == "");
    CHECK(bench.step(1).state == StepState::done);
    CHECK(bench.act("tick_step", 2, {{"value", "Broken"}}) == "no_choice");
    CHECK(bench.act("tick_step", 2) == "missing_value");
    CHECK(bench.act("tick_step", 2, {{"value", "Good"}}) == "");
    CHECK(bench.step(2).value == "Baik");
    // Neither a leak nor an overload: steps 3 and 4 are not called for.
    CHECK(bench.complete() == "");

    bench.begin();
    CHECK(bench.act("tick_step", 1, {{"value", "80.1"}}) == "");
    CHECK(bench.step(1).state == StepState::failed);
    CHECK(bench.step(1).value == "80.1");
    CHECK(bench.act("tick_step", 2, {{"value", "Bocor"}}) == "");
    CHECK(bench.complete() == "step_open");
    CHECK(bench.act("tick_step", 3) == "");
    CHECK(bench.complete() == "step_open");
    CHECK(bench.act("skip_step", 4, {{"reason", "nothing to move"}}) == "");
    CHECK(bench.complete() == "");
}

TEST_CASE("an open step decides nothing: it is mandatory itself, and what hangs on it is not yet called for") {
    Bench bench;
    std::vector<ChecklistStep> steps;
    for (std::int64_t i = 1; i <= 4; ++i) steps.push_back(bench.step(i));
    CHECK_FALSE(applies(steps[2], steps));
    CHECK(first_open(steps)->position == 1);
    steps[1].state = StepState::done, steps[1].value = "Bocor";
    CHECK(applies(steps[2], steps));
    // What this version cannot read is not passed over.
    steps[2].only_if = "2 smells of smoke";
    CHECK(applies(steps[2], steps));
    // A condition of a step that does not apply holds for none.
    steps[2].only_if = "2 is Baik", steps[3].only_if = "3 failed", steps[2].state = StepState::failed;
    CHECK_FALSE(applies(steps[3], steps));
}

TEST_CASE("in an ordered procedure a mandatory step is done before the ones below it") {
    Bench bench("ordered: yes\n");
    CHECK(bench.act("tick_step", 2, {{"value", "Baik"}}) == "step_order");
    CHECK(bench.act("fail_step", 2, {{"note", "leaks"}}) == "step_order");
    CHECK(bench.act("tick_step", 1, {{"value", "20"}}) == "");
    CHECK(bench.act("tick_step", 2, {{"value", "Baik"}}) == "");
    Bench loose;
    CHECK(loose.act("tick_step", 2, {{"value", "Baik"}}) == "");
}

TEST_CASE("the server takes what was done in the field: without the result that an older app does not ask for, and when a tick above was taken back") {
    Bench bench("ordered: yes\n", true);
    CHECK(bench.act("tick_step", 2) == "");
    CHECK(bench.step(2).state == StepState::done);
    CHECK(bench.act("tick_step", 2, {{"value", "Broken"}}) == "no_choice");
    for (const StepKind kind : {StepKind::photo, StepKind::signature}) {
        auto step = bench.step(3);
        step.step_kind = kind;
        step.state = StepState::open;
        bench.put(step);
        CHECK(bench.act("tick_step", 3) == "");
        CHECK(bench.step(3).state == StepState::done);
    }
    CHECK(bench.act("tick_step", 1, {{"value", "20"}}) == "");
    CHECK(bench.complete() == "");
}

TEST_CASE("a failed step says why and opens one follow-up job about the same equipment") {
    Bench bench;
    CHECK(bench.act("follow_up_step", 2) == "state");
    CHECK(bench.act("fail_step", 2) == "missing_note");
    CHECK(bench.act("fail_step", 2, {{"note", "Bocor di sudut"}, {"value", "Leaking"}}) == "");
    CHECK(bench.step(2).state == StepState::failed);
    CHECK(bench.step(2).value == "Bocor");
    CHECK(bench.step(2).note == "Bocor di sudut");
    CHECK(bench.step(2).done_by.id == bench.technician);
    CHECK(bench.act("follow_up_step", 2) == "");
    CHECK(bench.act("follow_up_step", 2) == "");
    const auto orders = bench.rows.referring(Kind::work_order, field_of<&WorkOrder::asset>(), bench.asset);
    REQUIRE(orders.size() == 2);
    const auto opened = bench.get<WorkOrder>(bench.step(2).follow_up);
    CHECK(opened.id != bench.order);
    CHECK(opened.ticket.id == bench.ticket);
    CHECK(opened.title == "Keadaan");
    CHECK(opened.description.find("Bocor di sudut") != std::string::npos);
    CHECK(opened.status == WorkOrderStatus::unscheduled);
    // Put right: it is done, and the job that was opened stays known.
    CHECK(bench.act("tick_step", 2, {{"value", "Baik"}}) == "");
    CHECK(bench.step(2).note.empty());
    CHECK(bench.step(2).follow_up.id == opened.id);
}

TEST_CASE("a photo is asked for before its step is done, and a signature its name, too") {
    Bench bench;
    bench.publish(markdown("## 1\nmandatory: yes\nkind: photo\nid: Foto\nen: Photo\n## 2\nmandatory: yes\nkind: signature\nid: Tanda\nen: Sign\n"));
    bench.begin();
    const auto attach = [&](std::int64_t position, const std::string& type = "image/jpeg") {
        REQUIRE(bench.perform("attach_file", bench.step(position).id,
                              {{"sha256", std::string(64, 'a')}, {"bytes", std::int64_t{9}}, {"type", type}}, bench.technician));
    };
    CHECK(bench.act("tick_step", 1) == "missing_photo");
    attach(1, "application/pdf");
    CHECK(bench.act("tick_step", 1) == "missing_photo");
    attach(1);
    CHECK(bench.act("tick_step", 1) == "");
    CHECK(bench.act("tick_step", 2) == "missing_value");
    CHECK(bench.act("tick_step", 2, {{"value", "Maya"}}) == "missing_photo");
    attach(2);
    CHECK(bench.act("tick_step", 2, {{"value", "Maya"}}) == "");
    CHECK(bench.complete() == "");
}
