#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr Timestamp planned{1'767'240'000'000};
constexpr std::size_t MiB = file_chunk_bytes;

std::string bytes_of(std::size_t count, std::uint64_t seed = 1) {
    std::string bytes(count, '\0');
    SeededRandom random(seed);
    random.fill(std::as_writable_bytes(std::span(bytes)));
    return bytes;
}
std::string hash_of(std::string_view bytes) { return to_hex(sha256(bytes)); }

// A technician with a job, and the desk.
struct Camera : Harness {
    Camera() {
        visit = make_job("Replace a dock", "technician", planned);
        must(budi.sync());
        must(office.sync());
    }
    bool on_server(const std::string& bytes) { return server_files().size(hash_of(bytes)) == bytes.size(); }
    static std::int64_t jobs(TestDevice& device) { return FileJobs(*device.replica).count(); }
    static std::optional<FileJob> job(TestDevice& device, const std::string& bytes) {
        return FileJobs(*device.replica).find(hash_of(bytes));
    }
    static bool holds(TestDevice& device, const std::string& bytes) {
        std::string all;
        while (auto block = device.files->read(hash_of(bytes), all.size())) {
            if (block->empty()) break;
            all += *block;
        }
        return all == bytes;
    }
    // Up to the server by its author, row and file.
    void bring(const std::string& photo) {
        budi.attach(visit, photo);
        must(budi.sync());
        must(budi.sync_files());
    }
    TestDevice& budi = enrol("technician");
    TestDevice& office = desk();
    Uuid visit;
};

}  // namespace

TEST_CASE("a photo goes up after its row and comes down at the desk, thumbnail first") {
    Camera c;
    const std::string photo = bytes_of(3 * MiB + 17), small = bytes_of(900, 2);
    c.budi.attach(c.visit, photo, small);
    CHECK(c.jobs(c.budi) == 2);
    // Before its row is there nobody takes the file.
    auto early = must(c.budi.sync_files());
    CHECK(early.sent == 0);
    CHECK(c.jobs(c.budi) == 2);
    must(c.budi.sync());
    const auto sent = must(c.budi.sync_files());
    CHECK(sent.sent == 2);
    CHECK(sent.chunks == 5);
    CHECK(sent.waiting == 0);
    CHECK(c.on_server(photo));
    must(c.office.sync());
    CHECK(c.jobs(c.office) == 2);
    FileLane lane(*c.office.replica, *c.office.files);
    lane.receive(c.office.network->send(*lane.next()));
    lane.receive(c.office.network->send(*lane.next()));
    CHECK(c.holds(c.office, small));
    CHECK_FALSE(c.holds(c.office, photo));
    while (const auto request = lane.next()) lane.receive(c.office.network->send(*request));
    CHECK(lane.outcome());
    CHECK(c.holds(c.office, photo));
    CHECK(c.jobs(c.office) == 0);
}

TEST_CASE("on a network that is paid by the byte thumbnails travel and originals wait") {
    Camera c;
    const std::string photo = bytes_of(5000), small = bytes_of(900, 2);
    c.budi.attach(c.visit, photo, small);
    must(c.budi.sync());
    CHECK(must(c.budi.sync_files({.originals = false})).sent == 1);
    CHECK(c.on_server(small));
    CHECK_FALSE(c.on_server(photo));
    CHECK(c.job(c.budi, photo)->state == FileJobState::waiting);
    CHECK(must(c.budi.sync_files()).sent == 1);
    CHECK(c.on_server(photo));
}

