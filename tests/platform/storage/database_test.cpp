#include "platform/storage/database.hpp"

#include <sys/stat.h>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tests/platform/storage/scratch.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Fixture {
    TempFolder folder;
    std::unique_ptr<Database> database = must_open(options_for(folder.path() / "a.db"));
    Fixture() { database->execute("CREATE TABLE t(n INTEGER PRIMARY KEY, s TEXT)"); }
    std::int64_t rows() { return number(*database, "SELECT count(*) FROM t"); }
    void insert(int n) { database->query("INSERT INTO t(n) VALUES(?)", n).run(); }
};

std::string text(Database& database, std::string_view sql) {
    Query row = database.query(sql);
    REQUIRE(row.step());
    return std::string(row.text(0));
}

}  // namespace

TEST_CASE("a database opens with the settings that keep what it acknowledged") {
    Fixture f;
    CHECK(text(*f.database, "PRAGMA journal_mode") == "wal");
    CHECK(text(*f.database, "PRAGMA synchronous") == "2");
    CHECK(text(*f.database, "PRAGMA foreign_keys") == "0");
    CHECK(text(*f.database, "PRAGMA busy_timeout") == "5000");
    CHECK(text(*f.database, "PRAGMA temp_store") == "2");
    CHECK(text(*f.database, "PRAGMA mmap_size") == "0");
    CHECK(text(*f.database, "PRAGMA trusted_schema") == "0");
    CHECK(text(*f.database, "PRAGMA cache_size") == "-65536");
    CHECK(number(*f.database, "PRAGMA wal_autocheckpoint") == 1000);
    struct stat facts {};
    REQUIRE(::stat((f.folder.path() / "a.db").c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0600);
}

TEST_CASE("a database that cannot be opened says which and why") {
    TempFolder folder;
    OpenOptions missing = options_for(folder.path() / "none.db");
    missing.create = false;
    auto opened = Database::open(missing);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == ErrorCode::storage);
    CHECK(opened.error().detail == "cannot_open");
    CHECK(opened.error().message.find("none.db") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(missing.path));

    CHECK_FALSE(Database::open(options_for(folder.path() / "no folder/a.db")));

    std::ofstream(folder.path() / "text.db") << std::string(5000, 'a');
    opened = Database::open(options_for(folder.path() / "text.db"));
    REQUIRE_FALSE(opened);
    CHECK(opened.error().detail == "damaged");
}

TEST_CASE("a transaction is kept when its work is good") {
    Fixture f;
    Result<void> plain = f.database->write([&] { f.insert(1); });
    CHECK(plain);
    Result<std::string> valued = f.database->write([&]() -> Result<std::string> {
        f.insert(2);
        return std::string("dua");
    });
    REQUIRE(valued);
    CHECK(*valued == "dua");
    f.database.reset();
    f.database = must_open(options_for(f.folder.path() / "a.db"));
    CHECK(f.rows() == 2);
}

TEST_CASE("an Error undoes its transaction and is handed on") {
    Fixture f;
    const auto result = f.database->write([&]() -> Result<int> {
        f.insert(1);
        return fail(ErrorCode::refused, "no", "because");
    });
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::refused);
    CHECK(result.error().detail == "because");
    CHECK(f.rows() == 0);
}

TEST_CASE("a storage failure undoes its transaction and becomes an Error") {
    Fixture f;
    const auto result = f.database->write([&] {
        f.insert(1);
        f.insert(1);
    });
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::storage);
    CHECK(result.error().detail == "constraint");
    CHECK(f.rows() == 0);
    CHECK(f.database->write([&] { f.insert(1); }));
}

TEST_CASE("any other exception undoes its transaction and goes on") {
    Fixture f;
    CHECK_THROWS_AS(f.database->write([&] {
        f.insert(1);
        throw std::out_of_range("bug");
    }),
                    std::out_of_range);
    CHECK(f.rows() == 0);
    CHECK(f.database->write([&] { f.insert(1); }));
}

TEST_CASE("transactions do not nest") {
    Fixture f;
    CHECK_THROWS_AS(f.database->write([&] { (void)f.database->write([] {}); }), std::logic_error);
    CHECK_THROWS_AS(f.database->read([&] { (void)f.database->write([] {}); }), std::logic_error);
    CHECK_THROWS_AS(f.database->savepoint([] {}), std::logic_error);
    CHECK_THROWS_AS(f.database->write([&] { (void)f.database->checkpoint(); }), std::logic_error);
    CHECK_THROWS_AS(f.database->write([&] { (void)f.database->backup_to(f.folder.path() / "b.db"); }),
                    std::logic_error);
    CHECK(f.database->write([&] { f.insert(1); }));
}

TEST_CASE("a savepoint undoes only its own part") {
    Fixture f;
    const auto result = f.database->write([&] {
        f.insert(1);
        CHECK(f.database->savepoint([&] { f.insert(2); }));
        const auto part = f.database->savepoint([&]() -> Result<int> {
            f.insert(3);
            CHECK(f.database->savepoint([&] { f.insert(4); }));
            return fail(ErrorCode::refused, "no");
        });
        CHECK_FALSE(part);
        f.insert(5);
    });
    CHECK(result);
    CHECK(text(*f.database, "SELECT group_concat(n) FROM t") == "1,2,5");
}

