#include <sys/stat.h>
#include <catch2/catch_test_macros.hpp>

#include "platform/storage/key_file.hpp"
#include "tests/platform/storage/scratch.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

const std::string canary = "kenari-rahasia-4711";

OpenOptions keyed(const TempFolder& folder, std::uint8_t seed = 1) {
    OpenOptions options = options_for(folder.path() / "a.db");
    options.key = some_key(seed);
    return options;
}

void fill(Database& database) {
    database.execute("CREATE TABLE t(s TEXT); CREATE INDEX i ON t(s)");
    REQUIRE(database.write([&] {
        for (int i = 0; i < 200; ++i) database.query("INSERT INTO t VALUES(?)", canary + std::to_string(i)).run();
    }));
}

// How many files of the folder's a.db* and b.db* hold the canary.
int leaks(const TempFolder& folder) {
    int found = 0;
    for (const char* name : {"a.db", "a.db-wal", "a.db-shm", "b.db"})
        found += bytes_of_file(folder.path() / name).find(canary) != std::string::npos;
    return found;
}

std::string detail_of_opening(const OpenOptions& options) {
    const auto opened = Database::open(options);
    return opened ? "opened" : opened.error().detail;
}

}  // namespace

TEST_CASE("nothing readable is in a keyed database's files") {
    TempFolder folder;
    auto database = must_open(keyed(folder));
    fill(*database);
    CHECK(std::filesystem::file_size(folder.path() / "a.db-wal") > 4096);
    CHECK(leaks(folder) == 0);
    CHECK(database->checkpoint());
    CHECK(database->backup_to(folder.path() / "b.db"));
    CHECK(leaks(folder) == 0);
    CHECK(bytes_of_file(folder.path() / "a.db").find("SQLite format") == std::string::npos);
    CHECK(bytes_of_file(folder.path() / "b.db").find("SQLite format") == std::string::npos);

    OpenOptions copy = keyed(folder);
    copy.path = folder.path() / "b.db";
    CHECK(number(*must_open(copy), "SELECT count(*) FROM t") == 200);
    CHECK(must_open(copy)->integrity_check());
}

TEST_CASE("the search for the canary can find it") {
    TempFolder folder;
    fill(*must_open(options_for(folder.path() / "a.db")));
    CHECK(leaks(folder) > 0);
}

TEST_CASE("a keyed database opens with its own key only") {
    TempFolder folder;
    fill(*must_open(keyed(folder)));
    CHECK(detail_of_opening(keyed(folder, 2)) == "damaged");
    CHECK(detail_of_opening(options_for(folder.path() / "a.db")) == "damaged");
    CHECK(detail_of_opening(keyed(folder)) == "opened");
    CHECK(number(*must_open(keyed(folder)), "SELECT count(*) FROM t") == 200);

    fill(*must_open(options_for(folder.path() / "plain.db")));
    OpenOptions plain = keyed(folder);
    plain.path = folder.path() / "plain.db";
    CHECK(detail_of_opening(plain) == "damaged");
}

TEST_CASE("one flipped bit of a keyed database is never read as data") {
    TempFolder folder;
    fill(*must_open(keyed(folder)));
    {
        std::fstream file(folder.path() / "a.db", std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(4096 + 100);
        const int byte = file.get();
        file.seekp(4096 + 100);
        file.put(static_cast<char>(byte ^ 4));
    }
    auto database = must_open(keyed(folder));
    const auto read = database->read([&] { database->query("SELECT max(s) FROM t NOT INDEXED").run(); });
    REQUIRE_FALSE(read);
    CHECK(read.error().code == ErrorCode::storage);
}

TEST_CASE("a key file is made once, privately, and then read") {
    TempFolder folder;
    SeededRandom random(1);
    const auto made = load_or_create_key(folder.path() / "key", random);
    REQUIRE(made);
    CHECK(*made != DatabaseKey{});
    struct stat facts {};
    REQUIRE(::stat((folder.path() / "key").c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0600);
    CHECK(facts.st_size == 32);
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
    const auto read = load_or_create_key(folder.path() / "key", random);
    REQUIRE(read);
    CHECK(*read == *made);
}

TEST_CASE("a key file that others may touch or that is no key is refused") {
    TempFolder folder;
    SeededRandom random(1);
    const auto detail = [&](const char* name) {
        const auto key = load_or_create_key(folder.path() / name, random);
        return key ? "" : key.error().detail;
    };
    REQUIRE(load_or_create_key(folder.path() / "key", random));
    REQUIRE(::chmod((folder.path() / "key").c_str(), 0640) == 0);
    CHECK(detail("key") == "key_permissions");

    std::ofstream(folder.path() / "short") << "0123456789";
    REQUIRE(::chmod((folder.path() / "short").c_str(), 0600) == 0);
    CHECK(detail("short") == "key_size");
    CHECK(bytes_of_file(folder.path() / "short") == "0123456789");

    REQUIRE(std::filesystem::create_directory(folder.path() / "folder"));
    CHECK(detail("folder") == "key_io");
    std::filesystem::create_symlink(folder.path() / "key", folder.path() / "link");
    CHECK(detail("link") == "key_io");
    CHECK(detail("missing/key") == "key_io");
}
