// sigap scan machine.
#include "client/cli/command_line.hpp"
#include "client/cli/records.hpp"
#include "client/model/details.hpp"
#include "hardware/inventory/machine_json.hpp"

namespace sigap::cli {

namespace {

struct Attached {
    Edit edit;
    std::vector<Difference> differences;
};

Result<Attached> attach(Backend& backend, const MachineFacts& facts, const std::string& target) {
    Result<Attached> out = Attached{};
    SIGAP_TRY(backend.on_store([&](Replica& replica) {
        Uuid id, asset;
        const auto found = replica.read([&]() -> Result<void> {
            // A work order's number is that of its visit, here as for the visit's own commands.
            auto record = find_record(replica, Kind::none, target);
            if (record && record->kind == Kind::work_order) record = find_record(replica, Kind::visit, target);
            if (!record) return record.error();
            id = record->id;
            if (record->kind == Kind::asset) asset = id;
            if (record->kind == Kind::visit)
                if (const auto order = replica.find(Kind::work_order, as<Visit>(*record).work_order)) asset = as<WorkOrder>(*order).asset;
            if (const auto row = replica.find(Kind::asset, asset))
                out->differences = differences(facts, register_entry(replica, as<Asset>(*row)));
            return {};
        });
        if (!found) {
            out = found.error();
            return;
        }
        auto edit = replica.perform("attach_scan", id, {{"facts", to_json(facts)}});
        if (edit) out->edit = *edit;
        else out = edit.error();
    }));
    if (out && out->edit.operation) backend.edited();
    return out;
}

std::string differences_json(const std::vector<Difference>& all) {
    std::vector<std::string> out;
    for (const auto& one : all)
        out.push_back(JsonObject()
                          .text("field", one.field)
                          .text("registered", one.registered)
                          .text("found", one.found)
                          .boolean("matters", one.matters)
                          .str());
    return json_array(out);
}

}  // namespace

Result<std::string> run_scan(Backend& backend, const Invocation& invocation) {
    if (invocation.operands[0] != "machine")
        return fail(ErrorCode::invalid, "sigap scan reads \"machine\", not \"" + shortened(invocation.operands[0], 60) + "\"");
    const auto facts = read_machine(backend.machine());
    if (!facts) return facts.error();
    std::optional<Attached> attached;
    if (invocation.has("--attach")) {
        auto done = attach(backend, *facts, invocation.option("--attach"));
        if (!done) return done.error();
        attached = std::move(*done);
    }
    if (invocation.has("--json")) {
        std::string json = to_json(*facts);
        if (!attached) return json + '\n';
        JsonObject more;
        more.raw("attached", JsonObject()
                                 .id("id", attached->edit.id)
                                 .text("kind", catalogue().at(attached->edit.kind).name)
                                 .id("operation", attached->edit.operation)
                                 .text("state", attached->edit.operation ? "queued" : "unchanged")
                                 .str());
        more.raw("differences", differences_json(attached->differences));
        json.back() = ',';
        return json + more.str().substr(1) + '\n';
    }
    std::string out;
    for (const auto& line : summary_lines(*facts)) out += line + '\n';
    for (const auto& unread : facts->unread)
        if (unread.why != UnreadReason::needs_root) out += "not read: " + unread.fact + " (" + std::string(name_of(unread.why)) + ")\n";
    if (!attached) return out;
    for (const auto& one : attached->differences)
        out += (one.matters ? "differs: " : one.registered.empty() ? "not in the register: " : "other: ") + one.field +
               (one.registered.empty() ? "" : ", registered " + one.registered) + ", found " + one.found + '\n';
    if (attached->differences.empty()) out += "nothing differs from the register\n";
    return out + "attached: saved on this device\n";
}

}  // namespace sigap::cli