TEST_CASE("a storage failure inside a savepoint ends the whole transaction") {
    Fixture f;
    const auto result = f.database->write([&] {
        f.insert(1);
        (void)f.database->savepoint([&] { f.insert(1); });
    });
    REQUIRE_FALSE(result);
    CHECK(result.error().detail == "constraint");
    CHECK(f.rows() == 0);
}

TEST_CASE("read sees one snapshot and changes nothing") {
    Fixture f;
    auto reader = [&] {
        OpenOptions options = options_for(f.folder.path() / "a.db");
        options.read_only = true;
        return must_open(options);
    }();
    const Result<std::int64_t> seen = reader->read([&]() -> Result<std::int64_t> {
        const std::int64_t before = number(*reader, "SELECT count(*) FROM t");
        CHECK(f.database->write([&] { f.insert(1); }));
        CHECK(number(*reader, "SELECT count(*) FROM t") == before);
        return before;
    });
    REQUIRE(seen);
    CHECK(*seen == 0);
    CHECK(number(*reader, "SELECT count(*) FROM t") == 1);
    CHECK_THROWS_AS(f.database->read([&] { f.insert(2); }), std::logic_error);
    const auto refused = reader->write([&] { reader->query("INSERT INTO t(n) VALUES(9)").run(); });
    REQUIRE_FALSE(refused);
    CHECK(refused.error().detail == "read_only");
}

TEST_CASE("a second writer is told to wait") {
    Fixture f;
    auto other = must_open(options_for(f.folder.path() / "a.db"));
    other->execute("PRAGMA busy_timeout = 0");
    CHECK(f.database->write([&] {
        const auto second = other->write([] {});
        REQUIRE_FALSE(second);
        CHECK(second.error().detail == "busy");
    }));
    CHECK(other->write([] {}));
}

TEST_CASE("a database tells its tables, columns and version") {
    Fixture f;
    CHECK(f.database->has_table("t"));
    CHECK_FALSE(f.database->has_table("u"));
    CHECK(f.database->columns_of("t") == std::vector<std::string>{"n", "s"});
    CHECK(f.database->columns_of("u").empty());
    CHECK(f.database->user_version() == 0);
    const auto undone = f.database->write([&]() -> Result<int> {
        f.database->set_user_version(8);
        return fail(ErrorCode::refused, "no");
    });
    CHECK_FALSE(undone);
    CHECK(f.database->user_version() == 0);
    f.database->set_user_version(7);
    CHECK(f.database->user_version() == 7);
}

TEST_CASE("execute runs several statements and skips comments") {
    Fixture f;
    f.database->execute("INSERT INTO t(n) VALUES(1); -- one\n INSERT INTO t(n) VALUES(2);\n /* end */ ");
    f.database->execute("");
    CHECK(f.rows() == 2);
}

TEST_CASE("a checkpoint empties the WAL") {
    Fixture f;
    CHECK(f.database->write([&] { f.insert(1); }));
    CHECK(std::filesystem::file_size(f.folder.path() / "a.db-wal") > 0);
    CHECK(f.database->checkpoint());
    CHECK(std::filesystem::file_size(f.folder.path() / "a.db-wal") == 0);
}

TEST_CASE("a backup is a whole database and replaces an older one") {
    Fixture f;
    CHECK(f.database->write([&] { f.insert(1); }));
    CHECK(f.database->backup_to(f.folder.path() / "b.db"));
    CHECK(f.database->write([&] { f.insert(2); }));
    CHECK(f.database->backup_to(f.folder.path() / "b.db"));
    CHECK_FALSE(std::filesystem::exists(f.folder.path() / "b.db.part"));
    auto copy = must_open(options_for(f.folder.path() / "b.db"));
    CHECK(number(*copy, "SELECT count(*) FROM t") == 2);
    CHECK(copy->integrity_check());
    CHECK_FALSE(f.database->backup_to(f.folder.path() / "no folder/b.db"));
}

TEST_CASE("the integrity check finds a damaged page") {
    TempFolder folder;
    const auto key = GENERATE(std::optional<DatabaseKey>(), std::optional<DatabaseKey>(some_key()));
    OpenOptions options = options_for(folder.path() / "a.db");
    options.key = key;
    {
        auto database = must_open(options);
        database->execute("CREATE TABLE t(n INTEGER PRIMARY KEY, s TEXT); CREATE INDEX i ON t(s)");
        CHECK(database->write([&] {
            for (int i = 0; i < 500; ++i) database->query("INSERT INTO t VALUES(?, ?)", i, std::string(100, 'a')).run();
        }));
        CHECK(database->integrity_check());
    }
    {
        std::fstream file(options.path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(4096 * 5);
        file << std::string(64, '\x5a');
    }
    const auto checked = must_open(options)->integrity_check();
    REQUIRE_FALSE(checked);
    CHECK(checked.error().detail == "damaged");
}
