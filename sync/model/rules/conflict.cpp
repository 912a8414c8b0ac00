#include "sync/model/kinds/note.hpp"
#include "sync/model/patched_rows.hpp"
#include "sync/model/rules/rules.hpp"
#include "sync/model/text_value.hpp"

namespace sigap {

namespace {

Result<void> settle(Judgement& judgement, ConflictState state) {
    auto conflict = judgement.target<Conflict>();
    if (!conflict) return conflict.error();
    if (conflict->state != ConflictState::open)
        return Judgement::refuse("this conflict is settled already: " + std::string(word_of(conflict->state)), "settled");
    conflict->state = state;
    conflict->settled_by = judgement.actor().person;
    conflict->settled_at = judgement.at();
    judgement.save(*conflict);
    return {};
}

// What the late command would do now, as it was given, for who wanted it and at their time. Who decides must be allowed to do it;
// the desk may have it done although the state has moved on.
Result<Changes> judge_again(Judgement& judgement, const Conflict& conflict) {
    const Catalogue& catalogue = judgement.catalogue();
    const CommandInfo* info = catalogue.command(conflict.command);
    if (!info) return Judgement::refuse("this is of a newer version; update, then restore it", "newer_version");
    auto arguments = arguments_from_json(*info, conflict.arguments);
    if (!arguments) return arguments.error();
    Command again;
    again.operation = judgement.command().operation;
    again.name = info->name;
    again.target_kind = conflict.about_kind;
    again.target = conflict.about;
    again.by = conflict.lost_by;
    again.at = conflict.lost_at;
    again.arguments = std::move(*arguments);
    SIGAP_TRY(authorise(catalogue, *info, again, judgement.actor(), judgement.rows()));
    const Actor author{conflict.lost_by, judgement.actor().role, judgement.actor().device};
    const auto attempt = [&](const Rows& rows) -> Result<Changes> {
        Judgement inner(catalogue, *info, again, author, rows);
        SIGAP_TRY(info->judge(inner));
        return inner.take_changes();
    };
    auto judged = attempt(judgement.rows());
    if (judged || judged.error().detail != "state" || !desk_side.has(judgement.actor().role)) return judged;
    std::vector<FieldPatch> states;
    for (const auto& record : path_of(catalogue, judgement.rows(), conflict.about_kind, conflict.about)) {
        const KindInfo& kind = catalogue.at(record.kind);
        for (std::size_t i = 0; i < kind.fields.size(); ++i)
            if (is_state(kind.fields[i])) states.push_back({record.kind, record.id, i, {}});
    }
    if (auto changes = judge_in_any_state(catalogue, judgement.rows(), {}, states, attempt)) return std::move(*changes);
    return judged;
}

Result<void> restore_late(Judgement& judgement, const Conflict& conflict) {
    auto changes = judge_again(judgement, conflict);
    if (!changes) return changes.error();
    SIGAP_TRY(settle(judgement, ConflictState::restored));
    judgement.adopt(*changes);
    return {};
}

Result<void> restore(Judgement& judgement) {
    auto conflict = judgement.target<Conflict>();
    if (!conflict) return conflict.error();
    if (!conflict->command.empty()) return restore_late(judgement, *conflict);
    const KindInfo* kind = judgement.catalogue().find(conflict->about_kind);
    const FieldInfo* field = kind ? kind->find(static_cast<std::uint16_t>(conflict->field)) : nullptr;
    if (!field) return Judgement::refuse("this field is of a newer version; update, then restore it", "newer_version");
    const bool desks = field->merge == Merge::desk_owned || field->merge == Merge::status;
    if (desks && !desk_side.has(judgement.actor().role))
        return fail(ErrorCode::denied, "the desk decides on " + std::string(field->name) + "; ask it to restore yours", "desk_owned");
    if (!kind->writers.none() && !kind->writers.has(judgement.actor().role))
        return fail(ErrorCode::denied, "a " + std::string(word_of(judgement.actor().role)) + " may not change a " + std::string(kind->name), "role");
    auto lost = value_from_text(shape_of(*field), conflict->lost);
    if (!lost) return lost.error();
    if (!judgement.find(conflict->about_kind, conflict->about)) return Judgement::missing(kind->name);
    SIGAP_TRY(settle(judgement, ConflictState::restored));
    judgement.change(conflict->about_kind, conflict->about, field->number, std::move(*lost));
    return {};
}

Result<void> dismiss(Judgement& judgement) {
    return settle(judgement, ConflictState::dismissed);
}

}  // namespace

std::vector<CommandInfo> conflict_rules() {
    return {
        {"restore_conflict", Kind::conflict, false, staff, {}, restore},
        {"dismiss_conflict", Kind::conflict, false, staff, {}, dismiss},
    };
}

}  // namespace sigap
