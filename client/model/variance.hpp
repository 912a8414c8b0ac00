// How the work differs from the procedures: for each step of each version what became of it in the visits that have ended.
// The store's thread, inside Replica::read.
#pragma once

#include "sync/replica/replica.hpp"

namespace sigap {

struct StepVariance {
    std::int64_t position = 0;
    bool mandatory = false;
    std::string text_id, text_en;
    std::int64_t done = 0, failed = 0, skipped = 0, open = 0;
    std::int64_t not_needed = 0;                                // its condition did not hold
    std::vector<std::pair<std::string, std::int64_t>> reasons;  // of those skipped, the commonest first
};

struct ProcedureVariance {
    std::string code;
    std::string title_id, title_en;
    std::int64_t version = 0;
    std::int64_t runs = 0;
    std::vector<StepVariance> steps;  // by position
};

// By code and version; `code` empty: of all procedures.
std::vector<ProcedureVariance> variance(Replica& replica, std::string_view code);
// With a head, for a spreadsheet.
std::string variance_csv(const std::vector<ProcedureVariance>& procedures);

}  // namespace sigap
