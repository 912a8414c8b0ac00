#include <catch2/catch_test_macros.hpp>

#include "sync/protocol/row_codec.hpp"
#include "sync/rows/row_store.hpp"
#include "sync/model/kinds/asset.hpp"
#include "tests/support/temp_folder.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr OwnColumn own{"held", "INTEGER NOT NULL DEFAULT 0", "held|excluded.held"};

struct Rig {
    Rig() {
        OpenOptions options;
        options.path = folder.path() / "rows.db";
        auto opened = Database::open(options);
        if (!opened) throw std::runtime_error(opened.error().message);
        database = std::move(*opened);
    }
    TempFolder folder;
    std::unique_ptr<Database> database;
    SeededRandom random{1};
    ManualClock clock;
};

}  // namespace

TEST_CASE("a record is kept with every type of value, its extra and its own column, and read back the same") {
    Rig rig;
    RowStore rows(*rig.database, catalogue(), own, true);
    REQUIRE(rig.database->write([&] {
        CHECK(rows.migrate());
        rows.create_indexes();
    }));
    Asset asset;
    asset.id = make_uuid(rig.clock, rig.random);
    asset.name = "Laptop";
    asset.status = AssetStatus::on_loan;
    asset.location = make_uuid(rig.clock, rig.random);
    asset.cost = INT64_MIN;
    asset.purchased_at = {5};
    Record record = record_of(asset);
    record.seq = 12;
    record.extra = "[900,1]";
    rows.put(record, std::int64_t{1});
    CHECK(rows.find(Kind::asset, asset.id) == record);
    record.seq = 13;
    record.extra.clear();
    record.values[2] = Value{};
    rows.put(record, std::int64_t{4});
    CHECK(rows.find(Kind::asset, asset.id) == record);
    auto held = rig.database->query(rows.select(Kind::asset));
    REQUIRE(held.step());
    CHECK(held.int64(rows.own_column(Kind::asset)) == 5);
    CHECK(rows.contains(Kind::asset, asset.id));
    const auto& location = field_of<&Asset::location>();
    CHECK(rows.referring(Kind::asset, location, asset.location) == std::vector{record});
    CHECK(rows.referring(Kind::asset, location, asset.id).empty());
    rows.erase(Kind::asset, asset.id);
    CHECK_FALSE(rows.find(Kind::asset, asset.id));
    CHECK_FALSE(rows.find(Kind::asset, {}));
    CHECK_FALSE(rows.find(static_cast<Kind>(999), asset.id));
    CHECK_FALSE(rows.contains(static_cast<Kind>(999), asset.id));
    CHECK_THROWS_AS(rows.select(static_cast<Kind>(999)), std::logic_error);
}

TEST_CASE("a second migration finds nothing to do, and each indexed field has its index") {
    Rig rig;
    RowStore rows(*rig.database, catalogue(), own, true);
    for (const bool first : {true, false})
        REQUIRE(rig.database->write([&] {
            CHECK(rows.migrate() == first);
            rows.create_indexes();
        }));
    for (const auto& kind : catalogue().kinds())
        for (const auto& field : kind.fields) {
            auto index = rig.database->query("SELECT 1 FROM sqlite_schema WHERE type='index' AND name=?",
                                             std::string_view(std::string(kind.name) + "_by_" + std::string(field.name)));
            INFO(kind.name << '.' << field.name);
            CHECK(index.step() == field.indexed);
        }
}

TEST_CASE("a new field takes its column, its default word and what earlier rows had parked of it") {
    Rig rig;
    struct Tool {
        Uuid id;
        std::string name;
        AssetStatus state{};
        Ref<Kind::asset> part_of;
    };
    static constexpr std::array before{field<&Tool::name>(1, "name")};
    static constexpr std::array after{field<&Tool::name>(1, "name"), field<&Tool::state>(2, "state").sorted(),
                                      field<&Tool::part_of>(3, "part_of")};
    constexpr Kind tool{900};
    const auto kind = [](std::span<const FieldInfo> fields) {
        return KindInfo{.kind = tool, .name = "tool", .fields = fields, .writers = {}, .title = "name"};
    };
    const Catalogue old_one({kind(before)}, {}), new_one({kind(after)}, {});
    const Uuid parked = make_uuid(rig.clock, rig.random), plain = make_uuid(rig.clock, rig.random), damaged = make_uuid(rig.clock, rig.random);
    {
        RowStore rows(*rig.database, old_one, own, true);
        REQUIRE(rig.database->write([&] { rows.migrate(); }));
        rows.put(Record{tool, parked, 1, {Value{"a"}}, "[2,\"missing\",3,\"" + to_string(plain) + "\",4,[true]]"}, 1);
        rows.put(Record{tool, plain, 2, {Value{"b"}}, ""}, 1);
        rows.put(Record{tool, damaged, 3, {Value{"c"}}, "[2,7]"}, 1);
    }
    RowStore rows(*rig.database, new_one, own, true);
    REQUIRE(rig.database->write([&] {
        CHECK_FALSE(rows.migrate());
        rows.create_indexes();
    }));
    CHECK(rows.find(tool, parked) == Record{tool, parked, 1, {"a", "missing", plain}, "[4,[true]]"});
    CHECK(rows.find(tool, plain) == Record{tool, plain, 2, {"b", "ordered", Value{}}, ""});
    // Of another type than declared: kept as it came.
    CHECK(rows.find(tool, damaged) == Record{tool, damaged, 3, {"c", "ordered", Value{}}, "[2,7]"});
}

TEST_CASE("a row that is put over what was there is written as far as it differs, and travels as its record does") {
    Rig rig;
    RowStore rows(*rig.database, catalogue(), own, true);
    REQUIRE(rig.database->write([&] {
        rows.migrate();
        rows.create_indexes();
    }));
    Asset asset;
    asset.id = make_uuid(rig.clock, rig.random);
    asset.name = "Laptop \"7\"";
    asset.location = make_uuid(rig.clock, rig.random);
    asset.cost = INT64_MIN;
    Record before = record_of(asset);
    before.seq = 12;
    before.extra = "[900,1]";
    rows.put(nullptr, before, std::int64_t{1});
    asset.name.clear();
    asset.cost = 7;
    asset.serial = "S";
    Record after = record_of(asset);
    after.seq = 13;
    rows.put(&before, after, std::int64_t{4});
    CHECK(rows.find(Kind::asset, asset.id) == after);
    auto held = rig.database->query(rows.select(Kind::asset));
    REQUIRE(held.step());
    CHECK(held.int64(rows.own_column(Kind::asset)) == 5);
    // Nothing but the place in the order.
    before = after;
    after.seq = 14;
    after.extra = "[900,2]";
    rows.put(&before, after, std::int64_t{0});
    CHECK(rows.find(Kind::asset, asset.id) == after);
    std::string by_record, by_row;
    append_row(by_record, kind_of<Asset>, after, 5);
    CHECK(rows.append_row(by_row, Kind::asset, asset.id, 5));
    CHECK(by_row == by_record);
    rows.erase(Kind::asset, asset.id);
    CHECK_FALSE(rows.append_row(by_row, Kind::asset, asset.id, 5));
    CHECK(by_row == by_record);
    CHECK_THROWS_AS(rows.put(&before, after, std::int64_t{0}), std::logic_error);
}