TEST_CASE("the network cut in the middle of a file costs one chunk at most, on the way up and on the way down") {
    Camera c;
    const std::string photo = bytes_of(4 * MiB + 17);
    c.budi.attach(c.visit, photo);
    must(c.budi.sync());
    int sent = 0;
    for (int round = 0; c.jobs(c.budi) > 0; ++round) {
        REQUIRE(round < 20);
        // One question and two chunks, then the answer to the second is lost.
        FileLane lane(*c.budi.replica, *c.budi.files);
        for (int i = 0; i < 3; ++i) {
            const auto request = lane.next();
            if (!request) break;
            c.budi.network->lose_replies = i == 2 ? 1 : 0;
            lane.receive(c.budi.network->send(*request));
            if (i > 0) ++sent;
        }
        c.budi.network->lose_replies = 0;
    }
    CHECK(c.on_server(photo));
    CHECK(sent == 5);
    must(c.office.sync());
    int fetched = 0;
    for (int round = 0; c.jobs(c.office) > 0; ++round) {
        REQUIRE(round < 20);
        FileLane lane(*c.office.replica, *c.office.files);
        lane.receive(c.office.network->send(*lane.next()));
        for (int i = 0; i < 2; ++i) {
            const auto request = lane.next();
            if (!request) break;
            ++fetched;
            c.office.network->lose_replies = i == 1 ? 1 : 0;
            lane.receive(c.office.network->send(*request));
        }
        c.office.network->lose_replies = 0;
        c.reopen(c.office);
    }
    CHECK(c.holds(c.office, photo));
    CHECK(fetched == 9);
}

TEST_CASE("bytes that the server has are not sent again: no chunk") {
    Camera c;
    const std::string photo = bytes_of(2 * MiB);
    c.budi.attach(c.visit, photo);
    must(c.budi.sync());
    CHECK(must(c.budi.sync_files()).chunks == 2);
    c.budi.attach(c.laptop, photo);
    must(c.budi.sync());
    const auto again = must(c.budi.sync_files());
    CHECK(again.chunks == 0);
    CHECK(again.spared == 1);
    CHECK(again.waiting == 0);
}

TEST_CASE("where there is nothing to do no request is made, however many files there are") {
    Camera c;
    for (std::uint64_t seed = 0; seed < 5; ++seed) c.budi.attach(c.visit, bytes_of(100, seed));
    must(c.budi.sync());
    must(c.budi.sync_files());
    const int before = c.budi.network->sent;
    CHECK(must(c.budi.sync_files()).waiting == 0);
    CHECK(c.budi.network->sent == before);
}

TEST_CASE("a kill between the file and its row leaves no row without its bytes, and the file goes after a day") {
    Camera c;
    const std::string photo = bytes_of(5000);
    must(c.budi.files->put(photo));
    c.reopen(c.budi);
    CHECK(c.budi.all<Attachment>().empty());
    must(c.budi.sync_files());
    CHECK(c.holds(c.budi, photo));
    c.clock.advance(86'400'000);
    must(c.budi.sync_files());
    CHECK(c.budi.disk->count() == 0);
    // And one that has its row stays, however old.
    c.budi.attach(c.visit, photo);
    c.clock.advance(90LL * 86'400'000);
    must(c.budi.sync_files());
    CHECK(c.holds(c.budi, photo));
}

