#include "sync/model/kinds/plan.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "sync/model/kinds/person.hpp"
#include "sync/model/rules/rules.hpp"

namespace sigap {

namespace {

constexpr std::int64_t day_ms = 86'400'000;
// A plan made long ahead, or a clock far wrong, makes no flood.
constexpr std::int64_t most_at_once = 60;

std::uint64_t stirred(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

std::int64_t step_of(const Plan& plan) {
    return std::clamp<std::int64_t>(plan.every, 1, 1000);
}

// For people: the same wherever it is made, and another one for each plan and period.
std::string number_of(const Plan& plan, std::int64_t period) {
    char text[32];
    const auto& id = plan.id.bytes;
    std::snprintf(text, sizeof text, "PM-%02X%02X%02X%02X-%03d", id[12], id[13], id[14], id[15], static_cast<int>(period + 1));
    return text;
}

Result<void> make_job(Judgement& judgement, const Plan& plan, std::int64_t period) {
    const Uuid name = period_id(plan.id, period);
    if (judgement.find(Kind::work_order, derived_id(name, 0))) return {};
    judgement.give_birth_for(name);
    WorkOrder order;
    order.number = number_of(plan, period);
    order.title = plan.title;
    order.description = plan.description;
    order.job_type = plan.job_type;
    order.asset = plan.asset;
    order.location = plan.location;
    order.procedure = plan.procedure;
    order.estimated_minutes = plan.estimated_minutes;
    order.due_at = due_of_period(plan, period);
    order.created_at = judgement.at();
    order.plan = plan.id;
    order.id = judgement.create(order);
    // Who left since must not keep the work from being made; the desk gives it to somebody.
    const auto person = judgement.get<Person>(plan.assignee);
    if (!plan.assignee || !person || person->inactive || !staff.has(person->role)) return {};
    return schedule_order(judgement, order, plan.assignee, order.due_at);
}

Result<void> make_jobs(Judgement& judgement) {
    const auto plan = judgement.target<Plan>();
    if (!plan) return plan.error();
    if (plan->paused) return Judgement::refuse("this plan rests; end that first: edit_plan paused=false", "plan_rests");
    const Timestamp now = judgement.at_or_now();
    const std::int64_t until = periods_until(*plan, now);
    // What nobody did in a period that is long over is not done twice in the next: of those that are due, the last.
    std::int64_t first = std::max<std::int64_t>(0, until - 1);
    while (first > 0 && until - first < most_at_once && due_of_period(*plan, first) > now) --first;
    for (std::int64_t period = first; period < until; ++period) SIGAP_TRY(make_job(judgement, *plan, period));
    return {};
}

// Zero travels as nothing; where nothing at all is said a plan repeats every 1.
Result<void> create(Judgement& judgement) {
    if (judgement.command().argument("every") && judgement.number("every") < 1)
        return Judgement::refuse("a plan repeats every 1 or more months or weeks: every=1", "plan_every");
    return judge_create(judgement);
}

}  // namespace

Timestamp due_of_period(const Plan& plan, std::int64_t period) {
    const std::int64_t steps = step_of(plan) * period;
    if (plan.unit == PlanUnit::weeks) return {plan.starts_at.ms + steps * 7 * day_ms};
    using namespace std::chrono;
    const sys_time<milliseconds> start{milliseconds(plan.starts_at.ms)};
    const auto midnight = floor<days>(start);
    const year_month_day date{midnight};
    const auto month = year_month{date.year(), date.month()} + months(static_cast<int>(steps));
    const year_month_day_last last{month.year(), month_day_last{month.month()}};
    const sys_days due{year_month_day{month.year(), month.month(), std::min(date.day(), last.day())}};
    return {(sys_time<milliseconds>(due) + (start - midnight)).time_since_epoch().count()};
}

std::int64_t periods_until(const Plan& plan, Timestamp now) {
    constexpr Timestamp end_of_calendar{253'402'300'799'999};
    if (plan.starts_at.ms <= 0 || now > end_of_calendar) return 0;
    const std::int64_t opened = now.ms + std::clamp<std::int64_t>(plan.lead_days, 0, 366) * day_ms;
    if (plan.starts_at.ms > opened) return 0;
    // No period is longer than this; from there it is a step or two.
    const std::int64_t longest = step_of(plan) * (plan.unit == PlanUnit::weeks ? 7 : 31) * day_ms;
    std::int64_t periods = (opened - plan.starts_at.ms) / longest;
    while (due_of_period(plan, periods).ms <= opened) ++periods;
    return periods;
}

Uuid period_id(const Uuid& plan, std::int64_t period) {
    std::uint64_t high = 0, low = 0;
    for (std::size_t i = 0; i < 8; ++i) high = high << 8 | plan.bytes[i], low = low << 8 | plan.bytes[i + 8];
    const auto number = static_cast<std::uint64_t>(period) + 1;
    const std::uint64_t first = stirred(high + stirred(low + stirred(number * 0x9e3779b97f4a7c15U)));
    const std::uint64_t second = stirred(first ^ stirred(low ^ stirred(high + number)));
    Uuid id;
    for (std::size_t i = 0; i < 8; ++i) {
        id.bytes[i] = static_cast<std::uint8_t>(first >> (56 - 8 * i));
        id.bytes[i + 8] = static_cast<std::uint8_t>(second >> (56 - 8 * i));
    }
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x80);
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
    return id;
}

std::vector<CommandInfo> plan_rules() {
    std::vector<ArgumentInfo> at_birth;
    for (const auto& field : fields_of<Plan>) at_birth.push_back(shape_of(field));
    return {
        {"create_plan", Kind::plan, true, desk_side, at_birth, create},
        {"make_planned_jobs", Kind::plan, false, desk_side, {}, make_jobs},
    };
}

}  // namespace sigap
