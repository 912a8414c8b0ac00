#include "tests/simulation/network.hpp"

#include <algorithm>

#include "platform/net/compression.hpp"
#include "tests/simulation/invariants.hpp"

namespace sigap::simulation {

namespace {

HttpResponse page(int status) {
    return {status, {{"Content-Type", "text/html"}}, "<html><body>Welcome to our hotel</body></html>"};
}

HttpResponse failure(int status, std::string code) {
    return {status, {{"Content-Type", "application/json"}, {"Retry-After", "30"}}, encode(FailureReply{std::move(code), "not now", 0})};
}

Error lost(const char* what) { return fail(ErrorCode::offline, what); }

bool of_files(const HttpRequest& request) { return request.target.starts_with(route::files); }

// The operations that a push asks to be done.
std::vector<Uuid> pushed_in(const HttpRequest& request) {
    std::vector<Uuid> operations;
    if (request.target != route::push) return operations;
    const auto body = decode_content(header(request, "Content-Encoding"), request.body, 8U << 20U);
    const auto push = body ? read_push_request(*body, catalogue()) : Result<PushRequest>(body.error());
    if (!push) return operations;
    for (const auto& pushed : push->commands)
        if (!pushed.skip) operations.push_back(pushed.command.operation);
    return operations;
}

}  // namespace

bool Network::carries_poison(const HttpRequest& request) const {
    return !poisoned_.empty() && std::ranges::any_of(pushed_in(request), [&](const Uuid& operation) { return is_poison(operation); });
}

void Network::leaves(SimulatedDevice& device, const HttpRequest& request) const {
    for (const auto& operation : pushed_in(request)) device.sent.insert(operation);
}

Result<HttpResponse> Network::reach(const Peer& peer, const HttpRequest& request) {
    ++requests;
    if (carries_poison(request)) return failure(500, "server_fault");
    testing::FaultVfs& faults = world_.server.machine.faults;
    testing::PowerCutVfs& disk = world_.server.machine.disk;
    const bool shaken = !calm && disks_;
    if (shaken) {
        if (one_in(60)) disk.crash_at(1 + random_.below(40));
        else if (one_in(100)) faults.fill_after(random_.below(30'000));
        else if (one_in(100)) faults.fail_nth(testing::FaultVfs::Call::sync, 1);
        if (of_files(request) && one_in(12)) world_.server.machine.shake_files(random_);
    }
    auto response = world_.serve(peer, request, random_);
    if (shaken) {
        disk.crash_at(0);
        faults.heal();
        world_.server.machine.calm_files();
    }
    if (!response) return lost("the server went down");
    if (request.target == route::pull && (response->status == 200 || response->status == 204)) check_served(world_, peer, *response);
    bytes += static_cast<std::int64_t>(request.body.size() + response->body.size());
    return std::move(*response);
}

Result<HttpResponse> Network::carry(SimulatedDevice& device, const HttpRequest& request) {
    if (device.cannot_send) return fail(ErrorCode::offline, "the network is down", "connect");
    leaves(device, request);
    if (calm) return reach(device.peer, request);
    const auto chance = random_.below(100);
    const auto tell = [&](std::string what) { world_.tell(device.name, "  " + std::move(what)); };
    if (chance < 7) return tell("the request is lost"), lost("the request was lost");
    if (chance < 10) return tell("a portal answers"), page(200);
    if (chance < 12) return tell("429"), failure(429, "too_many");
    if (chance < 14) return tell("503"), failure(503, "busy");
    if (chance < 18) {
        tell("the request is held up");
        held_.push_back({device.peer, device.name, request});
        return lost("no answer came in time");
    }
    auto answer = [&] {
        if (!of_files(request) || request.body.empty() || !one_in(25)) return reach(device.peer, request);
        // By a bad memory, which no checksum of a network sees.
        HttpRequest spoilt = request;
        spoilt.body[random_.below(spoilt.body.size())] ^= 1;
        tell("a bit turns over");
        return reach(device.peer, spoilt);
    }();
    if (!answer) return answer;
    if (chance < 22) {
        tell("the request arrives twice");
        auto again = reach(device.peer, request);
        if (one_in(2)) answer = std::move(again);
        if (!answer) return answer;
    }
    if (device.cannot_receive || chance >= 94) return tell("the answer is lost"), lost("the answer was lost");
    if (chance >= 91) return tell("a proxy hides the answer"), page(502);
    if (chance >= 88) {
        tell("the answer is cut short");
        answer->body.resize(answer->body.size() * random_.below(1000) / 1000);
    }
    return answer;
}

void Network::send(SimulatedDevice& device) {
    const HttpRequest request = std::move(*device.request);
    device.request.reset();
    if (device.ahead && device.ahead->request == request) device.answer = std::move(device.ahead->answer);
    else device.answer = carry(device, request);
    device.ahead.reset();
}

void Network::receive(SimulatedDevice& device) {
    const auto ask_ahead = [&](const HttpRequest& request) {
        world_.tell(device.name, "asks ahead for " + request.target);
        device.ahead = AskedAhead{request, carry(device, request)};
    };
    const auto answer = std::move(*device.answer);
    device.answer.reset();
    device.session->receive(answer, device.asks_ahead ? Session::AskAhead(ask_ahead) : Session::AskAhead());
}

bool Network::deliver_late() {
    if (held_.empty()) return false;
    const std::size_t which = random_.below(held_.size());
    const Held held = std::move(held_[which]);
    held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(which));
    world_.tell(held.name, "a request of long ago arrives: " + held.request.target);
    (void)reach(held.peer, held.request);
    return true;
}

}  // namespace sigap::simulation
