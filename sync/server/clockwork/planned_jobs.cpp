#include "sync/server/clockwork/planned_jobs.hpp"

#include "platform/core/log.hpp"
#include "sync/model/judgement.hpp"
#include "sync/model/kinds/plan.hpp"

namespace sigap {

namespace {

// What the rule makes for one plan, as rows; none where all is there.
std::vector<Record> rows_of(Store& store, const Uuid& plan, Timestamp now) {
    Command command;
    command.operation = make_uuid(store.clock(), store.random());
    command.name = "make_planned_jobs";
    command.target_kind = Kind::plan;
    command.target = plan;
    command.at = now;
    const auto changes = judge(store.catalogue(), command, {{}, Role::administrator, {}}, store.rows());
    if (!changes) {
        log(LogLevel::warning, "plan_not_made", {{"plan", to_string(plan)}, {"reason", changes.error().message}});
        return {};
    }
    std::vector<Record> rows;
    for (const auto& change : *changes) {
        const KindInfo& kind = store.catalogue().at(change.kind);
        Record row = born_record(kind, change.id);
        apply(kind, row, change);
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

Result<std::int64_t> make_planned_jobs(Store& store, Timestamp now) {
    std::vector<Uuid> plans;
    SIGAP_TRY(store.database().read([&]() -> Result<void> {
        auto query = store.database().query("SELECT id FROM plan WHERE paused IS NULL OR paused=0 ORDER BY id");
        while (query.step()) plans.push_back(query.uuid(0));
        return {};
    }));
    std::int64_t made = 0;
    for (const Uuid& plan : plans) {
        std::vector<Record> rows;
        SIGAP_TRY(store.database().read([&]() -> Result<void> {
            rows = rows_of(store, plan, now);
            return {};
        }));
        if (rows.empty()) continue;
        const auto inserted = store.insert(rows, {}, "plan");
        if (!inserted) {
            log(LogLevel::warning, "plan_not_made", {{"plan", to_string(plan)}, {"reason", inserted.error().message}});
            continue;
        }
        for (const auto& row : rows) made += row.kind == Kind::work_order ? 1 : 0;
    }
    return made;
}

}  // namespace sigap
