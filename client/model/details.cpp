#include "client/model/details.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "client/model/file_lines.hpp"
#include "client/model/hand_over_lines.hpp"
#include "client/model/signing.hpp"
#include "client/model/timeline.hpp"
#include "hardware/inventory/machine_json.hpp"
#include "sync/model/judgement.hpp"
#include "sync/model/step_rules.hpp"
#include "sync/model/text_value.hpp"
#include "sync/replica/search.hpp"

namespace sigap {

namespace {

template <typename T>
std::optional<T> load(const Replica& replica, const Uuid& id) {
    if (auto record = replica.find(kind_of<T>.kind, id)) return as<T>(*record);
    return std::nullopt;
}

template <auto Member>
std::vector<Record> referring(const Replica& replica, const Uuid& target) {
    using T = typename detail::MemberOf<decltype(Member)>::struct_type;
    return replica.rows().referring(kind_of<T>.kind, field_of<Member>(), target);
}

// Of this device's newest edit of the record; what has settled well is nothing to tell.
bool tells(EditState state) {
    return state != EditState::accepted && state != EditState::merged && state != EditState::withdrawn;
}

Pending pending_of(const Replica& replica, const Uuid& about) {
    for (const auto& entry : replica.ledger(1, about))
        if (tells(entry.state)) return entry.state;
    return {};
}

std::string text_of(const boost::json::value& value) {
    if (value.is_string()) return std::string(value.get_string());
    if (value.is_null()) return {};
    return boost::json::serialize(value);
}

std::vector<std::pair<std::string, std::string>> details_of(Replica& replica, const CommandInfo* info, std::string_view json) {
    std::vector<std::pair<std::string, std::string>> out;
    boost::system::error_code error;
    const auto parsed = boost::json::parse(json, error);
    if (error || !parsed.is_object()) return out;
    for (const auto& [key, value] : parsed.get_object()) {
        std::string text = text_of(value);
        if (info)
            for (const auto& shape : info->arguments)
                if (shape.name == std::string_view(key) && shape.type == FieldType::reference)
                    if (const auto id = parse_uuid(text); id && shape.target != Kind::none) text = title_of(replica, shape.target, *id).en;
        out.emplace_back(std::string(key), std::move(text));
    }
    return out;
}

void mark_pending(Replica& replica, const Uuid& about, std::vector<HistoryLine>& history) {
    for (const auto& entry : replica.ledger(200, about)) {
        if (!tells(entry.state)) continue;
        for (auto& line : history)
            if (line.operation == entry.command.operation) line.pending = entry.state;
    }
}

void newest_first(std::vector<HistoryLine>& history) {
    std::ranges::stable_sort(history, [](const auto& a, const auto& b) { return a.at != b.at ? a.at > b.at : b.operation < a.operation; });
}

void open_first(std::vector<ConflictLine>& conflicts) {
    std::ranges::stable_sort(conflicts, [](const auto& a, const auto& b) {
        const bool a_open = a.conflict.state == ConflictState::open, b_open = b.conflict.state == ConflictState::open;
        return a_open != b_open ? a_open : a.conflict.lost_at > b.conflict.lost_at;
    });
}

ConflictLine conflict_line(Replica& replica, const Record& record) {
    ConflictLine line;
    line.conflict = as<Conflict>(record);
    const Conflict& conflict = line.conflict;
    const KindInfo* kind = replica.catalogue().find(conflict.about_kind);
    const FieldInfo* field = kind ? kind->find(static_cast<std::uint16_t>(conflict.field)) : nullptr;
    line.kind = kind ? std::string(kind->name) : std::string();
    line.subject = title_of(replica, conflict.about_kind, conflict.about).en;
    // Of what went to somebody else the ledger still knows the name.
    if (line.subject.empty())
        for (const auto& entry : replica.ledger(1, conflict.about)) line.subject = entry.title;
    line.kept_by = person_name(replica, conflict.kept_by);
    line.lost_by = person_name(replica, conflict.lost_by);
    line.settled_by = person_name(replica, conflict.settled_by);
    line.job = job_of(replica, conflict.about_kind, conflict.about);
    line.kept = conflict.kept;
    line.lost = conflict.lost;
    if (!conflict.arguments.empty())
        line.wanted = details_of(replica, replica.catalogue().command(conflict.command), conflict.arguments);
    if (!field) return line;
    line.field = field->name;
    line.kept = readable(replica, *field, conflict.kept);
    line.lost = readable(replica, *field, conflict.lost);
    line.holder = person_name(replica, conflict.holder);
    line.may_restore = conflict.state == ConflictState::open && replica.would_allow("restore_conflict", conflict.id);
    return line;
}

// What an edit wanted that needs its author now, and the record that stands in its way.
void add_parked(Replica& replica, LedgerLine& line) {
    const LedgerEntry& entry = line.entry;
    const auto* info = replica.catalogue().command(entry.command.name);
    if (!info) return;
    constexpr std::size_t longest = 300;
    line.wanted = details_of(replica, info, arguments_as_json(*info, entry.command, longest));
    if (entry.code != "duplicate") return;
    const KindInfo* kind = replica.catalogue().find(info->on);
    for (const auto& [name, value] : entry.command.arguments)
        if (const auto* field = kind ? kind->find(name) : nullptr; field && field->merge == Merge::unique) line.unique_field = name;
    if (const auto twin = replica.twin_of(entry)) {
        line.twin = twin->id;
        line.twin_title = title_of(replica, twin->kind, twin->id).en;
        line.reason = {"parked.duplicate", {line.twin_title}, {}};
    }
}

void append(std::vector<ConflictLine>& to, std::vector<ConflictLine> more) {
    std::ranges::move(more, std::back_inserter(to));
}

void add_steps(Replica& replica, JobDetail& job) {
    for (const auto& record : referring<&ChecklistRun::visit>(replica, job.visit.id)) job.run = as<ChecklistRun>(record);
    for (const auto& record : referring<&ChecklistStep::visit>(replica, job.visit.id)) {
        StepLine line;
        line.step = as<ChecklistStep>(record);
        line.pending = pending_of(replica, record.id);
        line.done_by = person_name(replica, line.step.done_by);
        line.files = file_lines(replica, nullptr, record.id);
        if (const auto order = load<WorkOrder>(replica, line.step.follow_up)) line.follow_up = order->number.empty() ? order->title : order->number;
        append(job.conflicts, conflicts_of(replica, record.id));
        job.steps.push_back(std::move(line));
    }
    std::ranges::sort(job.steps, {}, [](const StepLine& line) { return line.step.position; });
    std::vector<ChecklistStep> steps;
    for (const auto& line : job.steps) steps.push_back(line.step);
    for (auto& line : job.steps) {
        line.called_for = applies(line.step, steps);
        job.open_mandatory += line.called_for && line.step.mandatory && line.step.state == StepState::open;
    }
}

}  // namespace

std::shared_ptr<const JobDetail> job_detail(Replica& replica, const Uuid& visit, Timestamp now) {
    const auto record = replica.find(Kind::visit, visit);
    if (!record) return nullptr;
    auto job = std::make_shared<JobDetail>();
    job->visit = as<Visit>(*record);
    job->visit_seq = record->seq;
    if (const auto order = replica.find(Kind::work_order, job->visit.work_order)) {
        job->order = as<WorkOrder>(*order);
        job->order_seq = order->seq;
    }
    const WorkOrder& order = job->order;
    job->ticket = load<Ticket>(replica, order.ticket);
    job->asset = load<Asset>(replica, order.asset);
    if (job->asset)
        if (const auto model = load<AssetModel>(replica, job->asset->model)) job->asset_model = model->name;
    PlaceNames places(replica);
    job->place = places.text(order.location);
    job->place_path = places.path(order.location);
    if (const auto place = load<Location>(replica, order.location)) {
        const auto site = load<Location>(replica, place->site);
        job->utc_offset_minutes = site ? site->utc_offset_minutes : place->utc_offset_minutes;
    }
    job->requester = load<Person>(replica, order.requester);
    job->technician = person_name(replica, job->visit.technician);
    if (const auto procedure = load<Procedure>(replica, order.procedure)) job->procedure_code = procedure->code;

    job->notes = notes_of(replica, visit);
    for (auto& note : notes_of(replica, order.id)) job->notes.push_back(std::move(note));
    std::ranges::stable_sort(job->notes, [](const auto& a, const auto& b) { return a.note.written_at > b.note.written_at; });
    job->files = file_lines(replica, nullptr, visit);
    for (auto& file : file_lines(replica, nullptr, order.id)) job->files.push_back(std::move(file));
    add_signing(replica, *job);
    job->history = timeline_of(replica, Kind::work_order, order.id, 300);
    job->conflicts = conflicts_of(replica, visit);
    append(job->conflicts, conflicts_of(replica, order.id));
    add_steps(replica, *job);
    open_first(job->conflicts);

    for (auto& article : articles_for(replica, order.id))
        job->articles.push_back({article.id, article.title_id, article.title_en, article.category});
    job->priority = priority_of(order.impact, order.urgency, false);
    job->overdue = job->visit.status < VisitStatus::completed && order.due_at && order.due_at < now;
    job->unsent = visits_with_unsent(replica).contains(visit);
    job->given_away = replica.given_away(Kind::visit, visit);
    for (const auto& line : job->conflicts)
        if (job->holder.empty()) job->holder = line.holder;
    if (const auto enrolment = replica.enrolment(); enrolment && !job->given_away) job->actions = visit_actions(job->visit.status, enrolment->role);
    add_hand_overs(replica, *job);
    add_field_work(replica, *job);
    return job;
}

std::shared_ptr<const AssetDetail> asset_detail(Replica& replica, const Uuid& id, Timestamp now) {
    const auto record = replica.find(Kind::asset, id);
    if (!record) return nullptr;
    auto detail = std::make_shared<AssetDetail>();
    detail->asset = as<Asset>(*record);
    detail->seq = record->seq;
    const Asset& asset = detail->asset;
    if (const auto model = load<AssetModel>(replica, asset.model)) {
        detail->model = model->name;
        detail->manufacturer = model->manufacturer;
    }
    detail->holder = person_name(replica, asset.holder);
    if (const auto unit = load<OrgUnit>(replica, asset.org_unit)) detail->org_unit = unit->name;
    PlaceNames places(replica);
    detail->place = places.text(asset.location);
    detail->place_path = places.path(asset.location);
    if (!asset.facts.empty())
        if (auto facts = parse_machine(asset.facts)) {
            detail->differences = differences(*facts, register_entry(replica, asset));
            detail->facts = std::move(*facts);
        }
    detail->jobs = jobs_of_asset(replica, id, now, 100);
    detail->notes = notes_of(replica, id);
    detail->files = file_lines(replica, nullptr, id);
    detail->history = timeline_of(replica, Kind::asset, id, 300);
    detail->conflicts = conflicts_of(replica, id);
    for (const auto& entry : replica.ledger(50, id))
        detail->unsent = detail->unsent || entry.state == EditState::queued || entry.state == EditState::sending;
    return detail;
}

std::string wanted_of(Replica& replica, const Command& command) {
    const CommandInfo* info = replica.catalogue().command(command.name);
    std::string out;
    for (const auto& shape : info ? info->arguments : std::vector<ArgumentInfo>{}) {
        const Value* value = command.argument(shape.name);
        if (!value || std::holds_alternative<Absent>(*value) || shape.name == "facts") continue;
        std::string text = value_to_text(shape.type, *value);
        if (const auto* id = std::get_if<Uuid>(value))
            if (auto title = title_of(replica, shape.target, *id).en; !title.empty()) text = std::move(title);
        out += (out.empty() ? "" : "; ") + text;
    }
    return out;
}

std::shared_ptr<const SyncSnapshot> sync_snapshot(Replica& replica, Timestamp now) {
    auto sync = std::make_shared<SyncSnapshot>();
    sync->readiness = readiness(replica, nullptr, now);
    sync->status = replica.status();
    sync->enrolment = replica.enrolment();
    if (sync->enrolment) sync->person = person_name(replica, sync->enrolment->person);
    for (auto& entry : replica.ledger(500)) {
        LedgerLine& line = sync->ledger.emplace_back();
        const Title title = title_of(replica, entry.about_kind, entry.about);
        line.subject = title.id;
        line.subject_en = title.en;
        line.state = state_words(entry.state);
        if (!entry.code.empty())
            line.reason = error_words({ErrorCode::refused, entry.message, entry.code});
        if (line.subject.empty()) line.subject = line.subject_en = entry.title;
        line.job = job_of(replica, entry.about_kind, entry.about);
        line.may_withdraw = entry.state == EditState::queued;
        for (const auto& id : entry.conflicts)
            if (const auto record = replica.find(Kind::conflict, id)) line.conflicts.push_back(conflict_line(replica, *record));
        if (line.reason.empty()) line.reason = outcome_words(entry.state, line.conflicts.empty() ? std::string() : line.conflicts[0].holder);
        line.entry = std::move(entry);
        if (line.parked()) add_parked(replica, line);
    }
    sync->conflicts = all_conflicts(replica, 500);
    return sync;
}

HistoryLine history_line(Replica& replica, const Activity& activity) {
    HistoryLine line;
    line.operation = activity.id;
    line.at = activity.at;
    line.command = activity.command;
    line.actor = person_name(replica, activity.actor);
    line.details = details_of(replica, replica.catalogue().command(activity.command), activity.details);
    for (const auto& [name, value] : line.details)
        if (name == "absent_reason")
            if (std::string key = command_key(line.command, value); !key.starts_with("command.")) line.key = std::move(key);
    return line;
}

std::vector<HistoryLine> history_of(Replica& replica, const Uuid& about, std::size_t most) {
    std::vector<HistoryLine> out;
    if (!about) return out;
    for (const auto& record : referring<&Activity::about>(replica, about)) out.push_back(history_line(replica, as<Activity>(record)));
    newest_first(out);
    if (out.size() > most) out.resize(most);
    mark_pending(replica, about, out);
    return out;
}

std::vector<NoteLine> notes_of(Replica& replica, const Uuid& about) {
    std::vector<NoteLine> out;
    if (!about) return out;
    const auto enrolment = replica.enrolment();
    const auto edits = replica.ledger(200, about);
    for (const auto& record : referring<&Note::about>(replica, about)) {
        NoteLine line{as<Note>(record), {}, false, {}};
        if (line.note.retracted) continue;
        line.author = person_name(replica, line.note.author);
        line.mine = enrolment && line.note.author.id == enrolment->person;
        // The ledger names the record that was written about, not the note.
        for (const auto& entry : edits)
            if (derived_id(entry.command.operation, 0) == record.id && tells(entry.state)) line.pending = entry.state;
        out.push_back(std::move(line));
    }
    std::ranges::stable_sort(out, [](const auto& a, const auto& b) { return a.note.written_at > b.note.written_at; });
    return out;
}

std::vector<ConflictLine> conflicts_of(Replica& replica, const Uuid& about) {
    std::vector<ConflictLine> out;
    if (!about) return out;
    for (const auto& record : referring<&Conflict::about>(replica, about)) out.push_back(conflict_line(replica, record));
    open_first(out);
    return out;
}

std::vector<ConflictLine> all_conflicts(Replica& replica, std::int64_t most) {
    ListQuery query;
    query.kind = Kind::conflict;
    query.order = "lost_at";
    query.descending = true;
    query.limit = most;
    std::vector<ConflictLine> out;
    for (const auto& record : replica.list(query)) out.push_back(conflict_line(replica, record));
    open_first(out);
    return out;
}

}  // namespace sigap
