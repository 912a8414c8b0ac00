#include "tests/simulation/old_schema.hpp"

#include <algorithm>
#include <array>
#include <deque>

#include "sync/model/rules/rules.hpp"
#include "sync/server/service.hpp"

namespace sigap::simulation {

namespace {

using FieldList = std::vector<FieldInfo>;

int oldest_served() { return Service::oldest_spoken(catalogue()).schema; }

std::vector<KindInfo> old_kinds(std::deque<FieldList>& fields) {
    std::vector<KindInfo> kinds;
    for (KindInfo kind : catalogue().kinds()) {
        if (kind.since > oldest_served()) continue;
        FieldList& old = fields.emplace_back();
        std::ranges::copy_if(kind.fields, std::back_inserter(old),
                             [](const FieldInfo& field) { return field.since <= oldest_served(); });
        kind.fields = old;
        kinds.push_back(kind);
    }
    return kinds;
}

// Those of the first schema, and the create_ and edit_ of its kinds.
constexpr auto old_names = std::to_array<std::string_view>(
    {"accept_visit",      "add_note",          "arrive_visit",      "assign_ticket",
     "assign_work_order", "attach_file",       "attach_scan",       "cancel_ticket",
     "cancel_visit",      "cancel_work_order", "close_ticket",      "complete_visit",
     "create_asset",      "create_ticket",     "create_work_order", "dismiss_conflict",
     "hold_ticket",       "move_asset",        "no_access_visit",   "partially_complete_visit",
     "pause_visit",       "record_findings",   "reopen_ticket",     "resolve_ticket",
     "restore_conflict",  "resume_visit",      "retract_note",      "review_work_order",
     "set_asset_status",  "skip_step",         "start_ticket",      "take_direct_request",
     "tick_step",         "travel_visit",      "triage_ticket",     "untick_step"});

// As it was while no kind told of a job's holders.
Result<void> old_assign(Judgement& judgement) {
    const auto order = judgement.target<WorkOrder>();
    if (!order) return order.error();
    if (order->status >= WorkOrderStatus::completed)
        return illegal("work order", word_of(order->status), word_of(WorkOrderStatus::scheduled));
    return schedule_order(judgement, *order, judgement.id("assignee"), judgement.time("scheduled_at"));
}

std::vector<CommandInfo> old_commands() {
    std::vector<CommandInfo> commands = all_rules();
    std::erase_if(commands, [](const CommandInfo& command) {
        return std::ranges::find(old_names, command.name) == old_names.end();
    });
    // What came later it neither takes nor asks for.
    for (auto& command : commands) {
        if (command.name == "complete_visit")
            std::erase_if(command.arguments, [](const ArgumentInfo& argument) { return argument.name == "cause"; });
        if (command.name == "assign_work_order") command.judge = old_assign;
        for (auto& argument : command.arguments) argument.asked = false;
    }
    return commands;
}

}  // namespace

const Catalogue& old_schema() {
    static std::deque<FieldList> fields;
    static const Catalogue old(old_kinds(fields), old_commands());
    return old;
}

}  // namespace sigap::simulation
