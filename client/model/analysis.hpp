// The monthly analysis: what was made and closed, of what kind, by whom, how long it took, and how often the desk was passed by.
// Plain values of no language. The store's thread, inside Replica::read; of what this device holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sync/replica/replica.hpp"

namespace sigap {

struct AnalysisCount {
    std::string name;  // a word of the model, or a name; "": it was not said
    std::int64_t count = 0;
    bool operator==(const AnalysisCount&) const = default;
};

// Tickets that were opened, by the team that took them.
struct BypassRate {
    std::string team;
    std::int64_t tickets = 0, direct = 0;
    // Whole per cent, halves up; 0 where there was no ticket.
    std::int64_t percent() const { return tickets > 0 ? (direct * 200 + tickets) / (2 * tickets) : 0; }
};

// A share of what was counted, with its size: 3 of 10.
struct Share {
    std::int64_t part = 0, of = 0;
    std::int64_t percent() const { return of > 0 ? (part * 200 + of) / (2 * of) : 0; }
};

struct Analysis {
    std::string month;  // "2026-11"
    std::int64_t made = 0, closed = 0;  // jobs
    std::vector<AnalysisCount> by_category, by_cause, by_type, by_team, by_person;  // of the closed ones, the most first
    // Medians of the closed jobs in minutes; none where no job tells.
    std::optional<std::int64_t> minutes_to_arrival, minutes_of_work, minutes_to_close;
    Share first_time_fixed;  // closed jobs that took one visit and were not opened again in that month
    std::int64_t reopened = 0;  // tickets
    Share skipped_steps;        // of the steps of closed jobs
    std::vector<BypassRate> bypass;
    BypassRate bypass_of_all;
};

// The month that this is in, where clocks are `offset_minutes` from UTC.
std::string month_of(Timestamp time, int offset_minutes);
// From its first moment to that of the next. Error{invalid} for what is no "YYYY-MM".
struct MonthSpan {
    Timestamp begin, end;
};
Result<MonthSpan> span_of_month(std::string_view month, int offset_minutes);
// The one before or after.
std::string month_beside(std::string_view month, int months);

Result<Analysis> analysis_of(const Replica& replica, std::string_view month, int offset_minutes);
// month,measure,of,value: one line for each figure, as a spreadsheet reads it.
std::string analysis_csv(const Analysis& analysis);

}  // namespace sigap
