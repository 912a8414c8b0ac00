// A plan of recurring work: every so many weeks or months a job is made from it, once for each period whoever makes it. Any thread.
#pragma once

#include "sync/model/kinds/work.hpp"

namespace sigap {

enum class PlanUnit : std::uint8_t { months, weeks };
template <>
inline constexpr std::string_view words_of<PlanUnit>[] = {"months", "weeks"};

struct Plan {
    Uuid id;
    std::string title;
    std::string description;
    JobType job_type{};
    std::int64_t every = 0;     // 0 counts as 1
    PlanUnit unit{};
    Timestamp starts_at;        // when the first job is due
    std::int64_t lead_days = 0; // so many days before it is due a job is made
    Ref<Kind::procedure> procedure;
    Ref<Kind::asset> asset;
    Ref<Kind::location> location;
    Ref<Kind::person> assignee;
    std::int64_t estimated_minutes = 0;
    bool paused = false;
};
template <>
inline constexpr std::array fields_of<Plan>{
    field<&Plan::title>(1, "title").needed().found(),
    field<&Plan::description>(2, "description").as_prose(),
    field<&Plan::job_type>(3, "job_type"),
    field<&Plan::every>(4, "every").merged(Merge::once),
    field<&Plan::unit>(5, "unit").merged(Merge::once),
    field<&Plan::starts_at>(6, "starts_at").needed().merged(Merge::once),
    field<&Plan::lead_days>(7, "lead_days"),
    field<&Plan::procedure>(8, "procedure"),
    field<&Plan::asset>(9, "asset"),
    field<&Plan::location>(10, "location"),
    field<&Plan::assignee>(11, "assignee"),
    field<&Plan::estimated_minutes>(12, "estimated_minutes"),
    field<&Plan::paused>(13, "paused"),
};
template <>
inline constexpr KindInfo kind_of<Plan>{
    .kind = Kind::plan, .name = "plan", .fields = fields_of<Plan>, .everyone = true, .writers = desk_side, .title = "title", .since = 4};

// When the job of the period with this number (the first is 0) is due: the same time of the day, in UTC; a day that the month does
// not have is its last.
Timestamp due_of_period(const Plan& plan, std::int64_t period);
// The periods whose jobs exist at `now`: 0 until this, without it. At most `most_periods`, so that a start long ago makes no flood.
std::int64_t periods_until(const Plan& plan, Timestamp now);
// The ids of what one period makes, the same on every device and on the server: a name-based UUID (RFC 9562, version 8).
Uuid period_id(const Uuid& plan, std::int64_t period);

}  // namespace sigap
