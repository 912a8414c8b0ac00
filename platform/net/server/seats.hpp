// Who may be connected: at most so many in all, by address while unknown, by device once known. Any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "platform/net/http_server.hpp"

namespace sigap {

enum class Ending { after_request, at_once };

class Seats {
public:
    // Asked to end, a connection does so soon, on its own thread: the call must neither block nor call back.
    using End = std::function<void(Ending)>;

    // One open connection; gives its place back when it goes.
    class Seat {
    public:
        Seat(Seats& seats, std::uint64_t id) : seats_(seats), id_(id) {}
        ~Seat() { seats_.leave(id_); }
        Seat(const Seat&) = delete;
        Seat& operator=(const Seat&) = delete;
        // The device has proven its certificate: it counts for itself from now on, no more for its address. Where
        // that is one connection too many, the device's oldest ends: it may be of a network that is gone.
        void identify(const std::string& device) { seats_.identify(id_, device); }

    private:
        Seats& seats_;
        std::uint64_t id_;
    };

    explicit Seats(const ServerLimits& limits) : limits_(limits) {}
    // Null where there is no place. `network` is the address, or the /64 of an IPv6 one.
    std::unique_ptr<Seat> take(const std::string& network, End end);
    // And nobody is seated any more.
    void end_all(Ending ending);
    bool wait_until_empty(std::chrono::milliseconds patience);

private:
    struct Place {
        std::string network;
        std::string device;
        End end;
    };
    void identify(std::uint64_t id, const std::string& device);
    void leave(std::uint64_t id);
    void leave_network(const std::string& network);

    const ServerLimits limits_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t last_id_ = 0;
    bool closed_ = false;
    std::map<std::uint64_t, Place> places_;
    std::map<std::string, std::size_t> by_network_;
    std::map<std::string, std::list<std::uint64_t>> by_device_;  // oldest first
};

}  // namespace sigap
