// 10: any clock skew changes no winner. The same life is lived with right clocks and with wrong ones; what became of every
// operation and every row must be the same, but for the times that people see.
#include <catch2/catch_test_macros.hpp>

#include "platform/core/log.hpp"
#include "sync/model/text_value.hpp"
#include "tests/simulation/life.hpp"
#include "tests/simulation/server_rows.hpp"

using namespace sigap;
using namespace sigap::simulation;

namespace {

// Ids begin with a clock: each is told by its name.
std::string named(const World& world, const FieldInfo& field, const Value& value) {
    if (const auto* id = std::get_if<Uuid>(&value)) return world.names.of(*id);
    const std::string text = value_to_text(field.type, value);
    if (const auto id = parse_uuid(text)) return world.names.of(*id);
    return parse_rfc3339(text) ? "a time" : text;
}

bool tells_of_time(const FieldInfo& field) {
    return field.type == FieldType::time || field.name == "break_seconds" || field.name == "details" || field.name == "arguments";
}

std::vector<std::string> what_became(World& world) {
    std::vector<std::string> lines;
    Store& store = *world.server.store;
    store.log().each(0, [&](const LogEntry& entry) {
        const auto result = read_result(entry.result);
        if (result) lines.push_back(world.names.of(entry.operation) + ' ' + std::string(word_of(result->outcome)) + ' ' + result->code);
        return true;
    });
    std::map<std::string, std::string> rows;
    const ServerRows all(store);
    for (const auto& [id, record] : all.all()) {
        const KindInfo& kind = store.catalogue().at(record.kind);
        std::string& line = rows[std::string(kind.name) + ' ' + world.names.of(id)];
        for (std::size_t i = 0; i < kind.fields.size(); ++i)
            if (!tells_of_time(kind.fields[i]))
                line += ' ' + std::string(kind.fields[i].name) + '=' + named(world, kind.fields[i], record.values[i]);
    }
    for (const auto& [name, line] : rows) lines.push_back(name + line);
    return lines;
}

std::vector<std::string> lived(std::uint64_t seed, std::uint64_t clocks) {
    LifeOptions options;
    options.seed = seed;
    options.clocks = clocks;
    options.disks = false;  // what a commit writes depends on the ids in it
    Life life(options);
    life.run();
    for (const auto& line : life.world().broken()) FAIL(line);
    return what_became(life.world());
}

}  // namespace

TEST_CASE("the same life with wrong clocks has the same winners") {
    const LogLevel level = set_log_level(LogLevel::silence);
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        INFO("seed " << seed);
        const auto right = lived(seed, 0);
        const auto wrong = lived(seed, seed + 100);
        REQUIRE(right.size() > 50);
        for (std::size_t i = 0; i < std::min(right.size(), wrong.size()); ++i) REQUIRE(right[i] == wrong[i]);
        REQUIRE(right.size() == wrong.size());
    }
    set_log_level(level);
}
