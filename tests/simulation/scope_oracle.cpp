#include "tests/simulation/scope_oracle.hpp"

#include <algorithm>

#include "sync/model/catalogue.hpp"
#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/attachment.hpp"
#include "sync/model/kinds/hand_over.hpp"
#include "sync/model/kinds/location.hpp"
#include "sync/model/kinds/note.hpp"
#include "sync/model/kinds/notice.hpp"
#include "sync/model/kinds/part.hpp"
#include "sync/model/kinds/procedure.hpp"
#include "sync/model/kinds/signing.hpp"
#include "sync/model/kinds/work.hpp"

namespace sigap::simulation {

Uuid ScopeOracle::site_of(const Uuid& location) const {
    const auto row = rows_.find(Kind::location, location);
    return row ? Uuid(as<Location>(*row).site) : Uuid{};
}

// In the bucket of the person's jobs: what is theirs, and what travels with it.
bool ScopeOracle::is_job_of(const Person& person, Kind kind, const Uuid& id) {
    const auto record = rows_.find(kind, id);
    if (!record) return false;
    const auto any_of = [&](const FieldInfo& field, Kind from) {
        const auto rows = rows_.referring(from, field, id);
        return std::ranges::any_of(rows, [&](const Record& row) { return is_job_of(person, from, row.id); });
    };
    switch (kind) {
        case Kind::work_order: return as<WorkOrder>(*record).assignee.id == person.id;
        case Kind::visit: {
            const auto visit = as<Visit>(*record);
            return visit.technician.id == person.id || is_job_of(person, Kind::work_order, visit.work_order);
        }
        case Kind::ticket: return as<Ticket>(*record).assignee.id == person.id || any_of(field_of<&WorkOrder::ticket>(), Kind::work_order);
        case Kind::asset: return any_of(field_of<&WorkOrder::asset>(), Kind::work_order) || any_of(field_of<&Ticket::asset>(), Kind::ticket);
        default: return false;
    }
}

bool ScopeOracle::holds(const Person& person, Kind kind, const Uuid& id) {
    const auto record = rows_.find(kind, id);
    return record && may_hold(person, *record);
}

bool ScopeOracle::may_hold(const Person& person, const Record& record) {
    if (person.inactive || person.role == Role::none) return false;
    if (desk_side.has(person.role) || catalogue().at(record.kind).everyone) return true;
    if (person.role != Role::technician) return false;
    const auto [at, fresh] = known_.try_emplace({person.id, record.id}, false);
    if (!fresh) return at->second;
    bool may = false;
    switch (record.kind) {
        case Kind::asset: {
            const auto asset = as<Asset>(record);
            may = (asset.location && person.site && site_of(asset.location) == site_of(person.site)) ||
                  is_job_of(person, record.kind, record.id);
            break;
        }
        case Kind::stock: {
            const auto stock = as<Stock>(record);
            may = stock.holder.id == person.id || (stock.location && person.site && site_of(stock.location) == site_of(person.site));
            break;
        }
        case Kind::part_use: may = holds(person, Kind::visit, as<PartUse>(record).visit); break;
        case Kind::checklist_run: may = holds(person, Kind::visit, as<ChecklistRun>(record).visit); break;
        case Kind::checklist_step: may = holds(person, Kind::checklist_run, as<ChecklistStep>(record).run); break;
        case Kind::signature: may = holds(person, Kind::visit, as<Signature>(record).visit); break;
        case Kind::rating: may = holds(person, Kind::visit, as<Rating>(record).visit); break;
        case Kind::hand_over: may = holds(person, Kind::work_order, as<HandOver>(record).work_order); break;
        case Kind::notice: may = holds(person, Kind::work_order, as<Notice>(record).work_order); break;
        case Kind::acknowledgement: may = as<Acknowledgement>(record).person.id == person.id; break;
        case Kind::note: may = holds(person, as<Note>(record).about_kind, as<Note>(record).about); break;
        case Kind::activity: may = holds(person, as<Activity>(record).about_kind, as<Activity>(record).about); break;
        case Kind::attachment: may = holds(person, as<Attachment>(record).about_kind, as<Attachment>(record).about); break;
        case Kind::conflict: {
            // Whoever lost learns of it, whoever holds the record now.
            const auto conflict = as<Conflict>(record);
            may = conflict.lost_by.id == person.id || holds(person, conflict.about_kind, conflict.about);
            break;
        }
        // Who reported a ticket sees what becomes of it.
        case Kind::ticket: may = as<Ticket>(record).reporter.id == person.id || is_job_of(person, record.kind, record.id); break;
        default: may = is_job_of(person, record.kind, record.id);
    }
    return known_[{person.id, record.id}] = may;
}

}  // namespace sigap::simulation
