// The rules behind the commands, one file for each noun. Pure: they see a Judgement and nothing else. Any thread.
#pragma once

#include "sync/model/judgement.hpp"
#include "sync/model/kinds/work.hpp"

namespace sigap {

// create_KIND and edit_KIND: every argument is a field.
Result<void> judge_create(Judgement& judgement);
Result<void> judge_edit(Judgement& judgement);

std::vector<CommandInfo> ticket_rules();
std::vector<CommandInfo> direct_request_rules();
std::vector<CommandInfo> work_order_rules();
std::vector<CommandInfo> visit_rules();
std::vector<CommandInfo> checklist_rules();
std::vector<CommandInfo> asset_rules();
std::vector<CommandInfo> note_rules();
std::vector<CommandInfo> attachment_rules();
std::vector<CommandInfo> conflict_rules();
std::vector<CommandInfo> part_rules();
std::vector<CommandInfo> label_rules();
std::vector<CommandInfo> article_rules();
std::vector<CommandInfo> procedure_rules();
std::vector<CommandInfo> signing_rules();
std::vector<CommandInfo> hand_over_rules();
std::vector<CommandInfo> notice_rules();
std::vector<CommandInfo> plan_rules();
std::vector<CommandInfo> all_rules();

// Gives an open order to a technician: its open visit, else a new one with the steps of the order's procedure.
Result<void> schedule_order(Judgement& judgement, WorkOrder order, const Uuid& technician, Timestamp when);
// That the desk gave the order to somebody else than who had it; nothing for the first.
void log_assignment(Judgement& judgement, const WorkOrder& before, const Uuid& to);
// Ends the visit, and its running break, without ending the work.
void end_visit(Visit& visit, VisitStatus status, std::string reason, Timestamp at);

// A transition that the state machine does not know; the detail is "state", which the server answers with a visible conflict.
// `ways` are the commands, or the words, that lead on from here.
Error illegal(std::string_view what, std::string_view from, std::string_view to, const std::vector<std::string_view>& ways = {});
// Whether whoever gave this command may also give that one.
bool may_give(const Judgement& judgement, std::string_view command);

}  // namespace sigap