TEST_CASE("a file that is damaged or gone before it was sent is to be taken again, and the row stands") {
    Camera c;
    const std::string rotten = bytes_of(2 * MiB, 1), gone = bytes_of(5000, 2), shorter = bytes_of(7000, 3);
    for (const auto* bytes : {&rotten, &gone, &shorter}) c.budi.attach(c.visit, *bytes);
    c.budi.disk->rot("files/" + hash_of(rotten), MiB + 5);
    must(c.budi.disk->remove("files/" + hash_of(gone)));
    must(c.budi.disk->remove("files/" + hash_of(shorter)));
    must(c.budi.disk->write("files/" + hash_of(shorter), 0, "cut"));
    must(c.budi.sync());
    const auto report = must(c.budi.sync_files());
    CHECK(report.sent == 0);
    for (const auto* bytes : {&rotten, &gone, &shorter}) {
        CHECK(c.job(c.budi, *bytes)->state == FileJobState::retake);
        CHECK_FALSE(c.on_server(*bytes));
    }
    CHECK(c.budi.all<Attachment>().size() == 3);
    // The same picture from elsewhere heals it.
    must(c.budi.files->put(gone));
    c.clock.advance(600'000);
    CHECK(must(c.budi.sync_files()).sent == 1);
    CHECK(c.on_server(gone));
}

TEST_CASE("a file that the disk lost after it was sent is fetched again") {
    Camera c;
    const std::string photo = bytes_of(MiB + 5), other = bytes_of(5000, 2);
    c.budi.attach(c.visit, photo);
    c.budi.attach(c.visit, other);
    must(c.budi.sync());
    must(c.budi.sync_files());
    must(c.budi.disk->remove("files/" + hash_of(photo)));
    c.budi.disk->rot("files/" + hash_of(other), 7);
    CHECK_FALSE(c.budi.files->verify(hash_of(other)).value());
    c.clock.advance(86'400'000);
    CHECK(must(c.budi.sync_files()).fetched == 2);
    CHECK(c.holds(c.budi, photo));
    CHECK(c.holds(c.budi, other));
}

TEST_CASE("what the server damaged on its way never stands here under the hash") {
    Camera c;
    const std::string photo = bytes_of(2 * MiB);
    c.bring(photo);
    c.server_disk().rot("files/" + hash_of(photo), 3);
    must(c.office.sync());
    must(c.office.sync_files());
    CHECK_FALSE(c.office.files->size(hash_of(photo)));
    CHECK(c.job(c.office, photo)->state == FileJobState::refused);
    CHECK(c.job(c.office, photo)->problem == "wrong_hash");
}

TEST_CASE("a photo whose row was taken back after all had reached the server is still sent, though its job is somebody else's now") {
    Camera c;
    const std::string photo = bytes_of(3000);
    const Edit attached = c.budi.attach(c.visit, photo);
    c.budi.network->lose_replies = 1;
    CHECK_FALSE(c.budi.sync());
    c.reopen(c.budi);
    REQUIRE(c.budi.replica->withdraw(attached.operation));
    CHECK(c.jobs(c.budi) == 0);
    must(c.office.sync());
    c.office.perform("assign_work_order", c.office.get<Visit>(c.visit).work_order, {{"assignee", c.technician2}});
    must(c.office.sync());
    must(c.budi.sync());
    must(c.budi.sync_files());
    CHECK(c.on_server(photo));
}

TEST_CASE("a full disk stops the files and nothing else, here and at the server") {
    Camera c;
    const std::string photo = bytes_of(2 * MiB);
    c.budi.attach(c.visit, photo);
    must(c.budi.sync());
    c.server_disk().room = reserved_bytes;
    const auto refused = c.budi.sync_files();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().detail == "disk_full");
    c.budi.perform("add_note", c.visit, {{"text", "The disk is full"}});
    CHECK(must(c.budi.sync()).sent == 1);
    c.server_disk().room = std::uint64_t{1} << 40U;
    must(c.budi.sync_files());
    must(c.office.sync());
    c.office.disk->room = reserved_bytes + MiB;
    const auto full = c.office.sync_files();
    REQUIRE_FALSE(full);
    CHECK(full.error().detail == "disk_full");
    c.office.disk->room = std::uint64_t{1} << 40U;
    must(c.office.sync_files());
    CHECK(c.holds(c.office, photo));
    c.budi.disk->room = reserved_bytes;
    const auto put = c.budi.files->put(bytes_of(5000, 9));
    REQUIRE_FALSE(put);
    CHECK(put.error().detail == "disk_full");
    c.budi.perform("add_note", c.visit, {{"text", "Text still saves"}});
}

