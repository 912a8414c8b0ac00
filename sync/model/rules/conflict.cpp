#include "sync/model/kinds/note.hpp"
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

Result<void> restore(Judgement& judgement) {
    auto conflict = judgement.target<Conflict>();
    if (!conflict) return conflict.error();
    const KindInfo* kind = judgement.catalogue().find(conflict->about_kind);
    const FieldInfo* field = kind ? kind->find(static_cast<std::uint16_t>(conflict->field)) : nullptr;
    if (!field) return Judgement::refuse("this field is of a newer version; update, then restore it", "newer_version");
    const bool desks = field->merge == Merge::desk_owned || field->merge == Merge::status;
    if (desks && !desk_side.has(judgement.actor().role))
        return fail(ErrorCode::denied, "the desk decides on " + std::string(field->name) + "; ask it to restore yours", "desk_owned");
    if (!kind->writers.none() && !kind->writers.has(judgement.actor().role))
        return fail(ErrorCode::denied, "a " + std::string(word_of(judgement.actor().role)) + " may not change a " + std::string(kind->name), "role");
    if (field->type == FieldType::choice && conflict->lost.empty())
        return Judgement::refuse("this came too late to be put back by itself; see what was wanted, and do it by hand", "too_late");
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
