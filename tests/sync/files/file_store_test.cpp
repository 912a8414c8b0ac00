#include "sync/files/file_store.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/memory_files.hpp"
#include "tests/support/temp_folder.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t one_day = 86'400'000;

std::string photo_bytes(std::size_t count, std::uint64_t seed = 1) {
    std::string bytes(count, '\0');
    SeededRandom random(seed);
    random.fill(std::as_writable_bytes(std::span(bytes)));
    return bytes;
}
std::string hash_text(std::string_view bytes) { return to_hex(sha256(bytes)); }

struct Shelf {
    ManualClock clock;
    MemoryFiles files{clock};
    std::unique_ptr<FileStore> store = std::make_unique<FileStore>(files, "files");
    void restart() { store = std::make_unique<FileStore>(files, "files"); }

    // Sends the chunks from where the store says that it is; the last answer.
    Result<FileStore::Appended> send(const std::string& bytes, const std::string& owner = "device") {
        const std::string hash = hash_text(bytes);
        Result<FileStore::Appended> last = FileStore::Appended{};
        do {
            const std::uint64_t at = store->received(hash, owner, bytes.size());
            last = store->append(hash, owner, bytes.size(), at, std::string_view(bytes).substr(at, file_chunk_bytes));
            if (last) ++chunks;
        } while (last && !last->whole);
        return last;
    }
    FileStore::Swept sweep(const std::function<bool(const std::string&)>& live) {
        const auto entries = store->entries().value();
        return store->sweep(entries, clock.now(), live).value();
    }
    std::string whole(const std::string& hash) {
        std::string out;
        while (auto block = store->read(hash, out.size())) {
            if (block->empty()) break;
            out += *block;
        }
        return out;
    }
    int chunks = 0;
};

const auto nothing_lives = [](const std::string&) { return false; };
const auto all_live = [](const std::string&) { return true; };

}  // namespace

TEST_CASE("what is put stands under its hash and is read back in chunks") {
    Shelf shelf;
    for (const std::size_t size : {std::size_t{1}, std::size_t{1000}, file_chunk_bytes - 1, file_chunk_bytes, 2 * file_chunk_bytes + 5}) {
        const std::string bytes = photo_bytes(size, size);
        const auto stored = shelf.store->put(bytes);
        REQUIRE(stored);
        CHECK(stored->hash == hash_text(bytes));
        CHECK(stored->bytes == size);
        CHECK(shelf.store->size(stored->hash) == size);
        CHECK((shelf.whole(stored->hash) == bytes));
    }
    const std::size_t before = shelf.files.count();
    REQUIRE(shelf.store->put(photo_bytes(1000, 1000)));
    CHECK(shelf.files.count() == before);
    CHECK_FALSE(shelf.store->size("../../etc/passwd"));
    CHECK_FALSE(shelf.store->read("../../etc/passwd", 0));
}

TEST_CASE("a kill at any step of putting a file leaves it whole or not there, and the next try succeeds") {
    const std::string bytes = photo_bytes(file_chunk_bytes + 7);
    const std::string hash = hash_text(bytes);
    bool ended = false;
    for (std::int64_t step = 1; !ended; ++step) {
        REQUIRE(step < 50);
        Shelf shelf;
        shelf.files.kill_at = step;
        try {
            ended = static_cast<bool>(shelf.store->put(bytes));
        } catch (const Killed&) {
        }
        shelf.files.kill_at.reset();
        shelf.restart();
        if (shelf.store->size(hash)) CHECK((shelf.whole(hash) == bytes));
        REQUIRE(shelf.store->put(bytes));
        CHECK((shelf.whole(hash) == bytes));
        shelf.clock.advance(one_day);
        shelf.sweep(all_live);
        CHECK(shelf.files.count() == 1);
    }
}

TEST_CASE("a file that is told to be kept, or to be here, outlives a power cut, and nothing false ever stands under a hash") {
    const std::string bytes = photo_bytes(2 * file_chunk_bytes);
    const std::string hash = hash_text(bytes);
    SeededRandom random(7);
    enum class Ending { killed_and_cut, started_again, failed };
    for (const Ending ending : {Ending::killed_and_cut, Ending::started_again, Ending::failed})
        for (std::int64_t step = 1; step <= 10; ++step)
            for (int again = 0; again < 20; ++again) {
                Shelf shelf;
                (ending == Ending::failed ? shelf.files.fail_at : shelf.files.kill_at) = step;
                bool told = false;
                try {
                    told = static_cast<bool>(shelf.store->put(bytes));
                    told = told || shelf.store->size(hash);
                } catch (const Killed&) {
                    shelf.files.kill_at.reset();
                    shelf.restart();
                    if (ending == Ending::started_again) {
                        REQUIRE(shelf.store->prepare());
                        told = shelf.store->size(hash).has_value();
                    }
                }
                shelf.files.cut_power(random);
                shelf.restart();
                if (told) REQUIRE(shelf.store->size(hash));
                if (shelf.store->size(hash)) REQUIRE((shelf.whole(hash) == bytes));
            }
}

