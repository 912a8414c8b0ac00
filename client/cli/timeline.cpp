// sigap timeline.
#include <algorithm>

#include "client/cli/command_line.hpp"
#include "client/cli/records.hpp"
#include "client/model/timeline.hpp"
#include "client/model/words.hpp"

namespace sigap::cli {

namespace {

constexpr std::size_t most_lines = 1'000;

std::string words_of_line(const HistoryLine& line) { return plain_words(line.key.empty() ? line.command : line.key.substr(line.key.find('.') + 1)); }

std::string details_of_line(const HistoryLine& line) {
    std::string out;
    // Of a signature or a scan nobody reads the bytes.
    constexpr std::size_t longest = 300;
    for (const auto& [name, value] : line.details)
        if (!value.empty() && value.size() <= longest) out += (out.empty() ? "" : "; ") + (name == "text" ? value : name + ": " + value);
    return out;
}

std::string as_json(const std::vector<HistoryLine>& lines) {
    std::vector<std::string> out;
    for (const auto& line : lines)
        out.push_back(JsonObject()
                          .time("at", line.at)
                          .text("what", line.key.empty() ? line.command : line.key)
                          .text_or_null("who", line.actor)
                          .text_or_null("about", line.subject_en.empty() ? line.subject : line.subject_en)
                          .text_or_null("details", details_of_line(line))
                          .text_or_null("state", line.pending ? word_of(*line.pending) : std::string_view())
                          .id("job", line.job)
                          .str());
    return json_array(out) + '\n';
}

std::string as_text(const std::vector<HistoryLine>& lines) {
    if (lines.empty()) return "nothing has happened yet\n";
    std::vector<std::vector<std::string>> rows{{"at", "what", "who", "about", "details"}};
    for (const auto& line : lines)
        rows.push_back({to_rfc3339(line.at), words_of_line(line), line.actor, line.subject_en.empty() ? line.subject : line.subject_en, details_of_line(line)});
    return table(std::move(rows));
}

}  // namespace

Result<std::string> run_timeline(Backend& backend, const Invocation& invocation) {
    const std::string& what = invocation.operands[0];
    const Kind kind = what == "job" ? Kind::visit : what == "asset" ? Kind::asset : what == "person" ? Kind::person : Kind::none;
    if (kind == Kind::none) return fail(ErrorCode::invalid, "a timeline is of a job, an asset or a person, not of \"" + shortened(what, 40) + "\"");
    Result<std::string> out = std::string();
    SIGAP_TRY(backend.on_store([&](Replica& replica) {
        out = replica.read([&]() -> Result<std::string> {
            const auto record = find_record(replica, kind, invocation.operands[1]);
            if (!record) return record.error();
            const bool of_job = record->kind == Kind::visit || record->kind == Kind::work_order || record->kind == Kind::ticket;
            if (kind == Kind::visit ? !of_job : record->kind != kind)
                return fail(ErrorCode::invalid, "that is no " + what + " but a record of the kind " + std::string(replica.catalogue().at(record->kind).name));
            auto lines = timeline_of(replica, record->kind, record->id, most_lines);
            std::ranges::reverse(lines);
            return invocation.has("--json") ? as_json(lines) : as_text(lines);
        });
    }));
    return out;
}

}  // namespace sigap::cli
