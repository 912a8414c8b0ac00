#include <catch2/catch_test_macros.hpp>

#include "sync/model/text_value.hpp"
#include "tests/sync/model/world.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

Result<Value> read(FieldType type, std::string_view text) {
    return value_from_text({"field", type, Kind::none, words_of<StepState>, false, false, true}, text);
}

std::string json(FieldType type, const Value& value) {
    std::string out;
    append_json_value(out, type, value);
    return out;
}

}  // namespace

TEST_CASE("a value is written as people write it and read back the same") {
    const Uuid id = *parse_uuid("0198c2a4-7d1e-7b3a-9f42-1c5d6e7f8091");
    const std::tuple<FieldType, Value, std::string, std::string> table[] = {
        {FieldType::text, "Café \"x\"", "Café \"x\"", R"("Café \"x\"")"},
        {FieldType::text, Value{}, "", "null"},
        {FieldType::integer, -42, "-42", "-42"},
        {FieldType::integer, INT64_MIN, "-9223372036854775808", "-9223372036854775808"},
        {FieldType::integer, Value{}, "", "null"},
        {FieldType::boolean, 1, "true", "true"},
        {FieldType::boolean, Value{}, "false", "false"},
        {FieldType::time, 1'772'353'800'000, "2026-03-01T08:30:00.000Z", "\"2026-03-01T08:30:00.000Z\""},
        {FieldType::reference, id, "0198c2a4-7d1e-7b3a-9f42-1c5d6e7f8091", "\"0198c2a4-7d1e-7b3a-9f42-1c5d6e7f8091\""},
        {FieldType::choice, "skipped", "skipped", "\"skipped\""},
    };
    for (const auto& [type, value, text, as_json] : table) {
        INFO(name_of(type) << ' ' << text);
        CHECK(value_to_text(type, value) == text);
        CHECK(json(type, value) == as_json);
        const auto back = read(type, text);
        REQUIRE(back);
        CHECK(*back == value);
    }
    CHECK(*read(FieldType::integer, "0") == Value{});
    CHECK(*read(FieldType::boolean, "yes") == Value{1});
    CHECK(*read(FieldType::boolean, "0") == Value{});
    CHECK(*read(FieldType::time, "2026-03-01T15:30:00+07:00") == Value{1'772'353'800'000});
}