TEST_CASE("a file kept already stays when keeping it once more fails") {
    const std::string bytes = photo_bytes(100);
    for (std::int64_t step = 1; step <= 10; ++step) {
        Shelf shelf;
        REQUIRE(shelf.store->put(bytes));
        shelf.files.fail_at = shelf.files.calls + step;
        (void)shelf.store->put(bytes);
        REQUIRE((shelf.whole(hash_text(bytes)) == bytes));
    }
}

TEST_CASE("what is half here of a file that another owner has brought whole counts no longer") {
    Shelf shelf;
    const std::string bytes = photo_bytes(2 * file_chunk_bytes);
    const std::string hash = hash_text(bytes);
    REQUIRE(shelf.store->append(hash, "slow", bytes.size(), 0, std::string_view(bytes).substr(0, file_chunk_bytes)));
    REQUIRE(shelf.send(bytes, "quick"));
    CHECK(shelf.store->partial_bytes("slow") == file_chunk_bytes);
    const auto late = shelf.store->append(hash, "slow", bytes.size(), file_chunk_bytes, std::string_view(bytes).substr(file_chunk_bytes));
    REQUIRE(late);
    CHECK(late->whole);
    CHECK(shelf.store->partial_bytes("slow") == 0);
}

TEST_CASE("a disk that fails at any step keeps nothing of the file and says so") {
    const std::string bytes = photo_bytes(file_chunk_bytes + 7);
    bool ended = false;
    for (std::int64_t step = 2; !ended; ++step) {
        REQUIRE(step < 50);
        Shelf shelf;
        shelf.files.fail_at = step;
        const auto stored = shelf.store->put(bytes);
        ended = static_cast<bool>(stored);
        if (!ended) CHECK(stored.error().code == ErrorCode::storage);
        if (!ended && shelf.store->size(hash_text(bytes))) CHECK((shelf.whole(hash_text(bytes)) == bytes));
    }
}

TEST_CASE("a file too many for the disk is refused while room for edits is left, and leaves nothing behind") {
    Shelf shelf;
    shelf.files.room = reserved_bytes + 3 * file_chunk_bytes;
    const auto stored = shelf.store->put(photo_bytes(4 * file_chunk_bytes));
    REQUIRE_FALSE(stored);
    CHECK(stored.error().detail == "disk_full");
    CHECK(shelf.files.count() == 0);
    CHECK(shelf.files.room >= reserved_bytes);
    CHECK(shelf.store->put(photo_bytes(100)));
    const auto sent = shelf.send(photo_bytes(4 * file_chunk_bytes, 2));
    REQUIRE_FALSE(sent);
    CHECK(sent.error().detail == "disk_full");
    CHECK(shelf.files.room >= reserved_bytes);
}

TEST_CASE("a file longer than allowed is refused before all of it is read") {
    Shelf shelf;
    std::uint64_t read = 0;
    const auto stored = shelf.store->put(
        [&](std::uint64_t offset, std::size_t most) -> Result<std::string> {
            read = offset + most;
            return std::string(most, 'x');
        },
        10 * file_chunk_bytes);
    REQUIRE_FALSE(stored);
    CHECK(stored.error().detail == "too_large");
    CHECK(read == 11 * file_chunk_bytes);
    CHECK(shelf.files.count() == 0);
}

TEST_CASE("a file arrives chunk by chunk, over restarts, and stands only when it is whole and right") {
    Shelf shelf;
    const std::string bytes = photo_bytes(3 * file_chunk_bytes + 100);
    const std::string hash = hash_text(bytes);
    for (std::uint64_t at = 0; at < bytes.size(); at += file_chunk_bytes) {
        CHECK_FALSE(shelf.store->size(hash));
        CHECK(shelf.store->received(hash, "device", bytes.size()) == at);
        shelf.restart();
        const auto appended = shelf.store->append(hash, "device", bytes.size(), at, bytes.substr(at, file_chunk_bytes));
        REQUIRE(appended);
        CHECK(appended->whole == (at + file_chunk_bytes >= bytes.size()));
    }
    CHECK((shelf.whole(hash) == bytes));
    CHECK(shelf.files.count() == 1);
    const auto again = shelf.store->append(hash, "device", bytes.size(), 0, bytes.substr(0, file_chunk_bytes));
    REQUIRE(again);
    CHECK(again->whole);
}

