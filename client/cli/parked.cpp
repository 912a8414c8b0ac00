// sigap again, sigap leave: what to do with an edit that the server refused.
#include <charconv>

#include "client/cli/command_line.hpp"
#include "client/cli/records.hpp"
#include "client/model/words.hpp"

namespace sigap::cli {

namespace {

Result<LedgerEntry> entry_by_count(Replica& replica, const std::string& text) {
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc{} || end != text.data() + text.size())
        return fail(ErrorCode::invalid, "\"" + shortened(text, 60) + "\" is no number of an edit; see sigap outbox");
    for (auto& entry : replica.ledger(-1))
        if (entry.n == n) return std::move(entry);
    return fail(ErrorCode::not_found, "there is no edit " + std::to_string(n) + " on this device; see sigap outbox", "not_found");
}

Result<Edit> again(Replica& replica, const Invocation& invocation) {
    Uuid operation, into;
    std::vector<std::pair<std::string, Value>> changed;
    SIGAP_TRY(replica.read([&]() -> Result<void> {
        const auto entry = entry_by_count(replica, invocation.operands[0]);
        if (!entry) return entry.error();
        operation = entry->command.operation;
        const auto* info = replica.catalogue().command(entry->command.name);
        if (!info) return fail(ErrorCode::refused, "this edit is of another version", "newer_version");
        for (std::size_t i = 1; i < invocation.operands.size(); ++i) {
            auto argument = read_assignment(replica, info->arguments, info->name, invocation.operands[i]);
            if (!argument) return argument.error();
            changed.push_back(std::move(*argument));
        }
        if (!invocation.has("--into")) return {};
        const auto record = find_record(replica, info->on, invocation.option("--into"));
        if (!record) return record.error();
        into = record->id;
        return {};
    }));
    return replica.do_again(operation, std::move(changed), into);
}

}  // namespace

Result<std::string> run_again(Backend& backend, const Invocation& invocation) {
    Result<Edit> edit = Edit{};
    SIGAP_TRY(backend.on_store([&](Replica& replica) { edit = again(replica, invocation); }));
    if (!edit) return edit.error();
    if (edit->operation) backend.edited();
    if (invocation.has("--json")) return JsonObject().id("id", edit->id).id("operation", edit->operation).str() + '\n';
    return edit->operation ? "saved on this device  " + to_string(edit->id) + '\n' : std::string("nothing to change\n");
}

Result<std::string> run_leave(Backend& backend, const Invocation& invocation) {
    Result<void> left;
    SIGAP_TRY(backend.on_store([&](Replica& replica) {
        auto entry = replica.read([&] { return entry_by_count(replica, invocation.operands[0]); });
        left = entry ? replica.leave(entry->command.operation) : Result<void>(entry.error());
    }));
    if (!left) return left.error();
    return std::string(invocation.has("--json") ? "{}\n" : "left as it is\n");
}

}  // namespace sigap::cli
