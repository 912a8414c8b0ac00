// The order in which a technician walks through a day: what has a time at its time, and between it what is near. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "platform/core/ids.hpp"

namespace sigap {

// Where a job is, from the site down; nil where it is not known.
struct Spot {
    Uuid site, building, floor, room;
    std::optional<std::pair<double, double>> degrees;  // latitude and longitude of the nearest place above that has them
};

// Minutes on foot: within a building by floor and room, between buildings by their coordinates, else by a rule of thumb.
double walking_minutes(const Spot& from, const Spot& to);

struct Stop {
    Spot spot;
    Timestamp fixed;            // appointed for; none: whenever it fits
    std::int64_t minutes = 0;   // that it takes; 0: not known
    bool begun = false;         // the technician is there or on the way
};

// The indexes of the stops in the order of the day. What is begun comes first; then, until each appointment, the nearest of those
// without one that end before it; what is left after the last.
std::vector<std::size_t> day_order(const std::vector<Stop>& stops, Timestamp now);

}  // namespace sigap
