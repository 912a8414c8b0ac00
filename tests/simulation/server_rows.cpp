#include "tests/simulation/server_rows.hpp"

namespace sigap::simulation {

ServerRows::ServerRows(Store& store) : catalogue_(store.catalogue()) {
    for (const auto& kind : catalogue_.kinds())
        for (auto query = store.database().query(store.rows().select(kind.kind)); query.step();) {
            Record record = store.rows().read(query, kind.kind);
            const Uuid id = record.id;
            rows_.emplace(id, std::move(record));
        }
    for (const auto& [id, record] : rows_) by_kind_[record.kind].push_back(&record);
}

std::optional<Record> ServerRows::find(Kind kind, const Uuid& id) const {
    const auto at = rows_.find(id);
    return at == rows_.end() || at->second.kind != kind ? std::nullopt : std::optional(at->second);
}

std::vector<Record> ServerRows::referring(Kind kind, const FieldInfo& field, const Uuid& target) const {
    std::vector<Record> out;
    const auto rows = by_kind_.find(kind);
    if (rows == by_kind_.end()) return out;
    const std::size_t index = catalogue_.at(kind).index_of(field);
    for (const Record* record : rows->second)
        if (record->values[index] == Value{target}) out.push_back(*record);
    return out;
}

}  // namespace sigap::simulation
