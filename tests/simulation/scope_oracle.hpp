// Who may hold which row, told a second time from the words of sync/PROTOCOL.md ("Scope"), so that an error in the
// product's own derivation does not judge itself. One thread; a new one for each moment.
#pragma once

#include <map>
#include <unordered_map>

#include "sync/model/command.hpp"
#include "sync/model/kinds/person.hpp"

namespace sigap::simulation {

class ScopeOracle {
public:
    // The rows are all that the server has.
    explicit ScopeOracle(const Rows& rows) : rows_(rows) {}

    bool may_hold(const Person& person, const Record& record);

private:
    bool holds(const Person& person, Kind kind, const Uuid& id);
    bool is_job_of(const Person& person, Kind kind, const Uuid& id);
    Uuid site_of(const Uuid& location) const;

    const Rows& rows_;
    std::map<std::pair<Uuid, Uuid>, bool> known_;  // of person and row
};

}  // namespace sigap::simulation