TEST_CASE("a chunk that comes twice changes nothing, one that comes too early or misshapen is refused") {
    Shelf shelf;
    const std::string bytes = photo_bytes(2 * file_chunk_bytes + 100);
    const std::string hash = hash_text(bytes);
    const auto chunk = [&](std::uint64_t at) {
        return shelf.store->append(hash, "device", bytes.size(), at, bytes.substr(at, file_chunk_bytes));
    };
    REQUIRE_FALSE(chunk(file_chunk_bytes));
    CHECK(chunk(file_chunk_bytes).error().detail == "offset");
    REQUIRE(chunk(0));
    REQUIRE(chunk(file_chunk_bytes));
    const auto twice = chunk(0);
    REQUIRE(twice);
    CHECK(twice->received == 2 * file_chunk_bytes);
    REQUIRE(chunk(2 * file_chunk_bytes)->whole);
    CHECK((shelf.whole(hash) == bytes));
    const auto misshapen = [&](std::uint64_t total, std::uint64_t at, std::size_t length) {
        const auto answer = shelf.store->append(hash_text("other"), "device", total, at, std::string(length, 'x'));
        return !answer && answer.error().detail == "chunk";
    };
    CHECK(misshapen(10, 0, 9));
    CHECK(misshapen(10, 0, 11));
    CHECK(misshapen(10, 5, 5));
    CHECK(misshapen(10, 10, 0));
    CHECK(misshapen(0, 0, 0));
    CHECK(misshapen(2 * file_chunk_bytes, 0, 2 * file_chunk_bytes));
}

TEST_CASE("bytes that are another file's never stand under the hash, and the right ones come through afterwards") {
    Shelf shelf;
    const std::string bytes = photo_bytes(file_chunk_bytes + 100);
    const std::string hash = hash_text(bytes);
    std::string wrong = bytes;
    wrong[5] = static_cast<char>(wrong[5] ^ 1);
    REQUIRE(shelf.store->append(hash, "device", bytes.size(), 0, wrong.substr(0, file_chunk_bytes)));
    const auto end = shelf.store->append(hash, "device", bytes.size(), file_chunk_bytes, wrong.substr(file_chunk_bytes));
    REQUIRE_FALSE(end);
    CHECK(end.error().detail == "wrong_hash");
    CHECK_FALSE(shelf.store->size(hash));
    CHECK(shelf.files.count() == 0);
    REQUIRE(shelf.send(bytes));
    CHECK((shelf.whole(hash) == bytes));
}

TEST_CASE("what one device brings wrongly does not spoil what another brings") {
    Shelf shelf;
    const std::string bytes = photo_bytes(file_chunk_bytes + 100);
    const std::string hash = hash_text(bytes);
    REQUIRE(shelf.store->append(hash, "bad", bytes.size(), 0, std::string(file_chunk_bytes, 'x')));
    CHECK(shelf.store->received(hash, "good", bytes.size()) == 0);
    REQUIRE(shelf.send(bytes, "good"));
    CHECK((shelf.whole(hash) == bytes));
    CHECK(shelf.store->append(hash, "bad", bytes.size(), file_chunk_bytes, std::string(100, 'x'))->whole);
    CHECK((shelf.whole(hash) == bytes));
}

TEST_CASE("kills and power cuts at any step of receiving end with the right file and lose no chunk that was answered") {
    const std::string bytes = photo_bytes(2 * file_chunk_bytes);
    const std::string hash = hash_text(bytes);
    SeededRandom random(3);
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Shelf shelf;
        std::uint64_t answered = 0;
        for (int round = 0; !shelf.store->size(hash); ++round) {
            REQUIRE(round < 100);
            if (round < 6) shelf.files.kill_at = shelf.files.calls + 1 + static_cast<std::int64_t>(random.below(8));
            bool killed = false;
            try {
                const std::uint64_t at = shelf.store->received(hash, "device", bytes.size());
                const auto sent = shelf.store->append(hash, "device", bytes.size(), at, bytes.substr(at, file_chunk_bytes));
                if (!sent) REQUIRE(sent.error().detail == "wrong_hash");
                answered = sent ? sent->received : 0;
            } catch (const Killed&) {
                killed = true;
            }
            shelf.files.kill_at.reset();
            if (!killed) continue;
            if (random.below(2) == 0) shelf.files.cut_power(random);
            shelf.restart();
            if (!shelf.store->size(hash) && answered < bytes.size())
                REQUIRE(shelf.store->received(hash, "device", bytes.size()) >= answered);
        }
        REQUIRE((shelf.whole(hash) == bytes));
    }
}

TEST_CASE("a disk whose fsync fails does not count the chunk as received") {
    Shelf shelf;
    const std::string bytes = photo_bytes(2 * file_chunk_bytes);
    const std::string hash = hash_text(bytes);
    shelf.files.fail_at = shelf.files.calls + 2;
    REQUIRE_FALSE(shelf.store->append(hash, "device", bytes.size(), 0, bytes.substr(0, file_chunk_bytes)));
    CHECK(shelf.store->received(hash, "device", bytes.size()) == 0);
    REQUIRE(shelf.send(bytes));
    CHECK((shelf.whole(hash) == bytes));
}

