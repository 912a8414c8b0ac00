#include "client/model/variance.hpp"

#include <algorithm>
#include <map>

#include "platform/core/csv.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/model/step_rules.hpp"

namespace sigap {

namespace {

// One version's runs, while they are counted.
struct Counted {
    ProcedureVariance procedure;
    std::map<std::int64_t, StepVariance> steps;
    std::map<std::int64_t, std::map<std::string, std::int64_t>> reasons;
};

void count(Counted& counted, const std::vector<ChecklistStep>& steps) {
    ++counted.procedure.runs;
    for (const auto& step : steps) {
        StepVariance& sum = counted.steps[step.position];
        sum.position = step.position, sum.mandatory = step.mandatory;
        sum.text_id = step.text_id, sum.text_en = step.text_en;
        switch (step.state) {
            case StepState::done: ++sum.done; break;
            case StepState::failed: ++sum.failed; break;
            case StepState::skipped:
                ++sum.skipped;
                ++counted.reasons[step.position][step.skip_reason];
                break;
            case StepState::open: ++(applies(step, steps) ? sum.open : sum.not_needed); break;
        }
    }
}

ProcedureVariance summed(Counted&& counted) {
    for (auto& [position, step] : counted.steps) {
        for (const auto& reason : counted.reasons[position]) step.reasons.push_back(reason);
        std::ranges::stable_sort(step.reasons, [](const auto& a, const auto& b) { return a.second > b.second; });
        counted.procedure.steps.push_back(std::move(step));
    }
    return std::move(counted.procedure);
}

}  // namespace

std::vector<ProcedureVariance> variance(Replica& replica, std::string_view code) {
    std::map<Uuid, Counted> by_version;
    ListQuery query;
    query.kind = Kind::checklist_run;
    for (const auto& row : replica.list(query)) {
        const auto run = as<ChecklistRun>(row);
        const auto [at, fresh] = by_version.try_emplace(run.procedure_version);
        Counted& counted = at->second;
        if (fresh) {
            counted.procedure.title_id = run.title_id, counted.procedure.title_en = run.title_en;
            if (const auto version = replica.find(Kind::procedure_version, run.procedure_version)) {
                counted.procedure.version = as<ProcedureVersion>(*version).version;
                const auto procedure = replica.find(Kind::procedure, as<ProcedureVersion>(*version).procedure);
                if (procedure) counted.procedure.code = as<Procedure>(*procedure).code;
            }
        }
        if (!code.empty() && counted.procedure.code != code) continue;
        const auto visit = replica.find(Kind::visit, run.visit);
        if (!visit || !has_ended(as<Visit>(*visit).status)) continue;
        std::vector<ChecklistStep> steps;
        for (const auto& step : replica.rows().referring(Kind::checklist_step, field_of<&ChecklistStep::run>(), run.id))
            steps.push_back(as<ChecklistStep>(step));
        count(counted, steps);
    }
    std::vector<ProcedureVariance> out;
    for (auto& [version, counted] : by_version)
        if (counted.procedure.runs > 0) out.push_back(summed(std::move(counted)));
    std::ranges::sort(out, [](const auto& a, const auto& b) { return std::tie(a.code, a.version) < std::tie(b.code, b.version); });
    return out;
}

std::string variance_csv(const std::vector<ProcedureVariance>& procedures) {
    std::string out = csv_line(std::vector<std::string>{"procedure", "version", "runs", "step", "mandatory", "text_id", "text_en", "done", "failed",
                                                        "skipped", "open", "not_needed", "reasons"});
    for (const auto& procedure : procedures)
        for (const auto& step : procedure.steps) {
            std::string reasons;
            for (const auto& [reason, times] : step.reasons) reasons += (reasons.empty() ? "" : "; ") + reason + " (" + std::to_string(times) + ")";
            out += csv_line(std::vector<std::string>{procedure.code, std::to_string(procedure.version), std::to_string(procedure.runs),
                                                     std::to_string(step.position), step.mandatory ? "yes" : "no", step.text_id, step.text_en,
                                                     std::to_string(step.done), std::to_string(step.failed), std::to_string(step.skipped),
                                                     std::to_string(step.open), std::to_string(step.not_needed), reasons});
        }
    return out;
}

}  // namespace sigap
