// sigap sign.
#include "client/cli/command_line.hpp"
#include "client/cli/records.hpp"
#include "client/model/signing.hpp"
#include "platform/core/text.hpp"
#include "platform/os/files.hpp"
#include "sync/model/kinds/work.hpp"

namespace sigap::cli {

namespace {

using Arguments = std::vector<std::pair<std::string, Value>>;

Result<Arguments> read_arguments(Backend& backend, const Invocation& invocation) {
    Arguments arguments{{"name", invocation.option("--name")}};
    if (invocation.has("--typed")) arguments.emplace_back("typed", std::int64_t{1});
    if (invocation.has("--absent")) arguments.emplace_back("absent_reason", invocation.option("--absent"));
    if (!invocation.has("--strokes")) return arguments;
    constexpr std::size_t most_bytes = 256 * 1024;
    const auto text = read_file(backend.working_folder() / invocation.option("--strokes"), most_bytes);
    if (!text) return text.error();
    arguments.emplace_back("strokes", std::string(trimmed(*text)));
    return arguments;
}

}  // namespace

Result<std::string> run_sign(Backend& backend, const Invocation& invocation) {
    auto arguments = read_arguments(backend, invocation);
    if (!arguments) return arguments.error();
    Result<Edit> edit = Edit{};
    std::string hash;
    SIGAP_TRY(backend.on_store([&](Replica& replica) {
        Uuid target;
        const auto found = replica.read([&]() -> Result<void> {
            const auto visit = find_visit(replica, invocation.operands[0]);
            if (!visit) return visit.error();
            target = *visit;
            hash = signed_hash_of(replica, as<Visit>(*replica.find(Kind::visit, target)));
            return {};
        });
        if (!found) {
            edit = found.error();
            return;
        }
        arguments->emplace_back("signed_hash", hash);
        edit = replica.perform("sign_visit", target, std::move(*arguments));
    }));
    if (!edit) return edit.error();
    backend.edited();
    if (invocation.has("--json"))
        return JsonObject().id("visit", edit->id).id("operation", edit->operation).text("signed_hash", hash).str() + '\n';
    return "saved on this device  " + to_string(edit->id) + (invocation.has("--absent") ? "  client absent: not signed" : "  what was signed: " + hash) + '\n';
}

}  // namespace sigap::cli
