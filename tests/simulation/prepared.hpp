// An organisation whose databases are made once in a process and copied for each seed: people, places, equipment, jobs,
// enrolled devices. No certificate is made: a device is known by its fingerprint alone. Immutable; any thread.
#pragma once

#include <map>

#include "sync/replica/enrolment.hpp"
#include "tests/simulation/machine.hpp"

namespace sigap::simulation {

// Rows that every seed begins with, and their names in the trace.
struct Landmarks {
    Uuid site, other_site, room, other_room;
    Uuid technician, colleague, far_technician, desk, lead, admin, requester;
    Uuid model, laptop, printer, far_laptop, procedure;
    Uuid shelf, van;
    std::map<Uuid, std::int64_t> counts;  // of each stock, at the beginning
    std::vector<std::pair<Uuid, std::string>> names;
};

struct PreparedDevice {
    std::string name;  // in the trace
    Enrolment enrolment;
    std::string fingerprint;
    testing::PowerCutVfs::Files fresh;   // enrolled, nothing pulled
    testing::PowerCutVfs::Files pulled;  // everything pulled
    testing::PowerCutVfs::Files old_fresh, old_pulled;  // by an app of the oldest schema that is served; none for the desk, which has made jobs
};

struct Prepared {
    Timestamp at;
    std::optional<DatabaseKey> key;
    Landmarks landmarks;
    testing::PowerCutVfs::Files server;
    std::vector<PreparedDevice> devices;
};

const Prepared& prepared(bool keyed);

}  // namespace sigap::simulation
