#include "sync/server/effect.hpp"

#include <algorithm>

#include "sync/model/kinds/note.hpp"
#include "sync/model/judgement.hpp"
#include "sync/model/text_value.hpp"

namespace sigap {

namespace {

// Births of the rules count from 0; conflicts from here, so that the two never meet.
constexpr std::uint16_t first_conflict = 0x8000;

}  // namespace

std::optional<std::int64_t> Effect::base_of(Kind kind, const Uuid& id) const {
    for (const auto& base : command_.bases)
        if (base.kind == kind && base.id == id) return base.seq;
    return std::nullopt;
}

Effect::Author Effect::author_of(const StoredRow& row, const FieldInfo& field) const {
    const auto entry = store_.log().at(row.seqs.of(field.number));
    if (!entry) return {actor_.person, actor_.device, command_.at};  // this very command, not in the log yet
    return {entry->person, entry->device, entry->at};
}

bool Effect::saw(const StoredRow& row, const FieldInfo& field, std::int64_t base) {
    return row.seqs.of(field.number) <= base || author_of(row, field).device == actor_.device;
}

bool Effect::desk_wrote(const Author& author) const {
    const auto person = store_.person(author.person);
    return !person || desk_side.has(person->role);
}

bool Effect::wins(const FieldInfo& field, const Author& other) const {
    const bool desk = desk_side.has(actor_.role);
    if (field.merge == Merge::desk_owned) return desk || !desk_wrote(other);
    if (field.merge == Merge::field_owned) return !desk || desk_wrote(other);
    return true;
}

void Effect::record(const StoredRow& row, const FieldInfo& field, const Value& incoming, bool incoming_wins,
                  std::string_view late_command) {
    const KindInfo& kind = store_.catalogue().at(row.record.kind);
    const Author other = author_of(row, field);
    Conflict conflict;
    conflict.id = derived_id(command_.operation, static_cast<std::uint16_t>(first_conflict + conflicts_.size()));
    conflict.about_kind = row.record.kind;
    conflict.about = row.record.id;
    conflict.field = field.number;
    conflict.kept = value_to_text(field.type, row.record.values[kind.index_of(field)]);
    conflict.kept_by = other.person;
    conflict.kept_at = other.at;
    conflict.lost = value_to_text(field.type, incoming);
    conflict.lost_by = actor_.person;
    conflict.lost_at = command_.at;
    if (incoming_wins) {
        std::swap(conflict.kept, conflict.lost);
        std::swap(conflict.kept_by, conflict.lost_by);
        std::swap(conflict.kept_at, conflict.lost_at);
    }
    conflict.command = late_command;
    if (const auto* info = store_.catalogue().command(command_.name); info && !late_command.empty())
        conflict.arguments = arguments_as_json(*info, command_, std::string::npos);
    // Ids are the devices' own to choose: one that is taken must not overwrite what stands there.
    if (store_.rows().contains(Kind::conflict, conflict.id)) {
        id_taken_ = true;
        return;
    }
    StoredRow made{record_of(conflict), FieldSeqs(seq_)};
    made.record.seq = seq_;
    store_.save(nullptr, made);
    conflicts_.push_back(conflict.id);
}

void Effect::propose(const StoredRow& row, const FieldInfo& field, const Value& wanted) {
    record(row, field, wanted, false, command_.name);
}

Result<void> Effect::apply(const Changes& changes) {
    for (const auto& row_change : changes) SIGAP_TRY(row_change.born ? bear(row_change) : change(row_change));
    return check_ids();
}

Result<void> Effect::check_ids() const {
    if (id_taken_) return fail(ErrorCode::refused, "a record with this id is there already; do it again", "id_taken");
    return {};
}

Result<void> Effect::bear(const RowChange& change) {
    if (store_.rows().contains(change.kind, change.id))
        return fail(ErrorCode::refused, "a record with this id is there already; do it again", "id_taken");
    const KindInfo& kind = store_.catalogue().at(change.kind);
    StoredRow row{born_record(kind, change.id), FieldSeqs(seq_)};
    row.record.seq = seq_;
    sigap::apply(kind, row.record, change);
    SIGAP_TRY(store_.check_unique(row.record));
    store_.save(nullptr, row);
    return {};
}

Result<void> Effect::change(const RowChange& change) {
    auto row = store_.load(change.kind, change.id);
    if (!row) throw std::logic_error("a rule changes a row that is not there");
    const KindInfo& kind = store_.catalogue().at(change.kind);
    const auto base = base_of(change.kind, change.id);
    RowChange accepted{change.kind, change.id, false, {}};
    // What one act in the field says of a row belongs together: a skipped step's reason does not stay without its skip.
    const bool loses = !command_.name.starts_with("edit_") && std::ranges::any_of(change.fields, [&](const FieldChange& wanted) {
        const FieldInfo* field = kind.find(wanted.field);
        return field && field->merge == Merge::field_owned && row->record.values[kind.index_of(*field)] != wanted.value &&
               !saw(*row, *field, base.value_or(0)) && !wins(*field, author_of(*row, *field));
    });
    for (const auto& field_change : change.fields) {
        const FieldInfo* field = kind.find(field_change.field);
        if (!field) continue;
        const Value& current = row->record.values[kind.index_of(*field)];
        if (current == field_change.value) continue;
        const bool judged = field->merge == Merge::status || field->merge == Merge::once;
        // A row that the author did not hold is changed by the rule alone; an empty field of it has nothing to lose.
        const bool nothing_to_lose = !base && std::holds_alternative<Absent>(current);
        if (loses && field->merge == Merge::field_owned) {
            record(*row, *field, field_change.value, false, {});
            continue;
        }
        if (judged || nothing_to_lose || saw(*row, *field, base.value_or(0))) {
            accepted.fields.push_back(field_change);
            continue;
        }
        const bool incoming_wins = wins(*field, author_of(*row, *field));
        record(*row, *field, field_change.value, incoming_wins, {});
        if (incoming_wins) accepted.fields.push_back(field_change);
    }
    if (accepted.fields.empty()) return {};
    const Record before = row->record;
    sigap::apply(kind, row->record, accepted);
    row->record.seq = seq_;
    for (const auto& field_change : accepted.fields) row->seqs.set(field_change.field, seq_);
    SIGAP_TRY(store_.check_unique(row->record));
    store_.save(&before, *row);
    return {};
}

}  // namespace sigap
