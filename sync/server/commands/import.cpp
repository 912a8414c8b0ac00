#include "sync/server/import/csv_import.hpp"

#include "platform/core/json_writer.hpp"
#include "sync/server/commands/run.hpp"

namespace sigap {

namespace {

std::vector<Record> all_of(Store& store, Kind kind) {
    std::vector<Record> records;
    auto query = store.database().query(store.rows().select(kind) + " ORDER BY id");
    while (query.step()) records.push_back(store.rows().read(query, kind));
    return records;
}

std::string as_json(const ImportPlan& plan) {
    std::string out;
    JsonWriter writer(out);
    // Counts stand there even when they are nothing.
    writer.raw("born") += std::to_string(plan.born);
    writer.raw("changed") += std::to_string(plan.changed);
    writer.raw("unchanged") += std::to_string(plan.unchanged);
    std::string& faults = writer.raw("faults");
    faults += '[';
    for (const auto& fault : plan.faults) {
        if (faults.back() != '[') faults += ',';
        JsonWriter(faults).number("line", static_cast<std::int64_t>(fault.line)).text("reason", fault.reason).end();
    }
    faults += ']';
    writer.end();
    return out + "\n";
}

std::string as_text(const ImportPlan& plan) {
    std::string out;
    for (const auto& fault : plan.faults) out += "line " + std::to_string(fault.line) + ": " + fault.reason + "\n";
    for (const auto& name : plan.made) out += "made " + name + "\n";
    for (const auto& column : plan.unused_columns) out += "not used: the column \"" + column + "\"\n";
    return out + std::to_string(plan.born) + " new, " + std::to_string(plan.changed) + " changed, " +
           std::to_string(plan.unchanged) + " as they were, " + std::to_string(plan.faults.size()) + " bad\n";
}

}  // namespace

Result<std::string> run_import(Store& store, const std::filesystem::path&, const Arguments& arguments,
                               const std::string& input) {
    if (!arguments.has("--kind")) return usage_error("say what the file holds: --kind KIND");
    const KindInfo* kind = store.catalogue().find(std::string_view(arguments.value("--kind")));
    if (!kind) return usage_error("there is no kind \"" + arguments.value("--kind") + "\"");
    const auto plan = plan_import(
        *kind, input, [&](Kind wanted) { return all_of(store, wanted); }, store.clock(), store.random());
    if (!plan) return plan.error();
    if (auto inserted = store.insert(plan->records, {}, "import"); !inserted) return inserted.error();
    return arguments.has("--json") ? as_json(*plan) : as_text(*plan);
}

}  // namespace sigap
