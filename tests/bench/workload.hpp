// The seeded work of tests/bench/workload.md: the same seed gives the same records, ids and edits. One thread.
#pragma once

#include <vector>

#include "platform/core/clock.hpp"
#include "sync/model/catalogue.hpp"

namespace sigap::bench {

// Midday in Jakarta on a working day; every record is older.
inline constexpr Timestamp bench_time{1'767'589'200'000};

struct Workload {
    Uuid site, technician, desk;
    std::vector<Record> reference;  // people, places, models: what the others name
    std::vector<Record> records;    // 40 % work orders, 60 % assets, shuffled
};

Workload make_workload(std::size_t records, std::uint64_t seed);

// The 10 % that are edited: places in Workload::records, in the order of their editing.
std::vector<std::size_t> edited_places(std::size_t records, std::uint64_t seed);

// Three fields of a record with values that it does not have yet; `round` makes another set of them.
using Arguments = std::vector<std::pair<std::string, Value>>;
Arguments edit_of(const Record& record, std::int64_t round);

// One visit with its work order for each of `jobs`, all of `workload.technician`; visits at even places.
std::vector<Record> make_jobs(const Workload& workload, std::size_t jobs, std::uint64_t seed);

// Bytes of the records as JSON objects with named fields, what people mean by "580 bytes".
std::size_t json_bytes(const std::vector<Record>& records);

}  // namespace sigap::bench
