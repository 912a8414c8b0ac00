// sigap enrol, sync, status, outbox, conflicts: this device and the server.
#include <algorithm>
#include <chrono>
#include <cstdio>

#include "client/cli/command_line.hpp"
#include "client/cli/records.hpp"
#include "client/model/details.hpp"

namespace sigap::cli {

namespace {

constexpr std::string_view protection = "not protected: the database is encrypted, but its key lies beside it in a file of mode 0600";

std::string subject_of(Replica& replica, const LedgerEntry& entry) {
    const std::string title = title_of(replica, entry.about_kind, entry.about).en;
    return title.empty() ? entry.title : title;
}

std::string entry_json(Replica& replica, const LedgerEntry& entry) {
    const Command& command = entry.command;
    const CommandInfo* info = replica.catalogue().command(command.name);
    JsonObject arguments;
    for (const auto& [name, value] : command.arguments) {
        FieldType type = FieldType::text;
        if (info)
            for (const auto& shape : info->arguments)
                if (shape.name == name) type = shape.type;
        std::string json;
        append_json_value(json, type, value);
        arguments.raw(name, json);
    }
    const auto* kind = replica.catalogue().find(entry.about_kind);
    std::vector<std::string> conflicts;
    for (const auto& id : entry.conflicts) conflicts.push_back('"' + to_string(id) + '"');
    return JsonObject()
        .number("n", entry.n)
        .id("operation", command.operation)
        .text("command", command.name)
        .text("state", word_of(entry.state))
        .time("at", command.at)
        .text("kind", kind ? kind->name : "")
        .id("id", entry.about)
        .text("subject", subject_of(replica, entry))
        .raw("arguments", arguments.str())
        .text_or_null("code", entry.code)
        .text_or_null("message", entry.message)
        .raw("conflicts", json_array(conflicts))
        .time("settled_at", entry.settled_at)
        .str();
}

std::string why(Replica& replica, const LedgerEntry& entry) {
    if (entry.state != EditState::conflict || replica.find_any(entry.about)) return entry.message;
    const std::string wanted = wanted_of(replica, entry.command);
    return "somebody else's now; they decide" + (wanted.empty() ? "" : ": " + wanted);
}

// Oldest first: what the server has not answered, and what it has not taken.
std::vector<LedgerEntry> open_entries(Replica& replica, bool all) {
    std::vector<LedgerEntry> out;
    for (auto& entry : replica.ledger(-1)) {
        const bool open = entry.state == EditState::queued || entry.state == EditState::sending || entry.state == EditState::refused ||
                          entry.state == EditState::deferred;
        if (all || open) out.push_back(std::move(entry));
    }
    std::ranges::reverse(out);
    return out;
}

std::string conflict_json(const ConflictLine& line) {
    const Conflict& conflict = line.conflict;
    return JsonObject()
        .id("id", conflict.id)
        .text("about_kind", line.kind)
        .id("about", conflict.about)
        .text("subject", line.subject)
        .text("field", line.field)
        .text("kept", conflict.kept)
        .text("kept_text", line.kept)
        .text("kept_by", line.kept_by)
        .time("kept_at", conflict.kept_at)
        .text("lost", conflict.lost)
        .text("lost_text", line.lost)
        .text("lost_by", line.lost_by)
        .time("lost_at", conflict.lost_at)
        .text("state", word_of(conflict.state))
        .text_or_null("settled_by", line.settled_by)
        .time("settled_at", conflict.settled_at)
        .text_or_null("command", conflict.command)
        .str();
}

std::string status_json(Replica& replica, const std::string& folder) {
    const auto enrolment = replica.enrolment();
    const SyncStatus status = replica.status();
    JsonObject out;
    out.text("profile", folder).boolean("enrolled", enrolment.has_value());
    if (enrolment)
        out.text("url", enrolment->url)
            .text("organisation", enrolment->organisation)
            .text("login", enrolment->login)
            .text("person", person_name(replica, enrolment->person))
            .id("person_id", enrolment->person)
            .text("role", word_of(enrolment->role))
            .id("device", enrolment->device)
            .number("device_number", enrolment->device_number);
    return out.number("unsent", status.queued)
               .time("oldest_unsent", status.oldest_queued)
               .number("attention", status.attention)
               .number("open_conflicts", status.open_conflicts)
               .time("last_contact", status.last_contact)
               .number("server_skew_ms", status.server_skew_ms)
               .boolean("disk_scarce", status.disk_scarce)
               .boolean("first_pull_done", status.first_pull_done)
               .number("first_pull_rows", status.first_pull_rows)
               .number("first_pull_of", status.first_pull_of)
               .boolean("protected", false)
               .text("protection", protection)
               .str() +
           '\n';
}

std::string status_text(Replica& replica, const std::string& folder) {
    const auto enrolment = replica.enrolment();
    const SyncStatus status = replica.status();
    std::vector<std::vector<std::string>> rows{{"profile", folder}};
    if (enrolment) {
        const std::string name = person_name(replica, enrolment->person), role(word_of(enrolment->role));
        // Before the first pull nobody's name is here.
        rows.push_back({"person", name.empty() ? enrolment->login + " (" + role + ")" : name + " (" + enrolment->login + ", " + role + ")"});
        rows.push_back({"server", enrolment->url + ", " + enrolment->organisation});
        rows.push_back({"device", std::to_string(enrolment->device_number) + "  " + to_string(enrolment->device)});
        rows.push_back({"last contact", status.last_contact ? to_rfc3339(status.last_contact) : "never"});
        if (std::abs(status.server_skew_ms) >= 60'000)
            rows.push_back({"clock", "this machine's is " + std::to_string(std::abs(status.server_skew_ms) / 1000) + " s " +
                                         (status.server_skew_ms > 0 ? "behind" : "ahead")});
        if (!status.first_pull_done)
            rows.push_back({"first pull", status.first_pull_of > 0 ? std::to_string(status.first_pull_rows) + " of " +
                                                                         std::to_string(status.first_pull_of) + " records are here"
                                                                   : std::string("not begun")});
        rows.push_back({"unsent", std::to_string(status.queued) +
                                      (status.oldest_queued ? ", the oldest of " + to_rfc3339(status.oldest_queued) : "")});
        if (status.queued >= many_unsent) rows.push_back({"", "a great many changes wait: connect to the server soon"});
        rows.push_back({"attention", std::to_string(status.attention) + " (" + std::to_string(status.open_conflicts) + " open conflicts)"});
    } else {
        rows.push_back({"person", "not enrolled; ask for a code, then: sigap enrol URL CODE"});
    }
    if (status.disk_scarce) rows.push_back({"disk", "nearly full: delete files that you do not need"});
    std::string out;
    // Not table(): a folder's name is never cut.
    for (const auto& row : rows) out += row[0] + std::string(14 - row[0].size(), ' ') + row[1] + '\n';
    return out + "at rest       " + std::string(protection) + '\n';
}

template <typename Read>
Result<std::string> reading(Backend& backend, Read read) {
    Result<std::string> out = std::string();
    SIGAP_TRY(backend.on_store([&](Replica& replica) { out = replica.read([&]() -> Result<std::string> { return read(replica); }); }));
    return out;
}

}  // namespace

Result<std::string> run_enrol(Backend& backend, const Invocation& invocation) {
    const auto enrolment = backend.enrol(invocation.operands[0], invocation.operands[1]);
    // A code that does not fit is a failure, not a wrong use of the program.
    if (!enrolment) {
        Error error = enrolment.error();
        if (error.code == ErrorCode::invalid) error.code = ErrorCode::denied;
        return error;
    }
    if (invocation.has("--json"))
        return JsonObject()
                   .id("device", enrolment->device)
                   .number("device_number", enrolment->device_number)
                   .id("person", enrolment->person)
                   .text("login", enrolment->login)
                   .text("role", word_of(enrolment->role))
                   .text("organisation", enrolment->organisation)
                   .text("url", enrolment->url)
                   .str() +
               '\n';
    return "enrolled as " + enrolment->login + " (" + std::string(word_of(enrolment->role)) + ") with " + enrolment->organisation +
           "; now: sigap sync\n";
}

Result<std::string> run_sync(Backend& backend, const Invocation& invocation) {
    const auto begun = std::chrono::steady_clock::now();
    const auto report = backend.sync(invocation.has("--files"));
    if (!report) return report.error();
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.3f", std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    if (invocation.has("--json"))
        return JsonObject()
                   .number("sent", report->sent)
                   .number("received", report->received)
                   .number("conflicts", report->conflicts)
                   .number("refused", report->refused)
                   .raw("seconds", seconds)
                   .str() +
               '\n';
    return "sent " + std::to_string(report->sent) + ", received " + std::to_string(report->received) + ", conflicts " +
           std::to_string(report->conflicts) + ", refused " + std::to_string(report->refused) + " (" + seconds + " s)\n";
}

Result<std::string> run_status(Backend& backend, const Invocation& invocation) {
    return reading(backend, [&](Replica& replica) {
        return invocation.has("--json") ? status_json(replica, backend.folder()) : status_text(replica, backend.folder());
    });
}

Result<std::string> run_outbox(Backend& backend, const Invocation& invocation) {
    return reading(backend, [&](Replica& replica) {
        const auto entries = open_entries(replica, invocation.has("--all"));
        if (invocation.has("--json")) {
            std::vector<std::string> all;
            for (const auto& entry : entries) all.push_back(entry_json(replica, entry));
            return json_array(all) + '\n';
        }
        if (entries.empty()) return std::string("nothing waits on this device\n");
        std::vector<std::vector<std::string>> rows{{"n", "state", "command", "at", "what", "why"}};
        for (const auto& entry : entries)
            rows.push_back({std::to_string(entry.n), std::string(word_of(entry.state)), entry.command.name, to_rfc3339(entry.command.at),
                            subject_of(replica, entry), why(replica, entry)});
        return table(std::move(rows));
    });
}

Result<std::string> run_conflicts(Backend& backend, const Invocation& invocation) {
    return reading(backend, [&](Replica& replica) {
        auto lines = all_conflicts(replica, -1);
        if (!invocation.has("--all"))
            std::erase_if(lines, [](const ConflictLine& line) { return line.conflict.state != ConflictState::open; });
        if (invocation.has("--json")) {
            std::vector<std::string> all;
            for (const auto& line : lines) all.push_back(conflict_json(line));
            return json_array(all) + '\n';
        }
        if (lines.empty()) return std::string("no conflicts\n");
        std::string out;
        for (const auto& line : lines) {
            const Conflict& conflict = line.conflict;
            out += to_string(conflict.id) + "  " + std::string(word_of(conflict.state)) + "  " + line.kind + " \"" + line.subject + "\", " +
                   (line.field.empty() ? "field " + std::to_string(conflict.field) : line.field) + "\n  kept  " + line.kept + "  (" +
                   line.kept_by + ", " + to_rfc3339(conflict.kept_at) + ")\n  lost  " + line.lost + "  (" + line.lost_by + ", " +
                   to_rfc3339(conflict.lost_at) + ")\n";
        }
        return out + "To make the lost value stand: sigap do restore_conflict ID; to leave it: sigap do dismiss_conflict ID\n";
    });
}

}  // namespace sigap::cli
