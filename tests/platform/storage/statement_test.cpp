#include "platform/storage/statement.hpp"

#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "tests/platform/storage/scratch.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Fixture {
    TempFolder folder;
    std::unique_ptr<Database> database = must_open(options_for(folder.path() / "a.db"));
};

}  // namespace

TEST_CASE("a query gives back every type that was bound") {
    Fixture f;
    f.database->execute("CREATE TABLE t(a, b, c, d, e, f, g, h, i, j)");
    const Uuid id{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};
    const std::vector<std::uint8_t> bytes{0, 255, 7};
    const std::string text = std::string("nol \0 di tengah", 15);
    f.database
        ->query("INSERT INTO t VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", nullptr, true, -5,
                std::numeric_limits<std::int64_t>::min(), std::uint64_t{1} << 62, 2.5, text, bytes, id,
                Timestamp{1'700'000'000'123})
        .run();
    CHECK(f.database->changes() == 1);
    CHECK(f.database->last_insert_rowid() == 1);

    Query row = f.database->query("SELECT * FROM t");
    REQUIRE(row.step());
    CHECK(row.columns() == 10);
    CHECK(row.column_name(9) == "j");
    CHECK(row.is_null(0));
    CHECK(row.int64(1) == 1);
    CHECK(row.int64(2) == -5);
    CHECK(row.int64(3) == std::numeric_limits<std::int64_t>::min());
    CHECK(row.int64(4) == std::int64_t{1} << 62);
    CHECK(row.type(5) == ColumnType::real);
    CHECK(row.real(5) == 2.5);
    CHECK(row.text(6) == text);
    CHECK(std::vector(row.blob(7).begin(), row.blob(7).end()) == bytes);
    CHECK(row.uuid(8) == id);
    CHECK(row.time(9) == Timestamp{1'700'000'000'123});
    CHECK_FALSE(row.step());
}

TEST_CASE("absent values are stored as NULL, empty ones are not") {
    Fixture f;
    Query row = f.database->query("SELECT ?, ?, ?, ?, ?, ?", Uuid{}, Timestamp{}, std::optional<std::string>(),
                                  std::optional<std::string>(""), std::string_view(), Blob());
    REQUIRE(row.step());
    for (const int column : {0, 1, 2}) CHECK(row.is_null(column));
    CHECK(row.uuid(0) == Uuid{});
    CHECK(row.time(1) == Timestamp{});
    CHECK(row.text(2).empty());
    CHECK(row.type(3) == ColumnType::text);
    CHECK(row.type(4) == ColumnType::text);
    CHECK(row.type(5) == ColumnType::blob);
    CHECK(row.blob(5).empty());
}

TEST_CASE("bytes bound without a copy arrive whole") {
    Fixture f;
    const std::string large(100'000, 'x');
    const std::vector<std::uint8_t> blob(70'000, 9);
    Query row = f.database->query("SELECT length(?1), length(?2)");
    row.bind_static(1, large);
    row.bind_static(2, Blob(blob));
    REQUIRE(row.step());
    CHECK(row.int64(0) == 100'000);
    CHECK(row.int64(1) == 70'000);
}

TEST_CASE("a query is bound and run again in a loop") {
    Fixture f;
    f.database->execute("CREATE TABLE t(n INTEGER)");
    {
        Query insert = f.database->query("INSERT INTO t VALUES(?)");
        for (int i = 0; i < 10; ++i) {
            insert.bind(1, i);
            insert.run();
        }
    }
    CHECK(number(*f.database, "SELECT sum(n) FROM t") == 45);
}

TEST_CASE("the same SQL may be in use several times at once") {
    Fixture f;
    f.database->execute("CREATE TABLE t(n INTEGER); INSERT INTO t VALUES(1), (2), (3)");
    const std::string sql = "SELECT n FROM t WHERE n >= ? ORDER BY n";
    std::vector<std::int64_t> seen;
    for (Query outer = f.database->query(sql, 1); outer.step();)
        for (Query inner = f.database->query(sql, outer.int64(0)); inner.step();) seen.push_back(inner.int64(0));
    CHECK(seen == std::vector<std::int64_t>{1, 2, 3, 2, 3, 3});
}

TEST_CASE("a kept statement comes back unbound") {
    Fixture f;
    { REQUIRE(f.database->query("SELECT ?", 7).step()); }
    Query again = f.database->query("SELECT ?");
    REQUIRE(again.step());
    CHECK(again.is_null(0));
}

TEST_CASE("a moved query stays usable and gives its statement back once") {
    Fixture f;
    Query first = f.database->query("SELECT 1");
    Query second = std::move(first);
    REQUIRE(second.step());
    first = f.database->query("SELECT 2");
    REQUIRE(first.step());
    first = std::move(second);
    CHECK(first.int64(0) == 1);
}

TEST_CASE("statements of ever new SQL do not pile up") {
    Fixture f;
    Query held = f.database->query("SELECT 'held'");
    for (int i = 0; i < 3000; ++i) CHECK(number(*f.database, "SELECT " + std::to_string(i)) == i);
    REQUIRE(held.step());
    CHECK(held.text(0) == "held");
}

TEST_CASE("wrong SQL and wrong use are bugs, not bad days") {
    Fixture f;
    Database& database = *f.database;
    CHECK_THROWS_AS(database.execute("SELEC 1"), std::logic_error);
    CHECK_THROWS_AS(database.query("SELECT * FROM missing"), std::logic_error);
    CHECK_THROWS_AS(database.query("SELECT \"not a column\""), std::logic_error);
    CHECK_THROWS_AS(database.query("SELECT 1; SELECT 2"), std::logic_error);
    CHECK_THROWS_AS(database.query(""), std::logic_error);
    CHECK_THROWS_AS(database.query("SELECT ?, ?", 1), std::logic_error);
    CHECK_THROWS_AS(database.query("SELECT ?", ~std::uint64_t{0}), std::logic_error);
    Query row = database.query("SELECT ?");
    CHECK_THROWS_AS(row.bind(2, 1), std::logic_error);
    CHECK_THROWS_AS(row.int64(0), std::logic_error);
    REQUIRE(row.step());
    CHECK_THROWS_AS(row.int64(1), std::logic_error);
    CHECK_THROWS_AS(row.column_name(1), std::logic_error);
}

TEST_CASE("an id of another length is damage") {
    Fixture f;
    Query row = f.database->query("SELECT x'0102'");
    REQUIRE(row.step());
    CHECK_THROWS_AS(row.uuid(0), StorageFailure);
}
