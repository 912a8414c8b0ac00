// The jobs of recurring plans, made by the server itself when their time has come. One thread, the store's.
#pragma once

#include "sync/server/store.hpp"

namespace sigap {

// Judges make_planned_jobs for each plan at this time, as a desk's device would: the same rows, so that who comes second makes
// none. A plan that cannot be judged, or a job that cannot be written, is passed over and logged. Returns how many jobs were made.
Result<std::int64_t> make_planned_jobs(Store& store, Timestamp now);

}  // namespace sigap
