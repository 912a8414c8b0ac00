#include <catch2/catch_test_macros.hpp>

#include "sync/model/sql.hpp"
#include "tests/sync/model/world.hpp"

using namespace sigap;

namespace {

struct Spare {
    Uuid id;
    std::string name;
    std::int64_t count = 0;
};

constexpr std::array spare_fields{field<&Spare::name>(1, "name").needed().sorted(), field<&Spare::count>(2, "count").from(3)};
constexpr KindInfo spare{.kind = static_cast<Kind>(900), .name = "spare", .fields = spare_fields, .writers = desk_side, .title = "name"};
constexpr OwnColumn own{"held", "INTEGER", "held|excluded.held"};

}  // namespace

TEST_CASE("a kind's tables are derived from its declaration") {
    CHECK(create_table_sql(spare, own) ==
          R"(CREATE TABLE IF NOT EXISTS "spare"(id BLOB PRIMARY KEY NOT NULL,seq INTEGER NOT NULL,"name" TEXT,"count" INTEGER,extra TEXT,held INTEGER))");
    CHECK(add_column_sql(spare, spare_fields[1]) == R"(ALTER TABLE "spare" ADD COLUMN "count" INTEGER)");
    CHECK(create_index_sql(spare, spare_fields[0]) == R"(CREATE INDEX IF NOT EXISTS "spare_by_name" ON "spare"("name"))");
    CHECK(select_sql(spare, own) == R"(SELECT id,seq,"name","count",extra,held FROM "spare")");
    CHECK(upsert_sql(spare, own) ==
          R"(INSERT INTO "spare"(id,seq,"name","count",extra,held) VALUES(?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET )"
          R"(seq=excluded.seq,"name"=excluded."name","count"=excluded."count",extra=excluded.extra,held=held|excluded.held)");
}

TEST_CASE("a kind with writers gets its create_ and edit_ by declaration alone") {
    const Catalogue with_spare({spare}, {});
    REQUIRE(with_spare.commands().size() == 2);
    const CommandInfo& create = *with_spare.command("create_spare");
    CHECK(create.creates);
    CHECK(create.roles.has(Role::desk));
    CHECK_FALSE(create.roles.has(Role::technician));
    REQUIRE(create.arguments.size() == 2);
    CHECK(create.arguments[0].required);
    CHECK_FALSE(with_spare.command("edit_spare")->arguments[0].required);
    CHECK(with_spare.version() == 3);
    CHECK(with_spare.find("spare") == with_spare.find(static_cast<Kind>(900)));
    CHECK(with_spare.find("moon") == nullptr);
    CHECK_THROWS_AS(with_spare.at(Kind::asset), std::logic_error);
}

TEST_CASE("a number or a name that is used twice is found when the catalogue is made") {
    auto other = spare;
    other.name = "part";
    CHECK_THROWS_AS(Catalogue({spare, other}, {}), std::logic_error);
    static constexpr std::array twice{field<&Spare::name>(1, "name"), field<&Spare::count>(1, "count")};
    other = spare;
    other.fields = twice;
    CHECK_THROWS_AS(Catalogue({other}, {}), std::logic_error);
    const CommandInfo command = *catalogue().command("accept_visit");
    CHECK_THROWS_AS(Catalogue({}, {command, command}), std::logic_error);
}

TEST_CASE("Sigap's catalogue holds together: words, titles, targets and the fields that routes need") {
    for (const auto& kind : catalogue().kinds()) {
        INFO(kind.name);
        for (const auto& field : kind.fields) {
            INFO(field.name);
            CHECK(field.number > 0);
            if (field.type == FieldType::choice) CHECK_FALSE(field.words.empty());
            if (field.target != Kind::none) CHECK(catalogue().find(field.target));
            if (field.kind_field != 0) CHECK(kind.find(field.kind_field));
            if (field.route != Route::none) CHECK(field.type == FieldType::reference);
        }
    }
    for (const auto& command : catalogue().commands()) {
        INFO(command.name);
        CHECK_FALSE(command.roles.none());
        CHECK(command.judge != nullptr);
        if (command.creates) CHECK(catalogue().find(command.on));
    }
}
