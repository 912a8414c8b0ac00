// People as a form proposes them while a name is typed. The store's thread, inside Replica::read.
#pragma once

#include <string>
#include <vector>

#include "sync/replica/replica.hpp"

namespace sigap {

struct PersonRow {
    Uuid id;
    std::string name;
    std::string unit;  // where they work: the name of their unit, or their job
};

// anyone; colleagues: the support staff but for the person that the device is enrolled for.
enum class People : std::uint8_t { anyone, colleagues };

// Those whose name or address holds the text, by name, at most so many; nobody for a text without letters, where they are
// colleagues the first of them, technicians before the others.
std::vector<PersonRow> people_named(const Replica& replica, const std::string& text, std::int64_t most, People which = People::anyone);

}  // namespace sigap
