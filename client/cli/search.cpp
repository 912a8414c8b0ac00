// sigap search.
#include "client/cli/command_line.hpp"
#include "client/cli/records.hpp"
#include "client/model/details.hpp"
#include "platform/core/log.hpp"
#include "sync/replica/search.hpp"

namespace sigap::cli {

namespace {

// A window makes the index in its spare time; whoever asks here gets all of it. Part by part: a window's own questions have their
// turn between two.
Result<void> finish_index(Backend& backend) {
    for (bool more = true; more;)
        SIGAP_TRY(backend.on_store([&](Replica& replica) {
            const auto complete = replica.read([&]() -> Result<bool> { return replica.search_index().is_complete(); });
            more = complete && !*complete;
            if (!more) return;
            const auto made = replica.make_index();
            more = made && *made;
            if (!made) log(LogLevel::warning, "index_not_made", {{"reason", made.error().message}});
        }));
    return {};
}

std::string found_json(Replica& replica, const SearchFound& found) {
    std::vector<std::string> hits;
    for (const auto& hit : found.hits)
        hits.push_back(JsonObject()
                           .id("id", hit.id)
                           .text("kind", replica.catalogue().at(hit.kind).name)
                           .text("title", title_of(replica, hit.kind, hit.id).en)
                           .str());
    return json_array(hits) + '\n';
}

std::string found_text(Replica& replica, const SearchFound& found) {
    std::vector<std::vector<std::string>> rows{{"id", "kind", "title"}};
    for (const auto& hit : found.hits)
        rows.push_back({to_string(hit.id), std::string(replica.catalogue().at(hit.kind).name), title_of(replica, hit.kind, hit.id).en});
    std::string out = found.hits.empty() ? "none\n" : table(std::move(rows));
    if (!found.complete) out += "The index is still being made; there may be more.\n";
    return out;
}

}  // namespace

Result<std::string> run_search(Backend& backend, const Invocation& invocation) {
    SearchQuery query;
    for (const auto& word : invocation.operands) query.text += (query.text.empty() ? "" : " ") + word;
    if (const std::string name = invocation.option("--kind"); !name.empty()) {
        const KindInfo* kind = catalogue().find(name);
        if (!kind) return fail(ErrorCode::invalid, "there is no kind \"" + shortened(name, 60) + "\"; see sigap list --help");
        query.kind = kind->kind;
    }
    Result<std::string> out = std::string();
    SIGAP_TRY(finish_index(backend));
    SIGAP_TRY(backend.on_store([&](Replica& replica) {
        out = replica.read([&]() -> Result<std::string> {
            if (query.kind != Kind::none && !replica.search_index().shape_of(query.kind))
                return fail(ErrorCode::invalid, "records of the kind " + std::string(replica.catalogue().at(query.kind).name) +
                                                    " are not searched by words; see sigap list");
            const auto found = search(replica, query);
            return invocation.has("--json") ? found_json(replica, found) : found_text(replica, found);
        });
    }));
    return out;
}

}  // namespace sigap::cli