TEST_CASE("a web page in the server's place is no file and no answer") {
    Camera c;
    const std::string photo = bytes_of(5000);
    c.bring(photo);
    must(c.office.sync());
    c.office.network->html = true;
    CHECK(c.office.sync_files().error().detail == "captive_portal");
    c.office.network->html = false;
    FileLane lane(*c.office.replica, *c.office.files);
    lane.receive(c.office.network->send(*lane.next()));
    c.office.network->html = true;
    lane.receive(c.office.network->send(*lane.next()));
    CHECK(lane.outcome().error().detail == "captive_portal");
    c.office.network->html = false;
    must(c.office.sync_files());
    CHECK(c.holds(c.office, photo));
}

TEST_CASE("a job is given away while its photos wait: they still go up, and its new holder gets them") {
    Camera c;
    TestDevice& sari = c.enrol("technician2");
    must(sari.sync());
    const std::string before = bytes_of(MiB + 5), late = bytes_of(5000, 2);
    c.budi.attach(c.visit, before);
    must(c.budi.sync());
    const auto order = c.office.get<Visit>(c.visit).work_order;
    c.office.perform("assign_work_order", order, {{"assignee", c.technician2}});
    must(c.office.sync());
    // He has not heard of it yet.
    c.budi.attach(c.visit, late);
    must(c.budi.sync());
    must(c.budi.sync_files());
    CHECK(c.on_server(late));
    must(sari.sync());
    must(sari.sync_files());
    CHECK(c.holds(sari, late));
    // Nothing of it is owed any more, so it may leave this device when no restored server can ask for it.
    CHECK(c.jobs(c.budi) == 0);
    c.clock.advance(29LL * 86'400'000);
    must(c.budi.sync_files());
    CHECK(c.holds(c.budi, late));
    c.clock.advance(86'400'000);
    must(c.budi.sync_files());
    CHECK(c.budi.disk->count() == 0);
}

TEST_CASE("a restored server gets a photo from its author after the job went to somebody else") {
    Camera c;
    const std::string photo = bytes_of(5000);
    c.bring(photo);
    c.office.perform("assign_work_order", c.office.get<Visit>(c.visit).work_order, {{"assignee", c.technician2}});
    must(c.office.sync());
    must(c.budi.sync());
    REQUIRE(c.budi.all<Attachment>().empty());
    c.clock.advance(2 * 86'400'000);
    must(c.budi.sync_files());
    must(c.server_disk().remove("files/" + hash_of(photo)));
    must(c.store().begin_epoch());
    must(c.budi.sync());
    CHECK(must(c.budi.sync_files()).sent == 1);
    CHECK(c.on_server(photo));
    CHECK(c.jobs(c.budi) == 0);
}

TEST_CASE("a restored server gets a photo from whoever has fetched it, where its author's device is lost") {
    Camera c;
    const std::string photo = bytes_of(5000);
    c.bring(photo);
    must(c.office.sync());
    must(c.office.sync_files());
    must(c.server_disk().remove("files/" + hash_of(photo)));
    must(c.store().begin_epoch());
    must(c.office.sync());
    CHECK(must(c.office.sync_files()).sent == 1);
    CHECK(c.on_server(photo));
}

TEST_CASE("a server whose files were put back older without a word gets them again within a day, from whoever has them") {
    Camera c;
    const std::string photo = bytes_of(5000);
    c.bring(photo);
    must(c.office.sync());
    must(c.office.sync_files());
    TestDevice& holder = GENERATE(true, false) ? c.budi : c.office;
    must(c.server_disk().remove("files/" + hash_of(photo)));
    CHECK(must(holder.sync_files()).sent == 0);
    c.clock.advance(86'400'000);
    holder.network->lose_replies = 1;
    CHECK_FALSE(holder.sync_files());
    CHECK(must(holder.sync_files()).sent == 1);
    CHECK(c.on_server(photo));
    // Asked again tomorrow, not before.
    const auto sent = holder.network->sent;
    must(holder.sync_files());
    CHECK(holder.network->sent == sent);
    CHECK(FileJobs(*holder.replica).count() == 0);
}

