// What a technician needs on the way and on site, as the job's screen tells it: times, the van's parts, notices to the client,
// and the plan behind the job. The store's thread, inside Replica::read; the pure functions on any.
#pragma once

#include <string>

#include "sync/model/kinds/notice.hpp"
#include "sync/model/kinds/part.hpp"
#include "sync/replica/replica.hpp"

namespace sigap {

struct JobDetail;

// Seconds of a visit until it ended, or until now: the way, the work without its breaks, and the breaks.
struct VisitTimes {
    std::int64_t travel = 0, work = 0, pause = 0;
    bool runs = false;  // one of them is still growing
};
VisitTimes times_of(const Visit& visit, Timestamp now);

// Of one part with one serial, what this visit took less what it brought back.
struct PartLine {
    Uuid stock;
    std::string name, unit, serial;
    std::int64_t quantity = 0;
};

// What may be taken: the technician's own van before the stores.
struct StockLine {
    Uuid stock;
    std::string name, number, unit, place;  // the place of a store; empty: the own van
    std::int64_t quantity = 0;              // below zero: more was taken than was booked in
};

// As a telephone dials it (E.164): digits with a plus before them; a leading 0 is Indonesia's. Empty where it is no number.
std::string dialled(std::string_view phone);

void add_field_work(Replica& replica, JobDetail& job);

}  // namespace sigap
