#include "sync/server/clockwork/planned_jobs.hpp"

#include "platform/core/log.hpp"
#include "sync/model/judgement.hpp"
#include "sync/model/kinds/plan.hpp"

namespace sigap {

namespace {

// What the rule makes for one plan, as rows: those of each job by themselves, and the line of the activity log. None where all is there.
struct Made {
    std::vector<std::vector<Record>> jobs;
    std::vector<Record> activity;
};

Made rows_of(Store& store, const Uuid& plan, Timestamp now) {
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
    Made made;
    for (const auto& change : *changes) {
        const KindInfo& kind = store.catalogue().at(change.kind);
        Record row = born_record(kind, change.id);
        apply(kind, row, change);
        if (change.kind == Kind::work_order || made.jobs.empty()) made.jobs.emplace_back();
        (change.kind == Kind::activity ? made.activity : made.jobs.back()).push_back(std::move(row));
    }
    return made;
}

}  // namespace

Result<std::int64_t> make_planned_jobs(Store& store, Timestamp now) {
    std::vector<Uuid> plans;
    SIGAP_TRY(store.database().read([&]() -> Result<void> {
        auto query = store.database().query("SELECT id FROM plan WHERE paused IS NULL OR paused=0 ORDER BY id");
        while (query.step()) plans.push_back(query.uuid(0));
        return {};
    }));
    std::int64_t count = 0;
    for (const Uuid& plan : plans) {
        Made made;
        SIGAP_TRY(store.database().read([&]() -> Result<void> {
            made = rows_of(store, plan, now);
            return {};
        }));
        for (auto& job : made.jobs) {
            // A transaction for each: a job is there whole or not at all, and one that cannot be made holds up no other.
            job.insert(job.end(), made.activity.begin(), made.activity.end());
            if (const auto inserted = store.insert(job, {}, "plan"); !inserted) {
                log(LogLevel::warning, "planned_job_not_made",
                    {{"plan", to_string(plan)}, {"work_order", to_string(job.front().id)}, {"reason", inserted.error().message}});
                continue;
            }
            made.activity.clear();
            ++count;
        }
    }
    return count;
}

}  // namespace sigap
