#include <boost/json.hpp>
#include <charconv>

#include "platform/core/json_writer.hpp"
#include "sync/server/commands/run.hpp"

namespace sigap {

namespace {

struct LoggedWords {
    std::string command;
    std::string outcome;
    std::string code;
};

LoggedWords words_of_entry(const LogEntry& entry) {
    LoggedWords words;
    const auto text_at = [](const std::string& document, std::string_view key) {
        boost::json::error_code error;
        const auto value = boost::json::parse(document, error);
        const auto* object = error ? nullptr : value.if_object();
        const auto* text = object ? object->if_contains(key) : nullptr;
        return text && text->is_string() ? std::string(text->get_string()) : std::string();
    };
    words.command = text_at(entry.command, "name");
    words.outcome = text_at(entry.result, "outcome");
    words.code = text_at(entry.result, "code");
    return words;
}

}  // namespace

Result<std::string> run_log(Store& store, const std::filesystem::path&, const Arguments& arguments,
                            const std::string&) {
    const std::string given = arguments.value("--after", "0");
    std::int64_t after = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), after);
    if (error != std::errc{} || end != given.data() + given.size()) return usage_error("--after takes a number");
    const bool json = arguments.has("--json");
    std::string out = json ? "[" : "";
    return store.database().read([&]() -> Result<std::string> {
        store.log().each(after, [&](const LogEntry& entry) {
            const auto words = words_of_entry(entry);
            const auto person = store.person(entry.person);
            const std::string login = person ? person->login : std::string();
            if (!json) {
                out += std::to_string(entry.seq) + "\t" + to_rfc3339(entry.received_at) + "\t" +
                       (login.empty() ? "-" : login) + "\t" + words.command + "\t" + words.outcome +
                       (words.code.empty() ? "" : " (" + words.code + ")") + "\n";
                return true;
            }
            if (out.size() > 1) out += ",\n";
            JsonWriter writer(out);
            writer.number("seq", entry.seq)
                .id("operation", entry.operation)
                .id("device", entry.device)
                .number("n", entry.n);
            writer.id("person", entry.person).text("user", login).text("at", to_rfc3339(entry.at));
            writer.text("received_at", to_rfc3339(entry.received_at))
                .text("name", words.command)
                .text("outcome", words.outcome);
            writer.raw("command") += entry.command;
            writer.raw("result") += entry.result;
            writer.end();
            return true;
        });
        return json ? out + "]\n" : out;
    });
}

Result<std::string> run_restored(Store& store, const std::filesystem::path&, const Arguments&, const std::string&) {
    SIGAP_TRY(store.begin_epoch());
    return std::string("a new epoch has begun; each device offers again what this copy lacks, the next time that it syncs\n");
}

Result<std::string> run_verify(Store& store, const std::filesystem::path&, const Arguments&, const std::string&) {
    const auto entries = store.database().read([&] { return store.log().verify(); });
    if (!entries) return entries.error();
    SIGAP_TRY(store.database().write([&] { return store.scope().check(); }));
    return "the log is whole: " + std::to_string(*entries) + " entries\n";
}

}  // namespace sigap
