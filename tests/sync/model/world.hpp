// Rows in memory and one command judged on them: what the tests of the rules share. One thread.
#pragma once

#include <map>

#include "sync/model/judgement.hpp"
#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/location.hpp"
#include "sync/model/kinds/note.hpp"
#include "sync/model/kinds/part.hpp"
#include "sync/model/kinds/person.hpp"
#include "sync/model/kinds/procedure.hpp"
#include "sync/model/kinds/work.hpp"

namespace sigap::testing {

class MemoryRows final : public Rows {
public:
    explicit MemoryRows(bool complete) : complete_(complete) {}
    std::optional<Record> find(Kind kind, const Uuid& id) const override {
        const auto at = rows.find({kind, id});
        return at == rows.end() ? std::nullopt : std::optional(at->second);
    }
    std::vector<Record> referring(Kind kind, const FieldInfo& field, const Uuid& target) const override {
        const KindInfo& info = catalogue().at(kind);
        std::vector<Record> out;
        for (const auto& [key, record] : rows)
            if (key.first == kind && record.values[info.index_of(*info.find(field.number))] == Value{target}) out.push_back(record);
        return out;
    }
    bool complete() const override { return complete_; }

    std::map<std::pair<Kind, Uuid>, Record> rows;

private:
    bool complete_;
};

struct World {
    explicit World(bool complete = true) : rows(complete) {
        technician = person("Budi", Role::technician);
        other = person("Sari", Role::technician);
        desk = person("Rina", Role::desk);
    }

    template <typename T>
    Uuid put(T row) {
        if (!row.id) row.id = make_uuid(clock, random);
        rows.rows[{kind_of<T>.kind, row.id}] = record_of(row);
        return row.id;
    }
    template <typename T>
    T get(const Uuid& id) const {
        const auto record = rows.find(kind_of<T>.kind, id);
        if (!record) throw std::runtime_error("no such row in this world");
        return as<T>(*record);
    }
    Uuid person(const std::string& name, Role role) {
        Person row;
        row.name = name;
        row.role = role;
        return put(row);
    }
    Role role_of(const Uuid& who) const { return get<Person>(who).role; }

    using Arguments = std::vector<std::pair<std::string, Value>>;
    Command command(const std::string& name, const Uuid& target, Arguments arguments, const Uuid& by) {
        Command out;
        out.operation = make_uuid(clock, random);
        out.name = name;
        out.target = target;
        for (const auto& [key, record] : rows.rows)
            if (key.second == target) out.target_kind = key.first;
        out.by = by;
        out.at = clock.now();
        out.arguments = std::move(arguments);
        return out;
    }
    Result<Changes> judge(const Command& given) {
        return sigap::judge(catalogue(), given, {given.by, role_of(given.by), Uuid{}}, rows);
    }
    Result<Changes> judge(const std::string& name, const Uuid& target, Arguments arguments = {}) {
        return judge(command(name, target, std::move(arguments), desk));
    }
    // Judges and, where the rule says yes, applies. The id of what was made; nil otherwise.
    Result<Uuid> perform(const std::string& name, const Uuid& target, Arguments arguments = {}, Uuid by = {}) {
        const Command given = command(name, target, std::move(arguments), by ? by : desk);
        auto changes = judge(given);
        if (!changes) return changes.error();
        for (const auto& change : *changes) {
            const KindInfo& kind = catalogue().at(change.kind);
            auto& record = rows.rows.try_emplace({change.kind, change.id}, born_record(kind, change.id)).first->second;
            apply(kind, record, change);
        }
        clock.advance(1000);
        return changes->empty() || target ? Uuid{} : derived_id(given.operation, 0);
    }

    ManualClock clock;
    SeededRandom random{1};
    MemoryRows rows;
    Uuid technician, other, desk;
};

}  // namespace sigap::testing
