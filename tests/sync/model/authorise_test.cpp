#include <catch2/catch_test_macros.hpp>
#include <sstream>

#include "tests/sync/model/world.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

// One line a command, one letter a role: technician, desk, lead, manager, administrator, kiosk. A letter: may; "-": may not;
// "t": on what is theirs only; "T": on any. A role of none may do nothing. A command without a line fails.
constexpr std::string_view expected = R"(
accept_visit             tdlma-
acknowledge_procedure    Tdlma-
answer_escalation        --lma-
add_label                tdlma-
add_note                 tdlma-
arrive_visit             tdlma-
assign_ticket            -dlma-
assign_work_order        -dlma-
attach_file              tdlma-
attach_scan              tdlma-
cancel_ticket            -dlma-
cancel_visit             -dlma-
cancel_work_order        -dlma-
close_ticket             -dlma-
complete_visit           tdlma-
create_announcement      -dlma-
create_article           Tdlma-
create_asset             Tdlma-
create_asset_model       -dlma-
create_location          --l-a-
create_org_unit          ----a-
create_part              -dlma-
create_person            ----a-
create_plan              -dlma-
create_procedure         --lma-
create_stock             -dlma-
create_ticket            Tdlmak
create_work_order        -dlma-
dismiss_conflict         tdlma-
edit_announcement        -dlma-
edit_article             Tdlma-
edit_asset               Tdlma-
edit_asset_model         -dlma-
edit_location            --l-a-
edit_org_unit            ----a-
edit_part                -dlma-
edit_person              ----a-
edit_plan                -dlma-
edit_procedure           --lma-
edit_stock               -dlma-
edit_ticket              tdlma-
edit_work_order          tdlma-
fail_step                tdlma-
follow_up_step           tdlma-
escalate_work_order      tdlma-
hand_over_work_order     tdlma-
hold_ticket              tdlma-
make_article             tdlma-
make_planned_jobs        -dlma-
move_asset               Tdlma-
no_access_visit          tdlma-
notify_client            tdlma-
partially_complete_visit tdlma-
pause_visit              tdlma-
publish_article          --lma-
publish_procedure        --lma-
rate_visit               tdlma-
record_findings          tdlma-
recount_stock            Tdlma-
remove_label             tdlma-
reopen_ticket            -dlma-
resolve_ticket           tdlma-
restore_conflict         tdlma-
resume_visit             tdlma-
retire_article           --lma-
retract_note             tdlma-
return_part              tdlma-
review_work_order        --lma-
set_asset_status         Tdlma-
sign_visit               tdlma-
skip_step                tdlma-
start_ticket             tdlma-
take_direct_request      Tdlma-
take_part                tdlma-
tick_step                tdlma-
travel_visit             tdlma-
triage_ticket            -dlma-
untick_step              tdlma-
)";

constexpr std::pair<Role, char> columns[] = {{Role::technician, 't'}, {Role::desk, 'd'},          {Role::lead, 'l'},
                                             {Role::manager, 'm'},    {Role::administrator, 'a'}, {Role::kiosk, 'k'}};

// One record of each kind that a command is done to, all hanging from this person.
struct Owned : World {
    Owned() {
        const Uuid owner = technician;
        WorkOrder order;
        order.assignee = owner;
        targets[Kind::work_order] = put(order);
        Visit visit;
        visit.work_order = targets[Kind::work_order];
        visit.technician = owner;
        targets[Kind::visit] = put(visit);
        ChecklistRun run;
        run.visit = targets[Kind::visit];
        ChecklistStep step;
        step.run = put(run);
        step.visit = targets[Kind::visit];
        targets[Kind::checklist_step] = put(step);
        Note note;
        note.about_kind = Kind::visit;
        note.about = targets[Kind::visit];
        targets[Kind::note] = put(note);
        Conflict conflict;
        conflict.about_kind = Kind::visit;
        conflict.about = targets[Kind::visit];
        targets[Kind::conflict] = put(conflict);
        Ticket ticket;
        ticket.assignee = owner;
        targets[Kind::ticket] = put(ticket);
        targets[Kind::asset] = put(Asset{});
        targets[Kind::stock] = put(Stock{});
        targets[Kind::procedure] = put(Procedure{});
        targets[Kind::none] = targets[Kind::visit];
    }
    std::map<Kind, Uuid> targets;
};

ErrorCode judged(World& world, const CommandInfo& info, const Uuid& target, const Uuid& person, Role role) {
    Command command = world.command(info.name, info.creates ? Uuid{} : target, {}, person);
    if (command.target_kind == Kind::none) command.target_kind = info.on;
    const auto allowed = authorise(catalogue(), info, command, {person, role, {}}, world.rows);
    return allowed ? ErrorCode::invalid : allowed.error().code;
}

}  // namespace

TEST_CASE("each role may do what the table says and nothing else, each command of the catalogue") {
    std::map<std::string, std::string> table;
    std::istringstream lines{std::string(expected)};
    for (std::string name, cells; lines >> name >> cells;) table[name] = cells;
    CHECK(table.size() == catalogue().commands().size());
    for (const auto& info : catalogue().commands()) {
        INFO(info.name);
        REQUIRE(table.contains(info.name));
        const std::string cells = table[info.name];
        for (std::size_t i = 0; i < std::size(columns); ++i) {
            const auto [role, letter] = columns[i];
            INFO(word_of(role));
            Owned own;
            // A record of the reference kinds is nobody's.
            const Uuid target = own.targets.contains(info.on) ? own.targets[info.on] : own.technician;
            const bool may = cells[i] != '-';
            CHECK((judged(own, info, target, own.technician, role) != ErrorCode::denied) == may);
            if (!may) continue;
            const bool theirs_only = cells[i] == 't';
            CHECK((judged(own, info, target, own.other, role) == ErrorCode::denied) == theirs_only);
        }
        Owned own;
        CHECK(judged(own, info, own.targets[Kind::visit], own.technician, Role::none) == ErrorCode::denied);
    }
}

TEST_CASE("what hangs in a ring or from nothing is nobody's to change for a technician") {
    World world;
    Note note;
    note.id = make_uuid(world.clock, world.random);
    note.about_kind = Kind::note;
    note.about = note.id;
    world.put(note);
    const auto ring = world.perform("retract_note", note.id, {}, world.technician);
    REQUIRE_FALSE(ring);
    CHECK(ring.error().detail == "not_yours");
    const CommandInfo& accept = *catalogue().command("accept_visit");
    CHECK(judged(world, accept, derived_id(note.id, 1), world.technician, Role::technician) == ErrorCode::not_found);
}
