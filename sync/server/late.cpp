#include "sync/server/late.hpp"

#include <algorithm>

#include "sync/model/patched_rows.hpp"

namespace sigap {

namespace {

class Late {
public:
    Late(Store& store, Effect& edit, const Command& command, const Actor& actor)
        : store_(store), edit_(edit), command_(command), actor_(actor) {
        for (const auto& record : path_of(store.catalogue(), store.rows(), command.target_kind, command.target))
            if (auto row = store.load(record.kind, record.id)) path_.push_back(std::move(*row));
        const auto* info = store.catalogue().command(command.name);
        adds_ = info && info->adds;
    }

    // The owners that the path lost, as patches that give it back.
    std::vector<FieldPatch> lost_owners() {
        std::vector<FieldPatch> patches;
        for (const auto& row : path_) {
            const KindInfo& kind = store_.catalogue().at(row.record.kind);
            // For a command that only adds, to have held the row once is enough.
            const std::int64_t base = adds_ || command_.bases.empty() ? 0 : base_of(row);
            if (!store_.scope().lost_since(actor_.person, row.record.kind, row.record.id, base)) continue;
            for (std::size_t i = 0; i < kind.fields.size(); ++i)
                if (kind.fields[i].route == Route::owner)
                    patches.push_back({row.record.kind, row.record.id, i, actor_.person});
        }
        return patches;
    }

    // The states that somebody else changed after the author's base.
    std::vector<FieldPatch> moved_states() {
        std::vector<FieldPatch> patches;
        for (const auto& row : path_) {
            const KindInfo& kind = store_.catalogue().at(row.record.kind);
            for (std::size_t i = 0; i < kind.fields.size(); ++i)
                if (is_state(kind.fields[i]) && !edit_.saw(row, kind.fields[i], base_of(row)))
                    patches.push_back({row.record.kind, row.record.id, i, {}});
        }
        return patches;
    }

    // What the command would have done while the job was still theirs and in a state that allowed it.
    std::optional<Changes> wanted(const std::vector<FieldPatch>& owners, const std::vector<FieldPatch>& states) {
        return judge_in_any_state(store_.catalogue(), store_.rows(), owners, states,
                                  [&](const Rows& rows) { return judge(store_.catalogue(), command_, actor_, rows); });
    }

    bool only_adds(const Changes& changes) const {
        return !changes.empty() && (adds_ || std::ranges::all_of(changes, &RowChange::born));
    }

    // One record for the command, on the field that tells most of it: a state, else the first that it changes.
    void propose(const std::optional<Changes>& wanted) {
        const auto target = store_.load(command_.target_kind, command_.target);
        if (!target) return;
        const KindInfo& kind = store_.catalogue().at(command_.target_kind);
        const FieldInfo* field = nullptr;
        Value value;
        for (const auto& change : wanted ? *wanted : Changes{}) {
            if (change.id != command_.target || change.born) continue;
            for (const auto& [number, wanted_value] : change.fields) {
                const FieldInfo* changed = kind.find(number);
                if (!changed || (field && !shows_state(*changed))) continue;
                field = changed;
                value = wanted_value;
            }
        }
        for (std::size_t i = 0; !field && i < kind.fields.size(); ++i)
            if (shows_state(kind.fields[i])) field = &kind.fields[i];
        edit_.propose(*target, field ? *field : kind.fields[0], value, given_away());
    }

private:
    // Who holds the job now, and by which change; nothing where it is still theirs.
    std::optional<Effect::Given> given_away() const {
        for (const auto& row : path_) {
            const KindInfo& kind = store_.catalogue().at(row.record.kind);
            for (std::size_t i = 0; i < kind.fields.size(); ++i) {
                const auto* owner = std::get_if<Uuid>(&row.record.values[i]);
                if (kind.fields[i].route == Route::owner && owner && *owner != actor_.person)
                    if (store_.scope().lost_since(actor_.person, row.record.kind, row.record.id, 0))
                        return Effect::Given{*owner, row.seqs.of(kind.fields[i].number)};
            }
        }
        return std::nullopt;
    }

    // For a row that the command does not name, the newest that it names: the device had pulled at least so far.
    std::int64_t base_of(const StoredRow& row) const {
        if (const auto named = edit_.base_of(row.record.kind, row.record.id)) return *named;
        std::int64_t newest = -1;
        for (const auto& base : command_.bases) newest = std::max(newest, base.seq);
        return newest < 0 ? INT64_MAX : newest;
    }

    static bool shows_state(const FieldInfo& field) {
        return field.type == FieldType::choice && (field.merge == Merge::status || field.name == "state");
    }

    Store& store_;
    Effect& edit_;
    const Command& command_;
    const Actor& actor_;
    std::vector<StoredRow> path_;  // the target and the rows that it follows
    bool adds_ = false;
};

}  // namespace

void propose_whole(Store& store, Effect& edit, const Command& command, const Actor& actor, const Changes& wanted) {
    Late(store, edit, command, actor).propose(wanted);
}

std::optional<Outcome> take_late(Store& store, Effect& edit, const Command& command, const Actor& actor,
                                 const Error& refusal) {
    if ((refusal.detail != "state" && refusal.detail != "not_yours") || !store.catalogue().find(command.target_kind))
        return std::nullopt;
    Late late(store, edit, command, actor);
    const auto owners = refusal.detail == "not_yours" ? late.lost_owners() : std::vector<FieldPatch>{};
    const auto states = late.moved_states();
    if (refusal.detail == "not_yours" ? owners.empty() : states.empty()) return std::nullopt;
    const auto wanted = late.wanted(owners, states);
    if (!owners.empty() && wanted && late.only_adds(*wanted))
        return !edit.apply(*wanted) ? std::nullopt : std::optional(edit.conflicts().empty() ? Outcome::applied : Outcome::merged);
    late.propose(wanted);
    return Outcome::conflict;
}

}  // namespace sigap
