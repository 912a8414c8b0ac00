// What trust.md asks of storage, asked of the replica: whole edits and whole pulls, through power cuts at any moment.
#include <catch2/catch_test_macros.hpp>

#include "tests/support/power_cut_vfs.hpp"
#include "tests/sync/replica/device.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

// A device that edits one asset and pulls a block of others, each pull a new generation of all of them.
struct Trial {
    static constexpr int block = 4;

    Trial(const PowerCutVfs::Files& begin, std::uint64_t seed) : device(disk.name(), seed), random(seed) {
        disk.load(begin);
        for (int i = 0; i < block; ++i) ids.push_back(derived_id(device.epoch, static_cast<std::uint16_t>(i)));
    }

    std::vector<WireRow> generation(std::int64_t number) {
        std::vector<WireRow> rows;
        for (const auto& id : ids) {
            Asset asset;
            asset.id = id;
            asset.name = "row";
            asset.cost = number;
            rows.push_back(device.row(asset));
        }
        return rows;
    }

    // Edits, pulls and answers until the machine stops.
    void work() {
        if (!device.open()) return;
        while (!disk.crashed()) {
            switch (random.below(4)) {
                case 0: {
                    const std::int64_t before = device.head;
                    if (device.replica->take(device.page(generation(pulled + 1)))) ++pulled;
                    else device.head = before;
                    break;
                }
                case 1: {
                    const auto request = device.replica->next_push(3, 1 << 20);
                    const std::int64_t before = device.head;
                    if (request && !request->commands.empty()) {
                        const auto reply = device.answer(*request, random.below(4) == 0 ? Outcome::refused : Outcome::applied);
                        if (device.replica->take(reply)) answered = std::max(answered, reply.results.back().n);
                        else device.head = before;
                    }
                    break;
                }
                default: {
                    const auto edit = device.replica->perform("create_asset", {}, {{"name", "edit"}, {"remarks", std::string(random.below(900), 'x')}});
                    if (edit) made.push_back(*edit);
                }
            }
        }
    }

    // What was confirmed is there, once; at most the step in hand besides; nothing is there by halves.
    void check() {
        const auto opened = device.open();
        REQUIRE(opened);
        REQUIRE(device.replica->integrity_check());
        const auto ledger = device.replica->ledger(100'000);
        REQUIRE(ledger.size() >= made.size());
        REQUIRE(ledger.size() <= made.size() + 1);
        for (std::size_t i = 0; i < made.size(); ++i) {
            const auto& entry = ledger[ledger.size() - 1 - i];
            REQUIRE(entry.n == made[i].n);
            REQUIRE(entry.command.operation == made[i].operation);
        }
        for (const auto& entry : ledger) {
            const bool open = entry.state == EditState::queued;
            if (entry.n <= answered) REQUIRE_FALSE(open);
            // The row and its line in the activity log come and go together.
            REQUIRE(device.has<Asset>(entry.about) == device.has<Activity>(entry.command.operation));
            if (open) REQUIRE(device.has<Asset>(entry.about));
            if (entry.state == EditState::refused) REQUIRE_FALSE(device.has<Asset>(entry.about));
        }
        const auto asked = device.replica->next_pull(0);
        REQUIRE(asked);
        const std::int64_t cursor = asked->cursors.empty() ? 0 : asked->cursors[0].seq;
        std::int64_t seen = 0;
        for (const auto& id : ids) {
            const auto row = device.replica->find(Kind::asset, id);
            const std::int64_t generation_of_row = row ? as<Asset>(*row).cost : 0;
            if (id == ids.front()) seen = generation_of_row;
            REQUIRE(generation_of_row == seen);
            if (row) REQUIRE(row->seq <= cursor);
        }
        REQUIRE(seen >= pulled);
        REQUIRE(seen <= pulled + 1);
        pulled = seen;
        if (ledger.size() > made.size()) made.push_back({ledger[0].command.operation, ledger[0].n, Kind::asset, ledger[0].about});
        device.head = std::max(device.head, cursor);
        for (const auto& entry : ledger) device.head = std::max(device.head, entry.seq);
    }

    PowerCutVfs disk;
    Device device;
    SeededRandom random;
    std::vector<Uuid> ids;
    std::vector<Edit> made;       // confirmed to their author
    std::int64_t answered = 0;    // highest n whose answer was taken
    std::int64_t pulled = 0;      // generation whose pull was taken
};

// An enrolled device without any row, so that a trial need not make the tables anew.
PowerCutVfs::Files enrolled(std::optional<DatabaseKey> key) {
    PowerCutVfs disk;
    Device device(disk.name());
    device.options.key = key;
    device.ready();
    device.replica.reset();
    disk.restart();
    return disk.files();
}

}  // namespace

TEST_CASE("2,000 power cuts during edits, pulls and answers lose no confirmed edit and leave nothing by halves") {
    DatabaseKey key{};
    key[3] = 7;
    SeededRandom random(20'260'301);
    const PowerCutVfs::Files plain = enrolled({}), keyed = enrolled(key);
    std::size_t confirmed = 0;
    std::int64_t generations = 0;
    for (int cuts = 0; cuts < 2000;) {
        const std::uint64_t seed = random.next();
        const bool with_key = seed % 2 == 0;
        Trial trial(with_key ? keyed : plain, seed);
        if (with_key) trial.device.options.key = key;
        for (int i = 0; i < 10; ++i, ++cuts) {
            INFO("cut " << cuts << " of seed " << seed);
            trial.disk.crash_at(1 + random.below(260));
            trial.work();
            trial.device.replica.reset();
            trial.disk.cut(random);
            trial.check();
        }
        confirmed += trial.made.size();
        generations += trial.pulled;
    }
    // The cuts are of use only while they fall between things that were done.
    CHECK(confirmed > 700);
    CHECK(generations > 150);
}

TEST_CASE("a disk that lies about its syncs is found by these checks") {
    PowerCutVfs disk({.lie = true});
    Device device(disk.name());
    device.ready();
    device.perform("create_asset", {}, {{"name", "lost"}});
    device.replica.reset();
    SeededRandom random(1);
    disk.cut(random);
    const bool opened = static_cast<bool>(device.open());
    CHECK((!opened || device.replica->ledger(10).empty()));
}
