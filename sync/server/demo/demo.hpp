// The demo organisation: three sites in three time zones with people, equipment, procedures and ninety days of work.
// Pure, any thread: the same texts, time and seed give the same records. The past is not painted: its tickets and
// visits were made by the catalogue's commands, so that each state is reachable and has its lines in the activity log.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sync/model/procedure_text.hpp"
#include "sync/model/record.hpp"
#include "sync/server/demo/article_file.hpp"

namespace sigap {

// Records in the order of their birth (a reference may still point forward), seq 0, for an empty store. `now` ends the
// ninety days and is where the technicians' jobs (overdue, today, tomorrow) are counted from.
// Error: not_found "demo_procedure" when a procedure that the demo's jobs follow is not among `procedures`.
Result<std::vector<Record>> make_demo(std::span<const ProcedureText> procedures, std::span<const Article> articles, Timestamp now,
                                      std::uint64_t seed);

}  // namespace sigap
