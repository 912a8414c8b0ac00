#include "client/ui/strings.hpp"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "client/ui/date_words.hpp"
#include "tests/support/source_folder.hpp"

using namespace sigap;
using namespace sigap::ui;

namespace {

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

Words words_of(std::string_view language) {
    auto words = parse_words(read(sigap::testing::source_folder() + "/assets/i18n/" + std::string(language) + ".json"));
    REQUIRE(words);
    return *std::move(words);
}

std::set<std::string> keys_in_code() {
    // A key put together at run time ends in a dot here: tr("status." + name).
    static const std::regex call(R"re(\btr\(\s*(?:std::string\()?"([^"]+)")re");
    std::set<std::string> keys;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(sigap::testing::source_folder() + "/client")) {
        const auto extension = entry.path().extension();
        if (extension != ".cpp" && extension != ".hpp") continue;
        const std::string text = read(entry.path());
        for (std::sregex_iterator at(text.begin(), text.end(), call), end; at != end; ++at) keys.insert((*at)[1]);
    }
    return keys;
}

bool has(const Words& words, const std::string& key) {
    if (!key.ends_with('.')) return words.contains(key);
    const auto at = words.lower_bound(key);
    return at != words.end() && at->first.starts_with(key);
}

std::set<std::string> placeholders(const std::string& text) {
    static const std::regex placeholder(R"(\{[0-9]\})");
    return {std::sregex_token_iterator(text.begin(), text.end(), placeholder), {}};
}

// Monday 2 March 2026, 08:00 in Jakarta (UTC+7).
constexpr int jakarta = 7 * 60;
const Timestamp now = *parse_rfc3339("2026-03-02T01:00:00Z");
Timestamp at(std::string_view local) { return *parse_rfc3339(std::string(local) + ":00+07:00"); }

}  // namespace

TEST_CASE("every key that the code asks for has a text in each language") {
    const auto keys = keys_in_code();
    CHECK(keys.size() > 30);
    for (const std::string_view language : languages) {
        const Words words = words_of(language);
        for (const std::string& key : keys) {
            INFO(language << " lacks " << key);
            CHECK(has(words, key));
        }
    }
}

TEST_CASE("both languages have the same keys and placeholders, and no text is empty") {
    const Words indonesian = words_of("id"), english = words_of("en");
    for (const auto& [key, text] : english) {
        INFO(key);
        CHECK_FALSE(text.empty());
        // Indonesian has no plural; the singular of English stands alone.
        if (key.ends_with(".one")) continue;
        REQUIRE(indonesian.contains(key));
        // As many, though not always the same ones: a text may take its argument in its own language.
        CHECK(placeholders(indonesian.at(key)).size() == placeholders(text).size());
    }
    for (const auto& [key, text] : indonesian) {
        INFO(key << " = " << text);
        CHECK(english.contains(key));
    }
}

TEST_CASE("placeholders take their arguments, and a missing key shows itself and is remembered") {
    CHECK(filled("{0} of {1}, {0}", {"1", "2"}) == "1 of 2, 1");
    CHECK(filled("{3} {x} {", {"1"}) == "{3} {x} {");
    Strings strings("en");
    CHECK(strings.tr("date.minutes_ago", 5) == "5 minutes ago");
    CHECK(strings.tr("date.minutes_ago", 1) == "1 minute ago");
    CHECK(strings.missing().empty());
    CHECK(strings.tr("no.such.key") == "no.such.key");
    CHECK(strings.missing().contains("no.such.key"));
    strings.use("id");
    CHECK(strings.tr("date.minutes_ago", 1) == "1 menit lalu");
}

TEST_CASE("a language file that is no object of texts is refused") {
    CHECK_FALSE(parse_words("[1]"));
    CHECK_FALSE(parse_words("{\"a\": 1}"));
    CHECK_FALSE(parse_words("{\"a\": \"b\""));
}

TEST_CASE("times are said as people say them") {
    const Strings en("en"), id("id");
    CHECK(when_words(en, at("2026-03-02T10:30"), now, jakarta) == "Today 10:30");
    CHECK(when_words(id, at("2026-03-02T10:30"), now, jakarta) == "Hari ini 10:30");
    CHECK(when_words(en, at("2026-03-03T00:05"), now, jakarta) == "Tomorrow 00:05");
    CHECK(month_words(id, at("2026-05-31T23:30"), jakarta) == "Mei 2026");
    CHECK(when_words(en, at("2026-03-01T23:59"), now, jakarta) == "Yesterday 23:59");
    CHECK(when_words(en, at("2026-03-06T09:00"), now, jakarta) == "Friday 09:00");
    CHECK(when_words(en, at("2026-03-20T09:00"), now, jakarta) == "20 Mar 09:00");
    CHECK(when_words(en, at("2025-12-31T09:00"), now, jakarta) == "31 Dec 2025");
    CHECK(due_words(en, at("2026-02-27T17:00"), now, jakarta) == "Overdue since Friday");
    CHECK(due_words(id, at("2026-02-27T17:00"), now, jakarta) == "Terlambat sejak Jumat");
    CHECK(due_words(en, at("2026-03-02T07:30"), now, jakarta) == "Overdue since 07:30");
    CHECK(due_words(en, at("2026-03-01T17:00"), now, jakarta) == "Overdue since yesterday");
    CHECK(due_words(en, at("2026-03-02T13:00"), now, jakarta) == "Today 13:00");
    CHECK(due_words(en, at("2026-03-03T13:00"), now, jakarta) == "Tomorrow");
    CHECK(ago_words(en, at("2026-03-02T07:59"), now, jakarta) == "1 minute ago");
    CHECK(ago_words(en, at("2026-02-28T09:00"), now, jakarta) == "2 days ago");
    CHECK(ago_words(id, at("2026-02-28T09:00"), now, jakarta) == "2 hari lalu");
    CHECK(ago_words(en, now, now, jakarta) == "Just now");
}

TEST_CASE("the day turns at midnight of the zone, also west of Greenwich and before 1970") {
    const LocalTime west = local_time(*parse_rfc3339("2026-01-01T02:30:00Z"), -5 * 60);
    CHECK(west.year == 2025);
    CHECK(west.month == 12);
    CHECK(west.day == 31);
    CHECK(west.hour == 21);
    CHECK(west.weekday == 3);
    const LocalTime leap = local_time(*parse_rfc3339("2024-02-29T12:00:00Z"), 0);
    CHECK(leap.day == 29);
    const LocalTime old = local_time({-1}, 0);
    CHECK(old.year == 1969);
    CHECK(old.hour == 23);
    CHECK(old.weekday == 3);
}

TEST_CASE("a large number is told with its thousands apart") {
    CHECK(grouped(0, ".") == "0");
    CHECK(grouped(999, ".") == "999");
    CHECK(grouped(1000, ".") == "1.000");
    CHECK(grouped(100000, ",") == "100,000");
    CHECK(grouped(-1234567, ".") == "-1.234.567");
}
