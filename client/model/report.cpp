#include "client/model/report.hpp"

#include <algorithm>

#include "client/model/details.hpp"
#include "client/model/logo.hpp"
#include "platform/core/text.hpp"
#include "platform/crypto/hash.hpp"
#include "sync/model/canonical_text.hpp"
#include "sync/model/kinds/part.hpp"
#include "sync/model/step_rules.hpp"

namespace sigap {

namespace {

std::optional<std::int64_t> seconds_between(Timestamp from, Timestamp to) {
    if (!from || !to) return std::nullopt;
    return std::max<std::int64_t>(0, (to.ms - from.ms) / 1000);
}

std::vector<ReportPart> parts_of(Replica& replica, const Uuid& visit) {
    std::map<Uuid, ReportPart> by_part;
    for (const auto& record : replica.rows().referring(Kind::part_use, field_of<&PartUse::visit>(), visit)) {
        const auto use = as<PartUse>(record);
        auto& line = by_part[use.part];
        line.quantity += use.quantity;
        const auto part = replica.find(Kind::part, use.part);
        if (!part || !line.name.empty()) continue;
        const auto known = as<Part>(*part);
        line.name = known.name;
        line.number = known.number;
        line.unit = known.unit;
    }
    std::vector<ReportPart> out;
    for (auto& [id, line] : by_part)
        if (line.quantity != 0) out.push_back(std::move(line));
    std::ranges::stable_sort(
        out, [](const auto& a, const auto& b) { return std::tie(a.name, a.number) < std::tie(b.name, b.number); });
    return out;
}

void add_procedure(Replica& replica, const JobDetail& job, Report& report) {
    report.procedure_code = job.procedure_code;
    if (job.run) {
        report.procedure_id = job.run->title_id;
        report.procedure_en = job.run->title_en;
        if (const auto version = replica.find(Kind::procedure_version, job.run->procedure_version))
            report.procedure_version = as<ProcedureVersion>(*version).version;
    }
    for (const auto& line : job.steps) {
        const ChecklistStep& step = line.step;
        if (!line.called_for && step.state == StepState::open) continue;
        std::string value_en;
        for (const auto& choice : choices_of(step))
            if (choice.id == step.value) value_en = choice.en;
        report.steps.push_back({step.position, step.text_id, step.text_en, step.state, step.value, std::move(value_en), step.unit,
                                step.state == StepState::failed ? step.note : step.skip_reason, line.done_by, step.done_at});
    }
}

void add_files(const std::vector<FileLine>& lines, std::int64_t step, Report& report) {
    for (const auto& line : lines) {
        const Attachment& file = line.attachment;
        report.files.push_back({file.sha256, file.type, file.name, file.caption, line.author, file.bytes, file.added_at, step});
    }
}

}  // namespace

std::optional<std::int64_t> Report::travel_seconds() const {
    // Before a closed door the way ended where the visit did.
    const bool turned_away = status == VisitStatus::no_access && !arrived_at;
    return seconds_between(travelling_at, turned_away ? completed_at : arrived_at);
}

std::optional<std::int64_t> Report::work_seconds() const {
    const auto there = seconds_between(arrived_at, completed_at);
    return there ? std::optional(std::max<std::int64_t>(0, *there - break_seconds)) : std::nullopt;
}

Timestamp Report::last_change() const {
    Timestamp last = std::max({accepted_at, travelling_at, arrived_at, completed_at});
    for (const auto& step : steps) last = std::max(last, step.done_at);
    for (const auto& note : notes) last = std::max(last, note.at);
    for (const auto& file : files) last = std::max(last, file.at);
    for (const auto& signature : signatures) last = std::max(last, signature.at);
    for (const auto& rating : ratings) last = std::max(last, rating.at);
    return last;
}

Result<Report> report_of(Replica& replica, const Uuid& visit) {
    // What depends on the time of day is no part of the report.
    const auto job = job_detail(replica, visit, {});
    if (!job) return fail(ErrorCode::not_found, "this visit is not on this device; sync, or check the id", "not_found");
    Report report;
    report.visit = visit;
    if (const auto enrolment = replica.enrolment()) report.organisation = enrolment->organisation;
    report.logo = logo_of(replica);
    report.number = job->order.number;
    report.title = job->order.title;
    report.description = job->order.description;
    report.status = job->visit.status;
    if (job->requester) {
        report.client = job->requester->name;
        report.client_phone = job->requester->phone;
    }
    report.place = job->place_path;
    report.utc_offset_minutes = job->utc_offset_minutes;
    if (job->asset) {
        report.asset_name = job->asset->name;
        report.asset_tag = job->asset->tag;
        report.asset_serial = job->asset->serial;
        report.asset_model = job->asset_model;
    }
    report.technician = job->technician;
    report.accepted_at = job->visit.accepted_at;
    report.travelling_at = job->visit.travelling_at;
    report.arrived_at = job->visit.arrived_at;
    report.completed_at = job->visit.completed_at;
    report.break_seconds = job->visit.break_seconds;
    report.outcome = job->visit.outcome;
    report.reason = job->visit.reason;
    report.findings = job->order.findings;
    add_procedure(replica, *job, report);
    report.parts = parts_of(replica, visit);
    for (const auto& line : job->notes) report.notes.push_back({line.author, line.note.written_at, line.note.text});
    std::ranges::stable_sort(report.notes, {}, &ReportNote::at);
    add_files(job->files, 0, report);
    for (const auto& line : job->steps) add_files(line.files, line.step.position, report);
    std::ranges::stable_sort(report.files, {}, &ReportFile::at);
    for (const auto& line : job->signatures) {
        const Signature& given = line.signature;
        auto strokes = read_strokes(given.strokes);
        report.signatures.push_back({given.name, given.absent_reason, line.collected_by, strokes ? std::move(*strokes) : Strokes{}, given.typed,
                                     given.signed_hash, given.signed_at, line.changed_since});
    }
    for (const auto& rating : job->ratings) report.ratings.push_back({rating.stars, rating.remark, rating.rated_at});
    return report;
}

std::string canonical_text(const Report& report) {
    CanonicalText out("sigap report 3");
    out.text("visit", to_string(report.visit));
    out.text("organisation", report.organisation);
    out.text("number", report.number);
    out.text("title", report.title);
    out.text("description", report.description);
    out.text("status", word_of(report.status));
    out.text("client", report.client);
    out.text("client_phone", report.client_phone);
    out.list("place", report.place, [&](const std::string& name) { out.text("name", name); });
    out.number("utc_offset_minutes", report.utc_offset_minutes);
    out.text("asset_name", report.asset_name);
    out.text("asset_tag", report.asset_tag);
    out.text("asset_serial", report.asset_serial);
    out.text("asset_model", report.asset_model);
    out.text("technician", report.technician);
    out.time("accepted_at", report.accepted_at);
    out.time("travelling_at", report.travelling_at);
    out.time("arrived_at", report.arrived_at);
    out.time("completed_at", report.completed_at);
    out.number("break_seconds", report.break_seconds);
    out.text("outcome", report.outcome);
    out.text("reason", report.reason);
    out.text("findings", report.findings);
    out.text("procedure_code", report.procedure_code);
    out.text("procedure_id", report.procedure_id);
    out.text("procedure_en", report.procedure_en);
    out.number("procedure_version", report.procedure_version);
    out.list("steps", report.steps, [&](const ReportStep& step) {
        out.number("position", step.position);
        out.text("text_id", step.text_id);
        out.text("text_en", step.text_en);
        out.text("state", word_of(step.state));
        out.text("value", step.value);
        out.text("value_en", step.value_en);
        out.text("unit", step.unit);
        out.text("skip_reason", step.skip_reason);
        out.text("done_by", step.done_by);
        out.time("done_at", step.done_at);
    });
    out.list("parts", report.parts, [&](const ReportPart& part) {
        out.text("name", part.name);
        out.text("number", part.number);
        out.text("unit", part.unit);
        out.number("quantity", part.quantity);
    });
    out.list("notes", report.notes, [&](const ReportNote& note) {
        out.text("author", note.author);
        out.time("at", note.at);
        out.text("text", note.text);
    });
    out.list("files", report.files, [&](const ReportFile& file) {
        out.text("sha256", file.sha256);
        out.text("type", file.type);
        out.text("name", file.name);
        out.text("caption", file.caption);
        out.text("author", file.author);
        out.number("bytes", file.bytes);
        out.time("at", file.at);
        out.number("step", file.step);
    });
    out.list("signatures", report.signatures, [&](const ReportSignature& given) {
        out.text("name", given.name);
        out.text("absent_reason", given.absent_reason);
        out.text("collected_by", given.collected_by);
        out.text("strokes", strokes_text(given.strokes));
        out.number("typed", given.typed);
        out.text("signed_hash", given.signed_hash);
        out.time("at", given.at);
    });
    out.list("ratings", report.ratings, [&](const ReportRating& rating) {
        out.number("stars", rating.stars);
        out.text("remark", rating.remark);
        out.time("at", rating.at);
    });
    return out.take();
}

std::string verification_code(const Report& report) {
    constexpr std::size_t digits = 16, group = 4;
    const std::string hex = upper_ascii(to_hex(sha256(canonical_text(report)))).substr(0, digits);
    std::string code;
    for (std::size_t at = 0; at < digits; at += group) code += (at == 0 ? "" : "-") + hex.substr(at, group);
    return code;
}

}  // namespace sigap
