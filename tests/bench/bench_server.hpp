// The server's process of `sigap-bench sync`: a database filled once, then served anew for each run over TLS.
#pragma once

#include <filesystem>

#include "tests/bench/process.hpp"
#include "tests/bench/workload.hpp"

namespace sigap::bench {

// Makes the organisation with all of the workload's records in `folder`.
void fill_server(const std::filesystem::path& folder, const Workload& workload, bool keyed);

// Serves a filled folder: tells its address and an enrolment code for the desk, a line each, then obeys:
// "change PLACE ROUND" edits a record on the server's side and answers when it is durable; "memory" answers with the
// peak.
void serve(const std::filesystem::path& folder, const Workload& workload, bool keyed, Lines& lines);

}  // namespace sigap::bench
