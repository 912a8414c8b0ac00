#include "sync/server/demo/world.hpp"

#include <algorithm>

#include "sync/model/catalogue.hpp"
#include "sync/model/kinds/person.hpp"

namespace sigap::demo {

Uuid World::new_id(Timestamp at) {
    const ManualClock clock(at);
    return make_uuid(clock, random_);
}

void World::keep(Record record) {
    const auto [place, born] = places_.try_emplace({record.kind, record.id}, rows_.size());
    if (born) rows_.push_back(std::move(record));
    else rows_[place->second] = std::move(record);
}

Uuid World::command(const Uuid& actor, Timestamp at, std::string name, Kind kind, const Uuid& target,
                    Arguments arguments) {
    const auto person = get<Person>(actor);
    const Command command{new_id(at), std::move(name), kind, target, actor, at, std::move(arguments), {}};
    const auto changes = judge(catalogue(), command, {actor, person.role, {}}, *this);
    if (!changes) throw std::logic_error("demo: " + command.name + ": " + changes.error().message);
    for (const auto& change : *changes) {
        const KindInfo& info = catalogue().at(change.kind);
        Record record = change.born ? born_record(info, change.id) : *find(change.kind, change.id);
        apply(info, record, change);
        keep(std::move(record));
    }
    return target ? target : derived_id(command.operation, 0);
}

void World::at(Timestamp when, std::function<void(Timestamp)> event) {
    if (when <= now_) events_.emplace(when, std::move(event));
}

void World::run_events() {
    while (!events_.empty()) {
        const auto next = events_.extract(events_.begin());
        next.mapped()(next.key());
    }
}

std::optional<Record> World::find(Kind kind, const Uuid& id) const {
    const auto place = places_.find({kind, id});
    return place == places_.end() ? std::nullopt : std::optional(rows_[place->second]);
}

std::vector<Record> World::referring(Kind kind, const FieldInfo& field, const Uuid& target) const {
    const KindInfo& info = catalogue().at(kind);
    const std::size_t index = info.index_of(*info.find(field.number));
    std::vector<Record> out;
    for (const auto& row : rows_)
        if (row.kind == kind && row.values[index] == Value{target}) out.push_back(row);
    std::ranges::sort(out, {}, &Record::id);
    return out;
}

}  // namespace sigap::demo
