// sigap analysis.
#include "client/cli/command_line.hpp"
#include "client/cli/records.hpp"
#include "client/model/analysis.hpp"
#include "client/model/words.hpp"
#include "platform/core/csv.hpp"
#include "platform/os/files.hpp"
#include "sync/model/kinds/location.hpp"
#include "sync/model/kinds/person.hpp"

namespace sigap::cli {

namespace {

// Of the site of whoever this device belongs to: a month begins there at midnight.
int offset_of_person(const Replica& replica) {
    const auto enrolment = replica.enrolment();
    const auto person = enrolment ? replica.find(Kind::person, enrolment->person) : std::nullopt;
    const auto site = person ? replica.find(Kind::location, as<Person>(*person).site) : std::nullopt;
    return site ? static_cast<int>(as<Location>(*site).utc_offset_minutes) : 0;
}

std::string counts_json(const std::vector<AnalysisCount>& counts) {
    std::vector<std::string> out;
    for (const auto& one : counts) out.push_back(JsonObject().text("name", one.name).number("count", one.count).str());
    return json_array(out);
}

std::string rate_json(const BypassRate& rate) {
    return JsonObject().text("team", rate.team).number("tickets", rate.tickets).number("direct", rate.direct).number("percent", rate.percent()).str();
}

std::string minutes_json(const std::optional<std::int64_t>& minutes) { return minutes ? std::to_string(*minutes) : "null"; }

std::string as_json(const Analysis& analysis) {
    std::vector<std::string> bypass;
    for (const auto& rate : analysis.bypass) bypass.push_back(rate_json(rate));
    return JsonObject()
               .text("month", analysis.month)
               .number("made", analysis.made)
               .number("closed", analysis.closed)
               .raw("by_category", counts_json(analysis.by_category))
               .raw("by_cause", counts_json(analysis.by_cause))
               .raw("by_type", counts_json(analysis.by_type))
               .raw("by_team", counts_json(analysis.by_team))
               .raw("by_person", counts_json(analysis.by_person))
               .raw("minutes_to_arrival", minutes_json(analysis.minutes_to_arrival))
               .raw("minutes_of_work", minutes_json(analysis.minutes_of_work))
               .raw("minutes_to_close", minutes_json(analysis.minutes_to_close))
               .number("first_time_fixed", analysis.first_time_fixed.part)
               .number("first_time_fixed_percent", analysis.first_time_fixed.percent())
               .number("reopened", analysis.reopened)
               .number("steps", analysis.skipped_steps.of)
               .number("steps_skipped", analysis.skipped_steps.part)
               .raw("bypass", json_array(bypass))
               .raw("bypass_of_all", rate_json(analysis.bypass_of_all))
               .str() +
           '\n';
}

// The lines of the CSV, for reading.
std::string as_text(const Analysis& analysis) {
    std::vector<std::vector<std::string>> rows{{"measure", "of", "value"}};
    const auto csv = read_csv(analysis_csv(analysis), ',');
    for (std::size_t i = 1; csv && i < csv->rows.size(); ++i) {
        const auto& fields = csv->rows[i].fields;
        const bool groups = fields[1].find("_by_") != std::string::npos;
        rows.push_back({plain_words(fields[1]), fields[2].empty() && groups ? "(not said)" : formula_unguarded(fields[2]), fields[3]});
    }
    return analysis.month + '\n' + table(std::move(rows));
}

}  // namespace

Result<std::string> run_analysis(Backend& backend, const Invocation& invocation) {
    if (invocation.has("--csv") && invocation.has("--json")) return fail(ErrorCode::invalid, "give --csv FILE or --json, not both");
    Result<Analysis> analysis = Analysis{};
    SIGAP_TRY(backend.on_store([&](Replica& replica) {
        analysis = replica.read([&]() -> Result<Analysis> {
            const int offset = offset_of_person(replica);
            const std::string month = invocation.has("--month") ? invocation.option("--month") : month_of(replica.clock().now(), offset);
            return analysis_of(replica, month, offset);
        });
    }));
    if (!analysis) return analysis.error();
    if (invocation.has("--json")) return as_json(*analysis);
    if (!invocation.has("--csv")) return as_text(*analysis);
    const auto path = backend.working_folder() / invocation.option("--csv");
    if (!path.has_filename() || std::filesystem::is_directory(path)) return fail(ErrorCode::invalid, path.string() + " is a folder; name a file in it, like " + analysis->month + ".csv");
    SIGAP_TRY(atomic_write(path, analysis_csv(*analysis)));
    return path.string() + '\n';
}

}  // namespace sigap::cli
