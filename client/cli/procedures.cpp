// sigap procedures, sigap variance.
#include "client/cli/command_line.hpp"
#include "client/cli/records.hpp"
#include "client/model/procedures.hpp"
#include "client/model/variance.hpp"

namespace sigap::cli {

namespace {

std::string line_json(const ProcedureLine& line) {
    std::vector<std::string> names;
    for (const auto& name : line.unread_by) names.push_back(JsonObject().text("name", name).str());
    return JsonObject()
        .id("id", line.procedure.id)
        .text("code", line.procedure.code)
        .text("title_id", line.procedure.title_id)
        .text("title_en", line.procedure.title_en)
        .id("current", line.version.id)
        .number("version", line.version.version)
        .boolean("read", line.read)
        .time("read_at", line.read_at)
        .raw("unread_by", json_array(names))
        .str();
}

std::string lines_text(const std::vector<ProcedureLine>& lines) {
    std::vector<std::vector<std::string>> rows{{"code", "version", "", "current", "title"}};
    for (const auto& line : lines)
        rows.push_back({line.procedure.code, std::to_string(line.version.version), line.version.id ? line.read ? "read" : "UNREAD" : "none",
                        to_string(line.version.id), line.procedure.title_en.empty() ? line.procedure.title_id : line.procedure.title_en});
    return table(std::move(rows)) + std::to_string(unread_procedures(lines)) + " unread\n";
}

std::string step_json(const StepVariance& step) {
    std::vector<std::string> reasons;
    for (const auto& [reason, times] : step.reasons) reasons.push_back(JsonObject().text("reason", reason).number("times", times).str());
    return JsonObject()
        .number("position", step.position)
        .boolean("mandatory", step.mandatory)
        .text("text_id", step.text_id)
        .text("text_en", step.text_en)
        .number("done", step.done)
        .number("failed", step.failed)
        .number("skipped", step.skipped)
        .number("open", step.open)
        .number("not_needed", step.not_needed)
        .raw("reasons", json_array(reasons))
        .str();
}

std::string variance_json(const std::vector<ProcedureVariance>& procedures) {
    std::vector<std::string> out;
    for (const auto& procedure : procedures) {
        std::vector<std::string> steps;
        for (const auto& step : procedure.steps) steps.push_back(step_json(step));
        out.push_back(JsonObject()
                          .text("procedure", procedure.code)
                          .number("version", procedure.version)
                          .number("runs", procedure.runs)
                          .raw("steps", json_array(steps))
                          .str());
    }
    return json_array(out) + '\n';
}

std::string variance_text(const std::vector<ProcedureVariance>& procedures) {
    std::string out;
    for (const auto& procedure : procedures) {
        out += procedure.code + " version " + std::to_string(procedure.version) + ", " + std::to_string(procedure.runs) + " visits: " +
               (procedure.title_en.empty() ? procedure.title_id : procedure.title_en) + '\n';
        std::vector<std::vector<std::string>> rows{{"step", "done", "failed", "skipped", "open", "not needed", "text", "why skipped"}};
        for (const auto& step : procedure.steps) {
            std::string reasons;
            for (const auto& [reason, times] : step.reasons)
                reasons += (reasons.empty() ? "" : "; ") + reason + (times > 1 ? " (" + std::to_string(times) + ")" : "");
            rows.push_back({std::to_string(step.position) + (step.mandatory ? "" : " (optional)"), std::to_string(step.done), std::to_string(step.failed),
                            std::to_string(step.skipped), std::to_string(step.open), std::to_string(step.not_needed),
                            step.text_en.empty() ? step.text_id : step.text_en, reasons});
        }
        out += table(std::move(rows)) + '\n';
    }
    return out.empty() ? "no visit with a procedure has ended yet\n" : out;
}

Result<ProcedureLine> find_line(const std::vector<ProcedureLine>& lines, const std::string& code) {
    for (const auto& line : lines)
        if (line.procedure.code == code || to_string(line.procedure.id) == code) return line;
    return fail(ErrorCode::not_found, "there is no procedure " + shortened(code, 60) + " here; see sigap procedures");
}

}  // namespace

Result<std::string> run_procedures(Backend& backend, const Invocation& invocation) {
    std::vector<ProcedureLine> lines;
    SIGAP_TRY(backend.on_store(
        [&](Replica& replica) { (void)replica.read([&]() -> Result<void> { return lines = procedure_lines(replica), Result<void>(); }); }));
    if (!invocation.operands.empty()) {
        const auto line = find_line(lines, invocation.operands[0]);
        if (!line) return line.error();
        return invocation.has("--json") ? line_json(*line) + '\n' : procedure_markdown(text_of(line->procedure, line->version));
    }
    if (!invocation.has("--json")) return lines_text(lines);
    std::vector<std::string> all;
    for (const auto& line : lines) all.push_back(line_json(line));
    return json_array(all) + '\n';
}

Result<std::string> run_variance(Backend& backend, const Invocation& invocation) {
    const std::string code = invocation.option("--procedure");
    std::vector<ProcedureVariance> procedures;
    Result<void> known;
    const auto look = [&](Replica& replica) {
        known = replica.read([&]() -> Result<void> {
            if (!code.empty()) SIGAP_TRY(find_reference(replica, Kind::procedure, code));
            procedures = variance(replica, code);
            return {};
        });
    };
    SIGAP_TRY(backend.on_store(look));
    if (!known) return known.error();
    if (invocation.has("--csv")) return variance_csv(procedures);
    return invocation.has("--json") ? variance_json(procedures) : variance_text(procedures);
}

}  // namespace sigap::cli
