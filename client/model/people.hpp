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

// Those whose name or address holds the text, by name, at most so many; nobody for a text without letters.
std::vector<PersonRow> people_named(const Replica& replica, const std::string& text, std::int64_t most);

}  // namespace sigap