TEST_CASE("a text that is no such value is refused with the field's name") {
    const std::pair<FieldType, std::string> table[] = {
        {FieldType::integer, "12 pieces"}, {FieldType::integer, "99999999999999999999"}, {FieldType::integer, "1.5"},
        {FieldType::boolean, "perhaps"},   {FieldType::time, "yesterday"},               {FieldType::time, "2026-02-30T00:00:00Z"},
        {FieldType::reference, "12"},      {FieldType::choice, "flying"},                {FieldType::choice, ""},
        {FieldType::text, "a\xff"},        {FieldType::text, std::string("a\0b", 3)},    {FieldType::text, std::string(300'000, 'x')},
    };
    for (const auto& [type, text] : table) {
        INFO(name_of(type) << ' ' << text.substr(0, 30));
        const auto value = read(type, text);
        REQUIRE_FALSE(value);
        CHECK(value.error().code == ErrorCode::invalid);
        CHECK(value.error().message.substr(0, 6) == "field:");
    }
    CHECK(read(FieldType::choice, "flying").error().message.find("open, done, skipped") != std::string::npos);
}

TEST_CASE("a value from outside has its field's type, or it is refused") {
    const Value values[] = {"text", 7, World().desk};
    const std::pair<FieldType, std::size_t> fits[] = {{FieldType::text, 0}, {FieldType::integer, 1}, {FieldType::boolean, 1},
                                                      {FieldType::time, 1}, {FieldType::reference, 2}};
    for (const auto& [type, right] : fits)
        for (std::size_t i = 0; i < std::size(values); ++i) {
            INFO(name_of(type) << " and value " << i);
            const ArgumentInfo shape{"field", type};
            CHECK(static_cast<bool>(check_value(shape, values[i])) == (i == right));
            CHECK(check_value(shape, Value{}));
        }
}

TEST_CASE("a time beyond the year 9999 or before 1970 is refused, so that every kept time can be written") {
    const ArgumentInfo shape{"field", FieldType::time};
    CHECK(check_value(shape, 253'402'300'799'999));
    CHECK_FALSE(check_value(shape, 253'402'300'800'000));
    CHECK_FALSE(check_value(shape, INT64_MAX));
    CHECK_FALSE(check_value(shape, INT64_MIN));
    CHECK_FALSE(check_value(shape, -1));
}

TEST_CASE("a count takes no number below zero, a difference of clocks does") {
    CHECK(check_value(shape_of(field_of<&Asset::memory_mib>()), 0));
    const auto negative = check_value(shape_of(field_of<&Asset::memory_mib>()), -1);
    REQUIRE_FALSE(negative);
    CHECK(negative.error().message == "memory_mib: takes 0 or more, not -1");
    CHECK_FALSE(value_from_text(shape_of(field_of<&Asset::cost>()), "-5"));
    CHECK(check_value(shape_of(field_of<&Location::utc_offset_minutes>()), -210));
}

TEST_CASE("a line holds 1000 characters of any alphabet, prose 256 KiB") {
    const auto line = shape_of(field_of<&Asset::name>()), prose = shape_of(field_of<&Note::text>());
    std::string accents;
    for (int i = 0; i < 1000; ++i) accents += "\xc3\xa9";
    CHECK(check_value(line, accents));
    const auto refused = check_value(line, accents + "x");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().detail == "too_long");
    CHECK(refused.error().message == "name: the text is longer than 1000 characters; shorten it");
    CHECK(check_value(prose, std::string(longest_text, 'x')));
    CHECK_FALSE(check_value(prose, std::string(longest_text + 1, 'x')));
}

TEST_CASE("a record is one JSON object with every field in its order") {
    World world;
    Note note;
    note.id = *parse_uuid("0198c2a4-7d1e-7b3a-9f42-1c5d6e7f8091");
    note.about_kind = Kind::visit;
    note.text = "done";
    std::string out;
    append_json_record(out, kind_of<Note>, record_of(note));
    CHECK(out == R"({"id":"0198c2a4-7d1e-7b3a-9f42-1c5d6e7f8091","kind":"note","about_kind":8,"about":null,"author":null,)"
                 R"("written_at":null,"text":"done","retracted":false})");
}

TEST_CASE("every kind goes from its struct to a record and back unchanged, and knows its own title") {
    const auto round = [](auto row) {
        using T = decltype(row);
        const Record record = record_of(row);
        CHECK(record_of(as<T>(record)) == record);
        CHECK((kind_of<T>.title.empty() || kind_of<T>.find(kind_of<T>.title)));
    };
    Asset asset;
    asset.status = AssetStatus::in_repair;
    asset.cost = 12'000'000;
    asset.tag = "A1";
    round(asset);
    round(Person{});
    round(OrgUnit{});
    round(Ticket{});
    round(WorkOrder{});
    round(Visit{});
    round(Procedure{});
    round(ProcedureVersion{});
    round(ChecklistStep{});
    round(Announcement{});
    Record newer = record_of(asset);
    newer.values[4] = "teleported";  // a newer version's word
    CHECK(as<Asset>(newer).status == AssetStatus::ordered);
    CHECK(as<Asset>(newer).tag == "A1");
}

TEST_CASE("the priority is ITIL's matrix, a major incident outside it") {
    using enum Level;
    const Level order[] = {high, medium, low};
    const int matrix[3][3] = {{1, 2, 3}, {2, 3, 4}, {3, 4, 4}};
    for (int impact = 0; impact < 3; ++impact)
        for (int urgency = 0; urgency < 3; ++urgency) CHECK(priority_of(order[impact], order[urgency], false) == matrix[impact][urgency]);
    CHECK(priority_of(low, low, true) == 0);
}
