// Acceptance: a process that edits a profile is killed at random moments; what it had reported as saved is there, once.
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <csignal>

#include "sync/engine/profile.hpp"
#include "sync/model/kinds/asset.hpp"
#include "tests/support/temp_folder.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

const SystemClock the_clock;

Result<std::unique_ptr<Profile>> open(const std::filesystem::path& folder) {
    static SystemRandom random;
    return Profile::open(folder, catalogue(), the_clock, random);
}

// In the child: edits one after the other, each reported through the pipe when it was confirmed, until it is killed.
[[noreturn]] void edit_for_ever(const std::filesystem::path& folder, int pipe) {
    auto profile = open(folder);
    for (std::int64_t done = 0; profile && done < 10'000; ++done) {
        const auto edit = (*profile)->replica().perform("create_asset", {}, {{"name", "killed"}});
        if (!edit || write(pipe, &edit->operation, sizeof edit->operation) != sizeof edit->operation) break;
    }
    _exit(1);
}

bool read_one(int pipe, std::vector<Uuid>& out) {
    Uuid operation;
    if (read(pipe, &operation, sizeof operation) != sizeof operation) return false;
    out.push_back(operation);
    return true;
}

}  // namespace

TEST_CASE("200 edits under kill -9 at random moments: each confirmed one is there exactly once") {
    TempFolder temp;
    const auto folder = temp.path() / "profile";
    SystemRandom random;
    {
        auto profile = open(folder);
        REQUIRE(profile);
        const Uuid person = make_uuid(the_clock, random);
        REQUIRE((*profile)->replica().set_enrolment({person, 1, person, "technician", Role::technician, "Test", person, "https://x"}));
    }
    std::vector<Uuid> confirmed;
    int kills = 0;
    for (; confirmed.size() < 200 && kills < 300; ++kills) {
        int ends[2];
        REQUIRE(pipe(ends) == 0);
        const pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            close(ends[0]);
            edit_for_ever(folder, ends[1]);
        }
        close(ends[1]);
        // After some edits, at any moment until the next.
        for (std::uint64_t left = random.below(8); left > 0 && read_one(ends[0], confirmed);) --left;
        pollfd next{ends[0], POLLIN, 0};
        const timespec moment{0, static_cast<long>(random.below(8'000'000))};
        ppoll(&next, 1, &moment, nullptr);
        kill(child, SIGKILL);
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        REQUIRE(WIFSIGNALED(status));
        while (read_one(ends[0], confirmed)) {}
        close(ends[0]);
    }
    REQUIRE(confirmed.size() >= 200);
    CHECK(kills > 10);
    auto profile = open(folder);
    REQUIRE(profile);
    Replica& replica = (*profile)->replica();
    REQUIRE(replica.integrity_check());
    std::map<Uuid, int> found;
    const auto ledger = replica.ledger(1'000'000);
    for (const auto& entry : ledger) {
        ++found[entry.command.operation];
        CHECK(replica.find(Kind::asset, entry.about));
        CHECK(replica.find(Kind::activity, entry.command.operation));
    }
    for (const auto& operation : confirmed) CHECK(found[operation] == 1);
    CHECK(ledger.size() - confirmed.size() <= static_cast<std::size_t>(kills));
    ListQuery assets;
    assets.kind = Kind::asset;
    CHECK(replica.count(assets) == static_cast<std::int64_t>(ledger.size()));
}