TEST_CASE("of many files some are asked about each day, and all of them in turn") {
    Camera c;
    std::vector<std::string> photos;
    for (std::size_t i = 0; i < 5; ++i) c.bring(photos.emplace_back(bytes_of(100 + i)));
    for (const auto& photo : photos) must(c.server_disk().remove("files/" + hash_of(photo)));
    FileLaneOptions options;
    options.most_checked = 2;
    options.most_asked = 1;
    for (int day = 0; day < 4; ++day) {
        c.clock.advance(86'400'000);
        FileLane lane(*c.budi.replica, *c.budi.files, options);
        CHECK(must(run_file_lane(lane, *c.budi.network)).sent <= 2);
    }
    for (const auto& photo : photos) CHECK(c.on_server(photo));
}

TEST_CASE("a server that was restored without its files gets them from their author again") {
    Camera c;
    const std::string photo = bytes_of(MiB + 5);
    c.bring(photo);
    must(c.server_disk().remove("files/" + hash_of(photo)));
    CHECK(must(c.budi.sync_files()).sent == 0);
    must(c.store().begin_epoch());
    must(c.budi.sync());
    CHECK(must(c.budi.sync_files()).sent == 1);
    CHECK(c.on_server(photo));
}

TEST_CASE("a photo whose row was refused stays on this device until its author has seen why") {
    Camera c;
    const std::string photo = bytes_of(5000);
    const auto edit = c.budi.attach(c.visit, photo);
    // The server judges otherwise: it has never heard of the visit's owner.
    must(c.store().database().write([&] { c.store().database().execute("DELETE FROM visit"); }));
    must(c.budi.sync());
    const auto ledger = c.budi.replica->ledger(1);
    REQUIRE(ledger.at(0).command.operation == edit.operation);
    REQUIRE(ledger.at(0).state == EditState::refused);
    CHECK(c.jobs(c.budi) == 0);
    c.clock.advance(3 * 86'400'000LL);
    must(c.budi.sync_files());
    CHECK(c.holds(c.budi, photo));
}

TEST_CASE("a withdrawn attachment leaves nothing behind") {
    Camera c;
    const std::string photo = bytes_of(5000);
    const auto edit = c.budi.attach(c.visit, photo);
    must(c.budi.replica->withdraw(edit.operation));
    CHECK(c.jobs(c.budi) == 0);
    c.clock.advance(86'400'000);
    must(c.budi.sync_files());
    CHECK(c.budi.disk->count() == 0);
}

TEST_CASE("kills, power cuts and lost answers on both ends, at any step, end with the bytes verified at both") {
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
        INFO("seed " << seed);
        Camera c;
        SeededRandom random(seed);
        const std::string photo = bytes_of(2 * MiB + 5, seed), small = bytes_of(400, seed + 100);
        c.budi.attach(c.visit, photo, small);
        must(c.budi.sync());
        for (int round = 0; c.jobs(c.budi) + c.jobs(c.office) > 0 || round < 4; ++round) {
            REQUIRE(round < 60);
            for (auto* device : {&c.budi, &c.office}) {
                MemoryFiles& struck = random.below(2) == 0 ? *device->disk : c.server_disk();
                if (round < 12) struck.kill_at = struck.calls + 1 + static_cast<std::int64_t>(random.below(12));
                device->network->lose_replies = round < 12 && random.below(3) == 0 ? 1 : 0;
                bool killed = false;
                try {
                    (void)device->sync();
                    (void)device->sync_files();
                } catch (const Killed&) {
                    killed = true;
                }
                struck.kill_at.reset();
                device->network->lose_replies = 0;
                if (killed && random.below(2) == 0) struck.cut_power(random);
                if (killed) c.reopen(*device), c.restart_server();
            }
            // A file that failed its hash after a torn write is tried again later.
            c.clock.advance(600'000);
        }
        for (const auto* bytes : {&photo, &small}) {
            CHECK(c.on_server(*bytes));
            CHECK(c.server_files().verify(hash_of(*bytes)).value());
            CHECK(c.holds(c.office, *bytes));
        }
    }
}