TEST_CASE("a file that rots is found by its hash, is no longer here, and is kept aside for 30 days") {
    Shelf shelf;
    const auto stored = shelf.store->put(photo_bytes(5000)).value();
    CHECK(shelf.store->verify(stored.hash).value());
    shelf.files.rot("files/" + stored.hash, 4999);
    CHECK_FALSE(shelf.store->verify(stored.hash).value());
    CHECK_FALSE(shelf.store->size(stored.hash));
    CHECK(shelf.files.count() == 1);
    REQUIRE(shelf.store->put(photo_bytes(5000)));
    CHECK(shelf.store->verify(stored.hash).value());
    shelf.clock.advance(partial_lives_ms);
    CHECK(shelf.sweep(all_live).files == 1);
    CHECK(shelf.store->size(stored.hash));
}

TEST_CASE("a sweep takes what nobody mentions after a day, partial files after 30, and never a live one") {
    Shelf shelf;
    const auto live = shelf.store->put(photo_bytes(1000, 1)).value();
    const auto dead = shelf.store->put(photo_bytes(1000, 2)).value();
    const std::string coming = photo_bytes(2 * file_chunk_bytes, 3);
    REQUIRE(shelf.store->append(hash_text(coming), "device", coming.size(), 0, coming.substr(0, file_chunk_bytes)));
    const auto lives = [&](const std::string& hash) { return hash == live.hash; };
    CHECK(shelf.sweep(lives).files == 0);
    shelf.clock.advance(one_day);
    CHECK(shelf.sweep(lives).files == 1);
    CHECK(shelf.store->size(live.hash));
    CHECK_FALSE(shelf.store->size(dead.hash));
    shelf.clock.advance(28 * one_day);
    CHECK(shelf.sweep(lives).files == 0);
    CHECK(shelf.store->received(hash_text(coming), "device", coming.size()) == file_chunk_bytes);
    shelf.clock.advance(one_day);
    CHECK(shelf.sweep(lives).files == 1);
    CHECK(shelf.store->received(hash_text(coming), "device", coming.size()) == 0);
    REQUIRE(shelf.send(coming));
    CHECK(shelf.sweep(lives).files == 0);
}

TEST_CASE("a row that is born while a sweep is under way keeps its file") {
    Shelf shelf;
    const auto first = shelf.store->put(photo_bytes(1000, 1)).value();
    const auto second = shelf.store->put(photo_bytes(1000, 2)).value();
    shelf.clock.advance(2 * one_day);
    // Each is asked for when its turn comes, not from a list that was made before.
    std::vector<std::string> asked;
    const auto entries = shelf.store->entries().value();
    REQUIRE(shelf.store->sweep(entries, shelf.clock.now(), [&](const std::string& hash) {
        asked.push_back(hash);
        return asked.size() == 2;
    }));
    REQUIRE(asked.size() == 2);
    CHECK_FALSE(shelf.store->size(asked[0]));
    CHECK(shelf.store->size(asked[1]));
}

TEST_CASE("on the real disk a file is put, grows, is read, swept and verified alike") {
    TempFolder folder;
    ManualClock clock;
    DiskFileSystem disk;
    FileStore store(disk, folder.path() / "files");
    REQUIRE(store.prepare());
    const std::string bytes = photo_bytes(file_chunk_bytes + 10);
    const auto stored = store.put(bytes);
    REQUIRE(stored);
    CHECK((store.read(stored->hash, file_chunk_bytes).value() == bytes.substr(file_chunk_bytes)));
    CHECK(store.verify(stored->hash).value());
    const std::string other = photo_bytes(2 * file_chunk_bytes, 9);
    const std::string hash = hash_text(other);
    REQUIRE(store.append(hash, "device", other.size(), 0, other.substr(0, file_chunk_bytes)));
    CHECK(store.partial_bytes("device") == file_chunk_bytes);
    REQUIRE(store.append(hash, "device", other.size(), file_chunk_bytes, other.substr(file_chunk_bytes))->whole);
    CHECK(store.entries()->size() == 2);
    CHECK((std::filesystem::status(folder.path() / "files" / hash).permissions() & std::filesystem::perms::mask) ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    // By the disk's own times nothing is old yet.
    const SystemClock now;
    CHECK(store.sweep(store.entries().value(), now.now(), nothing_lives)->files == 0);
    CHECK(store.sweep(store.entries().value(), Timestamp{now.now().ms + 2 * one_day}, nothing_lives)->files == 2);
}
