#include "sync/server/effect.hpp"

#include <algorithm>

#include "sync/model/kinds/note.hpp"
#include "platform/core/text.hpp"
#include "sync/model/judgement.hpp"
#include "sync/model/text_merge.hpp"
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

Effect::Author Effect::author_at(std::int64_t seq) const {
    const auto entry = store_.log().at(seq);
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

void Effect::record(const StoredRow& row, const FieldInfo& field, const Sides& sides) {
    const Author other = sides.given ? author_at(sides.given->seq) : author_of(row, field);
    Conflict conflict;
    if (sides.given) conflict.holder = sides.given->holder;
    conflict.id = derived_id(command_.operation, static_cast<std::uint16_t>(first_conflict + conflicts_.size()));
    conflict.about_kind = row.record.kind;
    conflict.about = row.record.id;
    conflict.field = field.number;
    conflict.kept = sides.kept;
    conflict.kept_by = other.person;
    conflict.kept_at = other.at;
    conflict.lost = sides.lost;
    conflict.lost_by = actor_.person;
    conflict.lost_at = command_.at;
    if (sides.incoming_wins) {
        std::swap(conflict.kept_by, conflict.lost_by);
        std::swap(conflict.kept_at, conflict.lost_at);
    }
    conflict.command = sides.late_command;
    if (const auto* info = store_.catalogue().command(command_.name); info && !sides.late_command.empty())
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

void Effect::record(const StoredRow& row, const FieldInfo& field, const Value& incoming, bool incoming_wins) {
    const Value& current = row.record.values[store_.catalogue().at(row.record.kind).index_of(field)];
    Sides sides{value_to_text(field.type, current), value_to_text(field.type, incoming), incoming_wins, {}, {}};
    if (incoming_wins) std::swap(sides.kept, sides.lost);
    record(row, field, sides);
}

void Effect::propose(const StoredRow& row, const FieldInfo& field, const Value& wanted, const std::optional<Given>& given) {
    const Value& current = row.record.values[store_.catalogue().at(row.record.kind).index_of(field)];
    record(row, field, {value_to_text(field.type, current), value_to_text(field.type, wanted), false, command_.name, given});
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
    store_.give_free_number(row.record);
    SIGAP_TRY(store_.check_unique(nullptr, row.record));
    store_.save(nullptr, row);
    return {};
}

const Value* Effect::seen_value(Kind kind, const Uuid& id, const FieldInfo& field) const {
    for (const auto& base : command_.bases)
        if (base.kind == kind && base.id == id)
            for (const auto& seen : base.saw)
                if (seen.field == field.number) return &seen.value;
    return nullptr;
}

std::optional<Value> Effect::merge(const StoredRow& row, const FieldInfo& field, const Value& wanted, std::optional<std::int64_t> base) {
    if (field.merge == Merge::delta) return wanted;
    if (field.merge == Merge::set) return merge_words(row, field, wanted, base.value_or(0));
    const Value& current = row.record.values[store_.catalogue().at(row.record.kind).index_of(field)];
    if (current == wanted) return std::nullopt;
    if (field.merge == Merge::status || field.merge == Merge::once) return wanted;
    if (const Value* seen = field.prose ? seen_value(row.record.kind, row.record.id, field) : nullptr)
        return merge_prose(row, field, *seen, wanted);
    // A row that the author did not hold is changed by the rule alone; an empty field of it has nothing to lose.
    const bool nothing_to_lose = !base && std::holds_alternative<Absent>(current);
    if (nothing_to_lose || saw(row, field, base.value_or(0))) return wanted;
    const bool incoming_wins = wins(field, author_of(row, field));
    record(row, field, wanted, incoming_wins);
    return incoming_wins ? std::optional(wanted) : std::nullopt;
}

std::optional<Value> Effect::merge_prose(const StoredRow& row, const FieldInfo& field, const Value& seen, const Value& wanted) {
    const Value& current = row.record.values[store_.catalogue().at(row.record.kind).index_of(field)];
    if (current == seen) return wanted;
    const std::string base = value_to_text(field.type, seen), theirs = value_to_text(field.type, current),
                      mine = value_to_text(field.type, wanted);
    const bool incoming_wins = wins(field, author_of(row, field));
    const TextMerge merged = incoming_wins ? merge_text(base, mine, theirs) : merge_text(base, theirs, mine);
    if (merged.overlap) record(row, field, {merged.text, merged.other, incoming_wins, {}, {}});
    if (merged.text == theirs) return std::nullopt;
    return merged.text.empty() ? Value{} : Value{merged.text};
}

std::optional<Value> Effect::merge_words(const StoredRow& row, const FieldInfo& field, const Value& wanted, std::int64_t base) {
    const auto held = words_in(row.record.values[store_.catalogue().at(row.record.kind).index_of(field)]);
    WordChange change = word_change(wanted);
    std::erase_if(change.added, [&](const std::string& word) { return held.contains(word); });
    const auto unseen = change.removed.empty() ? std::set<std::string>{} : added_unseen(row, base);
    for (const auto& word : unseen) {
        if (change.removed.erase(word) == 0) continue;
        // It stays, and who wanted it away can have that, knowing that somebody else put it there.
        record(row, field, {word, {}, false, command_.name, {}});
    }
    std::erase_if(change.removed, [&](const std::string& word) { return !held.contains(word); });
    if (change.added.empty() && change.removed.empty()) return std::nullopt;
    return word_change_value(change);
}

std::set<std::string> Effect::added_unseen(const StoredRow& row, std::int64_t base) const {
    std::set<std::string> out;
    for (const auto& record : store_.rows().referring(Kind::activity, field_of<&Activity::about>(), row.record.id)) {
        if (record.seq <= base) continue;
        const auto activity = as<Activity>(record);
        if (activity.command != "add_label" || activity.device == actor_.device) continue;
        const auto entry = store_.log().at(record.seq);
        const auto command = entry ? read_command(entry->command, store_.catalogue()) : Result<Command>(fail(ErrorCode::protocol, ""));
        const Value* label = command ? command->argument("label") : nullptr;
        if (const auto* word = label ? std::get_if<std::string>(label) : nullptr) out.insert(std::string(trimmed(*word)));
    }
    return out;
}

bool Effect::loses(const StoredRow& row, const FieldInfo& field, const Value& wanted) {
    const Value& current = row.record.values[store_.catalogue().at(row.record.kind).index_of(field)];
    const auto base = base_of(row.record.kind, row.record.id);
    return current != wanted && !saw(row, field, base.value_or(0)) && !wins(field, author_of(row, field));
}

bool Effect::moves_unseen_owner(const Changes& changes) {
    return std::ranges::any_of(changes, [&](const RowChange& change) {
        const KindInfo& kind = store_.catalogue().at(change.kind);
        return !change.born && std::ranges::any_of(change.fields, [&](const FieldChange& wanted) {
            const FieldInfo* field = kind.find(wanted.field);
            // Most commands move no owner, and read no row for this.
            if (!field || field->route != Route::owner) return false;
            const auto row = store_.load(change.kind, change.id);
            return row && loses(*row, *field, wanted.value);
        });
    });
}

Result<void> Effect::change(const RowChange& change) {
    auto row = store_.load(change.kind, change.id);
    if (!row) throw std::logic_error("a rule changes a row that is not there");
    const KindInfo& kind = store_.catalogue().at(change.kind);
    const auto base = base_of(change.kind, change.id);
    RowChange accepted{change.kind, change.id, false, {}};
    // What one act in the field says of a row belongs together: a skipped step's reason does not stay without its skip.
    const bool one_act_loses = !command_.name.starts_with("edit_") && std::ranges::any_of(change.fields, [&](const FieldChange& wanted) {
        const FieldInfo* field = kind.find(wanted.field);
        return field && field->merge == Merge::field_owned && !field->prose && loses(*row, *field, wanted.value);
    });
    for (const auto& field_change : change.fields) {
        const FieldInfo* field = kind.find(field_change.field);
        if (!field) continue;
        if (one_act_loses && field->merge == Merge::field_owned && !field->prose) {
            if (row->record.values[kind.index_of(*field)] != field_change.value) record(*row, *field, field_change.value, false);
            continue;
        }
        if (auto taken = merge(*row, *field, field_change.value, base)) accepted.fields.push_back({field->number, std::move(*taken)});
    }
    if (accepted.fields.empty()) return {};
    const Record before = row->record;
    sigap::apply(kind, row->record, accepted);
    row->record.seq = seq_;
    for (const auto& field_change : accepted.fields) row->seqs.set(field_change.field, seq_);
    SIGAP_TRY(store_.check_unique(&before, row->record));
    store_.save(&before, *row);
    return {};
}

}  // namespace sigap
