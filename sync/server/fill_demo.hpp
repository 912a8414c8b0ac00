// The demo organisation (sync/server/demo) with the procedures built into the program, written into a store. The
// store's thread.
#pragma once

#include "sync/server/store.hpp"

namespace sigap {

// For a store that holds no rows yet; its clock's time is where the jobs are counted from.
Result<Store::Inserted> fill_demo(Store& store);

}  // namespace sigap
