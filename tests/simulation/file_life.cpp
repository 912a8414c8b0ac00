#include "tests/simulation/file_life.hpp"

#include <algorithm>

#include "tests/simulation/invariants.hpp"

namespace sigap::simulation {

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t again_ms = 11 * 60'000;  // a file that failed is tried again by then

std::string bytes_of(std::size_t count, std::uint64_t seed) {
    std::string bytes(count, '\0');
    SeededRandom random(seed);
    random.fill(std::as_writable_bytes(std::span(bytes)));
    return bytes;
}

}  // namespace

FileLife::FileLife(World& world, People& people, std::uint64_t seed, bool disks)
    : world_(world), people_(people), network_(world, disks, world.file_random), choices_(seed * 4 + 4), disks_(disks) {}

void FileLife::step() {
    SimulatedDevice& author = world_.devices[choices_.below(world_.devices.size())];
    if (choices_.below(24) == 0 && !author.out) dare(author, [&] { attach(author); }), check_device(world_, author);
    const std::size_t from = world_.file_random.below(world_.devices.size());
    for (std::size_t i = 0; i < world_.devices.size(); ++i) {
        SimulatedDevice& device = world_.devices[(from + i) % world_.devices.size()];
        const bool waits = !device.out && !device.session && (device.lane || FileJobs(*device.replica).count() > 0 || one_in(30));
        if (!waits) continue;
        dare(device, [&] { exchange(device); });
        break;
    }
    if (one_in(40)) (void)network_.deliver_late();
}

void FileLife::dare(SimulatedDevice& device, const std::function<void()>& work) {
    Machine& machine = device.machine;
    const bool shaken = disks_ && one_in(8);
    if (shaken && one_in(4)) machine.disk.crash_at(1 + world_.file_random.below(25));
    else if (shaken) machine.shake_files(world_.file_random);
    try {
        work();
    } catch (const testing::Killed&) {
        machine.disk.crash();
    } catch (const StorageFailure& failure) {
        if (!shaken) throw;
        world_.tell(device.name, failure.what());
        world_.restart(device, Ending::closed);
    }
    if (machine.disk.crashed()) world_.restart(device, one_in(2) ? Ending::cut : Ending::killed);
    machine.disk.crash_at(0);
    machine.calm_files();
    if (device.replica && device.replica->rows().database().needs_reopen()) world_.restart(device, Ending::closed);
}

std::string FileLife::some_bytes() {
    static constexpr std::size_t chunk = simulated_chunk_bytes;
    static constexpr std::size_t sizes[] = {1, 40, chunk - 1, chunk, chunk + 1, 2 * chunk, 2 * chunk + 17, 4 * chunk - 5};
    if (contents_.empty() || choices_.below(3) > 0)
        contents_.emplace_back(sizes[choices_.below(std::size(sizes))], contents_.size() + 1);
    const auto& [count, seed] = contents_[contents_.size() - 1 - choices_.below(std::min<std::size_t>(contents_.size(), 2))];
    return bytes_of(count, seed);
}

void FileLife::attach(SimulatedDevice& device) {
    static constexpr Kind kinds[] = {Kind::visit, Kind::asset, Kind::work_order};
    const std::string bytes = some_bytes();
    const std::string small = choices_.below(3) == 0 ? bytes_of(60, bytes.size()) : std::string();
    const Uuid about = people_.any_of(device, kinds[choices_.below(std::size(kinds))], choices_);
    if (!about) return;
    std::vector<std::pair<std::string, Value>> arguments{{"type", "image/jpeg"}};
    const auto keep = [&](const std::string& what, const char* hash, const char* length) {
        const auto stored = device.files->put(what);
        if (!stored) world_.tell(device.name, "could not keep a file: " + stored.error().message);
        else arguments.insert(arguments.end(), {{hash, stored->hash}, {length, static_cast<std::int64_t>(stored->bytes)}});
        return static_cast<bool>(stored);
    };
    if (!small.empty() && !keep(small, "thumbnail", "thumbnail_bytes")) return;
    if (keep(bytes, "sha256", "bytes")) people_.perform(device, {"attach_file", about, std::move(arguments)});
}

void FileLife::exchange(SimulatedDevice& device) {
    if (!device.lane) {
        FileLaneOptions options;
        options.originals = !one_in(4);
        if (one_in(2)) options.most_asked = 1 + world_.file_random.below(3);
        device.lane.emplace(*device.replica, *device.files, options);
    }
    for (auto left = 1 + world_.file_random.below(6); left > 0; --left) {
        const auto request = device.lane->next();
        if (!request) {
            const auto outcome = device.lane->outcome();
            if (!outcome) world_.tell(device.name, "could not go on with files: " + outcome.error().message);
            return device.lane.reset();
        }
        world_.tell(device.name, "sends " + request->method + ' ' + request->target);
        device.lane->receive(network_.carry(device, *request));
    }
}

void FileLife::heal(bool last) {
    constexpr int most_rounds = 30;
    network_.calm = true;
    while (network_.deliver_late()) {
    }
    bool quiet = false;
    for (int round = 0; round < most_rounds && !quiet && world_.broken().empty(); ++round) {
        // What the server lost unnoticed is asked for within a day.
        world_.truth.advance(round == 0 ? day_ms + again_ms : again_ms);
        quiet = true;
        for (auto& device : world_.devices) {
            if (device.out) continue;
            FileLane lane(*device.replica, *device.files);
            while (const auto request = lane.next()) lane.receive(network_.carry(device, *request));
            if (const auto outcome = lane.outcome(); !outcome)
                world_.broke(14, device.name, "its files do not move: " + outcome.error().message);
            quiet = quiet && lane.report().chunks == 0;
        }
    }
    network_.calm = false;
    if (!world_.broken().empty()) return;
    if (!quiet) return world_.broke(17, "all", "files still move");
    check_files(world_, false);
    // So that young leftovers are old enough to be swept while life goes on.
    if (!last) return one_in(2) ? world_.truth.advance(2 * day_ms) : void();
    sweep_everywhere();
    if (world_.broken().empty()) check_files(world_, true);
}

// However wrong the clocks were by which orphans were found: by now they are old.
void FileLife::sweep_everywhere() {
    network_.calm = true;
    const HttpRequest question{"POST", std::string(route::file_ask), {{"Content-Type", "application/json"}}, encode(FileAsk{})};
    for (int pass = 0; pass < 2; ++pass) {
        world_.truth.advance(12 * 365 * day_ms);
        for (auto& device : world_.devices) {
            if (device.out) continue;
            FileLane lane(*device.replica, *device.files);
            (void)lane.next();
        }
        // The server looks at a few beside each request.
        const auto asker = std::ranges::find(world_.devices, false, &SimulatedDevice::out);
        const std::size_t requests = asker == world_.devices.end() ? 0 : world_.server.machine.files.count() / sweep_step + 2;
        for (std::size_t i = 0; i < requests; ++i) (void)network_.carry(*asker, question);
    }
    network_.calm = false;
}

}  // namespace sigap::simulation
