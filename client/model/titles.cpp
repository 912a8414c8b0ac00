// What records are called, where they lead, and what may be done to a visit.
#include <algorithm>

#include "client/model/details.hpp"
#include "sync/model/kinds/article.hpp"
#include "sync/model/kinds/attachment.hpp"
#include "sync/model/text_value.hpp"

namespace sigap {

Uuid job_of(Replica& replica, Kind kind, const Uuid& id) {
    switch (kind) {
        case Kind::visit: return id;
        case Kind::checklist_step:
            if (const auto step = replica.find(kind, id)) return as<ChecklistStep>(*step).visit;
            return {};
        case Kind::checklist_run:
            if (const auto run = replica.find(kind, id)) return as<ChecklistRun>(*run).visit;
            return {};
        case Kind::note:
            if (const auto record = replica.find(kind, id)) {
                const auto note = as<Note>(*record);
                return note.about_kind == Kind::note ? Uuid{} : job_of(replica, note.about_kind, note.about);
            }
            return {};
        case Kind::attachment:
            if (const auto record = replica.find(kind, id)) {
                const auto file = as<Attachment>(*record);
                return file.about_kind == Kind::attachment ? Uuid{} : job_of(replica, file.about_kind, file.about);
            }
            return {};
        case Kind::work_order: {
            const auto visits = replica.rows().referring(Kind::visit, field_of<&Visit::work_order>(), id);
            return visits.empty() ? Uuid{} : visits.back().id;
        }
        default: return {};
    }
}

Title title_of(Replica& replica, Kind kind, const Uuid& id) {
    const auto record = replica.find(kind, id);
    if (!record) return {};
    const auto both = [](std::string text) { return Title{text, text}; };
    switch (kind) {
        case Kind::visit: return title_of(replica, Kind::work_order, as<Visit>(*record).work_order);
        case Kind::checklist_step: {
            const auto step = as<ChecklistStep>(*record);
            return {step.text_id, step.text_en.empty() ? step.text_id : step.text_en};
        }
        case Kind::checklist_run: {
            const auto run = as<ChecklistRun>(*record);
            return {run.title_id, run.title_en.empty() ? run.title_id : run.title_en};
        }
        case Kind::procedure: {
            const auto procedure = as<Procedure>(*record);
            return {procedure.title_id, procedure.title_en.empty() ? procedure.title_id : procedure.title_en};
        }
        case Kind::article: {
            const auto article = as<Article>(*record);
            return {article.title_id, article.title_en.empty() ? article.title_id : article.title_en};
        }
        case Kind::conflict: {
            const auto conflict = as<Conflict>(*record);
            return conflict.about_kind == Kind::conflict ? Title{} : title_of(replica, conflict.about_kind, conflict.about);
        }
        default: {
            const KindInfo& info = replica.catalogue().at(kind);
            const FieldInfo* title = info.find(info.title);
            return title ? both(value_to_text(title->type, record->values[info.index_of(*title)])) : Title{};
        }
    }
}

std::string person_name(const Replica& replica, const Uuid& person) {
    const auto record = replica.find(Kind::person, person);
    return record ? as<Person>(*record).name : std::string{};
}

std::string readable(Replica& replica, const FieldInfo& field, std::string_view text) {
    if (field.type == FieldType::reference && field.target != Kind::none)
        if (const auto id = parse_uuid(text)) {
            const auto title = title_of(replica, field.target, *id).en;
            if (!title.empty()) return title;
        }
    return std::string(text);
}

std::vector<std::string> visit_actions(VisitStatus status, Role role) {
    if (!staff.has(role)) return {};
    std::vector<std::string> out;
    switch (status) {
        case VisitStatus::scheduled: out = {"accept_visit"}; break;
        case VisitStatus::accepted: out = {"travel_visit"}; break;
        case VisitStatus::travelling: out = {"arrive_visit", "no_access_visit"}; break;
        case VisitStatus::on_site: out = {"complete_visit", "pause_visit", "partially_complete_visit", "no_access_visit"}; break;
        case VisitStatus::on_break: out = {"resume_visit"}; break;
        default: return {};
    }
    if (desk_side.has(role)) out.emplace_back("cancel_visit");
    return out;
}

RegisterEntry register_entry(Replica& replica, const Asset& asset) {
    RegisterEntry entry;
    entry.tag = asset.tag;
    entry.serial = asset.serial;
    entry.uuid = asset.system_uuid;
    entry.cpu = asset.cpu;
    entry.memory_bytes = asset.memory_mib << 20;
    entry.disk_bytes = asset.disk_gib << 30;
    if (!asset.mac.empty()) entry.macs.push_back(asset.mac);
    if (const auto record = replica.find(Kind::asset_model, asset.model)) {
        const auto model = as<AssetModel>(*record);
        entry.manufacturer = model.manufacturer;
        entry.model = model.name;
    }
    return entry;
}

ScanResult judge_scan(Replica& replica, MachineFacts facts, const Uuid& asset, Timestamp at) {
    ScanResult scan;
    scan.facts = std::move(facts);
    scan.at = at;
    scan.asset = asset;
    std::vector<Asset> assets;
    std::vector<RegisterEntry> entries;
    ListQuery query;
    query.kind = Kind::asset;
    for (const auto& record : replica.list(query)) {
        assets.push_back(as<Asset>(record));
        entries.push_back(register_entry(replica, assets.back()));
    }
    scan.match = match_machine(scan.facts, entries);
    for (const std::size_t place : scan.match.entries) {
        AssetRow row;
        row.id = assets[place].id;
        row.tag = assets[place].tag;
        row.serial = assets[place].serial;
        row.name = assets[place].name;
        row.status = assets[place].status;
        scan.matched.push_back(std::move(row));
    }
    if (!scan.asset && scan.match.is_certain()) scan.asset = scan.matched.front().id;
    for (std::size_t i = 0; i < assets.size(); ++i)
        if (assets[i].id == scan.asset) scan.differences = differences(scan.facts, entries[i]);
    return scan;
}

}  // namespace sigap
