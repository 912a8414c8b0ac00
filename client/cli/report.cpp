// sigap report.
#include "client/cli/command_line.hpp"
#include "client/cli/records.hpp"
#include "client/model/settings.hpp"
#include "client/report/report_file.hpp"

namespace sigap::cli {

namespace {

struct Asked {
    Report report;
    Language language{};
};

// In the language of the settings, else of the person.
Language language_of_person(Replica& replica) {
    Language language = Language::id;
    if (const auto enrolment = replica.enrolment())
        if (const auto person = replica.find(Kind::person, enrolment->person)) language = as<Person>(*person).language;
    return read_settings(replica, language).language;
}

Result<Asked> gather(Replica& replica, const std::string& name) {
    const auto visit = find_visit(replica, name);
    if (!visit) return visit.error();
    auto report = report_of(replica, *visit);
    if (!report) return report.error();
    return Asked{std::move(*report), language_of_person(replica)};
}

std::string counted(std::size_t count, const std::string& one) {
    return std::to_string(count) + ' ' + one + (count == 1 ? "" : "s");
}

}  // namespace

Result<std::string> run_report(Backend& backend, const Invocation& invocation) {
    Language language{};
    const bool chosen = invocation.has("--lang");
    if (chosen && !from_word(invocation.option("--lang"), language))
        return fail(ErrorCode::invalid, "--lang takes id or en");
    const auto path = backend.working_folder() / invocation.operands[1];
    SIGAP_TRY(report::check_target(path));
    const auto files = backend.files();
    if (!files) return files.error();
    Result<Asked> asked = Asked{};
    SIGAP_TRY(backend.on_store([&](Replica& replica) {
        asked = replica.read([&]() -> Result<Asked> { return gather(replica, invocation.operands[0]); });
    }));
    if (!asked) return asked.error();
    const auto written = report::write_report(asked->report, **files, chosen ? language : asked->language, path);
    if (!written) return written.error();
    if (invocation.has("--json"))
        return JsonObject()
                   .id("visit", asked->report.visit)
                   .text("number", asked->report.number)
                   .text("file", path.lexically_normal().string())
                   .text("language", word_of(chosen ? language : asked->language))
                   .boolean("interim", asked->report.is_interim())
                   .number("pages", static_cast<std::int64_t>(written->pages))
                   .number("bytes", static_cast<std::int64_t>(written->bytes))
                   .number("photos", static_cast<std::int64_t>(written->photos))
                   .number("missing", static_cast<std::int64_t>(written->missing))
                   .text("code", written->code)
                   .str() +
               '\n';
    std::string out = invocation.operands[1] + ": " + counted(written->pages, "page") + ", " +
                      counted(written->photos, "photo") + ", code " + written->code + '\n';
    if (asked->report.is_interim()) out += "the visit has not ended yet: the report says that it is an interim one\n";
    if (written->missing > 0)
        out += counted(written->missing, "photo") + " not on this device yet; sync, then make the report again\n";
    return out;
}

}  // namespace sigap::cli
