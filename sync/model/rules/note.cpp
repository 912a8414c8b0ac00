#include "sync/model/kinds/note.hpp"

#include "sync/model/rules/rules.hpp"

namespace sigap {

namespace {

Result<void> add(Judgement& judgement) {
    const Command& command = judgement.command();
    if (!judgement.find(command.target_kind, command.target))
        return Judgement::missing(judgement.catalogue().at(command.target_kind).name);
    Note note;
    note.about_kind = command.target_kind;
    note.about = command.target;
    note.author = judgement.actor().person;
    note.written_at = judgement.at();
    note.text = judgement.text("text");
    judgement.create(note);
    return {};
}

Result<void> retract(Judgement& judgement) {
    auto note = judgement.target<Note>();
    if (!note) return note.error();
    if (note->author.id != judgement.actor().person)
        return fail(ErrorCode::denied, "only its author may take a note back", "not_yours");
    note->retracted = true;
    judgement.save(*note);
    return {};
}

}  // namespace

std::vector<CommandInfo> note_rules() {
    return {
        {"add_note", Kind::none, false, staff, {argument<&Note::text>(true)}, add, true},
        {"retract_note", Kind::note, false, staff, {}, retract},
    };
}

}  // namespace sigap
