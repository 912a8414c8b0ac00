#include "client/ui/probe.hpp"

#include <algorithm>
#include <cmath>

namespace sigap::ui {

namespace {

struct Distance {
    bool ahead;
    float cost;
};

// How far `to` lies from `from` in a direction; sideways steps cost more than straight ones.
Distance distance(const ProbeEntry& from, const ProbeEntry& to, Direction direction) {
    const bool vertical = direction == Direction::up || direction == Direction::down;
    const float sign = direction == Direction::down || direction == Direction::right ? 1.0f : -1.0f;
    const ImVec2 a = from.middle(), b = to.middle();
    const float along = (vertical ? b.y - a.y : b.x - a.x) * sign;
    const float gap = vertical ? std::max({0.0f, to.min.x - from.max.x, from.min.x - to.max.x})
                               : std::max({0.0f, to.min.y - from.max.y, from.min.y - to.max.y});
    const float across = std::abs(vertical ? b.x - a.x : b.y - a.y);
    return {along > 1, along + gap * 4 + across * 0.1f + (from.scope == to.scope ? 0.0f : 200.0f)};
}

}  // namespace

bool ProbeEntry::focusable() const {
    return enabled && role != Role::status && role != Role::text && role != Role::dialog && role != Role::key;
}

void Probe::begin() { building_.clear(); }
void Probe::finish() { std::swap(shown_, building_); }

const ProbeEntry* Probe::find(std::string_view key) const {
    const auto at = std::find_if(shown_.begin(), shown_.end(), [key](const auto& entry) { return entry.key == key; });
    return at == shown_.end() ? nullptr : &*at;
}

const ProbeEntry* Probe::step_from(std::string_view key, Direction direction, int layer) const {
    std::vector<const ProbeEntry*> order;
    std::ptrdiff_t current = -1;
    for (const ProbeEntry& entry : shown_) {
        if (entry.layer != layer || !entry.focusable()) continue;
        if (entry.key == key) current = static_cast<std::ptrdiff_t>(order.size());
        order.push_back(&entry);
    }
    if (order.empty()) return nullptr;
    const auto count = static_cast<std::ptrdiff_t>(order.size());
    if (direction == Direction::next) return order[static_cast<std::size_t>((current + 1) % count)];
    if (direction == Direction::previous)
        return order[static_cast<std::size_t>(current <= 0 ? count - 1 : current - 1)];
    if (current < 0) return order.front();
    const ProbeEntry& from = *order[static_cast<std::size_t>(current)];
    const ProbeEntry* best = nullptr;
    float best_cost = 0;
    for (const ProbeEntry* entry : order) {
        const auto [ahead, cost] = distance(from, *entry, direction);
        if (entry == &from || !ahead || (best && cost >= best_cost)) continue;
        best = entry, best_cost = cost;
    }
    return best;
}

}  // namespace sigap::ui
