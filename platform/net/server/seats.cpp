#include "platform/net/server/seats.hpp"

namespace sigap {

std::unique_ptr<Seats::Seat> Seats::take(const std::string& network, End end) {
    const std::lock_guard lock(mutex_);
    if (closed_ || places_.size() >= limits_.connections) return nullptr;
    std::size_t& strangers = by_network_[network];
    if (strangers >= limits_.connections_per_address) return nullptr;
    ++strangers;
    const std::uint64_t id = ++last_id_;
    places_.emplace(id, Place{network, {}, std::move(end)});
    return std::make_unique<Seat>(*this, id);
}

void Seats::identify(std::uint64_t id, const std::string& device) {
    const std::lock_guard lock(mutex_);
    Place& place = places_.at(id);
    leave_network(place.network);
    place.network.clear();
    place.device = device;
    auto& held = by_device_[device];
    held.push_back(id);
    if (held.size() <= limits_.connections_per_device) return;
    // Its place in the count goes at once, the connection itself soon.
    Place& oldest = places_.at(held.front());
    held.pop_front();
    oldest.device.clear();
    oldest.end(Ending::at_once);
}

void Seats::leave(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    const auto place = places_.find(id);
    if (!place->second.network.empty()) leave_network(place->second.network);
    if (const auto held = by_device_.find(place->second.device); held != by_device_.end()) {
        held->second.remove(id);
        if (held->second.empty()) by_device_.erase(held);
    }
    places_.erase(place);
    changed_.notify_all();
}

void Seats::leave_network(const std::string& network) {
    const auto count = by_network_.find(network);
    if (--count->second == 0) by_network_.erase(count);
}

void Seats::end_all(Ending ending) {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (auto& [id, place] : places_) place.end(ending);
}

bool Seats::wait_until_empty(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [&] { return places_.empty(); });
}

}  // namespace sigap
