// All rows of the server at one moment, in memory. One thread.
#pragma once

#include <unordered_map>

#include "sync/server/store.hpp"

namespace sigap::simulation {

class ServerRows final : public Rows {
public:
    explicit ServerRows(Store& store);
    std::optional<Record> find(Kind kind, const Uuid& id) const override;
    std::vector<Record> referring(Kind kind, const FieldInfo& field, const Uuid& target) const override;
    bool complete() const override { return true; }
    const std::unordered_map<Uuid, Record>& all() const { return rows_; }

private:
    const Catalogue& catalogue_;
    std::unordered_map<Uuid, Record> rows_;
    std::unordered_map<Kind, std::vector<const Record*>> by_kind_;
};

}  // namespace sigap::simulation
