// Standard operating procedures with their versions, and a run of one at a visit with its steps. Any thread.
// A version never changes; a run keeps the version it began with.
#pragma once

#include "sync/model/record.hpp"

namespace sigap {

struct Procedure {
    Uuid id;
    std::string code;
    std::string title_id;
    std::string title_en;
    std::string category;
    std::int64_t minutes = 0;
    Ref<Kind::procedure_version> current;
};
template <>
inline constexpr std::array fields_of<Procedure>{
    field<&Procedure::code>(1, "code").needed().merged(Merge::unique).sorted().found(),
    field<&Procedure::title_id>(2, "title_id").needed().found(),
    field<&Procedure::title_en>(3, "title_en").found(),
    field<&Procedure::category>(4, "category"),
    field<&Procedure::minutes>(5, "minutes"),
    field<&Procedure::current>(6, "current"),
};
template <>
inline constexpr KindInfo kind_of<Procedure>{.kind = Kind::procedure,
                                             .name = "procedure",
                                             .fields = fields_of<Procedure>,
                                             .everyone = true,
                                             .writers = leads,
                                             .title = "title_id"};

// `steps` is a JSON array of {"mandatory":bool,"kind":word,"id":text,"en":text,"hint_id":text,"hint_en":text} in their order, with
// "min", "max", "unit", "choices_id":[text], "choices_en":[text] and "only_if" where a step has them (sync/model/procedure_text.hpp).
struct ProcedureVersion {
    Uuid id;
    Ref<Kind::procedure> procedure;
    std::int64_t version = 0;
    Timestamp published_at;
    std::string purpose_id;
    std::string purpose_en;
    std::string steps;
    bool ordered = false;  // no step before the mandatory ones above it
    std::string job_type;  // a word of JobType, or empty: of any
};
template <>
inline constexpr std::array fields_of<ProcedureVersion>{
    field<&ProcedureVersion::procedure>(1, "procedure").needed().sorted().merged(Merge::once),
    field<&ProcedureVersion::version>(2, "version").merged(Merge::once),
    field<&ProcedureVersion::published_at>(3, "published_at").merged(Merge::once),
    field<&ProcedureVersion::purpose_id>(4, "purpose_id").lengthy().merged(Merge::once),
    field<&ProcedureVersion::purpose_en>(5, "purpose_en").lengthy().merged(Merge::once),
    field<&ProcedureVersion::steps>(6, "steps").lengthy().merged(Merge::once),
    field<&ProcedureVersion::ordered>(7, "ordered").merged(Merge::once).from(4),
    field<&ProcedureVersion::job_type>(8, "job_type").merged(Merge::once).from(4),
};
template <>
inline constexpr KindInfo kind_of<ProcedureVersion>{.kind = Kind::procedure_version,
                                                    .name = "procedure_version",
                                                    .fields = fields_of<ProcedureVersion>,
                                                    .everyone = true,
                                                    .writers = nobody,
                                                    .title = ""};

// A person has read a version, once.
struct Acknowledgement {
    Uuid id;
    Ref<Kind::person> person;
    Ref<Kind::procedure_version> procedure_version;
    Timestamp at;
};
template <>
inline constexpr std::array fields_of<Acknowledgement>{
    field<&Acknowledgement::person>(1, "person").merged(Merge::once).reader(),
    field<&Acknowledgement::procedure_version>(2, "procedure_version").needed().merged(Merge::once).sorted(),
    field<&Acknowledgement::at>(3, "at").merged(Merge::once),
};
template <>
inline constexpr KindInfo kind_of<Acknowledgement>{.kind = Kind::acknowledgement,
                                                   .name = "acknowledgement",
                                                   .fields = fields_of<Acknowledgement>,
                                                   .writers = nobody,
                                                   .title = "",
                                                   .since = 4};

struct ChecklistRun {
    Uuid id;
    Ref<Kind::visit> visit;
    Ref<Kind::procedure_version> procedure_version;
    std::string title_id;
    std::string title_en;
    Timestamp started_at;
    Timestamp completed_at;
    bool ordered = false;
};
template <>
inline constexpr std::array fields_of<ChecklistRun>{
    field<&ChecklistRun::visit>(1, "visit").needed().merged(Merge::once).follows(),
    field<&ChecklistRun::procedure_version>(2, "procedure_version").merged(Merge::once),
    field<&ChecklistRun::title_id>(3, "title_id").merged(Merge::once),
    field<&ChecklistRun::title_en>(4, "title_en").merged(Merge::once),
    field<&ChecklistRun::started_at>(5, "started_at").merged(Merge::status),
    field<&ChecklistRun::completed_at>(6, "completed_at").merged(Merge::status),
    field<&ChecklistRun::ordered>(7, "ordered").merged(Merge::once).from(4),
};
template <>
inline constexpr KindInfo kind_of<ChecklistRun>{.kind = Kind::checklist_run,
                                                .name = "checklist_run",
                                                .fields = fields_of<ChecklistRun>,
                                                .writers = nobody,
                                                .title = "title_id"};

enum class StepState : std::uint8_t { open, done, skipped, failed };
template <>
inline constexpr std::string_view words_of<StepState>[] = {"open", "done", "skipped", "failed"};
enum class StepKind : std::uint8_t { tick, number, choice, text, scan, photo, signature };
template <>
inline constexpr std::string_view words_of<StepKind>[] = {"tick", "number", "choice", "text", "scan", "photo", "signature"};

struct ChecklistStep {
    Uuid id;
    Ref<Kind::checklist_run> run;
    Ref<Kind::visit> visit;
    std::int64_t position = 0;  // from 1
    bool mandatory = false;
    StepKind step_kind{};
    std::string text_id;
    std::string text_en;
    std::string hint_id;
    std::string hint_en;
    StepState state{};
    std::string value;
    std::string skip_reason;
    Ref<Kind::person> done_by;
    Timestamp done_at;
    std::string lowest, highest, unit;   // of a number
    std::string choices_id, choices_en;  // with | between; `value` is the Indonesian one
    std::string only_if;                 // sync/model/step_rules.hpp
    std::string note;                    // what failed
    Ref<Kind::work_order> follow_up;     // opened for what failed
};
template <>
inline constexpr std::array fields_of<ChecklistStep>{
    field<&ChecklistStep::run>(1, "run").needed().merged(Merge::once).follows(),
    field<&ChecklistStep::visit>(2, "visit").merged(Merge::once).sorted(),
    field<&ChecklistStep::position>(3, "position").merged(Merge::once),
    field<&ChecklistStep::mandatory>(4, "mandatory").merged(Merge::once),
    field<&ChecklistStep::step_kind>(5, "step_kind").merged(Merge::once),
    field<&ChecklistStep::text_id>(6, "text_id").lengthy().merged(Merge::once),
    field<&ChecklistStep::text_en>(7, "text_en").lengthy().merged(Merge::once),
    field<&ChecklistStep::hint_id>(8, "hint_id").lengthy().merged(Merge::once),
    field<&ChecklistStep::hint_en>(9, "hint_en").lengthy().merged(Merge::once),
    field<&ChecklistStep::state>(10, "state").merged(Merge::field_owned),
    field<&ChecklistStep::value>(11, "value").lengthy().merged(Merge::field_owned),
    field<&ChecklistStep::skip_reason>(12, "skip_reason").lengthy().merged(Merge::field_owned),
    field<&ChecklistStep::done_by>(13, "done_by").merged(Merge::field_owned),
    field<&ChecklistStep::done_at>(14, "done_at").merged(Merge::field_owned),
    field<&ChecklistStep::lowest>(15, "lowest").merged(Merge::once).from(4),
    field<&ChecklistStep::highest>(16, "highest").merged(Merge::once).from(4),
    field<&ChecklistStep::unit>(17, "unit").merged(Merge::once).from(4),
    field<&ChecklistStep::choices_id>(18, "choices_id").lengthy().merged(Merge::once).from(4),
    field<&ChecklistStep::choices_en>(19, "choices_en").lengthy().merged(Merge::once).from(4),
    field<&ChecklistStep::only_if>(20, "only_if").merged(Merge::once).from(4),
    field<&ChecklistStep::note>(21, "note").lengthy().merged(Merge::field_owned).from(4),
    field<&ChecklistStep::follow_up>(22, "follow_up").merged(Merge::once).from(4),
};
template <>
inline constexpr KindInfo kind_of<ChecklistStep>{.kind = Kind::checklist_step,
                                                 .name = "checklist_step",
                                                 .fields = fields_of<ChecklistStep>,
                                                 .writers = nobody,
                                                 .title = "text_id"};

}  // namespace sigap
