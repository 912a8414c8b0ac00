#include "sync/model/patched_rows.hpp"

namespace sigap {

std::optional<Record> PatchedRows::find(Kind kind, const Uuid& id) const {
    auto record = rows_.find(kind, id);
    if (record) patch(*record);
    return record;
}

std::vector<Record> PatchedRows::referring(Kind kind, const FieldInfo& field, const Uuid& target) const {
    auto records = rows_.referring(kind, field, target);
    for (auto& record : records) patch(record);
    return records;
}

void PatchedRows::patch(Record& record) const {
    for (const auto& patch : patches_)
        if (patch.kind == record.kind && patch.id == record.id) record.values[patch.field] = patch.value;
}

std::vector<Record> path_of(const Catalogue& catalogue, const Rows& rows, Kind kind, const Uuid& id) {
    constexpr std::size_t longest = 6;
    std::vector<Record> path;
    std::vector<std::pair<Kind, Uuid>> next{{kind, id}};
    for (std::size_t at = 0; at < next.size() && path.size() < longest; ++at) {
        const KindInfo* info = catalogue.find(next[at].first);
        auto record = info ? rows.find(next[at].first, next[at].second) : std::nullopt;
        if (!record) continue;
        for (std::size_t i = 0; i < info->fields.size(); ++i) {
            const FieldInfo& field = info->fields[i];
            const auto* up = std::get_if<Uuid>(&record->values[i]);
            if (field.route != Route::follows || !up) continue;
            Kind target = field.target;
            if (field.kind_field != 0) {
                const auto* number = std::get_if<std::int64_t>(&record->values[info->index_of(*info->find(field.kind_field))]);
                target = number ? static_cast<Kind>(*number) : Kind::none;
            }
            next.emplace_back(target, *up);
        }
        path.push_back(std::move(*record));
    }
    return path;
}

std::optional<Changes> judge_in_any_state(const Catalogue& catalogue, const Rows& rows, std::vector<FieldPatch> patches,
                                          const std::vector<FieldPatch>& states,
                                          const std::function<Result<Changes>(const Rows&)>& attempt) {
    auto judged = attempt(PatchedRows(rows, patches));
    if (judged) return std::move(*judged);
    if (judged.error().detail != "state") return std::nullopt;
    for (const auto& state : states) {
        patches.push_back(state);
        for (const auto word : catalogue.at(state.kind).fields[state.field].words) {
            patches.back().value = std::string(word);
            if (auto changes = attempt(PatchedRows(rows, patches))) return std::move(*changes);
        }
        patches.pop_back();
    }
    return std::nullopt;
}

}  // namespace sigap
