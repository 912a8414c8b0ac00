// Who this device is: what its enrolment gave it. A plain value; any thread.
#pragma once

#include "platform/core/ids.hpp"
#include "sync/model/role.hpp"

namespace sigap {

struct Enrolment {
    Uuid device;
    std::int64_t device_number = 0;
    Uuid person;
    std::string login;
    Role role{};
    std::string organisation;
    Uuid epoch;
    std::string url;
};

}  // namespace sigap
