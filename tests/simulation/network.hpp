// The network between the devices and the server: whole, or with every fault that a request can meet. One thread.
#pragma once

#include <set>

#include "tests/simulation/world.hpp"

namespace sigap::simulation {

class Network {
public:
    // disks: the server's disk may fail and its power may go while it answers.
    Network(World& world, bool disks) : Network(world, disks, world.random) {}
    Network(World& world, bool disks, SeededRandom& random) : world_(world), disks_(disks), random_(random) {}

    bool calm = false;

    // The answer to any request of the device's, or why there is none.
    Result<HttpResponse> carry(SimulatedDevice& device, const HttpRequest& request);
    // Sends the device's request; its answer, or the lack of one, then waits in SimulatedDevice::answer.
    void send(SimulatedDevice& device);
    // The device's session takes the answer, and may name the next request ahead.
    void receive(SimulatedDevice& device);
    // A request that was held up on its way reaches the server; its sender has long given it up. False where none is.
    bool deliver_late();
    // Whatever carries this operation meets a 500 until cure(): the server's own fault, as devices see it.
    void poison(const Uuid& operation) { poisoned_.insert(operation); }
    void cure() { poisoned_.clear(); }
    bool has_poison() const { return !poisoned_.empty(); }
    bool is_poison(const Uuid& operation) const { return poisoned_.contains(operation); }

    std::int64_t requests = 0;
    std::int64_t bytes = 0;  // of requests and answers

private:
    struct Held {
        Peer peer;
        std::string name;
        HttpRequest request;
    };
    bool one_in(std::uint64_t n) { return random_.below(n) == 0; }
    Result<HttpResponse> reach(const Peer& peer, const HttpRequest& request);
    bool carries_poison(const HttpRequest& request) const;
    void leaves(SimulatedDevice& device, const HttpRequest& request) const;

    World& world_;
    bool disks_;
    SeededRandom& random_;
    std::deque<Held> held_;
    std::set<Uuid> poisoned_;
};

}  // namespace sigap::simulation
