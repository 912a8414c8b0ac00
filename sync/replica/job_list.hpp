// The list of jobs (a work order with one of its visits) as a screen shows it, sorted, filtered and paged in SQL.
// The store's thread, inside Replica::read.
#pragma once

#include <unordered_map>
#include <unordered_set>

#include "sync/model/kinds/location.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/replica/day_order.hpp"
#include "sync/replica/replica.hpp"

namespace sigap {

// today: not ended, and planned before the day ends or for no time; by time it is a technician's walk through the day (day_order.hpp); open: not ended, or ended here and not sent yet; done: ended,
// newest first; escalated: the last visit of each open order that a lead or manager was asked about.
enum class JobFilter : std::uint8_t { all, today, open, done, escalated };
template <>
inline constexpr std::string_view words_of<JobFilter>[] = {"all", "today", "open", "done", "escalated"};
enum class JobSort : std::uint8_t { time, place, priority };
template <>
inline constexpr std::string_view words_of<JobSort>[] = {"time", "place", "priority"};

struct JobQuery {
    JobFilter filter{};
    JobSort sort{};
    std::string text;      // in the order's title or number, or in the name of the place
    Uuid technician;       // whose visits; nil: everybody's
    Timestamp now;
    Timestamp day_end;     // the end of today where the person works
    bool operator==(const JobQuery&) const = default;
};

struct JobRow {
    Uuid visit;
    Uuid work_order;
    std::string title;
    std::string number;
    std::string place;     // "Building B · Floor 3 · Room 3.14"
    VisitStatus status{};
    Timestamp scheduled_at;
    Timestamp due_at;
    std::int64_t priority = 0;  // 1 (highest) to 4
    bool overdue = false;       // open and past its due time
    bool done = false;          // the visit has ended
    bool unsent = false;        // something done to it waits for the server; with `done`: "done, not sent"
    Uuid technician;
    std::string technician_name;
    Escalation escalation{};    // of an order that is still open
    bool operator==(const JobRow&) const = default;
};

struct JobCounts {
    std::int64_t all = 0, today = 0, open = 0, done = 0, escalated = 0;
    bool operator==(const JobCounts&) const = default;
};

// What the lists are quick by, beside the indexes of the catalogue; inside a transaction. Without it they are right, but slow.
void create_job_list_index(Database& database);

// Visits with an edit that the server has not answered: on themselves, their order, steps or notes.
std::unordered_set<Uuid> visits_with_unsent(Replica& replica);

std::vector<JobRow> list_jobs(const Replica& replica, const JobQuery& query, const std::unordered_set<Uuid>& unsent,
                              std::int64_t limit, std::int64_t offset);
std::int64_t count_jobs(const Replica& replica, const JobQuery& query);
// Of the query's technician, whatever its filter and text.
JobCounts job_counts(const Replica& replica, const JobQuery& query);
std::int64_t count_of(const JobCounts& counts, JobFilter filter);
// The jobs done on one asset, newest first.
std::vector<JobRow> jobs_of_asset(const Replica& replica, const Uuid& asset, Timestamp now, std::int64_t limit);

// Names of places, each read once. One reading; made anew for each.
class PlaceNames {
public:
    explicit PlaceNames(const Replica& replica) : replica_(replica) {}
    // The place and the building (else the site) it lies in: "Room 3.14, Building B"; "" for the nil id.
    std::string text(const Uuid& location);
    // From the building (else the site) down: "Building B · Floor 3 · Room 3.14".
    std::string within(const Uuid& location);
    Spot spot(const Uuid& location);
    // From the site down to the place itself.
    std::vector<std::string> path(const Uuid& location) const;

private:
    const Replica& replica_;
    std::vector<Location> up_from(const Uuid& location) const;
    std::unordered_map<Uuid, std::string> texts_, within_;
};

}  // namespace sigap
