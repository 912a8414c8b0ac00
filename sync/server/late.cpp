#include "sync/server/late.hpp"

#include <algorithm>

namespace sigap {

namespace {

struct Patch {
    Kind kind{};
    Uuid id;
    std::size_t field = 0;
    Value value;
};

// The store's rows, some fields of them as they were.
class PatchedRows final : public Rows {
public:
    PatchedRows(const Rows& rows, const std::vector<Patch>& patches) : rows_(rows), patches_(patches) {}
    std::optional<Record> find(Kind kind, const Uuid& id) const override {
        auto record = rows_.find(kind, id);
        if (record) patch(*record);
        return record;
    }
    std::vector<Record> referring(Kind kind, const FieldInfo& field, const Uuid& target) const override {
        auto records = rows_.referring(kind, field, target);
        for (auto& record : records) patch(record);
        return records;
    }
    bool complete() const override { return true; }

private:
    void patch(Record& record) const {
        for (const auto& patch : patches_)
            if (patch.kind == record.kind && patch.id == record.id) record.values[patch.field] = patch.value;
    }
    const Rows& rows_;
    const std::vector<Patch>& patches_;
};

class Late {
public:
    Late(Store& store, Effect& edit, const Command& command, const Actor& actor)
        : store_(store), edit_(edit), command_(command), actor_(actor) {
        climb(command.target_kind, command.target);
    }

    // The owners that the path lost, as patches that give it back.
    std::vector<Patch> lost_owners() {
        std::vector<Patch> patches;
        for (const auto& row : path_) {
            const KindInfo& kind = store_.catalogue().at(row.record.kind);
            // A command that only adds names no base: to have held the row once is enough.
            const std::int64_t base = command_.bases.empty() ? 0 : base_of(row);
            if (!store_.scope().lost_since(actor_.person, row.record.kind, row.record.id, base)) continue;
            for (std::size_t i = 0; i < kind.fields.size(); ++i)
                if (kind.fields[i].route == Route::owner)
                    patches.push_back({row.record.kind, row.record.id, i, actor_.person});
        }
        return patches;
    }

    // The states that somebody else changed after the author's base.
    std::vector<Patch> moved_states() {
        std::vector<Patch> patches;
        for (const auto& row : path_) {
            const KindInfo& kind = store_.catalogue().at(row.record.kind);
            for (std::size_t i = 0; i < kind.fields.size(); ++i)
                if (kind.fields[i].merge == Merge::status && kind.fields[i].type == FieldType::choice &&
                    !edit_.saw(row, kind.fields[i], base_of(row)))
                    patches.push_back({row.record.kind, row.record.id, i, {}});
        }
        return patches;
    }

    // What the command would have done while the job was still theirs and in a state that allowed it.
    std::optional<Changes> wanted(std::vector<Patch> patches, const std::vector<Patch>& states) {
        auto judged = judge_with(patches);
        if (judged) return std::move(*judged);
        if (judged.error().detail != "state") return std::nullopt;
        for (const auto& state : states) {
            const KindInfo& kind = store_.catalogue().at(state.kind);
            patches.push_back(state);
            for (const auto word : kind.fields[state.field].words) {
                patches.back().value = std::string(word);
                if (auto changes = judge_with(patches)) return std::move(*changes);
            }
            patches.pop_back();
        }
        return std::nullopt;
    }

    void propose(const std::optional<Changes>& wanted) {
        const auto target = store_.load(command_.target_kind, command_.target);
        if (!target) return;
        const KindInfo& kind = store_.catalogue().at(command_.target_kind);
        if (wanted) {
            for (const auto& change : *wanted) {
                if (change.id != command_.target || change.born) continue;
                const bool states = std::ranges::any_of(
                    change.fields, [&](const FieldChange& field) { return is_state(kind, field.field); });
                for (const auto& [number, value] : change.fields)
                    if (!states || is_state(kind, number)) edit_.propose(*target, *kind.find(number), value);
            }
        }
        if (!edit_.conflicts().empty()) return;
        for (const auto& field : kind.fields)
            if (is_state(kind, field.number)) return edit_.propose(*target, field, {});
        if (!kind.fields.empty()) edit_.propose(*target, kind.fields[0], {});
    }

private:
    // A row and those that it follows.
    void climb(Kind kind, const Uuid& id) {
        if (path_.size() == 6) return;
        auto row = store_.load(kind, id);
        if (!row) return;
        path_.push_back(std::move(*row));
        const Record record = path_.back().record;
        const KindInfo& info = store_.catalogue().at(kind);
        for (std::size_t i = 0; i < info.fields.size(); ++i) {
            const FieldInfo& field = info.fields[i];
            const auto* up = std::get_if<Uuid>(&record.values[i]);
            if (field.route != Route::follows || !up) continue;
            Kind target = field.target;
            if (field.kind_field != 0) {
                const auto* number =
                    std::get_if<std::int64_t>(&record.values[info.index_of(*info.find(field.kind_field))]);
                target = number ? static_cast<Kind>(*number) : Kind::none;
            }
            if (store_.catalogue().find(target)) climb(target, *up);
        }
    }

    // For a row that the command does not name, the newest that it names: the device had pulled at least so far.
    std::int64_t base_of(const StoredRow& row) const {
        if (const auto named = edit_.base_of(row.record.kind, row.record.id)) return *named;
        std::int64_t newest = -1;
        for (const auto& base : command_.bases) newest = std::max(newest, base.seq);
        return newest < 0 ? INT64_MAX : newest;
    }

    static bool is_state(const KindInfo& kind, std::uint16_t number) {
        const FieldInfo* field = kind.find(number);
        return field && field->type == FieldType::choice && (field->merge == Merge::status || field->name == "state");
    }

    Result<Changes> judge_with(const std::vector<Patch>& patches) {
        return judge(store_.catalogue(), command_, actor_, PatchedRows(store_.rows(), patches));
    }

    Store& store_;
    Effect& edit_;
    const Command& command_;
    const Actor& actor_;
    std::vector<StoredRow> path_;
};

bool only_adds(const Catalogue& catalogue, const Command& command, const Changes& changes) {
    const auto* info = catalogue.command(command.name);
    return !changes.empty() && ((info && info->adds) || std::ranges::all_of(changes, &RowChange::born));
}

}  // namespace

std::optional<Outcome> take_late(Store& store, Effect& edit, const Command& command, const Actor& actor,
                                 const Error& refusal) {
    if ((refusal.detail != "state" && refusal.detail != "not_yours") || !store.catalogue().find(command.target_kind))
        return std::nullopt;
    Late late(store, edit, command, actor);
    const auto owners = refusal.detail == "not_yours" ? late.lost_owners() : std::vector<Patch>{};
    const auto states = late.moved_states();
    if (refusal.detail == "not_yours" ? owners.empty() : states.empty()) return std::nullopt;
    const auto wanted = late.wanted(owners, states);
    if (!owners.empty() && wanted && only_adds(store.catalogue(), command, *wanted))
        return edit.apply(*wanted) ? std::optional(Outcome::applied) : std::nullopt;
    late.propose(wanted);
    return Outcome::conflict;
}

}  // namespace sigap
