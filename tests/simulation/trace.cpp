#include "tests/simulation/trace.hpp"

namespace sigap::simulation {

void Trace::add(std::int64_t ms, std::string_view who, std::string what) {
    std::string line = std::to_string(ms / 1000);
    line.insert(0, line.size() < 7 ? 7 - line.size() : 0, ' ');
    line.append(" s  ").append(who);
    if (who.size() < 14) line.append(14 - who.size(), ' ');
    lines_.push_back(std::move(line.append("  ").append(what)));
}

}  // namespace sigap::simulation
