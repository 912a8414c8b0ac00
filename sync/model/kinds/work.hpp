// Field work: the order to do something, and each visit made for it. A technician's work order with its visit is a job. Any thread.
#pragma once

#include "sync/model/kinds/ticket.hpp"

namespace sigap {

enum class WorkOrderStatus : std::uint8_t { unscheduled, scheduled, in_progress, completed, reviewed, cancelled };
template <>
inline constexpr std::string_view words_of<WorkOrderStatus>[] = {"unscheduled", "scheduled", "in_progress",
                                                                 "completed",   "reviewed",  "cancelled"};
// Who was asked for help with it and has not answered yet.
enum class Escalation : std::uint8_t { none, lead, manager };
template <>
inline constexpr std::string_view words_of<Escalation>[] = {"none", "lead", "manager"};
enum class JobType : std::uint8_t { repair, install, maintain, upgrade, retire };
template <>
inline constexpr std::string_view words_of<JobType>[] = {"repair", "install", "maintain", "upgrade", "retire"};

struct WorkOrder {
    Uuid id;
    std::string number;
    Ref<Kind::ticket> ticket;
    std::string title;
    std::string description;
    JobType job_type{};
    WorkOrderStatus status{};
    Level impact{};
    Level urgency{};
    Ref<Kind::asset> asset;
    Ref<Kind::location> location;
    Ref<Kind::person> requester;
    Ref<Kind::procedure> procedure;
    Ref<Kind::person> assignee;
    Timestamp due_at;
    std::int64_t estimated_minutes = 0;
    std::string findings;
    std::string outcome;
    Timestamp created_at;
    Timestamp completed_at;
    std::string labels;
    Escalation escalation{};
    Ref<Kind::plan> plan;  // that it was made from
};
template <>
inline constexpr std::array fields_of<WorkOrder>{
    field<&WorkOrder::number>(1, "number").merged(Merge::unique).ruled().sorted().found(),
    field<&WorkOrder::ticket>(2, "ticket").brings(),
    field<&WorkOrder::title>(3, "title").needed().found(),
    field<&WorkOrder::description>(4, "description").as_prose().found(),
    field<&WorkOrder::job_type>(5, "job_type"),
    field<&WorkOrder::status>(6, "status").merged(Merge::status).ruled().sorted(),
    field<&WorkOrder::impact>(7, "impact").merged(Merge::desk_owned),
    field<&WorkOrder::urgency>(8, "urgency").merged(Merge::desk_owned),
    field<&WorkOrder::asset>(9, "asset").brings(),
    field<&WorkOrder::location>(10, "location"),
    field<&WorkOrder::requester>(11, "requester"),
    field<&WorkOrder::procedure>(12, "procedure"),
    field<&WorkOrder::assignee>(13, "assignee").merged(Merge::desk_owned).ruled().owner(),
    field<&WorkOrder::due_at>(14, "due_at").merged(Merge::desk_owned).sorted(),
    field<&WorkOrder::estimated_minutes>(15, "estimated_minutes"),
    field<&WorkOrder::findings>(16, "findings").merged(Merge::field_owned).as_prose().ruled(),
    field<&WorkOrder::outcome>(17, "outcome").lengthy().merged(Merge::field_owned).ruled(),
    field<&WorkOrder::created_at>(18, "created_at").merged(Merge::once).ruled(),
    field<&WorkOrder::completed_at>(19, "completed_at").merged(Merge::status).ruled(),
    field<&WorkOrder::labels>(20, "labels").merged(Merge::set).ruled().found().from(2),
    field<&WorkOrder::escalation>(21, "escalation").merged(Merge::status).ruled().sorted().from(4),
    field<&WorkOrder::plan>(22, "plan").merged(Merge::once).ruled().sorted().from(4),
};
template <>
inline constexpr KindInfo kind_of<WorkOrder>{.kind = Kind::work_order,
                                             .name = "work_order",
                                             .fields = fields_of<WorkOrder>,
                                             .writers = staff,
                                             .title = "title"};

enum class VisitStatus : std::uint8_t {
    scheduled, accepted, travelling, on_site, on_break, completed, partially_completed, no_access, cancelled
};
template <>
inline constexpr std::string_view words_of<VisitStatus>[] = {
    "scheduled", "accepted", "travelling", "on_site", "on_break", "completed", "partially_completed", "no_access", "cancelled"};

inline bool has_ended(VisitStatus status) { return status >= VisitStatus::completed; }

struct Visit {
    Uuid id;
    Ref<Kind::work_order> work_order;
    Ref<Kind::person> technician;
    VisitStatus status{};
    Timestamp scheduled_at;
    Timestamp accepted_at;
    Timestamp travelling_at;
    Timestamp arrived_at;
    Timestamp completed_at;
    Timestamp paused_at;             // when the running break began
    std::int64_t break_seconds = 0;  // of ended breaks
    std::string outcome;
    std::string reason;  // of a partial completion, a closed door or a cancellation
    Cause cause{};
};
template <>
inline constexpr std::array fields_of<Visit>{
    field<&Visit::work_order>(1, "work_order").needed().follows().ruled(),
    field<&Visit::technician>(2, "technician").merged(Merge::desk_owned).owner().ruled(),
    field<&Visit::status>(3, "status").merged(Merge::status).ruled().sorted(),
    field<&Visit::scheduled_at>(4, "scheduled_at").merged(Merge::desk_owned).sorted(),
    field<&Visit::accepted_at>(5, "accepted_at").merged(Merge::status).ruled(),
    field<&Visit::travelling_at>(6, "travelling_at").merged(Merge::status).ruled(),
    field<&Visit::arrived_at>(7, "arrived_at").merged(Merge::status).ruled(),
    field<&Visit::completed_at>(8, "completed_at").merged(Merge::status).ruled(),
    field<&Visit::paused_at>(9, "paused_at").merged(Merge::status).ruled(),
    field<&Visit::break_seconds>(10, "break_seconds").merged(Merge::status).ruled(),
    field<&Visit::outcome>(11, "outcome").lengthy().merged(Merge::field_owned).ruled(),
    field<&Visit::reason>(12, "reason").lengthy().merged(Merge::field_owned).ruled(),
    field<&Visit::cause>(13, "cause").merged(Merge::field_owned).ruled().from(4),
};
template <>
inline constexpr KindInfo kind_of<Visit>{
    .kind = Kind::visit, .name = "visit", .fields = fields_of<Visit>, .writers = nobody, .title = ""};

}  // namespace sigap
