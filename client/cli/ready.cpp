// sigap ready: is all that the day needs on this device?
#include "client/cli/command_line.hpp"
#include "client/cli/records.hpp"
#include "client/model/readiness.hpp"
#include "platform/core/json_text.hpp"

namespace sigap::cli {

namespace {

std::string ready_json(const ReadinessReport& report, const std::string& problem) {
    JsonObject needs;
    for (const auto& state : report.needs) {
        std::vector<std::string> missing;
        for (const auto& name : state.missing) append_json_string(missing.emplace_back(), name);
        needs.raw(word_of(state.need), JsonObject().number("here", state.here).number("of", state.of).raw("missing", json_array(missing)).str());
    }
    return JsonObject()
               .text("light", word_of(report.light))
               .raw("needs", needs.str())
               .boolean("old", report.old)
               .time("last_contact", report.status.last_contact)
               .boolean("first_pull_done", report.status.first_pull_done)
               .boolean("disk_scarce", report.status.disk_scarce)
               .number("unsent", report.status.queued)
               .text_or_null("problem", problem)
               .str() +
           '\n';
}

std::string ready_text(const ReadinessReport& report, const std::string& problem) {
    constexpr const char* lights[] = {"ready: everything that your open jobs need is on this device",
                                      "nearly ready: the jobs can be done, but see below",
                                      "NOT ready: a job lacks what it cannot be done without"};
    std::string out = std::string(lights[static_cast<std::size_t>(report.light)]) + '\n';
    for (const auto& state : report.needs) {
        if (state.of == 0) continue;
        std::string name(word_of(state.need));
        out += "  " + name + std::string(12 - name.size(), ' ') + std::to_string(state.here) + " of " + std::to_string(state.of) + '\n';
        for (const auto& missing : state.missing) out += "      missing: " + missing + '\n';
    }
    const SyncStatus& status = report.status;
    out += "  contact     " + (status.last_contact ? to_rfc3339(status.last_contact) : std::string("never")) +
           (report.old ? ": old; sync before you leave" : "") + '\n';
    if (!status.first_pull_done) out += "  not everything has come to this device yet: sync until it has\n";
    if (status.disk_scarce) out += "  the disk is nearly full: delete what you do not need\n";
    if (status.queued > 0) out += "  " + std::to_string(status.queued) + " changes of yours wait to be sent\n";
    if (!problem.empty()) out += "  nothing could be fetched now: " + problem + '\n';
    return out;
}

}  // namespace

Result<std::string> run_ready(Backend& backend, const Invocation& invocation) {
    const auto files = backend.files();
    if (!files) return files.error();
    // What is missing is fetched first; without a network the device says what it has.
    std::string problem;
    if (!invocation.has("--offline"))
        if (const auto synced = backend.sync(invocation.has("--files")); !synced) {
            if (synced.error().detail == "not_enrolled") return synced.error();
            problem = synced.error().message;
        }
    ReadinessReport report;
    SIGAP_TRY(backend.on_store([&](Replica& replica) {
        (void)replica.read([&]() -> Result<void> { return report = readiness(replica, *files, replica.clock().now()), Result<void>(); });
    }));
    return invocation.has("--json") ? ready_json(report, problem) : ready_text(report, problem);
}

}  // namespace sigap::cli
